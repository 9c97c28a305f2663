"""The proof that redacted words are gone: the text of the result, its streams and strings, and its pictures."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pypdfium2
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ByteStringObject, PdfObject, StreamObject, TextStringObject

from agent.core.errors import UnreadableError
from agent.core.words import Words
from agent.documents.pdf.find import Needle, occurs, text_of
from agent.documents.pdf.objects import children, names_of_properties
from agent.documents.pdf.space import Box, space_of

_LEFT = Words(
    "The words could not be taken out for certain ({where}), so nothing was written.",
    "語句を確実に取り除けなかったため({where})、ファイルは作成しませんでした。",
)
_PAGE = Words("page {page}", "{page} ページ")
_INSIDE = Words("inside the file", "ファイルの内部")
_LITERAL = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]+>", re.DOTALL)
_ARRAY = re.compile(rb"\[((?:\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>|[^\[\]()<>])*)\]", re.DOTALL)
_MAX_STREAM = 16 * 1024**2
_DARK = 40


@dataclass(frozen=True, slots=True)
class Proof:
    """What must be true of the result: `needles` are nowhere on the pages `numbers` and in nothing else, and `boxes`
    (as seen, by page) are black.
    """

    needles: tuple[Needle, ...]
    boxes: Mapping[int, Sequence[Box]]
    numbers: tuple[int, ...]

    def hold(self, document: pypdfium2.PdfDocument, reader: PdfReader) -> None:
        """Raises UnreadableError when it is not so."""
        for number in self.numbers:
            page = document[number - 1]
            words = page.get_textpage()
            if self.needles and occurs(text_of(words), self.needles):
                raise UnreadableError(_LEFT.of(where=_PAGE.of(page=number)), "unsafe")
            if number in self.boxes:
                self._black(page, number, reader)
            words.close()
            page.close()
        # Words on pages that were not asked for may stay: then only the pages can be proven.
        if self.needles and len(self.numbers) == len(document):
            names = names_of_properties(reader.trailer.get("/Info"))
            for text in (*names, *_strings(reader)):
                if occurs(text, self.needles):
                    raise UnreadableError(_LEFT.of(where=_INSIDE), "unsafe")

    def _black(self, page: pypdfium2.PdfPage, number: int, reader: PdfReader) -> None:
        drawn: Image.Image = page.render(scale=2, rotation=0).to_pil().convert("L")
        across, down = space_of(reader.pages[number - 1]).size
        for x, y, width, height in self.boxes[number]:
            inner = (
                max(0, round((x + 1) * drawn.width / across)),
                max(0, round((y + 1) * drawn.height / down)),
                min(drawn.width, round((x + width - 1) * drawn.width / across)),
                min(drawn.height, round((y + height - 1) * drawn.height / down)),
            )
            if inner[0] < inner[2] and inner[1] < inner[3]:
                lightest = max(level for level, count in enumerate(drawn.crop(inner).histogram()) if count)
                if lightest > _DARK:
                    raise UnreadableError(_LEFT.of(where=_PAGE.of(page=number)), "unsafe")


def _strings(reader: PdfReader) -> Iterator[str]:
    """Every text in the objects of a document, and what is written in its streams, as far as it is text."""
    numbers = {number for some in reader.xref.values() for number in some} | set(reader.xref_objStm)
    for number in sorted(numbers):
        one = reader.get_object(number)
        if one is not None:
            yield from _texts(one, 0)
        if isinstance(one, StreamObject) and one.get("/Subtype") != "/Image":
            yield from _stream_texts(one)


def _texts(one: PdfObject, depth: int) -> Iterator[str]:
    if isinstance(one, TextStringObject):
        yield str(one)
    elif isinstance(one, ByteStringObject):
        yield one.decode("latin-1")
    elif depth < 50:
        for child in children(one):
            yield from _texts(child, depth + 1)


def _stream_texts(stream: StreamObject) -> Iterator[str]:
    try:
        content = stream.get_data()
    except (ValueError, NotImplementedError):
        return
    if len(content) > _MAX_STREAM or "/Length1" in stream:
        return
    for encoding in ("utf-8", "utf-16-be"):
        yield content.decode(encoding, "ignore")
    for array in _ARRAY.finditer(content):
        yield "".join(_plain(piece) for piece in _LITERAL.findall(array[1]))
    for piece in _LITERAL.findall(content):
        yield _plain(piece)


def _plain(literal: bytes) -> str:
    if literal.startswith(b"<"):
        digits = re.sub(rb"\s", b"", literal[1:-1])
        content = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    else:
        content = re.sub(rb"\\(.)", rb"\1", literal[1:-1], flags=re.DOTALL)
    if content.startswith(b"\xfe\xff"):
        return content[2:].decode("utf-16-be", "ignore")
    return content.decode("latin-1")
