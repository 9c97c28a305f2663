"""The cells of two versions of a sheet whose rows and columns are aligned: values, formulas and looks that differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from agent.core.documents import Difference
from agent.documents.alignment import Pair
from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW, cell_name, column_letters, quoted_sheet
from agent.documents.xlsx.diff_blank import blank_rows
from agent.documents.xlsx.diff_columns import ColumnAlignment, columns_aligned
from agent.documents.xlsx.diff_formats import Looks, format_differences
from agent.documents.xlsx.diff_rows import Alignment, Side, rows_aligned
from agent.documents.xlsx.line_map import BookMap, LineMap, SheetMap
from agent.documents.xlsx.sheet import Cell

_TOLD = 20
_WIDE = 500
_MOST_LOOKS = 100_000


@dataclass(frozen=True, slots=True)
class SheetPair:
    """A sheet in both versions with what became what."""

    old: Side
    new: Side
    rows: Alignment
    columns: ColumnAlignment | None
    comparable: bool
    map: SheetMap

    @property
    def prefix(self) -> str:
        """What stands before the addresses of the new version."""
        return f"{quoted_sheet(self.new.entry.name)}!"


def sheet_pair(old: Side, new: Side, *, comparable: bool) -> SheetPair:
    """Align two versions of a sheet; its columns first where its rows are not known again."""
    rows = rows_aligned(old, new, None, comparable=comparable)
    columns = None
    if len(rows.same) + len(rows.shifted) <= 0.5 * min(len(old.rows), len(new.rows)):
        columns = columns_aligned(old, new)
    if columns is not None:
        rows = rows_aligned(old, new, columns.numbers(), comparable=False)
    lines = LineMap(((old.rows[i].number, new.rows[j].number) for i, j in rows.pairs()), MAX_ROW)
    across = LineMap(() if columns is None else (*columns.same, *columns.shifted), MAX_COLUMN)
    return SheetPair(old, new, rows, columns, comparable, SheetMap(new.entry.name, lines, across))


def cell_differences(pair: SheetPair, book: BookMap, looks: Looks) -> Iterator[Difference]:
    """All differences of the cells of a sheet, by their places in the new version, then the looks."""
    if pair.columns is not None:
        yield from _columns(pair, pair.columns)
    looked: dict[tuple[int, int], tuple[str, str]] = {}
    yield from _rows(pair, book, looks, looked)
    yield from blank_rows(pair.old, pair.new, pair.rows, pair.prefix)
    yield from format_differences(looked, pair.prefix)


def _columns(pair: SheetPair, columns: ColumnAlignment) -> Iterator[Difference]:
    for side, numbers, gone in ((pair.old, columns.gone, True), (pair.new, columns.come, False)):
        for column in numbers:
            texts = [side.text(cell) for at in range(len(side.rows)) if (cell := side.cells(at).get(column))]
            told = " | ".join(texts[:_TOLD]) + (f" and {len(texts) - _TOLD} more" if len(texts) > _TOLD else "")
            anchor = f"{pair.prefix}{column_letters(column)}:{column_letters(column)}"
            yield Difference(anchor, told, "", "removed") if gone else Difference(anchor, "", told, "added")
    for old, new in columns.shifted:
        one, two = column_letters(old), column_letters(new)
        yield Difference(f"{pair.prefix}{two}:{two}", f"{one}:{one}", f"{two}:{two}", "moved")


def _rows(
    pair: SheetPair, book: BookMap, looks: Looks, looked: dict[tuple[int, int], tuple[str, str]]
) -> Iterator[Difference]:
    """The rows in the order of the new version; rows that are gone where they were."""
    alignment = pair.rows
    kinds = {j: (i, kind) for kind, pairs in (("same", alignment.same), ("changed", alignment.changed),
                                              ("moved", alignment.shifted)) for i, j in pairs}  # fmt: skip
    gone = list(alignment.gone)
    come: list[int] = []
    reached = -1
    for j in range(len(pair.new.rows)):
        i, kind = kinds.get(j, (-1, "come"))
        if kind == "come":
            come.append(j)
            continue
        yield from _added(pair, come)
        come = []
        if kind != "moved":
            reached = max(reached, i)
            before = [at for at in gone if at < reached]
            yield from _removed(pair, before)
            gone = gone[len(before) :]
        yield from _paired(pair, book, looks, (i, j), kind, looked)
    yield from _added(pair, come)
    yield from _removed(pair, gone)


def _paired(
    pair: SheetPair, book: BookMap, looks: Looks, rows: Pair, kind: str, looked: dict[tuple[int, int], tuple[str, str]]
) -> Iterator[Difference]:
    old, new, (i, j) = pair.old, pair.new, rows
    if kind == "moved":
        was, now = old.rows[i].number, new.rows[j].number
        yield Difference(f"{pair.prefix}{now}:{now}", f"{was}:{was}", f"{now}:{now}", "moved")
    alike = looks.same_numbers and pair.columns is None
    if kind == "same" and alike and _written_alike(old, new, rows):
        return
    ones, twos = old.cells(i), new.cells(j)
    numbers = None if pair.columns is None else pair.columns.numbers()
    there = ones if numbers is None else {numbers[0][c]: cell for c, cell in ones.items() if c in numbers[0]}
    here = twos if numbers is None else {c: cell for c, cell in twos.items() if c in numbers[1]}
    if kind != "same" or pair.columns is not None:
        yield from _contents(pair, book, there, here, new.rows[j].number)
    if len(looked) < _MOST_LOOKS:
        for column in there.keys() & here.keys():
            told = looks.difference(there[column].style, here[column].style)
            if told is not None:
                looked[new.rows[j].number, column] = told


def _written_alike(old: Side, new: Side, rows: Pair) -> bool:
    """Whether two rows that say the same look the same, by the numbers of their styles."""
    if old.raw(rows[0]) == new.raw(rows[1]):
        return True
    looks = old.looks(rows[0])
    return bool(looks) and looks == new.looks(rows[1])


def _contents(
    pair: SheetPair, book: BookMap, there: Mapping[int, Cell], here: Mapping[int, Cell], row: int
) -> Iterator[Difference]:
    for column in sorted(there.keys() | here.keys()):
        one, two = there.get(column), here.get(column)
        before = "" if one is None else pair.old.text(one)
        after = "" if two is None else pair.new.text(two)
        had = one is not None and one.formula is not None
        if before != after and not (had and _followed(book, before, pair.old.entry.name) == after):
            formula = had or (two is not None and two.formula is not None)
            yield Difference(f"{pair.prefix}{cell_name(row, column)}", before, after, "formula" if formula else "value")


def _followed(book: BookMap, formula: str, home: str) -> str:
    """A formula as `Side.text` tells it, where it leads to the same cells in the new version."""
    if formula.startswith("{="):
        return f"{{={book.followed(formula[2:-1], home)}}}"
    return f"={book.followed(formula[1:], home)}"


def _added(pair: SheetPair, rows: Sequence[int]) -> Iterator[Difference]:
    yield from row_blocks(pair.new, rows, pair.prefix, "added")


def _removed(pair: SheetPair, rows: Sequence[int]) -> Iterator[Difference]:
    yield from row_blocks(pair.old, rows, pair.prefix, "removed")


def row_blocks(side: Side, rows: Sequence[int], prefix: str, kind: str) -> Iterator[Difference]:
    """A difference for each whole row; the rest of a long block in one."""
    for step, at in enumerate(rows):
        row = side.rows[at]
        if step == _TOLD and len(rows) > _TOLD + 1:
            told = f"{len(rows) - _TOLD} more rows"
            area = f"{prefix}{row.number}:{side.rows[rows[-1]].number}"
            yield Difference(area, told, "", kind) if kind == "removed" else Difference(area, "", told, kind)
            return
        cells = side.cells(at)
        texts = {column: text for column, cell in cells.items() if (text := side.text(cell))}
        if not texts:
            continue
        first, last = min(texts), max(texts)
        # A cell far out would make a row of bars.
        columns = range(first, last + 1) if last - first < _WIDE else sorted(texts)
        told = " | ".join(texts.get(column, "") for column in columns)
        anchor = f"{prefix}{cell_name(row.number, first)}:{cell_name(row.number, last)}"
        yield Difference(anchor, told, "", kind) if kind == "removed" else Difference(anchor, "", told, kind)
