"""What changed between two workbooks: sheets, rows, columns, cells, looks, and what stands beside the cells."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from agent.core.documents import Difference
from agent.documents.alignment import increasing
from agent.documents.xlsx.book import Book, SheetEntry
from agent.documents.xlsx.cell_names import quoted_sheet
from agent.documents.xlsx.diff_cells import SheetPair, cell_differences, row_blocks, sheet_pair
from agent.documents.xlsx.diff_formats import Looks
from agent.documents.xlsx.diff_rows import Side
from agent.documents.xlsx.diff_things import name_differences, part_differences, thing_differences
from agent.documents.xlsx.line_map import BookMap
from agent.documents.xlsx.row_diff import LIMIT


def diff(before: Path, after: Path) -> tuple[Difference, ...]:
    """At most 500 differences, sheet by sheet, each row that came or went as one.

    Formulas that only went along with their cells, and results that follow from other cells, are none.
    """
    with Book.open(before) as old, Book.open(after) as new:
        return tuple(islice(_differences(old, new), LIMIT))


def _differences(old: Book, new: Book) -> Iterator[Difference]:
    was = {entry.name: entry for entry in old.worksheets}
    now = {entry.name: entry for entry in new.worksheets}
    names = dict(_pairs(was, now))
    comparable = all(one == two for one, two in zip(old.strings, new.strings, strict=False))
    # Formulas lead to other sheets, so all sheets are aligned before any is compared.
    pairs = {
        one: sheet_pair(Side(old, was[one]), Side(new, now[two]), comparable=comparable) for one, two in names.items()
    }
    book, looks = BookMap({one: pair.map for one, pair in pairs.items()}), Looks(old, new)
    for name, entry in was.items():
        if name not in names:
            rows = len(old.sheet(entry).filled())
            yield Difference(quoted_sheet(name), f"sheet {name} ({rows} rows)", "", "removed")
    yield from _order(list(names.items()), list(now))
    for pair in pairs.values():
        yield from _of_sheet(pair, book, looks)
    for name, entry in now.items():
        if name not in names.values():
            side = Side(new, entry)
            yield Difference(quoted_sheet(name), "", f"sheet {name}", "added")
            yield from row_blocks(side, range(len(side.rows)), f"{quoted_sheet(name)}!", "added")
    yield from name_differences(old, new, book)
    yield from part_differences(old, new)


def _of_sheet(pair: SheetPair, book: BookMap, looks: Looks) -> Iterator[Difference]:
    before, after = pair.old.entry, pair.new.entry
    if before.name != after.name:
        yield Difference(quoted_sheet(after.name), f"sheet {before.name}", f"sheet {after.name}", "property")
    if before.state != after.state:
        yield Difference(quoted_sheet(after.name), before.state, after.state, "property")
    same = pair.old.sheet.text == pair.new.sheet.text
    if not (same and book.still and looks.same_numbers and pair.comparable):
        yield from cell_differences(pair, book, looks)
    yield from thing_differences(pair, book)


def _pairs(was: Mapping[str, SheetEntry], now: Mapping[str, SheetEntry]) -> Iterator[tuple[str, str]]:
    """Sheets of the same name; a sheet whose part got another name was renamed."""
    renamed = {entry.part: name for name, entry in now.items() if name not in was}
    for name, entry in was.items():
        if name in now:
            yield name, name
        elif entry.part in renamed:
            yield name, renamed[entry.part]


def _order(names: list[tuple[str, str]], now: list[str]) -> Iterator[Difference]:
    """Sheets that stand elsewhere among those that both versions have."""
    both = [name for name in now if name in {two for _, two in names}]
    places = [(at, both.index(two)) for at, (_, two) in enumerate(names)]
    stayed = set(increasing(places))
    for at, place in places:
        if (at, place) not in stayed:
            name = quoted_sheet(names[at][1])
            yield Difference(name, f"sheet {at + 1} of {len(names)}", f"sheet {place + 1} of {len(names)}", "moved")
