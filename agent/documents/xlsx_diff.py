"""What changed between two workbooks: cells with their formulas, sheets, and other parts."""

import posixpath
from collections.abc import Container, Iterator, Mapping
from pathlib import Path

from agent.core.documents import Difference
from agent.documents.cell_names import quoted_sheet
from agent.documents.row_diff import LIMIT, row_differences
from agent.documents.xlsx_book import Book, SheetEntry
from agent.documents.xlsx_read import formula_of, shown
from agent.documents.xlsx_sheet import Cell, Sheet, shared_formulas


def diff(before: Path, after: Path) -> tuple[Difference, ...]:
    """Sheets that came or went, cells by address with values and formulas, other parts whose bytes differ."""
    with Book.open(before) as old, Book.open(after) as new:
        found: list[Difference] = []
        for one in _differences(old, new):
            found.append(one)
            if len(found) >= LIMIT:
                break
        return tuple(found)


def _differences(old: Book, new: Book) -> Iterator[Difference]:
    was = {entry.name: entry for entry in old.worksheets}
    now = {entry.name: entry for entry in new.worksheets}
    pairs = dict(_pairs(was, now))
    for name, entry in was.items():
        if name not in pairs:
            yield Difference(quoted_sheet(name), f"sheet {name} ({_rows(old, entry)} rows)", "")
    for before, after in pairs.items():
        if before != after:
            yield Difference(quoted_sheet(after), f"sheet {before}", f"sheet {after}")
        yield from _cells(old, was[before], new, now[after])
    for name, entry in now.items():
        if name not in pairs.values():
            yield Difference(quoted_sheet(name), "", f"sheet {name}")
            yield from row_differences([], _texts(new, new.sheet(entry)), f"{quoted_sheet(name)}!")
    yield from _other_parts(old, new)


def _pairs(was: Mapping[str, SheetEntry], now: Mapping[str, SheetEntry]) -> Iterator[tuple[str, str]]:
    """Sheets of the same name; a sheet whose part got another name was renamed."""
    renamed = {entry.part: name for name, entry in now.items() if name not in was}
    for name, entry in was.items():
        if name in now:
            yield name, name
        elif entry.part in renamed:
            yield name, renamed[entry.part]


def _cells(old: Book, before: SheetEntry, new: Book, after: SheetEntry) -> Iterator[Difference]:
    was, now = old.sheet(before), new.sheet(after)
    comparable = (
        old.strings == new.strings and old.styles == new.styles and shared_formulas(was) == shared_formulas(now)
    )
    same = _same_ends(was, now) if comparable else frozenset[int]()
    yield from row_differences(_texts(old, was, same), _texts(new, now, same), f"{quoted_sheet(after.name)}!")


def _same_ends(was: Sheet, now: Sheet) -> frozenset[int]:
    """The numbers of the rows at both ends that are written alike, addresses included: they need no look inside."""
    one, two = ([sheet.text[row.start : row.end] for row in sheet.filled()] for sheet in (was, now))
    begin = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    rest = zip(reversed(one[begin:]), reversed(two[begin:]), strict=False)
    end = next((at for at, (a, b) in enumerate(rest) if a != b), min(len(one), len(two)) - begin)
    rows = was.filled()
    return frozenset(row.number for row in [*rows[:begin], *rows[len(rows) - end :]])


def _texts(book: Book, sheet: Sheet, same: Container[int] = ()) -> list[list[str]]:
    """Each row as texts: what a person compares. Rows in `same` are only marked."""
    shared = shared_formulas(sheet)
    rows: list[list[str]] = []
    for row in sheet.filled():
        rows += [[] for _ in range(row.number - 1 - len(rows))]
        if row.number in same:
            rows.append(["="])
            continue
        texts: list[str] = []
        for cell in sheet.cells(row):
            if text := _text(book, cell, shared):
                texts += [""] * (cell.column - 1 - len(texts)) + [text]
        rows.append(texts)
    return rows


def _text(book: Book, cell: Cell, shared: Mapping[str, tuple[int, int, str]]) -> str:
    # A result that only follows from another cell is no change of its own: the formula stands for it.
    return formula_of(cell, shared) or shown(book.value(cell))


def _rows(book: Book, entry: SheetEntry) -> int:
    return len(book.sheet(entry).filled())


def _other_parts(old: Book, new: Book) -> Iterator[Difference]:
    """Parts that hold no cells and differ, by their names: a chart, a picture, a comment."""
    told = {entry.part.lower() for book in (old, new) for entry in book.worksheets}
    quiet = {
        "sharedstrings.xml",
        "styles.xml",
        "calcchain.xml",
        "workbook.xml",
        "app.xml",
        "core.xml",
        "[content_types].xml",
    }
    names = {name.lower(): name for book in (old, new) for name in book.package.names}
    for lower, name in names.items():
        if lower in told or posixpath.basename(lower) in quiet or lower.endswith((".rels", "/")):
            continue
        before = old.package.read(name) if name in old.package else None
        after = new.package.read(name) if name in new.package else None
        if before != after:
            yield Difference(name, _size(before), _size(after))


def _size(data: bytes | None) -> str:
    return "" if data is None else f"{len(data):,} B"
