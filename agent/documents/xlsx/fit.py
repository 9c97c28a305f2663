"""How wide columns have to be for what their cells show; wide characters count twice."""

import re
from collections.abc import Sequence

from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import MAX_COLUMN, Area, area_of
from agent.documents.xlsx.display import displayed
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.facts import merged_cells
from agent.documents.xlsx.sheets import text_width
from agent.documents.xlsx.styles import Styles, dated, styles_in

_NARROWEST, _WIDEST, _MOST_ROWS = 4, 60, 20_000
_MARGIN = 1.5
_BUTTON = 3


def fitted_widths(draft: Draft, entry: SheetEntry, area: Area) -> dict[int, float]:
    """The width of each column of `area` that shows something; cells merged over columns are left out."""
    sheet, styles = draft.sheet(entry), styles_now(draft)
    merged = {
        (one.top, one.left) for one in map(area_of, merged_cells(sheet.outside())) if one.right > one.left
    }  # fmt: skip
    titles = [(one.top, one) for one in (area_of(table["ref"]) for table in draft.tables(entry))]
    widest: dict[int, float] = {}
    for row in sheet.filled()[:_MOST_ROWS]:
        for cell in sheet.cells(row):
            if not area.left <= cell.column <= min(area.right, MAX_COLUMN) or (cell.row, cell.column) in merged:
                continue
            value = draft.book.value(cell)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                value = dated(value, styles.of(cell.style), draft.book.since_1904)
            code = code_of(styles, cell.style)
            text = displayed(value, code)
            room = _BUTTON if _has_button(titles, cell.row, cell.column) else 0
            widest[cell.column] = max(widest.get(cell.column, 0), text_width(text) + room + _blanks(value, code))
    return {
        column: min(max(width + _MARGIN, _NARROWEST), _WIDEST) for column, width in sorted(widest.items()) if width
    }  # fmt: skip


def _blanks(value: object, code: str) -> int:
    """Blanks as wide as a character that an accounting format puts around numbers ("_ ")."""
    return len(re.findall("_.", code.partition(";")[0])) if isinstance(value, (int, float)) else 0


def _has_button(titles: Sequence[tuple[int, Area]], row: int, column: int) -> bool:
    return any(row == top and one.left <= column <= one.right for top, one in titles)


def styles_now(draft: Draft) -> Styles:
    """What the styles show by now."""
    parts = draft.related(draft.book.part, "/styles")
    return styles_in(draft.part(parts[0])) if parts else Styles(())


def code_of(styles: Styles, style: int) -> str:
    """The code of a style's number format, "" for the usual one."""
    return styles.codes[style] if 0 <= style < len(styles.codes) else ""
