"""Where the values of a JSON text stand (RFC 8259), found by JSON pointers (RFC 6901)."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.core.errors import InvalidArgumentsError

_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Member:
    """A value in an array or object: `start` is where its key or, in an array, its value begins.

    `key` is its name, or its index as a text; the value is the characters `value`..`end`.
    """

    key: str
    start: int
    value: int
    end: int


def value_at(text: str) -> tuple[int, int]:
    """Where the whole value begins and ends, without the blanks around it. Raises ValueError for no JSON."""
    start = _blank(text, 0)
    return start, _end(text, start)


def members_of(text: str, start: int) -> Iterator[Member]:
    """The members of the array or object that begins at `start`; none for another value. Raises ValueError."""
    opened = text[start : start + 1]
    if opened not in ("{", "["):
        return
    at, index = _blank(text, start + 1), 0
    while text[at : at + 1] not in ("}", "]", ""):
        begin, key = at, str(index)
        if opened == "{":
            key, at = _DECODER.raw_decode(text, at)
            at = _blank(text, _blank(text, at) + 1)
        end = _end(text, at)
        yield Member(key, begin, at, end)
        at, index = _blank(text, end), index + 1
        if text[at : at + 1] == ",":
            at = _blank(text, at + 1)


def found_at(text: str, pointer: str) -> Member:
    """The value at `pointer` ("" is the whole, "/a/0" the first item of "a").

    Raises:
        InvalidArgumentsError: there is no such value, or two of the same name; the sentence names what there is.
    """
    start, end = value_at(text)
    here, done = Member("", start, start, end), ""
    for key in keys_of(pointer):
        members = list(members_of(text, here.value))
        named = [one for one in members if one.key == key]
        if len(named) != 1:
            there = ", ".join(repr(one.key) for one in members[:30]) or "nothing"
            count = "no" if not named else f"{len(named)} values called"
            raise InvalidArgumentsError(f"{done or 'The whole'!r} has {count} {key!r}. It has {there}.")
        here, done = named[0], f"{done}/{pointed(key)}"
    return here


def keys_of(pointer: str) -> list[str]:
    """The keys of a pointer. Raises InvalidArgumentsError."""
    if pointer and not pointer.startswith("/"):
        raise InvalidArgumentsError(f"{pointer!r} is no path of JSON. Write for example '/customers/0/name'.")
    return [key.replace("~1", "/").replace("~0", "~") for key in pointer.split("/")[1:]]


def pointed(key: str) -> str:
    """A key as it stands in a pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def key_end(text: str, one: Member) -> int:
    """Where the key of a member of an object ends."""
    return _end(text, one.start)


def _blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _end(text: str, at: int) -> int:
    return _DECODER.raw_decode(text, at)[1]
