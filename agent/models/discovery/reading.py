"""Reading values of answers that may be anything."""

from collections.abc import Mapping

_LONGEST_NAME = 80
MOST_MODELS = 200


def mapping(source: Mapping[str, object], key: str) -> Mapping[str, object]:
    """The object under `key`, or an empty one."""
    found = source.get(key)
    return found if isinstance(found, dict) else {}


def rows(source: Mapping[str, object], key: str) -> tuple[Mapping[str, object], ...]:
    """The objects in the list under `key`."""
    found = source.get(key)
    return tuple(one for one in found if isinstance(one, dict)) if isinstance(found, list) else ()


def name(source: Mapping[str, object], key: str) -> str:
    """The printable text under `key`, "" when it is none or too long for a name."""
    found = source.get(key)
    fits = isinstance(found, str) and len(found) <= _LONGEST_NAME and found.isprintable()
    return str(found).strip() if fits else ""


def count(source: Mapping[str, object], key: str) -> int:
    """The whole number under `key`, 0 when it is none."""
    found = source.get(key)
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 < found < 1 << 40 else 0


def flag(source: Mapping[str, object], key: str) -> bool | None:
    """The truth under `key`, None when it is not told."""
    found = source.get(key)
    return found if isinstance(found, bool) else None
