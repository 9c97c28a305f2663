"""Words of a sheet that stand in no cell: comments, threads of comments, text in shapes."""

from collections.abc import Iterator

from lxml import etree

from agent.core.documents import Passage
from agent.core.errors import InvalidArgumentsError
from agent.documents.colours import theme_colours
from agent.documents.opc.drawn_unseen import Palette
from agent.documents.opc.xml_text import parsed_xml
from agent.documents.xlsx.book import Book, SheetEntry
from agent.documents.xlsx.cell_names import Area, cell_of, quoted_sheet
from agent.documents.xlsx.extras import words_of_shape


def notes_of(book: Book, entry: SheetEntry, area: Area) -> Iterator[Passage]:
    """Comments in `area`; for a whole sheet the words in its shapes too."""
    sheet = quoted_sheet(entry.name)
    threads = list(_threads(book, entry))
    threaded = {cell for cell, _ in threads}
    plain = list(_plain(book, entry))
    # Excel keeps a copy of each thread as a comment for older programs.
    for cell, text in [*threads, *(one for one in plain if one[0] not in threaded)]:
        if _inside(cell, area):
            yield Passage(f"{sheet}!{cell}", text, "comment")
    if area == Area():
        for text, reason in _shapes(book, entry):
            yield Passage(f"{sheet} shape", text, "note", hidden=reason)


def _threads(book: Book, entry: SheetEntry) -> Iterator[tuple[str, str]]:
    """What stands in threads, with who said it, and which threads are done."""
    people = {
        node.get("id", ""): node.get("displayName", "")
        for part in book.package.related(book.part, "/person")
        for node in parsed_xml(book.package.read(part)).iterfind("{*}person")
    }
    for part in book.package.related(entry.part, "/threadedComment"):
        for node in parsed_xml(book.package.read(part)).iterfind("{*}threadedComment"):
            author = people.get(node.get("personId", ""), "")
            answer = " answers" if node.get("parentId") else ""
            done = " [resolved]" if node.get("done") in {"1", "true"} else ""
            said = _text(node, "text")
            yield node.get("ref", ""), f"{author}{answer}: {said}{done}" if author else f"{said}{done}"


def _plain(book: Book, entry: SheetEntry) -> Iterator[tuple[str, str]]:
    """Notes with who wrote them, whom many programs write into the note themselves."""
    for part in book.package.related(entry.part, "/comments"):
        root = parsed_xml(book.package.read(part))
        authors = [node.text or "" for node in root.iterfind("{*}authors/{*}author")]
        for node in root.iter("{*}comment"):
            said, told = _text(node, "t"), node.get("authorId", "")
            author = authors[int(told)].strip() if told.isdigit() and int(told) < len(authors) else ""
            named = author and not said.startswith(author)
            yield node.get("ref", ""), f"{author}: {said}" if named else said


def _shapes(book: Book, entry: SheetEntry) -> Iterator[tuple[str, str]]:
    themes = book.package.related(book.part, "/theme")
    for part in book.package.related(entry.part, "/drawing"):
        palette = Palette(theme_colours(parsed_xml(book.package.read(themes[0])) if themes else None))
        for shape in parsed_xml(book.package.read(part)).iter("{*}sp"):
            yield from words_of_shape(shape, palette)


def _text(node: etree._Element, name: str) -> str:
    return "".join(
        words.text or ""
        for words in node.iter(f"{{*}}{name}")
        if not str(getattr(words.getparent(), "tag", "")).endswith("}rPh")
    ).strip()


def _inside(cell: str, area: Area) -> bool:
    try:
        row, column = cell_of(cell)
    except InvalidArgumentsError:
        return area == Area()
    return area.top <= row <= area.bottom and area.left <= column <= area.right
