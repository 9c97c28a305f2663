"""The words of a presentation with their addresses: titles, text, tables, diagrams, charts, notes, comments."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from agent.core.documents import Content, Passage, Table
from agent.core.words import Words
from agent.documents.docx.tree import Element, hidden_texts
from agent.documents.facts import MACROS, SIGNED
from agent.documents.opc.outside import outside_facts
from agent.documents.opc.package import Package
from agent.documents.opc.package_properties import properties_of
from agent.documents.opc.xml_text import parsed_xml
from agent.documents.pptx.chart_text import chart_text
from agent.documents.pptx.comments_read import authors_of, comments_in
from agent.documents.pptx.facts import deck_facts, place_facts
from agent.documents.pptx.parts import DeckParts
from agent.documents.pptx.tree import (
    Shape,
    Slide,
    depth_of,
    first,
    paragraphs_of,
    pieces,
    rows_of,
    shapes_of,
    slides_of,
    text_of,
)
from agent.documents.pptx.unseen import SlideSight, alternative_texts
from agent.documents.unseen import hidden_facts, hidden_of

_NO_WORDS = frozenset({"sldNum", "sldImg"})
_EDGES = frozenset({"dt", "ftr", "hdr"})
# Of so many slides it is told where their shapes lie.
_FEW = 5


class Reader:
    """Reads one presentation."""

    def __init__(self, package: Package) -> None:
        """Raises UnreadableError when the package holds no presentation."""
        self._package = package
        self._roots: dict[str, Element] = {}
        self.slides = slides_of(package)

    def content(self, start: int, count: int, numbers: list[int]) -> Content:
        """Passages `start`.. of the slides `numbers`."""
        wanted = [slide for slide in self.slides if slide.number in numbers]
        found = [passage for slide in wanted for passage in self.passages(slide)]
        if len(wanted) == len(self.slides):
            found += properties_of(self._package)
        parts = DeckParts(self._package)
        facts = [*self._facts(), *deck_facts(parts, self._package.main_part("presentation"), self.slides)]
        if len(wanted) < len(self.slides) and len(wanted) <= _FEW:
            facts += place_facts(parts, wanted)
        return Content(
            "pptx", tuple(found[start : start + count]), len(found), (*facts, *hidden_facts(hidden_of(found)))
        )

    def passages(self, slide: Slide) -> Iterator[Passage]:
        """What a slide says: shapes in the order of the file, then its notes and comments."""
        at = f"slide {slide.number}"
        sight = SlideSight(self._package, slide.part, slide.root, self._root)
        for shape in shapes_of(slide.root):
            if shape.role not in _NO_WORDS:
                reason = sight.place(shape.element) or ("hidden slide" if slide.hidden else "")
                for passage in self._shape(at, shape, slide, sight.why(shape.element)):
                    yield passage if passage.hidden else replace(passage, hidden=reason)
        for name in self._package.related(slide.part, "/notesSlide"):
            shapes = [shape for shape in shapes_of(self._root(name)) if shape.role not in _NO_WORDS | _EDGES]
            text = "\n".join(_noted(shape) for shape in shapes).strip()
            if text:
                yield Passage(f"{at} notes", text, "note")
        for name in self._package.related(slide.part, "/comments"):
            yield from comments_in(at, self._root(name), authors_of(self._package, self._root))

    def tables(self) -> Iterator[Table]:
        """Every table, anchored at its shape."""
        for slide in self.slides:
            for shape in shapes_of(slide.root):
                if shape.table is not None:
                    anchor = f"slide {slide.number} shape {shape.number}"
                    yield Table(anchor, tuple(map(tuple, _cells(shape.table))), anchor)

    def _shape(self, at: str, shape: Shape, slide: Slide, why: Callable[[Element], str]) -> Iterator[Passage]:
        anchor = f"{at} shape {shape.number}"
        if shape.table is not None:
            for number, cells in enumerate(_cells(shape.table, why), 1):
                if any(cells):
                    yield Passage(
                        f"{anchor} R{number}", " | ".join(" / ".join(one.split("\n")) for one in cells), "row"
                    )
        else:
            text = _text(shape, why) if shape.body is not None else self._drawn(shape, slide)
            if text.strip() and not (shape.role in _EDGES and first(shape.body, "p", "fld") is not None):
                kind = "heading" if shape.is_title else "header" if shape.role in _EDGES else "text"
                yield Passage(anchor, text, kind, 1 if shape.is_title else 0)
        words = [piece for one in shape.element.iter("{*}p") for piece in pieces(one, why)]
        for reason, text in hidden_texts(words).items():
            yield Passage(anchor, text, "hidden", hidden=reason)
        for text in alternative_texts(shape.element):
            yield Passage(f"{anchor} picture", text, "note", hidden="alt text")

    def _drawn(self, shape: Shape, slide: Slide) -> str:
        """The words of a diagram or a chart, which lie in parts of their own."""
        ids = {str(value) for element in shape.element.iter("*") for value in element.attrib.values()}
        for relation in self._package.relations(slide.part):
            name = self._package.target(slide.part, relation)
            if relation.id in ids and not relation.external and name in self._package:
                if relation.type.endswith("/diagramData"):
                    points = self._root(name).iter("{*}pt")
                    return "\n".join(filter(None, (_all_text(point).strip() for point in points)))
                if relation.type.endswith(("/chart", "/chartEx")):
                    return "\n".join([chart_text(self._root(name)), *self._words_on(name)])
        return ""

    def _words_on(self, chart: str) -> Iterator[str]:
        """The words of what was drawn on top of a chart."""
        for name in self._package.related(chart, "/chartUserShapes"):
            yield from filter(None, (text_of(one).strip() for one in self._root(name).iter("{*}p")))

    def _root(self, name: str) -> Element:
        if name not in self._roots:
            self._roots[name] = parsed_xml(self._package.read(name))
        return self._roots[name]

    def _facts(self) -> Iterator[Words]:
        yield Words(f"slides: {len(self.slides)}", f"スライド {len(self.slides)} 枚")
        hidden = [str(slide.number) for slide in self.slides if slide.hidden]
        if hidden:
            numbers = ", ".join(hidden)
            yield Words(f"hidden in the show: slides {numbers}", f"非表示のスライド: {numbers}")
        if self._package.macros:
            yield MACROS
        if self._package.signed:
            yield SIGNED
        yield from outside_facts(self._package, *(slide.part for slide in self.slides))


def _seen(_run: Element) -> str:
    return ""


def _text(shape: Shape, why: Callable[[Element], str] = _seen) -> str:
    return "\n".join("  " * depth_of(one) + text_of(one, why) for one in paragraphs_of(shape.body)).rstrip()


def _noted(shape: Shape) -> str:
    """What a shape on a page of notes says; a table in lines."""
    if shape.table is None:
        return _text(shape)
    return "\n".join(" | ".join(" / ".join(one.split("\n")) for one in row) for row in _cells(shape.table))


def _cells(table: Element, why: Callable[[Element], str] = _seen) -> list[list[str]]:
    return [
        ["\n".join(text_of(one, why) for one in paragraphs_of(cell)).strip() for cell in row] for row in rows_of(table)
    ]


def _all_text(element: Element) -> str:
    return "\n".join(filter(None, map(text_of, element.iter("{*}p"))))
