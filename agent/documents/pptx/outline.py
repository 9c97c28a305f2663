"""What a new deck is to hold, as it was asked for: slides with points, columns, a table, a chart or a picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from agent.core.errors import InvalidArgumentsError
from agent.documents.op_fields import allowed, rows_of
from agent.documents.op_words import file_in, language_in, speakable, text_in
from agent.documents.pictures.picture_file import PictureFile, picture_in
from agent.documents.pptx.chart_xml import Chart
from agent.documents.pptx.charts import chart_in
from agent.documents.pptx.grid import cells_in
from agent.documents.pptx.slides import lines_in

DECK_KEYS = ("title", "subtitle", "slides", "language", "template", "footer", "numbers")
SLIDE_KEYS = (
    "title", "subtitle", "section", "layout", "bullets", "text", "columns", "table", "chart", "picture", "alt", "notes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """A slide of a new deck. `texts` are its bodies: none, one, or two beside each other."""

    title: str
    texts: tuple[tuple[str, ...], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    chart: Chart | None = None
    photo: PictureFile | None = None
    alt: str = ""
    notes: str = ""
    section: bool = False
    layout: str = ""

    @property
    def lines(self) -> list[str]:
        """The lines of all its texts."""
        return [line for text in self.texts for line in text]

    @property
    def drawn(self) -> bool:
        """Whether something is drawn beside the text."""
        return bool(self.rows) or self.chart is not None or self.photo is not None


@dataclass(frozen=True, slots=True)
class Outline:
    """A new deck: its first slide, its other slides, and what stands at the foot of each."""

    title: str
    subtitle: str
    pages: tuple[Page, ...]
    language: str
    template: Path | None
    footer: str
    numbers: bool


def outline_in(content: Mapping[str, object]) -> Outline:
    """The outline that `create` was asked for. Raises InvalidArgumentsError."""
    allowed(content, *DECK_KEYS, what="A presentation")
    slides = content.get("slides", [])
    if not isinstance(slides, Sequence) or isinstance(slides, str) or not (slides or content.get("title")):
        raise InvalidArgumentsError('\'slides\' is a list of objects such as {"title": ..., "bullets": [...]}.')
    numbers = content.get("numbers", True)
    if not isinstance(numbers, bool):
        raise InvalidArgumentsError("'numbers' is true or false.")
    return Outline(
        _text(content, "title"),
        _text(content, "subtitle"),
        tuple(_page(one) for one in slides),
        language_in(content, by=content.get("title")),
        file_in(content, "template", "name.potx") if "template" in content else None,
        _text(content, "footer"),
        numbers,
    )


def _text(content: Mapping[str, object], key: str) -> str:
    return speakable(text_in(content, key, empty=True)) if content.get(key) is not None else ""


def _page(told: object) -> Page:
    if not isinstance(told, Mapping):
        raise InvalidArgumentsError(f"A slide is an object with some of {', '.join(SLIDE_KEYS)}.")
    allowed(told, *SLIDE_KEYS, what="A slide")
    drawn = [key for key in ("table", "chart", "picture") if told.get(key)]
    if len(drawn) > 1:
        raise InvalidArgumentsError(f"A slide holds one of table, chart and picture, not {' and '.join(drawn)}.")
    return Page(
        _text(told, "title"),
        _texts(told),
        cells_in([[_cell(one) for one in row] for row in rows_of(told, "table")]) if told.get("table") else (),
        _chart(told["chart"], _text(told, "title")) if told.get("chart") else None,
        picture_in(told) if told.get("picture") else None,
        _text(told, "alt"),
        _text(told, "notes"),
        bool(told.get("section")),
        _text(told, "layout"),
    )


def _cell(value: object) -> str:
    return "" if value is None else speakable(str(value))


def _texts(told: Mapping[str, object]) -> tuple[tuple[str, ...], ...]:
    """The bodies of a slide: two columns, or points, a text, or what stands below a section."""
    columns = told.get("columns")
    if columns:
        if not isinstance(columns, Sequence) or isinstance(columns, str) or len(columns) != 2:
            raise InvalidArgumentsError("'columns' is a list of two lists of lines.")
        return tuple(tuple(map(speakable, lines_in({"columns": one}, "columns"))) for one in columns)
    found = [line for key in ("subtitle", "bullets", "text") for line in lines_in(told, key)]
    return (tuple(map(speakable, found)),) if found else ()


def _chart(told: object, heading: str) -> Chart:
    """The chart of a slide; what the heading of the slide says is not said again above it."""
    if not isinstance(told, Mapping):
        raise InvalidArgumentsError('\'chart\' is like {"kind": "column", "categories": [...], "series": [...]}.')
    allowed(told, "kind", "title", "categories", "series", what="A chart")
    chart = chart_in(told)
    said = told.get("title") is None and chart.title.casefold() in heading.casefold()
    return replace(chart, title="") if said else chart
