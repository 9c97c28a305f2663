"""What a confined process answers. It may be code's forgery: only checked shapes and sizes pass."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

LONGEST = 1_000_000
_MOST = {"value": 20_000, "trouble": 10_000}
_FIGURES = 8
_ADDRESS = 8_000
_WANTS = b'{"fetch": '
_NAME = re.compile(r"[A-Za-z0-9-]{1,40}\.png")


class ForgedError(Exception):
    """It is no answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How a run ended: `done`, or it raised. `figures` are names in its own folder."""

    done: bool
    value: str
    trouble: str
    figures: tuple[str, ...]


def is_ready(line: bytes) -> bool:
    """Whether the process says that it began."""
    return _loaded(line) == {"ready": True}


def wanted(line: bytes, number: int) -> str | None:
    """The web address that it asks for while it works on request `number`; None when this is something else.

    Raises:
        ForgedError: it is no such question.
    """
    if not line.startswith(_WANTS):
        return None
    found = _loaded(line)
    address = found.get("fetch")
    if found.get("id") != number or not isinstance(address, str) or len(address) > _ADDRESS:
        raise ForgedError
    return address.encode("utf-8", "replace").decode()


def answer_of(line: bytes, number: int) -> Answer:
    """The answer to request `number`.

    Raises:
        ForgedError: it is no such answer.
    """
    found = _loaded(line)
    end = found.get("end")
    if found.get("id") != number or not isinstance(end, str) or end not in {"done", "raised"}:
        raise ForgedError
    figures = found.get("figures")
    if not isinstance(figures, list) or len(figures) > _FIGURES:
        raise ForgedError
    names = tuple(name for name in figures if isinstance(name, str) and _NAME.fullmatch(name))
    return Answer(end == "done", _text(found, "value"), _text(found, "trouble"), names)


def _loaded(line: bytes) -> Mapping[str, object]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ForgedError from error
    if not isinstance(found, dict):
        raise ForgedError
    return found


def _text(found: Mapping[str, object], name: str) -> str:
    text = found.get(name)
    if not isinstance(text, str) or len(text) > _MOST[name]:
        raise ForgedError
    # Half a character would break whatever writes it down.
    return text.encode("utf-8", "replace").decode()
