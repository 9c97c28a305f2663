"""The words of PresentationML and DrawingML: slides in their order, shapes, paragraphs and tables."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from lxml import etree

from agent.core.errors import UnreadableError
from agent.core.words import Words
from agent.documents.docx.tree import Element, Piece
from agent.documents.opc.package import Package
from agent.documents.opc.xml_text import parsed_xml

NO_DECK = Words(
    "The file is broken: its main part is no presentation.",
    "ファイルが壊れています(中身がプレゼンテーションではありません)。",
)
_SHAPES = frozenset({"sp", "graphicFrame", "pic", "cxnSp"})
_OLD = "Fallback"


@cache
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def local(element: Element) -> str:
    """The name without its namespace; "" for comments and instructions."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


def first(element: Element | None, *path: str) -> Element | None:
    """The first descendant along `path` of local names, or None."""
    for name in path:
        if element is None:
            return None
        element = next((child for child in element if local(child) == name), None)
    return element


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: its number from 1, its part, whether it is hidden in the show."""

    number: int
    part: str
    root: Element

    @property
    def hidden(self) -> bool:
        """Whether the show leaves it out."""
        return self.root.get("show") in {"0", "false"}


def slides_of(package: Package, root_of: Callable[[str], Element] | None = None) -> list[Slide]:
    """The slides in the order of the show. `root_of` parses a part.

    Raises:
        UnreadableError: the package holds no presentation, or a part of it is broken.
    """
    main = package.main_part("presentation")
    parsed = root_of or (lambda name: parsed_xml(package.read(name)))
    targets = {relation.id: package.target(main, relation) for relation in package.relations(main)}
    root = parsed_xml(package.read(main))
    if local(root) != "presentation":
        raise UnreadableError(NO_DECK, "broken")
    listed = first(root, "sldIdLst")
    ids = [str(text) for entry in (listed if listed is not None else ()) for key, text in entry.attrib.items()
           if str(key).endswith("}id")]  # fmt: skip
    names = [targets[one] for one in ids if one in targets and targets[one] in package]
    return [Slide(number, name, parsed(name)) for number, name in enumerate(names, 1)]


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of a slide: its number from 1 in the order of the file, its name, what kind of placeholder it is."""

    number: int
    name: str
    role: str
    element: Element

    @property
    def is_title(self) -> bool:
        """Whether it holds the title of the slide."""
        return self.role in {"title", "ctrTitle"}

    @property
    def table(self) -> Element | None:
        """Its table, or None."""
        return next(iter(self.element.iter("{*}tbl")), None) if local(self.element) == "graphicFrame" else None

    @property
    def body(self) -> Element | None:
        """What holds its paragraphs, or None."""
        return first(self.element, "txBody")


def shapes_of(slide: Element) -> list[Shape]:
    """The shapes of a slide or of its notes, those in groups too."""
    tree = first(slide, "cSld", "spTree")
    found = enumerate(_shapes(tree), 1) if tree is not None else ()
    return [_shape(number, element) for number, element in found]


def _shapes(parent: Element) -> Iterator[Element]:
    for element in parent:
        name = local(element)
        if name in _SHAPES:
            yield element
        elif name in {"grpSp", "AlternateContent", "Choice"}:
            yield from _shapes(element)


def _shape(number: int, element: Element) -> Shape:
    properties = next((child for child in element if local(child).startswith("nv")), None)
    drawn = first(properties, "cNvPr")
    place = first(properties, "nvPr", "ph")
    name = drawn.get("name", "") if drawn is not None else ""
    return Shape(number, name, place.get("type", "body") if place is not None else "", element)


def paragraphs_of(holder: Element | None) -> list[Element]:
    """The paragraphs of a text body or of a cell."""
    body = holder if holder is None or local(holder) == "txBody" else first(holder, "txBody")
    return [child for child in body if local(child) == "p"] if body is not None else []


def rows_of(table: Element) -> list[list[Element]]:
    """The cells of a table, row by row."""
    return [[cell for cell in row if local(cell) == "tc"] for row in table if local(row) == "tr"]


def _seen(_run: Element) -> str:
    return ""


def pieces(paragraph: Element, why: Callable[[Element], str] = _seen) -> list[Piece]:
    """The text of a paragraph in order; a line break and a formula are no words to edit. `why` as in docx_tree."""
    return list(_pieces(paragraph, "", why))


def _pieces(parent: Element, reason: str, why: Callable[[Element], str]) -> Iterator[Piece]:
    state = "hidden" if reason else "shown"
    for element in parent:
        name = local(element)
        if name == "br":
            yield Piece("\n", "shown")
        elif name == "t":
            is_drawn = "drawingml" in etree.QName(element).namespace
            yield Piece(element.text or "", state, element if is_drawn else None, reason)
        elif name not in {"rPr", "pPr", _OLD}:
            yield from _pieces(element, reason or (why(element) if name in {"r", "fld"} else ""), why)


def text_of(paragraph: Element, why: Callable[[Element], str] = _seen) -> str:
    """The words of a paragraph that are seen."""
    return "".join(piece.text for piece in pieces(paragraph, why) if piece.state == "shown")


def depth_of(paragraph: Element) -> int:
    """How deep it is indented, from 0."""
    properties = first(paragraph, "pPr")
    level = properties.get("lvl", "0") if properties is not None else "0"
    return min(int(level), 8) if level.isdecimal() else 0
