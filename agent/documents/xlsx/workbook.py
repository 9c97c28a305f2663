"""Workbooks (.xlsx, .xlsm, .xltx, .xltm): the functions of a format, see `agent.documents.format`."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.opc.encryption import lock, unlock
from agent.documents.opc.office_media import extract
from agent.documents.xlsx import sheet_convert
from agent.documents.xlsx.book import Book
from agent.documents.xlsx.cell_names import Area
from agent.documents.xlsx.diff import diff
from agent.documents.xlsx.edit import OPERATIONS, edit
from agent.documents.xlsx.problems import problems
from agent.documents.xlsx.read import read, tables
from agent.documents.xlsx.row_values import SheetValues
from agent.documents.xlsx.sheet import Sheet
from agent.documents.xlsx.stream import OddSheetError

__all__ = [
    "OPERATIONS",
    "TARGETS",
    "check",
    "convert",
    "create",
    "diff",
    "edit",
    "extract",
    "lock",
    "problems",
    "read",
    "tables",
    "unlock",
]

TARGETS: Mapping[str, frozenset[str]] = {"": sheet_convert.KINDS}
_MOST_BESIDE = 100_000


def create(content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
    """A new workbook; see `agent.documents.xlsx.create`."""
    if target.suffix.lower() != ".xlsx":
        raise InvalidArgumentsError(f"A new workbook is an .xlsx; {target.suffix} would need macros or a template.")
    # XlsxWriter is loaded only when it is needed.
    from agent.documents.xlsx.create import create as written  # noqa: PLC0415

    return written(content, target)


def convert(source: Path, target: Path) -> tuple[Words, ...]:
    """Values as .csv, .tsv, .md, .txt or .html; never as another workbook, which would lose all else."""
    if target.suffix.lower() == ".xlsx":
        raise InvalidArgumentsError("A workbook is not written as another one here: copy the file, or edit it.")
    beside = [one for one in read(source, 0, _MOST_BESIDE, "").passages if one.kind in ("note", "comment")]
    seen = [one for one in beside if not one.hidden]
    return sheet_convert.written(tables(source, ""), target, sheet_convert.VALUES_ONLY, beside=seen)


def check(path: Path) -> None:
    """Every part must unpack, and every worksheet must be readable to its last cell."""
    with Book.open(path) as book:
        book.package.check()
        for entry in book.worksheets:
            try:
                _read_through(book, book.pieces(entry, Area()))
            except OddSheetError:
                _read_through(book, iter((book.sheet(entry),)))


def _read_through(book: Book, sheets: Iterator[Sheet]) -> None:
    values = SheetValues(book, Area())
    for sheet in sheets:
        for row in sheet.rows:
            values.of(sheet, row, [])
