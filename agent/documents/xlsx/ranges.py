"""Ranges of cells in ops, and ranges cut out of others."""

from collections.abc import Iterable, Sequence

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.documents.op_fields import text_of
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW, Area, area_of, cell_name, column_letters, split_part
from agent.documents.xlsx.draft import Draft

MAX_CELLS = 200_000


def placed(draft: Draft, op: Op, key: str = "range") -> tuple[SheetEntry, Area]:
    """The sheet and the range of an op; the range may name its sheet ("Sheet1!A1:C9"). Raises InvalidArgumentsError."""
    return placed_at(draft, text_of(op, "sheet", ""), text_of(op, key))


def placed_at(draft: Draft, sheet: str, told: str) -> tuple[SheetEntry, Area]:
    """The sheet and the range of a text; `sheet` is meant when it names none. Raises InvalidArgumentsError."""
    name, area = split_part(told) if "!" in told else (sheet, told)
    return draft.entry(name), area_of(area)


def address(area: Area) -> str:
    """A range as a sheet writes it: "A1:C9", "B3", "B:D", "2:5"."""
    if (area.top, area.bottom) == (1, MAX_ROW) and (area.left, area.right) != (1, MAX_COLUMN):
        return f"{column_letters(area.left)}:{column_letters(area.right)}"
    if (area.left, area.right) == (1, MAX_COLUMN) and (area.top, area.bottom) != (1, MAX_ROW):
        return f"{area.top}:{area.bottom}"
    return corners(area)


def corners(area: Area) -> str:
    """A range by its first and last cell, as rules tell even whole columns: "B1:B1048576"."""
    first, last = cell_name(area.top, area.left), cell_name(area.bottom, area.right)
    return first if first == last else f"{first}:{last}"


def fixed(area: Area) -> str:
    """A range as formulas of names hold it: "$A$1:$C$9", "$A:$B", "$1:$2"."""
    columns = f"${column_letters(area.left)}", f"${column_letters(area.right)}"
    if (area.top, area.bottom) == (1, MAX_ROW):
        return ":".join(columns)
    if (area.left, area.right) == (1, MAX_COLUMN):
        return f"${area.top}:${area.bottom}"
    first, last = f"{columns[0]}${area.top}", f"{columns[1]}${area.bottom}"
    return first if first == last else f"{first}:{last}"


def size(area: Area) -> int:
    """How many cells a range has."""
    return (area.bottom - area.top + 1) * (area.right - area.left + 1)


def is_whole(area: Area) -> bool:
    """Whether it is made of whole rows or columns."""
    return (area.top, area.bottom) == (1, MAX_ROW) or (area.left, area.right) == (1, MAX_COLUMN)


def bounded(area: Area) -> Area:
    """The range, when it is not too large to be gone through cell by cell. Raises InvalidArgumentsError."""
    if size(area) > MAX_CELLS:
        raise InvalidArgumentsError(
            f"{address(area)} has {size(area):,} cells; at most {MAX_CELLS:,} at once. Take whole columns or rows, "
            "like 'B:D', or a smaller range."
        )
    return area


def overlap(one: Area, other: Area) -> bool:
    """Whether two ranges share a cell."""
    return one.top <= other.bottom and other.top <= one.bottom and one.left <= other.right and other.left <= one.right


def contains(outer: Area, inner: Area) -> bool:
    """Whether all of `inner` lies in `outer`."""
    return (
        outer.top <= inner.top and inner.bottom <= outer.bottom
        and outer.left <= inner.left and inner.right <= outer.right
    )  # fmt: skip


def areas_of(sqref: str) -> list[Area]:
    """The ranges of a list of them: "A1:B2 D4"."""
    return [area_of(one) for one in sqref.split()]


def without(areas: Iterable[Area], gone: Area) -> list[Area]:
    """What is left of ranges when one is cut out."""
    left: list[Area] = []
    for one in areas:
        if not overlap(one, gone):
            left.append(one)
            continue
        top, bottom = max(one.top, gone.top), min(one.bottom, gone.bottom)
        cuts = [
            Area(one.top, one.left, gone.top - 1, one.right),
            Area(gone.bottom + 1, one.left, one.bottom, one.right),
            Area(top, one.left, bottom, gone.left - 1),
            Area(top, gone.right + 1, bottom, one.right),
        ]
        left += [cut for cut in cuts if cut.top <= cut.bottom and cut.left <= cut.right]
    return left


def listed(areas: Sequence[Area]) -> str:
    """Ranges as a list of them."""
    return " ".join(map(corners, areas))
