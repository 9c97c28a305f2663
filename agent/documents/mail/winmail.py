"""Files in a winmail.dat: what Exchange and Outlook make of a mail in their own format (MS-OXTNEF, MS-OXCDATA).

It is a list of attributes: a level (u8), an id (u32), a length (u32), bytes, a checksum (u16). An attachment begins
with the attribute of how it is drawn; its long name, and a mail that is attached, lie in a list of properties of MAPI.
Checksums are not looked at: many are wrong, and what can be read is read.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from agent.documents.mail.letters import words_in
from agent.documents.mail.mail_attachments import Attachment

_SIGNATURE = b"\x78\x9f\x3e\x22"
_BEGINS, _TITLE, _DATA, _OF_FILE = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_CODEPAGE, _BODY, _OF_MAIL = 0x00069007, 0x0002800C, 0x00069003
_LONG_NAME, _SHORT_NAME, _BYTES, _KIND, _PLAIN, _HTML = 0x3707, 0x3704, 0x3701, 0x370E, 0x1000, 0x1013
_NARROW, _WIDE, _OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x102
_VARIABLE = frozenset({_NARROW, _WIDE, _OBJECT, _BINARY})
# Bytes of the kinds of a fixed size, filled up to four.
_SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_MANY, _FIRST_NAMED, _GUID = 0x1000, 0x8000, 16
_MOST, _DEEPEST = 2_000, 3
Properties = Mapping[int, tuple[int, bytes]]


@dataclass(slots=True)
class _Found:
    """What is read of one file while it is read; `title` and `data` are the old form of two properties."""

    title: bytes = b""
    data: bytes = b""
    properties: Properties = field(default_factory=dict)


def files_of_outlook(kind: str, name: str, data: bytes, depth: int = 0) -> tuple[Attachment, ...]:
    """The files in a winmail.dat, behind the words of the mail in it; () when it is something else.

    What is cut off or damaged gives what stands before.
    """
    is_one = kind == "application/ms-tnef" or name.lower() == "winmail.dat"
    if not is_one or not data.startswith(_SIGNATURE) or depth > _DEEPEST:
        return ()
    of_mail, files, page = _Found(), list[_Found](), ""
    for what, value in _attributes(data):
        if what == _BEGINS:
            files.append(_Found())
        elif what == _CODEPAGE:
            page = f"cp{int.from_bytes(value[:4], 'little')}"
        elif what in {_BODY, _OF_MAIL}:
            _take(of_mail, what, value)
        elif what in {_TITLE, _DATA, _OF_FILE}:
            files = files or [_Found()]
            _take(files[-1], what, value)
    return (*_words(of_mail, page), *(one for found in files for one in _files(found, page, depth)))


def _take(found: _Found, what: int, value: bytes) -> None:
    if what == _TITLE:
        found.title = value
    elif what in {_DATA, _BODY}:
        found.data = value
    elif what in {_OF_FILE, _OF_MAIL}:
        found.properties = dict(_properties(value))


def _words(found: _Found, page: str) -> Iterator[Attachment]:
    """The words of the mail: as HTML, or plain ones. Its RTF is left out: the mail around says the same."""
    kind, html = found.properties.get(_HTML, (0, b""))
    plain = _text(found.properties.get(_PLAIN, (_NARROW, found.data)), page)
    if html:
        yield Attachment("message.html", "text/html", html if kind == _BINARY else _text((kind, html), page).encode())
    elif plain.strip():
        yield Attachment("message.txt", "text/plain", plain.encode())


def _files(found: _Found, page: str, depth: int) -> Iterator[Attachment]:
    told = found.properties
    name = next((text for key in (_LONG_NAME, _SHORT_NAME) if (text := _text(told.get(key), page))), "")
    kind, data = told.get(_BYTES, (0, b""))
    name, data = name or _text((_NARROW, found.title), page), data or found.data
    if kind == _OBJECT:  # a mail in the mail: a class id, then again this format
        data = data[_GUID:]
        yield from files_of_outlook("application/ms-tnef", name, data, depth + 1)
    yield Attachment(name, _text(told.get(_KIND), page) or "application/octet-stream", data)


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = len(_SIGNATURE) + 2  # behind a key that nothing here needs
    for _ in range(_MOST):
        if at + 9 > len(data):
            return
        what, size = struct.unpack_from("<II", data, at + 1)
        if at + 9 + size > len(data):
            return
        yield what, data[at + 9 : at + 9 + size]
        at += 9 + size + 2


def _properties(data: bytes) -> Iterator[tuple[int, tuple[int, bytes]]]:
    """Properties by their ids, each with its kind; of several values the first."""
    try:
        count, at = struct.unpack_from("<I", data)[0], 4
        for _ in range(min(count, _MOST)):
            kind, key = struct.unpack_from("<HH", data, at)
            at = _behind_name(data, at + 4, key)
            values, at = _values(data, at, kind)
            if values:
                yield key, (kind & ~_MANY, values[0])
    except struct.error:
        return


def _behind_name(data: bytes, at: int, key: int) -> int:
    """Where the value begins: properties that a program invented have a name before it."""
    if key < _FIRST_NAMED:
        return at
    is_text, size = struct.unpack_from("<II", data, at + _GUID)
    return at + _GUID + 8 + (_filled(size) if is_text else 0)


def _values(data: bytes, at: int, kind: int) -> tuple[list[bytes], int]:
    plain, count, found = kind & ~_MANY, 1, []
    if plain in _VARIABLE or kind & _MANY:
        count, at = struct.unpack_from("<I", data, at)[0], at + 4
    for _ in range(min(count, _MOST)):
        if plain in _VARIABLE:
            size, at = struct.unpack_from("<I", data, at)[0], at + 4
        elif (size := _SIZES.get(plain, 0)) == 0:
            raise struct.error("an unknown kind has no known size")
        found.append(data[at : at + size])
        at += _filled(size)
    return found, at


def _filled(size: int) -> int:
    return size + -size % 4


def _text(value: tuple[int, bytes] | None, page: str) -> str:
    kind, data = value or (_NARROW, b"")
    return (data.decode("utf-16-le", "replace") if kind == _WIDE else words_in(data, page)).rstrip("\0")
