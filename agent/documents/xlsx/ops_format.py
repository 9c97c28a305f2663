"""Ops for the look of cells: number formats, fonts, fills, borders, alignment, protection."""

from collections.abc import Mapping
from dataclasses import replace

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_fields import text_of
from agent.documents.operations import Operation
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW, Area
from agent.documents.xlsx.change import ASPECTS, Change, border_of, change_of
from agent.documents.xlsx.columns import with_columns
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.ranges import address, bounded, is_whole, placed, placed_at, size
from agent.documents.xlsx.restyle import Restyle, restyled
from agent.documents.xlsx.row_text import row_style
from agent.documents.xlsx.sheet import Sheet
from agent.documents.xlsx.style_draft import StyleDraft
from agent.documents.xlsx.style_part import styles_part

_ASPECT_JA = {"number_format": "表示形式", "font": "フォント", "fill": "塗りつぶし", "border": "罫線", "align": "配置",
              "protect": "保護"}  # fmt: skip


def set_format(draft: Draft, op: Op) -> Words:
    """Change the named aspects of each cell in a range; all others stay as they are in each cell."""
    entry, area = placed(draft, op)
    aspects = [name for name in ASPECTS if name in op]
    if not aspects:
        raise InvalidArgumentsError(f"'set_format' needs some of {', '.join(ASPECTS)}.")
    change, border = change_of(op), border_of(op)
    if not is_whole(area):
        bounded(area)
    part = styles_part(draft)
    styles = StyleDraft(draft.part(part))

    def style(row: int, column: int, base: int) -> int:
        if border is None:
            return styles.style(base, change)
        first = row == area.top, column == area.left
        last = row == area.bottom, column == area.right
        return styles.style(base, replace(change, border=border.sides(first=first, last=last)))

    _restyle(draft, entry, area, style)
    draft.set_part(part, styles.result())
    ja = "・".join(_ASPECT_JA[name] for name in aspects)
    return Words(
        f"Set the {', '.join(aspects).replace('_', ' ')} of {entry.name}!{address(area)}.",
        f"「{entry.name}」{address(area)} の{ja}を設定しました。",
    )


def paint(draft: Draft, entry: SheetEntry, area: Area, change: Change) -> None:
    """Change the look of a range for another op."""
    part = styles_part(draft)
    styles = StyleDraft(draft.part(part))
    _restyle(draft, entry, area, lambda _row, _column, base: styles.style(base, change))
    draft.set_part(part, styles.result())


def _restyle(draft: Draft, entry: SheetEntry, area: Area, style: Restyle) -> None:
    draft.set_text(entry, restyled(draft.sheet(entry), area, style))
    if (area.top, area.bottom) == (1, MAX_ROW):

        def retold(told: Mapping[str, str]) -> Mapping[str, str]:
            base = told.get("style", "")
            return {"style": str(style(2, area.left + 1, int(base) if base.isdigit() else 0))}

        draft.set_text(entry, with_columns(draft.sheet(entry), area.left, area.right, retold))


def copy_format(draft: Draft, op: Op) -> Words:
    """Give the look of one range to another; a larger one takes it again and again, as a brush does."""
    sheet = text_of(op, "sheet", "")
    source_entry, source = placed_at(draft, sheet, text_of(op, "from"))
    entry, target = placed_at(draft, sheet, text_of(op, "to"))
    if is_whole(source) or is_whole(target):
        raise InvalidArgumentsError(
            "'copy_format' takes ranges with corners, like 'A1:C9'; for columns use set_format."
        )
    bounded(source)
    height, width = source.bottom - source.top + 1, source.right - source.left + 1
    if size(target) == 1:
        target = replace(target, bottom=target.top + height - 1, right=target.left + width - 1)
    if target.bottom > MAX_ROW or target.right > MAX_COLUMN:
        raise InvalidArgumentsError("The look would reach beyond the sheet. Take a 'to' further up or left.")
    bounded(target)
    known = _styles_in(draft.sheet(source_entry), source)

    def style(row: int, column: int, _base: int) -> int:
        return known[source.top + (row - target.top) % height, source.left + (column - target.left) % width]

    _restyle(draft, entry, target, style)
    return Words(
        f"Copied the look of {source_entry.name}!{address(source)} to {entry.name}!{address(target)}. Merged cells, "
        "widths and rules for colours stay as they are.",
        f"「{source_entry.name}」{address(source)} の書式を「{entry.name}」{address(target)} にコピーしました"
        "(セルの結合・列幅・条件付き書式は変更していません)。",
    )


def _styles_in(sheet: Sheet, area: Area) -> dict[tuple[int, int], int]:
    rows = {row.number: row for row in sheet.rows if area.top <= row.number <= area.bottom}
    known: dict[tuple[int, int], int] = {}
    columns = {column: sheet.column_style(column) or 0 for column in range(area.left, area.right + 1)}
    for number in range(area.top, area.bottom + 1):
        row = rows.get(number)
        told = row_style(sheet, row)
        known |= {(number, column): base if told is None else told for column, base in columns.items()}
        known |= {(number, cell.column): cell.style for cell in (sheet.cells(row) if row else ())}
    return known


FORMAT_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "set_format": Operation(
        set_format,
        ("sheet", "range", *ASPECTS),
        '{"op":"set_format","sheet":"S","range":"B2:D9","number_format":"#,##0","font":{"bold":true,"color":"#1F4E78",'
        '"size":11,"name":"Meiryo","italic":false,"underline":true},"fill":"#DDEBF7","border":{"style":"thin","edges":'
        '"all","color":"#808080"},"align":{"horizontal":"center","vertical":"top","wrap":true,"indent":1},"protect":'
        '{"locked":false}}  only what is named changes; range may be "B:D" or "2:5"; number_format: a code, or yen, '
        "accounting, percent, date, wareki (令和8年11月26日), elapsed ([h]:mm); fill/border null: none; edges: all, "
        "outline, inside, top, bottom, left, right",
    ),
    "copy_format": Operation(
        copy_format,
        ("sheet", "from", "to"),
        '{"op":"copy_format","sheet":"S","from":"A1:C1","to":"A5:C20"}  a larger "to" repeats it',
    ),
}
