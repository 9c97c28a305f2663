"""What a PDF has beside the text of its pages: places of lines, fields, bookmarks, links, properties, files."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from pypdf import PdfReader

from agent.core.documents import Content, Passage
from agent.core.words import Words
from agent.documents.mail.enclosed import Enclosed, chosen
from agent.documents.mail.mail_attachments import read_inside
from agent.documents.pdf.attachments import attachments
from agent.documents.pdf.draft import damage_told
from agent.documents.pdf.fields import EDITABLE, MULTILINE, Field, fields_of
from agent.documents.pdf.find import Letters, letters_of, line_boxes
from agent.documents.pdf.links import links_of, marks_of
from agent.documents.pdf.page_ranges import page_numbers
from agent.documents.pdf.properties_read import properties_of
from agent.documents.pdf.space import Box, space_of
from agent.documents.pdf.structure import structure_of
from agent.documents.pdf.text import opened
from agent.documents.pdf.unseen import PageSight

_POSITIONS = re.compile(r"(.+?)\s+positions?", re.IGNORECASE)
_FILE = re.compile(r"attachment\s*\d{1,4}", re.IGNORECASE)
_MEASURED = Words(
    "each line with [x, y, width, height] in points from the top left of the page as it is seen",
    "各行の [x, y, 幅, 高さ](表示上のページ左上からのポイント値)",
)
_ENCLOSED = Words("{part}: {name}, {size:,} {size:byte|bytes}", "{part}: {name}({size:,} バイト)")


def part_of(source: Path, part: str) -> Content | None:
    """The passages of "p2 positions", "fields", "bookmarks", "links", "properties", "attachment 1"; None for pages.

    Raises:
        InvalidArgumentsError: there is no such page or file.
        UnreadableError: the PDF is broken or encrypted.
    """
    wanted = part.strip()
    places = _POSITIONS.fullmatch(wanted)
    if places is not None:
        with damage_told():
            return _content(_lines(source, places[1]), _MEASURED)
    if _FILE.fullmatch(wanted):
        return _file(source, wanted)
    read = _READERS.get(wanted.lower())
    if read is None:
        return None
    with opened(source), damage_told():
        return _content(read(structure_of(source)))


def _content(passages: Iterator[Passage], *facts: Words) -> Content:
    found = tuple(passages)
    return Content("pdf", found, len(found), facts)


def _lines(source: Path, pages: str) -> Iterator[Passage]:
    """Lines in the order of the file, with their boxes."""
    with opened(source) as document:
        reader, sight = structure_of(source), PageSight()
        for number in page_numbers(pages, len(document)):
            space = space_of(reader.pages[number - 1])
            page = document[number - 1]
            words = page.get_textpage()
            letters, hidden = letters_of(words), sight.unseen(page, words)
            for indexes, box in _places(letters):
                x, y, width, height = space.seen(box)
                text = "".join(letters.text[index] for index in indexes).strip()
                reason = next((hidden[index] for index in indexes if index in hidden), "")
                anchor = f"p{number} [{x:.1f},{y:.1f},{width:.1f},{height:.1f}]"
                yield Passage(anchor, text, "hidden" if reason else "text", hidden=reason)
            words.close()


def _places(letters: Letters) -> Iterator[tuple[list[int], Box]]:
    """The characters of each line, and the box around them; a line with a wide gap is two."""
    at = 0
    for line in letters.text.split("\r\n"):
        indexes = range(at, at + len(line))
        for box in line_boxes(letters, indexes):
            yield [index for index in indexes if _is_in(letters.boxes[index], box)], box
        at += len(line) + 2


def _is_in(letter: Box | None, box: Box) -> bool:
    return letter is not None and box[0] - 1 <= letter[0] and letter[2] <= box[2] + 1


def _file(source: Path, part: str) -> Content:
    with opened(source), damage_told():
        found = attachments(structure_of(source))
        enclosed = [Enclosed(f"attachment {at}", one.name, one.content) for at, one in enumerate(found, 1)]
        one = chosen(enclosed, part)
        content = one.load()
    told = _ENCLOSED.of(part=one.part, name=one.name, size=len(content))
    inner = read_inside(one.name, content, 0, 1_000_000)
    return replace(inner, facts=(told, *inner.facts))


def _fields(reader: PdfReader) -> Iterator[Passage]:
    for field in fields_of(reader):
        yield Passage(f"field {field.name}", f"{field.value!r} ({', '.join(_about(field))})", "cell")


def _about(field: Field) -> Iterator[str]:
    yield field.kind
    if field.options:
        yield "one of " + "; ".join(shown for _, shown in field.options[:60])
    if field.flags & EDITABLE and field.kind == "choice":
        yield "or other text"
    if field.longest:
        yield f"at most {field.longest} characters"
    if field.flags & MULTILINE and field.kind == "text":
        yield "several lines"
    if field.is_required:
        yield "required"
    if field.is_read_only:
        yield "read-only"
    pages = sorted({page for page, _ in field.widgets if page})
    yield f"page {', '.join(map(str, pages))}" if pages else "on no page"


def _bookmarks(reader: PdfReader) -> Iterator[Passage]:
    for mark in marks_of(reader):
        yield Passage(f"p{mark.page}" if mark.page else "bookmark", mark.title, "heading", mark.level)


def _links(reader: PdfReader) -> Iterator[Passage]:
    for link in links_of(reader):
        yield Passage(f"p{link.page}", link.target or "leads to nothing", "note")


_READERS: Mapping[str, Callable[[PdfReader], Iterator[Passage]]] = {
    "fields": _fields,
    "bookmarks": _bookmarks,
    "links": _links,
    "properties": properties_of,
}
