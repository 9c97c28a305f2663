"""Where rows, columns and sheets of a workbook are in another version of it, and what formulas read like there."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agent.documents.alignment import Pair
from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW, Area, quoted_sheet
from agent.documents.xlsx.formula_tokens import (
    REFERENCES,
    Token,
    joined_ranges,
    reference_in,
    sheets_in,
    tokens_of,
    told_reference,
)


class LineMap:
    """Rows (or columns) of an old sheet in a new one. Between known lines, those without contents go along."""

    def __init__(self, pairs: Iterable[Pair], most: int) -> None:
        """`pairs` are numbers of lines, old and new, from 1."""
        self._pairs = dict(pairs)
        self._known = sorted(self._pairs)
        self._most = most
        self.same = all(old == new for old, new in self._pairs.items())

    def at(self, line: int) -> int:
        """The place of a line; one that is gone is where it would be."""
        if self.same or line in self._pairs:
            return self._pairs.get(line, line)
        place = bisect_right(self._known, line)
        if place == 0:
            return line
        before = self._known[place - 1]
        return min(self._pairs[before] + line - before, self._most)

    def span(self, low: int, high: int) -> tuple[int, int]:
        """The place of a stretch: lines at its ends that are gone make it shorter, lines in it make it longer."""
        if self.same or (low, high) == (1, self._most):
            return low, high
        first = bisect_right(self._known, low - 1)
        last = bisect_right(self._known, high) - 1
        if first > last:
            return self.at(low), self.at(high)
        inner = self._known[first], self._known[last]
        # Lines without contents at an end go along with the known one beside them.
        top, bottom = self._pairs[inner[0]], self._pairs[inner[1]]
        return min(top, bottom) - (inner[0] - low), max(top, bottom) + (high - inner[1])


@dataclass(frozen=True, slots=True)
class SheetMap:
    """A sheet in its new version: its name there, its rows and columns."""

    name: str
    rows: LineMap
    columns: LineMap

    def area(self, area: Area) -> Area:
        """Where an area is."""
        top, bottom = self.rows.span(area.top, area.bottom)
        left, right = self.columns.span(area.left, area.right)
        return Area(max(1, top), max(1, left), min(bottom, MAX_ROW), min(right, MAX_COLUMN))


class BookMap:
    """All sheets of a workbook in its new version, by their old names."""

    def __init__(self, sheets: Mapping[str, SheetMap]) -> None:
        self._sheets = {name.casefold(): one for name, one in sheets.items()}
        self.still = all(
            one.rows.same and one.columns.same and one.name.casefold() == name for name, one in self._sheets.items()
        )

    def followed(self, formula: str, home: str) -> str:
        """A formula of sheet `home` as it reads in the new version when it leads to the same cells."""
        if self.still:
            return formula
        out: list[str] = []
        there = home
        for token in joined_ranges(tokens_of(formula)):
            if token.kind == "sheet":
                names = sheets_in(token.text)
                there = names[0] if len(names) == 1 else ""
                out.append(self._prefix(token, names))
                continue
            out.append(self._reference(token, there) if token.kind in REFERENCES else token.text)
            there = home
        return "".join(out)

    def _prefix(self, token: Token, names: tuple[str, ...]) -> str:
        found = [self._sheets.get(name.casefold()) for name in names]
        if not found or not all(found):
            return token.text
        fresh = ":".join(one.name for one in found if one is not None)
        return token.text if fresh.casefold() == ":".join(names).casefold() else f"{quoted_sheet(fresh)}!"

    def _reference(self, token: Token, there: str) -> str:
        sheet, reference = self._sheets.get(there.casefold()), reference_in(token.kind, token.text)
        if sheet is None or reference is None:
            return token.text
        area = sheet.area(reference.area)
        return token.text if area == reference.area else told_reference(reference, area)
