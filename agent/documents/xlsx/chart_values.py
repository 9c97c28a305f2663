"""The ranges that a chart draws, with the values that it keeps so that programs can draw it before they compute."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.core.documents import Value
from agent.core.errors import InvalidArgumentsError
from agent.documents.opc.xml_tags import tag
from agent.documents.opc.xml_text import escaped
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import Area, quoted_sheet
from agent.documents.xlsx.display import displayed
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.fit import code_of, styles_now
from agent.documents.xlsx.ranges import address, bounded, fixed, is_whole, placed_at
from agent.documents.xlsx.styles import DATE, dated, serial_of

_MOST = 32_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """A range that a chart draws: its formula, its values, the number format of its first number."""

    formula: str
    values: tuple[Value, ...]
    code: str
    since_1904: bool

    @property
    def numeric(self) -> bool:
        """Whether it holds numbers or dates only."""
        return any(value is not None for value in self.values) and all(
            value is None or (not isinstance(value, (str, bool))) for value in self.values
        )

    def reference(self, name: str) -> str:
        """As the element `name` (c:cat, c:val): numbers with their format, or texts as they are shown."""
        return tag(f"c:{name}", None, self.kept(numbers=name in {"val", "yVal"} or self.numeric))

    def kept(self, *, numbers: bool) -> str:
        """The formula and the values as a chart keeps them."""
        formula = tag("c:f", None, escaped(self.formula))
        texts = [(at, self._plain(value) if numbers else displayed(value, "")) for at, value in enumerate(self.values)]
        points = [tag("c:pt", {"idx": at}, tag("c:v", None, escaped(text))) for at, text in texts if text]
        count = tag("c:ptCount", {"val": len(self.values)})
        if numbers:
            code = tag("c:formatCode", None, escaped(self.code or "General"))
            return tag("c:numRef", None, formula, tag("c:numCache", None, code, count, *points))
        return tag("c:strRef", None, formula, tag("c:strCache", None, count, *points))

    def _plain(self, value: Value) -> str:
        if isinstance(value, str) or value is None:
            return ""
        if isinstance(value, bool):
            return str(int(value))
        number = value if isinstance(value, (int, float)) else serial_of(value, self.since_1904)
        return f"{number:.15g}"


def drawn(draft: Draft, sheet: str, told: str) -> Drawn:
    """What a chart draws of a range, one row or one column. Raises InvalidArgumentsError."""
    entry, area = placed_at(draft, sheet, told)
    return drawn_area(draft, entry, area)


def drawn_area(draft: Draft, entry: SheetEntry, area: Area) -> Drawn:
    """See `drawn`."""
    if is_whole(area) or (area.top != area.bottom and area.left != area.right):
        raise InvalidArgumentsError(
            f"{address(area)} is no row or column of cells that a chart can draw, like 'B2:B9'."
        )
    bounded(area)
    values, styles = _values(draft, entry, area), styles_now(draft)
    if len(values) > _MOST:
        raise InvalidArgumentsError(f"A chart draws at most {_MOST:,} values of a series.")
    # The first number tells how all of them are shown.
    style = next((style for value, style in values if value is not None and not isinstance(value, (str, bool))), 0)
    since = draft.book.since_1904
    shown = tuple(
        dated(value, styles.of(number), since)
        if isinstance(value, (int, float)) and not isinstance(value, bool)
        else value
        for value, number in values
    )
    dates = styles.of(style) == DATE
    code = code_of(styles, style) or ("yyyy/m/d" if dates else "")
    return Drawn(f"{quoted_sheet(entry.name)}!{fixed(area)}", shown, code, since)


def _values(draft: Draft, entry: SheetEntry, area: Area) -> Sequence[tuple[Value, int]]:
    """The values of a row or column in order, with their styles."""
    sheet = draft.sheet(entry)
    found: dict[tuple[int, int], tuple[Value, int]] = {}
    for row in sheet.rows:
        if area.top <= row.number <= area.bottom:
            for cell in sheet.cells(row):
                if area.left <= cell.column <= area.right:
                    found[cell.row, cell.column] = draft.book.value(cell), 0 if cell.raw is None else cell.style
    return [
        found.get((row, column), (None, 0))
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    ]
