"""Bookmarks and links of a PDF and where they lead: ISO 32000-2, 12.3 (destinations, outline), 12.6 (actions)."""

from collections.abc import Iterator
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from agent.documents.pdf.objects import array_at, dictionary, dictionary_at

_MAX_DEPTH = 40
_MAX_MARKS = 20_000


@dataclass(frozen=True, slots=True)
class Bookmark:
    """`level` counts from 1; `page` is 0 when it leads to no page of the document."""

    title: str
    level: int
    page: int
    leads_out: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A link on a page. `target` is an address, "page 3" or a file; "" when it leads to nothing."""

    page: int
    target: str


@dataclass(frozen=True, slots=True)
class _Places:
    """Pages by the number of their objects, and the named destinations."""

    pages: dict[int, int]
    named: dict[str, PdfObject]

    def page(self, target: object, depth: int = 0) -> int:
        """The page of a destination; 0 for none."""
        found = target.get_object() if isinstance(target, PdfObject) else target
        if depth > 5:
            return 0
        if isinstance(found, ArrayObject) and found:
            first = found[0]
            if isinstance(first, IndirectObject):
                return self.pages.get(first.idnum, 0)
            return int(first) + 1 if isinstance(first, int) and 0 <= first < len(self.pages) else 0
        if isinstance(found, DictionaryObject):
            return self.page(found.get("/D"), depth + 1)
        return self.page(self.named.get(str(found)), depth + 1) if found is not None else 0


def marks_of(reader: PdfReader) -> Iterator[Bookmark]:
    """The bookmarks of a document, in their order."""
    places = _places(reader)
    waiting = [(dictionary_at(reader.root_object, "/Outlines", "/First"), 1)]
    seen: set[int] = set()
    while waiting and len(seen) < _MAX_MARKS:
        mark, level = waiting.pop()
        if mark is None or id(mark) in seen or level > _MAX_DEPTH:
            continue
        seen.add(id(mark))
        action = dictionary_at(mark, "/A")
        out = action is not None and action.get("/S") != "/GoTo"
        target = mark.get("/Dest") if "/Dest" in mark else action.get("/D") if action is not None else None
        yield Bookmark(str(mark.get("/Title", "")).strip(), level, 0 if out else places.page(target), out)
        waiting += [(dictionary_at(mark, "/Next"), level), (dictionary_at(mark, "/First"), level + 1)]


def links_of(reader: PdfReader) -> Iterator[Link]:
    """The links on the pages of a document."""
    places = _places(reader)
    for number, page in enumerate(reader.pages, 1):
        for one in array_at(page, "/Annots"):
            note = dictionary(one)
            if note is not None and note.get("/Subtype") == "/Link":
                yield Link(number, _target(note, places))


def _target(note: DictionaryObject, places: _Places) -> str:
    action = dictionary_at(note, "/A")
    kind = str(action.get("/S", "")) if action is not None else ""
    if action is not None and kind == "/URI":
        return str(action.get("/URI", ""))
    if kind not in {"", "/GoTo"}:
        return f"action {kind[1:]}"
    page = places.page(note.get("/Dest") if action is None else action.get("/D"))
    return f"page {page}" if page else ""


def _places(reader: PdfReader) -> _Places:
    pages = {
        page.indirect_reference.idnum: number
        for number, page in enumerate(reader.pages, 1)
        if page.indirect_reference is not None
    }
    named: dict[str, PdfObject] = {}
    old = dictionary_at(reader.root_object, "/Dests")
    if old is not None:
        named |= {str(key): old[key] for key in old}
    _name(dictionary_at(reader.root_object, "/Names", "/Dests"), named, 0)
    return _Places(pages, named)


def _name(node: DictionaryObject | None, named: dict[str, PdfObject], depth: int) -> None:
    if node is None or depth > _MAX_DEPTH:
        return
    for kid in array_at(node, "/Kids"):
        _name(dictionary(kid), named, depth + 1)
    pairs = array_at(node, "/Names")
    named |= {str(name): value for name, value in zip(pairs[::2], pairs[1::2], strict=False)}
