"""Ops on tables of slides: new ones, rows and columns that come and go (DrawingML tables, ECMA-376 part 1, 21.1.3)."""

import re
from collections.abc import Mapping, Sequence

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words, joined
from agent.documents.docx.tree import Element
from agent.documents.op_fields import rows_of as rows_in
from agent.documents.op_words import number_in
from agent.documents.opc.xml_splice import Layout, Splice, removed
from agent.documents.operations import Operation
from agent.documents.pptx.deck import Deck, SlideAt
from agent.documents.pptx.dialect import STRICT
from agent.documents.pptx.draft import SlideDraft
from agent.documents.pptx.fit import POINT
from agent.documents.pptx.grid import SIZES, STRICT_TABLE, STYLES, TABLE, cells_in, fitted, table_frame
from agent.documents.pptx.places import Area
from agent.documents.pptx.room import area_in, drop_empty_holder
from agent.documents.pptx.splices import attribute_set
from agent.documents.pptx.tree import first, local, rows_of
from agent.documents.pptx.words import table_shape

_INSERTED = Words(
    "Inserted a table of {rows} {rows:row|rows} and {columns} {columns:column|columns} as shape {number} on slide "
    "{slide}.",
    "スライド {slide} に {rows} 行 {columns} 列の表を挿入しました(図形 {number})。",
)
_TALL = Words(
    "It is taller than the room for it: check that nothing is covered.",
    "表が空きより高くなっています。ほかの内容と重なっていないか確認してください。",
)
_ROW_IN = Words(
    "Inserted row {row} into the table on slide {slide}.", "スライド {slide} の表に {row} 行目を挿入しました。"
)
_ROW_OUT = Words(
    "Deleted row {row} of the table on slide {slide}.", "スライド {slide} の表の {row} 行目を削除しました。"
)
_COLUMN_IN = Words(
    "Inserted column {column} into the table on slide {slide}.", "スライド {slide} の表に {column} 列目を挿入しました。"
)
_COLUMN_OUT = Words(
    "Deleted column {column} of the table on slide {slide}.", "スライド {slide} の表の {column} 列目を削除しました。"
)
_SPANS = re.compile(rb"\s(?:gridSpan|rowSpan|hMerge|vMerge)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_TRUE = frozenset({"1", "true"})
Rows = tuple[tuple[str, ...], ...]


def _inserted(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    rows = cells_in(rows_in(op))
    area = area_in(deck, slide, op)
    number, is_low = add_table(deck, slide, rows, area, _style(deck, slide, op))
    said = _INSERTED.of(rows=len(rows), columns=len(rows[0]), number=number, slide=slide.label)
    return joined(said, *([] if is_low else [_TALL]))


def add_table(
    deck: Deck, slide: SlideAt, rows: Rows, area: Area, style: str, sizes: Sequence[float] = SIZES
) -> tuple[int, bool]:
    """Draw a table at `area`; returns the number of its shape, and whether it is not higher than `area`."""
    grid = fitted(rows, area.width / POINT, area.height / POINT, sizes)
    drop_empty_holder(deck, slide, area)
    shape_id = deck.new_shape_id(slide.part)
    uri = STRICT_TABLE if deck.dialect == STRICT else TABLE
    shape = deck.draw(slide.part, table_frame(shape_id, f"Table {shape_id - 1}", grid, area, style, uri))
    return shape.number, sum(grid.heights) * POINT <= area.height


def _style(deck: Deck, slide: SlideAt, op: Op) -> str:
    """The id of a table style: the one asked for, else that of another table of the deck."""
    wanted = op.get("style")
    if wanted is not None:
        if wanted not in STYLES:
            raise InvalidArgumentsError(f"'style' is one of {', '.join(STYLES)}, not {wanted!r}.")
        return STYLES[str(wanted)]
    others = [one.part for one in deck.slides() if one.part != slide.part]
    for part in (slide.part, *others):
        for one in deck.parts.root(part).iter("{*}tableStyleId"):
            return (one.text or "").strip() or STYLES["medium"]
    return STYLES["medium"]


def _row_inserted(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    shape, table = table_shape(deck, slide, op)
    rows = [one for one in table if local(one) == "tr"]
    at = len(rows) if "after" not in op else 0 if op["after"] in (0, "0") else number_in(op, "after", len(rows), "rows")
    if at < len(rows) and any(cell.get("vMerge") in _TRUE for cell in rows[at]):
        raise InvalidArgumentsError(f"Row {at} and the one below it are merged. Insert the row above or below them.")
    model = rows[max(at - 1, 0)] if at else rows[0]
    texts = _texts(op, len(rows_of(table)[0]))
    draft = SlideDraft(deck.parts.read(slide.part))
    new = _row(draft, _twin(draft, deck, slide, model), texts)
    layout = deck.parts.layout(slide.part)
    place = layout.span(rows[at - 1]).end if at else layout.span(rows[0]).start
    deck.parts.splice(slide.part, Splice(place, place, new), *_taller(layout, shape.element, _height(model)))
    return _ROW_IN.of(row=at + 1, slide=slide.label)


def _twin(draft: SlideDraft, deck: Deck, slide: SlideAt, element: Element) -> Element:
    """The same element in the parse of a draft."""
    at = list(deck.parts.root(slide.part).iter("*")).index(element)
    return list(draft.layout.root.iter("*"))[at]


def _row(draft: SlideDraft, model: Element, texts: Sequence[str]) -> bytes:
    """A row with the looks of `model` and these texts. Its id, which must be its own, is left out."""
    layout = draft.layout
    cells = [one for one in model if local(one) == "tc"]
    span = layout.span(model)
    made = b"".join(_cell(draft, cell, text) for cell, text in zip(cells, texts, strict=True))
    end = layout.span(cells[-1]).end
    extension = first(model, "extLst")
    tail = layout.xml[end : span.end] if extension is None else layout.xml[layout.span(extension).end : span.end]
    return layout.xml[span.start : layout.span(cells[0]).start] + made + tail


def _cell(draft: SlideDraft, model: Element, text: str) -> bytes:
    """A cell with the looks of `model`, not merged downwards."""
    source = draft.with_text(model, text)
    head, close, rest = source.partition(b">")
    return re.sub(rb"\s(?:rowSpan|vMerge)\s*=\s*(?:\"[^\"]*\"|'[^']*')", b"", head) + close + rest


def _texts(op: Op, count: int) -> list[str]:
    cells = op.get("cells", [])
    if not isinstance(cells, Sequence) or isinstance(cells, str) or len(cells) > count:
        raise InvalidArgumentsError(f"'cells' is a list of up to {count} texts.")
    return [*("" if one is None else str(one) for one in cells), *[""] * (count - len(cells))]


def _height(row: Element) -> int:
    return int(row.get("h", "0")) if row.get("h", "0").isdecimal() else 0


def _taller(layout: Layout, frame: Element, more: int) -> list[Splice]:
    extent = first(frame, "xfrm", "ext")
    high = extent.get("cy", "") if extent is not None else ""
    if extent is None or not high.isdecimal():
        return []
    return [attribute_set(layout, extent, "cy", str(max(int(high) + more, 0)))]


def _row_deleted(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    shape, table = table_shape(deck, slide, op)
    rows = [one for one in table if local(one) == "tr"]
    number = number_in(op, "row", len(rows), "rows")
    row = rows[number - 1]
    if len(rows) == 1:
        raise InvalidArgumentsError("That is the only row. delete_shape takes the whole table away.")
    if any(cell.get("vMerge") in _TRUE or cell.get("rowSpan", "1") != "1" for cell in row):
        raise InvalidArgumentsError(
            f"Cells of row {number} are merged with those of another row: it cannot be deleted."
        )
    layout = deck.parts.layout(slide.part)
    deck.parts.splice(slide.part, removed(layout, row), *_taller(layout, shape.element, -_height(row)))
    return _ROW_OUT.of(row=number, slide=slide.label)


def _column_inserted(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    _, table = table_shape(deck, slide, op)
    rows, columns = rows_of(table), _columns(table)
    count = len(columns)
    at = count if "after" not in op else 0 if op["after"] in (0, "0") else number_in(op, "after", count, "columns")
    if at < count and any(row[at].get("hMerge") in _TRUE for row in rows):
        raise InvalidArgumentsError(f"Cells of column {at} are merged with the next one. Insert it beside them.")
    texts = _texts(op, len(rows))
    draft = SlideDraft(deck.parts.read(slide.part))
    layout = deck.parts.layout(slide.part)
    splices = []
    for row, text in zip(rows, texts, strict=True):
        model = row[max(at - 1, 0)]
        source = draft.with_text(_twin(draft, deck, slide, model), text)
        head, close, rest = source.partition(b">")
        place = layout.span(model).end if at else layout.span(model).start
        splices.append(Splice(place, place, _SPANS.sub(b"", head) + close + rest))
    widths = [_width(one) for one in columns]
    # A new column is as wide as the others are on average: beside a wide one it would take the room of all.
    total, new = sum(widths), sum(widths) // count
    beside = layout.span(columns[max(at - 1, 0)])
    place = beside.end if at else beside.start
    prefix = layout.prefix(columns[0])
    splices.append(Splice(place, place, f'<{prefix}gridCol w="{new * total // (total + new or 1)}"/>'.encode()))
    splices += _scaled(layout, columns, total, total + new)
    deck.parts.splice(slide.part, *splices)
    return _COLUMN_IN.of(column=at + 1, slide=slide.label)


def _column_deleted(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    _, table = table_shape(deck, slide, op)
    rows, columns = rows_of(table), _columns(table)
    number = number_in(op, "column", len(columns), "columns")
    if len(columns) == 1:
        raise InvalidArgumentsError("That is the only column. delete_shape takes the whole table away.")
    cells = [row[number - 1] for row in rows]
    if any(cell.get("hMerge") in _TRUE or cell.get("gridSpan", "1") != "1" for cell in cells):
        raise InvalidArgumentsError(f"Cells of column {number} are merged with those beside: it cannot be deleted.")
    layout = deck.parts.layout(slide.part)
    gone = columns.pop(number - 1)
    left = sum(map(_width, columns))
    scaled = _scaled(layout, columns, left + _width(gone), left)
    deck.parts.splice(slide.part, *(removed(layout, one) for one in [*cells, gone]), *scaled)
    return _COLUMN_OUT.of(column=number, slide=slide.label)


def _columns(table: Element) -> list[Element]:
    grid = first(table, "tblGrid")
    return [one for one in (grid if grid is not None else ()) if local(one) == "gridCol"]


def _width(column: Element) -> int:
    return int(column.get("w", "0")) if column.get("w", "0").isdecimal() else 0


def _scaled(layout: Layout, columns: Sequence[Element], wanted: int, there: int) -> list[Splice]:
    """Other widths for the columns, so that the table stays as wide as it was."""
    return [attribute_set(layout, one, "w", str(_width(one) * wanted // (there or 1))) for one in columns]


TABLE_OPERATIONS: Mapping[str, Operation[Deck]] = {
    "insert_table": Operation(
        _inserted,
        ("slide", "rows", "at", "style"),
        '{"op":"insert_table","slide":3,"rows":[["Item","Count"],["Pen",3]]} (first row: header; '
        '"style": medium, light or grid; "at":{"left":2,"top":4,"width":20,"height":8} in cm, else what is free)',
    ),
    "insert_row": Operation(
        _row_inserted,
        ("slide", "table", "after", "cells"),
        '{"op":"insert_row","slide":3,"table":1,"after":2,"cells":["Pen","3"]} (after: 0 the top, left out the end)',
    ),
    "delete_row": Operation(_row_deleted, ("slide", "table", "row"), '{"op":"delete_row","slide":3,"table":1,"row":2}'),
    "insert_column": Operation(
        _column_inserted,
        ("slide", "table", "after", "cells"),
        '{"op":"insert_column","slide":3,"table":1,"after":2,"cells":["Head","a","b"]} (a text for each row)',
    ),
    "delete_column": Operation(
        _column_deleted, ("slide", "table", "column"), '{"op":"delete_column","slide":3,"table":1,"column":2}'
    ),
}
