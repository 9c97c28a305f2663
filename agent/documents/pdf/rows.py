"""Blocks of a document as rows that follow each other down the pages."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from agent.documents.pdf.overlay import Colour
from agent.documents.pdf.paragraph import Fonts, Line, Style, lines_of
from agent.documents.texts.markdown_blocks import Block, Grid, PageBreak, Piece, Span, Spans

GREY: Colour = (0.45, 0.45, 0.45)
_PALE: Colour = (0.94, 0.95, 0.97)
_RULE: Colour = (0.7, 0.72, 0.75)
_HEADINGS: Mapping[int, float] = {0: 20, 1: 16, 2: 13.5, 3: 12}
_STEP = 18.0
_PADDING = 4.0
_NUMBER = re.compile(r"[-+−△▲(]?\s*[¥￥$€£]?\s*\d[\d,]*(?:\.\d+)?\s*[%％円)]?")


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A filled rectangle, from the top left corner of its row."""

    x: float
    y: float
    width: float
    height: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class Row:
    """What stays together on a page: lines with their places from its top left corner, and rectangles behind them.

    `before` is a gap that falls away at the top of a page. `keeps`: the next row must not begin a page without it.
    `heads` come first when it begins a page (the titles of a table). `mark` is the level of a heading, from 1.
    """

    height: float
    lines: tuple[tuple[float, float, Line], ...] = ()
    rectangles: tuple[Rectangle, ...] = ()
    before: float = 0.0
    keeps: bool = False
    heads: "tuple[Row, ...]" = ()
    mark: int = 0
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What rows are set in: the width and the height that a page has for them, and how lines are set."""

    width: float
    height: float
    body: Style
    fonts: Fonts


def rows_of(pieces: Sequence[Piece], setting: Setting) -> Iterator[Row]:
    """The rows of the blocks of a document."""
    counters: dict[int, int] = {}
    for piece in pieces:
        match piece:
            case PageBreak():
                yield Row(0, breaks=True)
            case Grid():
                yield from _table(piece, setting)
            case Block():
                yield from _block(piece, counters, setting)


def _block(block: Block, counters: dict[int, int], setting: Setting) -> Iterator[Row]:
    match block.kind:
        case "heading":
            yield from _heading(block, setting)
        case "bullet" | "number":
            yield from _item(block, counters, setting)
        case "rule":
            yield Row(10, rectangles=(Rectangle(0, 5, setting.width, 0.6, _RULE),))
        case "code" | "quote":
            yield from _set_off(block, setting)
        case _:
            style = replace(setting.body, left=_STEP * block.level)
            yield from _paragraph(block.spans, style, setting)


def title_rows(title: str, subtitle: str, setting: Setting) -> Iterator[Row]:
    """The title of a document."""
    body = replace(setting.body, align="center", leading=1.3)
    if title:
        yield from _paragraph((Span(title),), replace(body, size=20, bold=True, after=4), setting)
    if subtitle:
        yield from _paragraph((Span(subtitle),), replace(body, size=12, colour=GREY, after=4), setting)
    if title or subtitle:
        yield Row(12)


def _paragraph(spans: Spans, style: Style, setting: Setting) -> Iterator[Row]:
    lines = lines_of(spans, style, setting.width - style.left, setting.fonts)
    for index, line in enumerate(lines):
        last = index == len(lines) - 1
        # A first line does not stay alone at the end of a page, a last one not at the top.
        keeps = len(lines) > 1 and (index == 0 or index == len(lines) - 2)
        gap = style.after if last else 0.0
        before = style.before if index == 0 else 0.0
        yield Row(line.height + gap, ((style.left, 0.0, line),), before=before, keeps=keeps)


def _heading(block: Block, setting: Setting) -> Iterator[Row]:
    size = _HEADINGS.get(block.level, 11)
    style = replace(setting.body, size=size, bold=True, leading=1.35, before=0.9 * size, after=0.35 * size)
    rows = list(_paragraph(block.spans, style, setting))
    for index, row in enumerate(rows):
        yield replace(row, keeps=True, mark=block.level if index == 0 else 0)


def _item(block: Block, counters: dict[int, int], setting: Setting) -> Iterator[Row]:
    """An item of a list with its bullet or its number before it."""
    level = block.level
    counters[level] = 1 if block.starts else counters.get(level, 0) + 1
    sign = f"{counters[level]}." if block.kind == "number" else "•–・"[level % 3] if level else "•"
    style = replace(setting.body, left=_STEP * (level + 1), after=2.5)
    (marker,) = lines_of((Span(sign),), style, setting.width, setting.fonts)
    for index, row in enumerate(_paragraph(block.spans, style, setting)):
        before = (max(0.0, style.left - marker.width - 5), 0.0, marker)
        yield row if index else replace(row, lines=(before, *row.lines))


def _set_off(block: Block, setting: Setting) -> Iterator[Row]:
    """A quotation with a bar at its left, or code on a pale ground."""
    code = block.kind == "code"
    style = replace(setting.body, left=10, after=0, size=9 if code else setting.body.size, leading=1.35)
    rows = list(_paragraph(tuple(_lines_kept(block.spans, code)), style, setting))
    for row in rows:
        ground = Rectangle(0, 0, setting.width if code else 2.5, row.height + 0.5, _PALE if code else _RULE)
        yield replace(row, rectangles=(ground,))
    yield Row(setting.body.after)


def _lines_kept(spans: Spans, code: bool) -> Iterator[Span]:
    for span in spans:
        yield replace(span, text=span.text.replace("\t", "    ").replace("\n", "\v")) if code else span


def _table(grid: Grid, setting: Setting) -> Iterator[Row]:
    if not grid.rows or not grid.rows[0]:
        return
    cell = replace(setting.body, size=min(9.5, setting.body.size), leading=1.35, after=0)
    widths = _widths(grid, cell, setting)
    numeric = [_is_numeric(grid, column) for column in range(len(widths))]
    (head, *_) = _cells(grid.rows[0], replace(cell, bold=True), widths, numeric, setting)
    ground = Rectangle(0, 0, sum(widths), head.height, _PALE)
    head = replace(head, rectangles=(ground, Rectangle(0, 0, sum(widths), 0.8, GREY), *head.rectangles), keeps=True)
    yield replace(head, before=4)
    for spans in grid.rows[1:]:
        for row in _cells(spans, cell, widths, numeric, setting):
            yield replace(row, heads=(head,))
    yield Row(10)


def _cells(
    spans: Sequence[Spans], style: Style, widths: Sequence[float], numeric: Sequence[bool], setting: Setting
) -> Iterator[Row]:
    """A row of a table; in pieces when it is higher than half a page."""
    cells = [
        lines_of(one, replace(style, align="right" if right else "left"), width - 2 * _PADDING, setting.fonts)
        for one, width, right in zip(spans, widths, numeric, strict=True)
    ]
    height = style.size * style.leading
    most = max(1, int(setting.height / 2 / height))
    count = max(1, *map(len, cells))
    for first in range(0, count, most):
        lines: list[tuple[float, float, Line]] = []
        x = 0.0
        for cell, width in zip(cells, widths, strict=True):
            lines += [(x + _PADDING, _PADDING + i * height, line) for i, line in enumerate(cell[first : first + most])]
            x += width
        total = min(most, count - first) * height + 2 * _PADDING
        end = (Rectangle(0, total - 0.5, sum(widths), 0.5, _RULE),) if first + most >= count else ()
        yield Row(total, tuple(lines), end)


def _widths(grid: Grid, style: Style, setting: Setting) -> list[float]:
    """Columns as wide as their contents where there is room; else those that are wide give way."""
    natural = [
        max(_natural(row[column], replace(style, bold=True), setting) for row in grid.rows) + 2 * _PADDING
        for column in range(len(grid.rows[0]))
    ]
    room, total = setting.width, sum(natural)
    if total <= room:
        return [width * min(room / total, 2.5) for width in natural]
    widths = dict.fromkeys(range(len(natural)), 0.0)
    open_columns = set(widths)
    while open_columns:
        share = room / len(open_columns)
        narrow = {column for column in open_columns if natural[column] <= share}
        if not narrow:
            widths |= dict.fromkeys(open_columns, share)
            break
        for column in narrow:
            widths[column] = natural[column]
            room -= natural[column]
        open_columns -= narrow
    return [max(2 * _PADDING + style.size, widths[column]) for column in range(len(natural))]


def _natural(spans: Spans, style: Style, setting: Setting) -> float:
    return max((line.width for line in lines_of(spans, style, 2_000, setting.fonts)), default=0.0) + 0.5


def _is_numeric(grid: Grid, column: int) -> bool:
    texts = ["".join(span.text for span in row[column]).strip() for row in grid.rows[1:]]
    filled = [text for text in texts if text]
    return bool(filled) and all(_NUMBER.fullmatch(text) for text in filled)
