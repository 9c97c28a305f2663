"""The sums of the columns of a range, as the foot of a spreadsheet program shows them: what a total is checked with."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

from agent.core.words import Words
from agent.documents.xlsx.book import Book, SheetEntry
from agent.documents.xlsx.cell_names import Area, column_letters

_MOST = 12
_SUM = Words(
    "column {column}: sum {sum:.10g} of {count} {count:number|numbers} without formulas",
    "{column} 列: 数値 {count} 個(数式を除く)の合計 {sum:.10g}",
)


def sums_of(book: Book, chosen: Sequence[tuple[SheetEntry, Area]]) -> Iterator[Words]:
    """A fact for each column with several numbers; only for a range, since a whole sheet may be large.

    Results of formulas do not count: they may be out of date, and a total is checked against what it adds up.
    """
    for entry, area in chosen:
        if area == Area():
            continue
        for column, numbers in sorted(_numbers(book, entry, area).items())[:_MOST]:
            if len(numbers) > 1:
                yield _SUM.of(column=column_letters(column), sum=math.fsum(numbers), count=len(numbers))


def _numbers(book: Book, entry: SheetEntry, area: Area) -> dict[int, list[float]]:
    found: dict[int, list[float]] = defaultdict(list)
    sheet = book.seen(entry, area)
    for row in sheet.filled():
        if area.top <= row.number <= area.bottom:
            for cell in sheet.cells(row):
                value = book.value(cell) if cell.formula is None and area.left <= cell.column <= area.right else None
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    found[cell.column].append(value)
    return found
