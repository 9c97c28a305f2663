"""What a PDF would open, run, send or fetch: ISO 32000-2, 12.6 (actions), 7.11 (files), 12.7 (forms).

Every object of the file is looked at, not only what its pages lead to.
"""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from pypdf import PasswordType, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from agent.core.documents import Reach
from agent.core.errors import UnreadableError
from agent.documents.facts import ENCRYPTED

# The type of an action to how, and whether it acts without a click wherever it stands.
_ACTIONS = {
    "/URI": ("link", False),
    "/Launch": ("launch", False),
    "/SubmitForm": ("submit", False),
    "/GoToR": ("link to file", False),
    "/GoToE": ("link to file", False),
    "/ImportData": ("import", True),
    "/JavaScript": ("javascript", True),
    "/Rendition": ("media", False),
    "/Movie": ("media", False),
    "/RichMediaExecute": ("media", False),
}
_NAMES = ("/UF", "/F", "/Unix", "/DOS", "/Mac")
_WORDS = {
    b"Launch": "launch", b"SubmitForm": "submit", b"GoToR": "link to file", b"GoToE": "link to file",
    b"JavaScript": "javascript", b"JS": "javascript", b"ImportData": "import", b"EmbeddedFile": "embedded file",
}  # fmt: skip
_WORD = re.compile(rb"/(Launch|SubmitForm|GoToR|GoToE|JavaScript|JS|ImportData|EmbeddedFile)\b")
_URI = re.compile(rb"/URI\s*\(((?:[^()\\]|\\.)*)\)")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(.))", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_MOST_UNPACKED = 64 * 1024**2
_MOST_DEPTH = 60


def pdf_reaches(source: Path) -> Iterator[Reach]:
    """Actions, files inside and outside, scripts; anchored at the number of the object ("object 12").

    Readers mend damaged files in different ways: what only the bytes tell is told too, at "unlisted".
    """
    try:
        found = _Walk(PdfReader(source, strict=False)).found()
    except UnreadableError:
        raise
    except Exception:  # noqa: BLE001  pypdf has no base for what damaged structures raise
        found = []
    yield from found
    addresses, hows = {one.address for one in found}, {one.how for one in found}
    for one in _raw(source.read_bytes()):
        if one.address not in addresses if one.address else one.how not in hows:
            yield one


class _Walk:
    """Goes through all objects of a document."""

    def __init__(self, reader: PdfReader) -> None:
        self._reader = reader
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise UnreadableError(ENCRYPTED, "encrypted")
        numbers = {(number, generation) for generation, some in reader.xref.items() for number in some}
        numbers |= {(number, 0) for number in reader.xref_objStm}
        self._numbers = sorted(numbers)
        # Objects that are actions which nobody has to click on.
        self._alone: set[int] = set()

    def found(self) -> list[Reach]:
        """Everything; a damaged object is left out when the others can be read."""
        objects = [(number, self._object(number, generation)) for number, generation in self._numbers]
        objects.append((0, self._reader.trailer))
        for _, one in objects:
            self._mark(one, 0)
        return [reach for number, one in objects for reach in self._reaches(number, one, number in self._alone, 0)]

    def _object(self, number: int, generation: int) -> object:
        try:
            return self._reader.get_object(IndirectObject(number, generation, self._reader))
        except RecursionError:
            raise
        except Exception:  # noqa: BLE001  see pdf_reaches
            return None

    def _mark(self, one: object, depth: int) -> None:
        if depth > _MOST_DEPTH:
            return
        if isinstance(one, DictionaryObject):
            for key in ("/OpenAction", "/AA"):
                if key in one:
                    self._alone |= _numbers_in(one.raw_get(key), 0)
            children: list[object] = [one.raw_get(key) for key in one]
        else:
            children = list(one) if isinstance(one, ArrayObject) else []
        for child in children:
            if isinstance(child, (DictionaryObject, ArrayObject)):
                self._mark(child, depth + 1)

    def _reaches(self, number: int, one: object, alone: bool, depth: int) -> Iterator[Reach]:
        if depth > _MOST_DEPTH:
            return
        anchor = f"object {number}"
        if isinstance(one, ArrayObject):
            for child in one:
                if isinstance(child, (DictionaryObject, ArrayObject)):
                    yield from self._reaches(number, child, alone, depth + 1)
        if not isinstance(one, DictionaryObject):
            return
        yield from _action(anchor, one, alone)
        yield from _file(anchor, one)
        for key in one:
            child = one.raw_get(key)
            if isinstance(child, (DictionaryObject, ArrayObject)):
                yield from self._reaches(number, child, alone or key in {"/AA", "/OpenAction"}, depth + 1)


def _numbers_in(value: object, depth: int) -> set[int]:
    """The objects that an automatic action refers to: itself, or one for each event."""
    if isinstance(value, IndirectObject):
        return {value.idnum}
    if isinstance(value, DictionaryObject) and depth < 3:
        return {number for key in value for number in _numbers_in(value.raw_get(key), depth + 1)}
    return set()


def _action(anchor: str, one: DictionaryObject, alone: bool) -> Iterator[Reach]:
    told = _ACTIONS.get(str(_at(one, "/S")))
    if told is not None:
        how, always = told
        target = _at(one, "/URI") if how == "link" else _at(one, "/F") or _at(one, "/Win")
        yield Reach(anchor, how, "" if how == "javascript" else _address(target), always or alone)
    elif "/JS" in one:
        yield Reach(anchor, "javascript", "", True)
    elif "/URI" in one and not isinstance(_at(one, "/URI"), DictionaryObject):
        yield Reach(anchor, "link", _address(_at(one, "/URI")), alone)
    if "/URI" in one and isinstance(_at(one, "/URI"), DictionaryObject):
        yield Reach(anchor, "link base", _address(_at(_at(one, "/URI"), "/Base")), False)
    if "/XFA" in one:
        yield Reach(anchor, "xfa form", "", True)


def _file(anchor: str, one: DictionaryObject) -> Iterator[Reach]:
    """Files: embedded ones, those fetched from an address, streams and pages whose contents lie elsewhere."""
    if "/EF" in one:
        yield Reach(anchor, "embedded file", _address(one), False)
    elif str(_at(one, "/FS")) == "/URL":
        yield Reach(anchor, "external file", _address(one), True)
    if "/Length" in one and "/F" in one:
        yield Reach(anchor, "external file", _address(_at(one, "/F")), True)
    reference = _at(one, "/Ref")
    if isinstance(reference, DictionaryObject) and "/F" in reference:
        yield Reach(anchor, "external page", _address(_at(reference, "/F")), True)


def _at(one: object, key: str) -> object:
    try:
        return one[key] if isinstance(one, DictionaryObject) and key in one else None
    except RecursionError:
        raise
    except Exception:  # noqa: BLE001  see pdf_reaches
        return None


def _address(value: object) -> str:
    if isinstance(value, DictionaryObject):
        return next((_address(_at(value, key)) for key in _NAMES if key in value), "")
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return "" if value is None or isinstance(value, ArrayObject) else str(value)


def _raw(data: bytes) -> Iterator[Reach]:
    """Words in the bytes and in the packed streams."""
    left = _MOST_UNPACKED
    pieces = [data]
    for stream in _STREAM.finditer(data):
        unpacked = _inflated(stream[1], left)
        left -= len(unpacked)
        pieces.append(unpacked)
        if left <= 0:
            break
    for piece in pieces:
        for found in _URI.findall(piece):
            yield Reach("unlisted", "link", _ESCAPE.sub(_character, found).decode("latin-1"), False)
        for word in dict.fromkeys(_WORD.findall(piece)):
            yield Reach("unlisted", _WORDS[word], "", True)


def _character(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 8) & 255]) if found[1] else found[2]


def _inflated(data: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, max(1, most))
    except zlib.error:
        return b""
