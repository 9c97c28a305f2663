"""Ops for columns and rows: widths, heights, hidden ones, groups. ECMA-376 part 1, 18.3.1.13, 18.3.1.73, 18.3.1.81."""

from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_fields import text_of
from agent.documents.op_words import flag_in
from agent.documents.opc.xml_tags import Attributes
from agent.documents.operations import Operation
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW, Area, area_of, column_letters
from agent.documents.xlsx.columns import columns_of, with_columns
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.fit import fitted_widths
from agent.documents.xlsx.frame import Frame
from agent.documents.xlsx.ranges import address
from agent.documents.xlsx.restyle import with_row_attributes
from agent.documents.xlsx.sheet import attributes_of

_MAX_LINES = 10_000
_MAX_LEVEL = 7


def set_width(draft: Draft, op: Op) -> Words:
    """Set columns to a width in characters, or to what their words need."""
    entry, area = draft.entry(text_of(op, "sheet", "")), _lines(op, "columns")
    width = op.get("width")
    if width == "auto":
        return _fit(draft, entry, area)
    stored = _told_width(_measure(width, 255, "'width' is a number of characters from 1 to 255, or \"auto\"."))
    retold: Attributes = {"width": stored, "customWidth": "1", "bestFit": None}
    _with_columns(draft, entry, area, retold)
    return Words(
        f"Set the width of {_names(area)} of {entry.name} to {width}.",
        f"「{entry.name}」{address(area)} の列幅を {width} 文字に設定しました。",
    )


def _fit(draft: Draft, entry: SheetEntry, area: Area) -> Words:
    widths = fitted_widths(draft, entry, area)
    for column, width in widths.items():
        retold: Attributes = {"width": _told_width(width), "customWidth": "1", "bestFit": "1"}
        _with_columns(draft, entry, Area(1, column, MAX_ROW, column), retold)
    told = ", ".join(f"{column_letters(column)} {width:g}" for column, width in list(widths.items())[:20])
    return Words(
        f"Fitted the widths of {entry.name} to the words: {told or 'nothing to fit'}.",
        f"「{entry.name}」の列幅を内容に合わせました: {told or '対象なし'}。",
    )


def set_height(draft: Draft, op: Op) -> Words:
    """Set rows to a height in points, or let the program fit them when it opens the file."""
    entry, area = draft.entry(text_of(op, "sheet", "")), _lines(op, "rows")
    height = op.get("height")
    if height == "auto":
        _with_rows(draft, entry, area, {"ht": None, "customHeight": None})
        return Words(
            f"The heights of {_names(area)} of {entry.name} fit their words when the file is opened.",
            f"「{entry.name}」{address(area)} の高さは、ファイルを開いたときに内容に合わせて自動調整されます。",
        )
    points = _measure(height, 409, "'height' is a number of points from 1 to 409, or \"auto\".")
    _with_rows(draft, entry, area, {"ht": f"{points:g}", "customHeight": "1"})
    return Words(
        "Set the height of {rows} of {sheet} to {points} {points:point|points}.",
        "「{sheet}」{area} の高さを {points} ポイントに設定しました。",
    ).of(rows=_names(area), area=address(area), sheet=entry.name, points=f"{points:g}")


def hide(draft: Draft, op: Op) -> Words:
    """Hide rows or columns."""
    return _hidden(draft, op, hidden=True)


def show(draft: Draft, op: Op) -> Words:
    """Show rows or columns again."""
    return _hidden(draft, op, hidden=False)


def _hidden(draft: Draft, op: Op, *, hidden: bool) -> Words:
    entry, area = _rows_or_columns(draft, op)
    told: Attributes = {"hidden": "1" if hidden else None}
    if _are_rows(area):
        draft.results_change = True  # SUBTOTAL and AGGREGATE leave hidden rows out
        _with_rows(draft, entry, area, told, make=hidden)
    else:
        _with_columns(draft, entry, area, told)
    did, ja = ("Hid", "非表示にしました") if hidden else ("Showed", "再表示しました")
    return Words(f"{did} {_names(area)} of {entry.name}.", f"「{entry.name}」{address(area)} を{ja}。")


def group(draft: Draft, op: Op) -> Words:
    """Put rows or columns into one more group that can be closed."""
    closed = flag_in(op, "closed", default=False)
    return _grouped(draft, op, 1, closed=closed)


def ungroup(draft: Draft, op: Op) -> Words:
    """Take rows or columns out of their innermost group."""
    return _grouped(draft, op, -1, closed=False)


def _grouped(draft: Draft, op: Op, by: int, *, closed: bool) -> Words:
    entry, area = _rows_or_columns(draft, op)

    def level(told: Mapping[str, str]) -> Attributes:
        now = int(told.get("outlineLevel", "0")) + by
        if not 0 <= now <= _MAX_LEVEL:
            raise InvalidArgumentsError(
                f"{_names(area)}: groups lie at most {_MAX_LEVEL} deep, and these are in {now - by}."
            )
        hidden = {"hidden": "1"} if closed else {"hidden": None} if by < 0 else {}
        return {"outlineLevel": now or None, **hidden}

    if _are_rows(area):
        sheet = draft.sheet(entry)
        there = {row.number: attributes_of(sheet.text[row.start : row.inner]) for row in sheet.rows}
        rows = {number: level(there.get(number, {})) for number in _numbers(area)}
        draft.set_text(entry, with_row_attributes(sheet, rows))
    else:
        draft.set_text(entry, with_columns(draft.sheet(entry), area.left, area.right, lambda told: _texts(level(told))))
    _tell_levels(draft, entry)
    did, ja = ("Grouped", "グループ化しました") if by > 0 else ("Ungrouped", "グループ化を解除しました")
    return Words(f"{did} {_names(area)} of {entry.name}.", f"「{entry.name}」{address(area)} を{ja}。")


def _tell_levels(draft: Draft, entry: SheetEntry) -> None:
    """A sheet tells how deep its groups are, or programs draw no room for their buttons."""
    sheet = draft.sheet(entry)
    tags = (attributes_of(sheet.text[row.start : row.inner]) for row in sheet.rows)
    rows = max((int(one.get("outlineLevel", "0")) for one in tags), default=0)
    columns = max((int(one.told.get("outlineLevel", "0")) for one in columns_of(sheet)), default=0)
    frame = Frame(sheet)
    node = frame.child("sheetFormatPr")
    told: Attributes = {"outlineLevelRow": rows or None, "outlineLevelCol": columns or None}
    if node is None:
        frame.insert("sheetFormatPr", frame.tag("sheetFormatPr", {"defaultRowHeight": "15", **told}))
    else:
        frame.replace(node, frame.remade(node, told, frame.inner(node)))
    draft.set_text(entry, frame.text())


def _with_columns(draft: Draft, entry: SheetEntry, area: Area, told: Attributes) -> None:
    draft.set_text(entry, with_columns(draft.sheet(entry), area.left, area.right, lambda _told: _texts(told)))


def _with_rows(draft: Draft, entry: SheetEntry, area: Area, told: Attributes, *, make: bool = True) -> None:
    sheet = draft.sheet(entry)
    there = {row.number for row in sheet.rows}
    # Of a whole sheet only the rows that are there change.
    whole = (area.top, area.bottom) == (1, MAX_ROW)
    rows = there if whole else set(_numbers(area)) if make else there & set(_numbers(area))
    draft.set_text(entry, with_row_attributes(sheet, dict.fromkeys(rows, told)))


def _numbers(area: Area) -> range:
    if area.bottom - area.top >= _MAX_LINES:
        raise InvalidArgumentsError(f"At most {_MAX_LINES:,} rows at once.")
    return range(area.top, area.bottom + 1)


def _texts(told: Attributes) -> dict[str, str | None]:
    return {name: None if value is None else str(value) for name, value in told.items()}


def _rows_or_columns(draft: Draft, op: Op) -> tuple[SheetEntry, Area]:
    keys = [key for key in ("rows", "columns") if key in op]
    if len(keys) != 1:
        raise InvalidArgumentsError(f"{op['op']!r} takes either 'rows' (\"2:5\") or 'columns' (\"B:D\").")
    return draft.entry(text_of(op, "sheet", "")), _lines(op, keys[0])


def _lines(op: Op, key: str) -> Area:
    """Whole rows or columns."""
    told = op.get(key)
    area = area_of(str(told) if isinstance(told, int) else text_of(op, key))
    fits = (area.left, area.right) == (1, MAX_COLUMN) if key == "rows" else (area.top, area.bottom) == (1, MAX_ROW)
    if not fits:
        raise InvalidArgumentsError(f"{key!r} is like {'2:5' if key == 'rows' else 'B:D'!r}, not {told!r}.")
    return area


def _are_rows(area: Area) -> bool:
    return (area.left, area.right) == (1, MAX_COLUMN)


def _names(area: Area) -> str:
    one = area.top == area.bottom if _are_rows(area) else area.left == area.right
    word = "row" if _are_rows(area) else "column"
    told = address(area)
    return f"{word} {told.partition(':')[0]}" if one else f"{word}s {told}"


def _measure(value: object, most: float, otherwise: str) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 < value <= most:
        raise InvalidArgumentsError(otherwise)
    return float(value)


def _told_width(characters: float) -> str:
    """Files hold a width with its margins, in 256ths of the usual font's digit, which is 7 pixels wide."""
    return f"{int((characters * 7 + 5) / 7 * 256) / 256:.8g}"


SIZE_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "set_width": Operation(
        set_width,
        ("sheet", "columns", "width"),
        '{"op":"set_width","sheet":"S","columns":"B:D","width":14}  in characters, or "auto": as the words need',
    ),
    "set_height": Operation(
        set_height,
        ("sheet", "rows", "height"),
        '{"op":"set_height","sheet":"S","rows":"2:5","height":20}  in points, or "auto"',
    ),
    "hide": Operation(hide, ("sheet", "rows", "columns"), '{"op":"hide","sheet":"S","rows":"2:5"}  or "columns":"B:D"'),
    "show": Operation(show, ("sheet", "rows", "columns"), '{"op":"show","sheet":"S","columns":"B:D"}  or "rows":"2:5"'),
    "group": Operation(
        group,
        ("sheet", "rows", "columns", "closed"),
        '{"op":"group","sheet":"S","rows":"2:5","closed":false}  or "columns":"B:D"; one level deeper',
    ),
    "ungroup": Operation(ungroup, ("sheet", "rows", "columns"), '{"op":"ungroup","sheet":"S","rows":"2:5"}'),
}
