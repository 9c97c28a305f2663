"""Reading the words of an op, with sentences for what does not fit."""

import re
from collections.abc import Mapping
from pathlib import Path

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError

# What XML 1.0 cannot hold at all.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

_JAPANESE = re.compile("[\u3041-\u30fa\u4e00-\u9fff]")


def speakable(text: str) -> str:
    """`text` without the characters that no Office document can hold."""
    return _UNSPEAKABLE.sub("", text)


def spoken(op: Op, *, but: str = "") -> dict[str, object]:
    """`op` with `speakable` texts, also in its lists and objects; the field `but` stays as it is."""
    return {key: value if key == but else _spoken(value) for key, value in op.items()}


def _spoken(value: object) -> object:
    if isinstance(value, str):
        return speakable(value)
    if isinstance(value, Mapping):
        return {speakable(str(key)): _spoken(one) for key, one in value.items()}
    return [_spoken(one) for one in value] if isinstance(value, (list, tuple)) else value


def text_in(op: Op, key: str, *, empty: bool = False) -> str:
    """The text of `key`.

    Raises:
        InvalidArgumentsError: it is missing or no text, or it is empty and must not be.
    """
    found = op.get(key)
    if isinstance(found, (int, float)) and not isinstance(found, bool):
        return str(found)
    if not isinstance(found, str) or not (found or empty):
        raise InvalidArgumentsError(f"{op.get('op', 'The content')!r} needs the text {key!r}.")
    return found


def number_in(op: Op, key: str, most: int, what: str) -> int:
    """The number of `key`, from 1 to `most`; `what` says of what there are so many.

    Raises:
        InvalidArgumentsError: it is missing, no whole number, or out of range.
    """
    found = op.get(key)
    if isinstance(found, str) and found.isdecimal():
        found = int(found)
    if not isinstance(found, int) or isinstance(found, bool) or not 1 <= found <= most:
        raise InvalidArgumentsError(f"{key!r} is a number from 1 to {most}: there are {most} {what}, not {found!r}.")
    return found


def flag_in(op: Op, key: str, *, default: bool) -> bool:
    """The switch `key`. Raises InvalidArgumentsError when it is neither true nor false."""
    found = op.get(key, default)
    if not isinstance(found, bool):
        raise InvalidArgumentsError(f"{key!r} is true or false.")
    return found


def language_in(content: Mapping[str, object], *, by: object = None) -> str:
    """The language that is told, or that of the words (of `by`, when some are enough to tell): "ja" or "en"."""
    if content.get("language"):
        return "ja" if str(content["language"]).lower().startswith("ja") else "en"
    return "ja" if _JAPANESE.search(str(by or content)) else "en"


def file_in(op: Op, key: str, example: str = "name.png") -> Path:
    """The private copy of a file that an op names as {"file": "pictures/a.png"}; the host has put a Path there.

    Raises:
        InvalidArgumentsError: it is missing or something else.
    """
    found = op.get(key)
    if not isinstance(found, Path):
        raise InvalidArgumentsError(f'{key!r} is a file: {{"file": "{example}"}}.')
    return found
