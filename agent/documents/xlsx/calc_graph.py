"""What depends on what among the formulas of a workbook."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from agent.documents.xlsx.calc_cells import Formula, TooMuchError
from agent.documents.xlsx.calc_refs import Place, Region

MAX_STEPS = 6_000_000
_WIDE = 256


class Dependents:
    """Finds the formulas that read cells, over any number of steps. `steps` is what may be looked at in all."""

    def __init__(self, formulas: Mapping[Place, Formula], steps: int = MAX_STEPS) -> None:
        self._formulas = formulas
        self._steps = steps
        self._points: dict[Place, list[Place]] = defaultdict(list)
        self._columns: dict[tuple[int, int], dict[Region, list[Place]]] = defaultdict(dict)
        self._wide: dict[int, dict[Region, list[Place]]] = defaultdict(dict)
        for formula in formulas.values():
            for region in formula.reading.regions:
                self._add(region, formula.place)

    def _add(self, region: Region, reader: Place) -> None:
        sheet, top, left, bottom, right = region
        if top == bottom and left == right:
            self._points[sheet, top, left].append(reader)
        elif right - left < _WIDE:
            for column in range(left, right + 1):
                self._columns[sheet, column].setdefault(region, []).append(reader)
        else:
            self._wide[sheet].setdefault(region, []).append(reader)

    def of(self, cells: Iterable[Place]) -> set[Place]:
        """All formulas that read one of `cells`, or one that does; and none of `cells` that nothing leads to.

        Raises:
            TooMuchError: it takes too many steps.
        """
        found: set[Place] = set()
        columns = {key: dict(regions) for key, regions in self._columns.items()}
        wide = {key: dict(regions) for key, regions in self._wide.items()}
        level = set(cells)
        while level:
            fresh: set[Place] = set()
            for place in level:
                fresh.update(self._points.get(place, ()))
            for key, rows in _by_column(level).items():
                fresh.update(self._taken(columns.get(key, {}), rows))
                fresh.update(self._taken(wide.get(key[0], {}), rows, key[1]))
            fresh -= found
            found |= fresh
            level = {cell for place in fresh for cell in filled(self._formulas[place])}
        return found

    def _taken(self, regions: dict[Region, list[Place]], rows: list[int], column: int = 0) -> Iterator[Place]:
        """The readers of the regions that hold one of `rows`. Each is taken out: it need not be found again."""
        self._steps -= len(regions)
        if self._steps < 0:
            raise TooMuchError
        hit = [region for region in regions if _holds(region, rows) and (not column or _spans(region, column))]
        for region in hit:
            yield from regions.pop(region)


def filled(formula: Formula) -> Iterator[Place]:
    """The cells that a formula fills."""
    sheet, top, left, bottom, right = formula.region
    return ((sheet, row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def cells_of(places: Iterable[Place], formulas: Mapping[Place, Formula]) -> set[Place]:
    """All cells that some formulas fill."""
    return {cell for place in places for cell in filled(formulas[place])}


class Precedents:
    """Finds the formulas that fill a region."""

    def __init__(self, formulas: Mapping[Place, Formula]) -> None:
        owners = {cell: one.place for one in formulas.values() for cell in filled(one)}
        self._rows = _by_column(owners)
        self._owners = owners
        self._wide: dict[int, list[int]] = defaultdict(list)
        for sheet, column in sorted(self._rows):
            self._wide[sheet].append(column)

    def within(self, region: Region) -> Iterator[Place]:
        """The formulas that fill cells of `region`, by their own cells."""
        columns = self._wide.get(region.sheet, [])
        for column in columns[bisect_left(columns, region.left) :]:
            if column > region.right:
                return
            rows = self._rows[region.sheet, column]
            for row in rows[bisect_left(rows, region.top) :]:
                if row > region.bottom:
                    break
                yield self._owners[region.sheet, row, column]


def _by_column(cells: Collection[Place] | Iterable[Place]) -> dict[tuple[int, int], list[int]]:
    """The rows of cells in their order, by sheet and column."""
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for sheet, row, column in cells:
        found[sheet, column].append(row)
    for rows in found.values():
        rows.sort()
    return found


def _holds(region: Region, rows: list[int]) -> bool:
    at = bisect_left(rows, region.top)
    return at < len(rows) and rows[at] <= region.bottom


def _spans(region: Region, column: int) -> bool:
    return region.left <= column <= region.right
