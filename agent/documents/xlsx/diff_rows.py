"""The rows of two versions of a sheet, by what they say, so that a row is known again wherever it stands."""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from agent.documents.alignment import Pair, matched, most_alike
from agent.documents.xlsx.book import Book, SheetEntry
from agent.documents.xlsx.formula import moved
from agent.documents.xlsx.read import formula_of, shown
from agent.documents.xlsx.sheet import Cell, Row, Sheet, attributes_of, shared_formulas

_ADDRESS = re.compile(r" r=\"([A-Z]{1,3})\d+\"")
_LOOK = re.compile(r"<c r=\"([A-Z]{1,3})\d+\"([^<>]*)>")
# A reference whose row moves along; most formulas have no quotes in which something else could look like one.
_RELATIVE = re.compile(r"(?<![\w.$])(\$?[A-Z]{1,3})(\d{1,7})(?![\w(])")
_STYLE = re.compile(r" s=\"\d+\"")
_MOST_COMPARED = 20_000
_LIKE = 0.34
_ENOUGH = 0.5


class Side:
    """A sheet of one of the two versions."""

    def __init__(self, book: Book, entry: SheetEntry) -> None:
        self.book, self.entry = book, entry
        self.sheet: Sheet = book.sheet(entry)
        self.rows: list[Row] = self.sheet.filled()

    @cached_property
    def shared(self) -> Mapping[str, tuple[int, int, str]]:
        """Its shared formulas."""
        return shared_formulas(self.sheet)

    def raw(self, at: int) -> str:
        """A row as it is written."""
        row = self.rows[at]
        return self.sheet.text[row.start : row.end]

    def cells(self, at: int) -> dict[int, Cell]:
        """The filled cells of a row by their columns."""
        found = self.sheet.cells(self.rows[at])
        return {cell.column: cell for cell in found if cell.raw is not None or cell.formula is not None}

    def text(self, cell: Cell) -> str:
        """What a person compares: the formula stands for its result, which may only follow from another cell."""
        return formula_of(cell, self.shared) or shown(self.book.value(cell))

    def written(self, at: int) -> str:
        """A row as it is written, without its number: equal for rows that only moved; "" when a formula is in it."""
        row = self.rows[at]
        text = self.sheet.text[row.inner : row.close]
        return "" if self.sheet.prefix or "<f" in text else _STYLE.sub("", _ADDRESS.sub(r" \1", text))

    def looks(self, at: int) -> list[tuple[str, str]]:
        """The columns of a row with their attributes, styles among them; nothing when written in an odd way."""
        row = self.rows[at]
        return [] if self.sheet.prefix else _LOOK.findall(self.sheet.text, row.inner, row.close)

    def said(self, at: int, columns: Mapping[int, int] | None) -> Hashable:
        """What a row says. `columns` are the numbers of columns for both sides; those without one do not count."""
        found: list[tuple[int, str]] = []
        for column, cell in self.cells(at).items():
            if columns is None:
                found.append((column, self._relative(cell)))
            elif column in columns:
                text = "=" if cell.formula is not None else self.text(cell)
                found.append((columns[column], text))
        return tuple(sorted(one for one in found if one[1]))

    def _relative(self, cell: Cell) -> str:
        """A formula as it reads from its own row: it is the same in each row that it was filled into."""
        if cell.formula is None:
            return self.text(cell)
        formula, row, column = cell.formula, cell.row, cell.column
        if not formula:
            row, column, formula = self.shared.get(attributes_of(cell.rule).get("si", ""), (cell.row, cell.column, ""))
        if '"' in formula or "'" in formula:
            return f"={moved(formula, -row, -column)}"
        return "=" + _RELATIVE.sub(lambda found: f"{found[1]}[{int(found[2]) - row}]", formula)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which row became which, as indexes into the rows of both sides: `same` say the same, `changed` are the same row
    with other contents, `shifted` say the same elsewhere; `gone` and `come` have no partner.
    """

    same: tuple[Pair, ...]
    changed: tuple[Pair, ...]
    shifted: tuple[Pair, ...]
    gone: tuple[int, ...]
    come: tuple[int, ...]

    def pairs(self) -> list[Pair]:
        """All rows that have a partner."""
        return [*self.same, *self.changed, *self.shifted]


def rows_aligned(
    old: Side, new: Side, columns: tuple[Mapping[int, int], Mapping[int, int]] | None, *, comparable: bool
) -> Alignment:
    """Align rows. `comparable`: the shared strings of both files have the same numbers, so that texts can be compared
    as they are written, which is fast.
    """
    begin, end = _same_ends(old, new) if comparable and columns is None else (0, 0)
    middles = range(begin, len(old.rows) - end), range(begin, len(new.rows) - end)
    keys = _keys(old, new, middles, columns, comparable=comparable)
    found = matched(*keys)
    if comparable and columns is None and len(found) < _ENOUGH * min(map(len, middles)):
        # Another program wrote the file anew: only what the cells say is comparable.
        keys = _keys(old, new, middles, columns, comparable=False)
        found = matched(*keys)
    same = [(begin + i, begin + j) for i, j in found]
    first = [(at, at) for at in range(begin)]
    last = [(len(old.rows) - at, len(new.rows) - at) for at in range(end, 0, -1)]
    left = _Left(old, new, begin, keys, found)
    shifted = left.shifted()
    changed = left.changed()
    return Alignment((*first, *same, *last), tuple(changed), tuple(shifted), tuple(left.gone), tuple(left.come))


def _keys(
    old: Side, new: Side, middles: tuple[range, range], columns: tuple[Mapping[int, int], Mapping[int, int]] | None,
    *, comparable: bool,
) -> tuple[list[Hashable], list[Hashable]]:  # fmt: skip
    fast = comparable and columns is None
    own = (None, None) if columns is None else columns
    one: list[Hashable] = [(old.written(at) if fast else "") or old.said(at, own[0]) for at in middles[0]]
    two: list[Hashable] = [(new.written(at) if fast else "") or new.said(at, own[1]) for at in middles[1]]
    return one, two


def _same_ends(old: Side, new: Side) -> tuple[int, int]:
    """How many rows at both ends are written alike, addresses included."""
    shorter = min(len(old.rows), len(new.rows))
    begin = next((at for at in range(shorter) if old.raw(at) != new.raw(at)), shorter)
    rest = range(1, shorter - begin + 1)
    return begin, next((at - 1 for at in rest if old.raw(-at) != new.raw(-at)), shorter - begin)


class _Left:
    """The rows that found no equal one in order: moved, changed, gone or come."""

    def __init__(
        self, old: Side, new: Side, begin: int, keys: tuple[list[Hashable], list[Hashable]], found: Sequence[Pair]
    ) -> None:
        self._old, self._new, self._begin, self._keys, self._found = old, new, begin, keys, found
        have = {i for i, _ in found}, {j for _, j in found}
        self.gone = [begin + at for at in range(len(keys[0])) if at not in have[0]]
        self.come = [begin + at for at in range(len(keys[1])) if at not in have[1]]

    def shifted(self) -> list[Pair]:
        """Rows that say the same elsewhere; those that say next to nothing are not known again."""
        places: dict[Hashable, list[int]] = {}
        for j in self.come:
            places.setdefault(self._keys[1][j - self._begin], []).append(j)
        counts: dict[Hashable, int] = {}
        for i in self.gone:
            key = self._keys[0][i - self._begin]
            counts[key] = counts.get(key, 0) + 1
        pairs = [
            (i, places[key][0])
            for i in self.gone
            if counts[key := self._keys[0][i - self._begin]] == 1
            and len(places.get(key, ())) == 1
            and len(self._old.cells(i)) > 1
        ]
        self._take(pairs)
        return pairs

    def changed(self) -> list[Pair]:
        """Rows of the same gap that say partly the same, else those that stand at the same place in it."""
        pairs = [pair for gap in self._gaps() for pair in self._paired(*gap)]
        self._take(pairs)
        return pairs

    def _take(self, pairs: Sequence[Pair]) -> None:
        have = {i for i, _ in pairs}, {j for _, j in pairs}
        self.gone = [i for i in self.gone if i not in have[0]]
        self.come = [j for j in self.come if j not in have[1]]

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """The rows that are left between two rows that are the same."""
        edges = [(self._begin + i, self._begin + j) for i, j in self._found]
        at = [0, 0]
        for i, j in [*edges, (len(self._old.rows), len(self._new.rows))]:
            gaps: tuple[list[int], list[int]] = ([], [])
            for side, (rows, end) in enumerate(((self.gone, i), (self.come, j))):
                while at[side] < len(rows) and rows[at[side]] < end:
                    gaps[side].append(rows[at[side]])
                    at[side] += 1
            if gaps[0] and gaps[1]:
                yield gaps

    def _paired(self, olds: list[int], news: list[int]) -> list[Pair]:
        if len(olds) == len(news) or len(olds) * len(news) > _MOST_COMPARED:
            return list(zip(olds, news, strict=False))
        ones = [{c: self._old.text(cell) for c, cell in self._old.cells(i).items()} for i in olds]
        twos = [{c: self._new.text(cell) for c, cell in self._new.cells(j).items()} for j in news]
        like = [[_likeness(one, two) for two in twos] for one in ones]
        return [(olds[i], news[j]) for i, j in most_alike(like, _LIKE)]


def _likeness(one: Mapping[int, str], two: Mapping[int, str]) -> float:
    same = sum(text == two.get(column) for column, text in one.items())
    return same / max(len(one), len(two), 1)
