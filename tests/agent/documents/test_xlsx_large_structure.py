"""Rows and columns of a large sheet come, go and are moved as a stream: it becomes what the whole would become."""

import random
import re
import zipfile

import pytest
import xlsxwriter

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.documents.operations import carried_out
from agent.documents.xlsx import workbook as xlsx
from agent.documents.xlsx.book import Book
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.edit import OPERATIONS
from agent.documents.xlsx.stream import LARGE
from tests.agent.documents.packages import rewritten

SHEET = "xl/worksheets/sheet1.xml"
FIRST, LAST = 9_900, 10_300
NOTE = b"<!-- read as a whole -->"


def shared(part: bytes) -> bytes:
    """The formulas of column D share one text, in two groups; the cells of E hold long words."""

    chance = random.Random(3)

    def one(found):
        row = int(found[1])
        start, end = (FIRST + 20, 10_099) if row < 10_100 else (10_100, LAST)
        if row < start:
            return found[0]
        rule = f' ref="D{start}:D{end}" si="{start % 2}">A{row}*2+$H$1</f>' if row == start else f' si="{start % 2}"/>'
        return f'<c r="D{row}"><f t="shared"{rule}'.encode()

    def words(found):
        text = chance.randbytes(10_600).hex().encode()
        return found[1] + b'" t="inlineStr"><is><t>' + text + b"</t></is></c>"

    part = re.sub(rb'<c r="D(\d+)"><f>[^<]*</f>', one, part)
    return re.sub(rb'(<c r="E\d+)"><v>0</v></c>', words, part)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A large sheet with all that its rows can hold, and the same one, which can only be read as a whole."""
    folder = tmp_path_factory.mktemp("large")
    with xlsxwriter.Workbook(folder / "seed.xlsx") as book:
        data, other = book.add_worksheet("Data"), book.add_worksheet("Other")
        bold = book.add_format({"bold": True})
        data.write_formula("H1", f"=SUM(A{FIRST}:A{LAST})", None, sum(range(FIRST, LAST + 1)))
        data.write_array_formula("J9910:J9912", "{=A9910:A9912*2}", None, 2)
        data.merge_range("L10000:M10001", "merged")
        data.conditional_format("A9901:A10300", {"type": "cell", "criteria": ">", "value": 5, "format": bold})
        data.set_row(10_149, 30, bold)
        for row in range(FIRST, LAST + 1):
            data.write_row(row - 1, 0, [row, f"text {row}", row % 7 + 0.25], bold)
            data.write_formula(row - 1, 3, f"=A{row}*2+$H$1", None, 1)
            data.write_number(row - 1, 4, 0)
            data.write_number(row - 1, 5, row)
        other.write_formula("A1", "=Data!A10200", None, 10_200)
        other.write_formula("A2", "=SUM(Data!A9910:A9920)", None, sum(range(9910, 9921)))
        book.define_name("Here", "=Data!$A$10150")
    source = rewritten(folder / "seed.xlsx", folder / "large.xlsx", SHEET, shared)
    with zipfile.ZipFile(source) as archive:
        assert archive.getinfo(SHEET).file_size > LARGE
    end = b"</worksheet>"
    return source, rewritten(source, folder / "odd.xlsx", SHEET, lambda part: part.replace(end, NOTE + end))


OPS: list[Op] = [
    {"op": "insert_rows", "at": 10_150, "count": 2, "like": "below"},
    {"op": "delete_rows", "rows": "10099-10110"},
    {"op": "move_rows", "rows": "9900-9905", "before": 10_200},
    {"op": "insert_columns", "columns": "B:C"},
    {"op": "move_columns", "columns": "A:B", "before": "G"},
]


def parts(path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).replace(NOTE, b"") for name in archive.namelist()}


def formulas_alone(part: bytes) -> bytes:
    """Which cells share a text is no matter as long as all read the same."""
    masters = {
        found[3]: (int(found[1]), found[4].decode())
        for found in re.finditer(rb'<c r="[A-Z]+(\d+)"[^>]*><f t="shared"( ref="[^"]*")? si="(\d+)">([^<]*)</f>', part)
    }

    def alone(found):
        at, text = masters[found[2]]
        moved = re.sub(r"(?<![$\d])(\d+)(?=\*)", lambda row: str(int(row[1]) + int(found[1]) - at), text)
        return found[0][: found[0].index(b"<f")] + f"<f>{moved}</f>".encode()

    return re.sub(rb'<c r="[A-Z]+(\d+)"[^>]*><f t="shared"(?: ref="[^"]*")? si="(\d+)"(?:/>|>[^<]*</f>)', alone, part)


@pytest.mark.parametrize("op", OPS, ids=lambda op: "-".join(map(str, op.values())))
def test_what_a_stream_becomes_is_what_the_whole_would_become(large, tmp_path, op):
    said = [xlsx.edit(source, [op], tmp_path / f"{n}.xlsx") for n, source in enumerate(large)]
    streamed, whole = parts(tmp_path / "0.xlsx"), parts(tmp_path / "1.xlsx")
    assert said[0] == said[1]
    assert formulas_alone(streamed.pop(SHEET)) == formulas_alone(whole.pop(SHEET))
    assert streamed == whole


def test_a_large_sheet_is_not_held_as_a_whole(large):
    with Book.open(large[0]) as book:
        draft = Draft(book)
        carried_out(OPERATIONS, draft, OPS[0], "a workbook")
        draft.view(draft.entry("Data"))
        assert draft.is_partial(draft.entry("Data"))


def test_filled_cells_are_not_pushed_off_a_large_sheet(documents, large, tmp_path):
    wide = tmp_path / "wide.xlsx"
    documents.edit(large[0], [{"op": "set_cells", "cells": {"XFD10200": 5}}], wide)
    with pytest.raises(InvalidArgumentsError, match="pushed off the end"):
        documents.edit(wide, [{"op": "insert_columns", "columns": "C"}], tmp_path / "out.xlsx")


def test_results_that_one_op_leaves_open_are_computed_after_the_next(tmp_path):
    """The second op takes the results that it finds for right, but not those that the first one made wrong."""
    source, target = tmp_path / "book.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(source) as book:
        sheet = book.add_worksheet("S")
        sheet.write_column("A1", range(1, 11))
        sheet.write_formula("A12", "=SUM(A1:A10)", None, 55)
        sheet.write_formula("C1", "=A12*2", None, 110)
    ops: list[Op] = [{"op": "delete_rows", "rows": "3-4"}, {"op": "insert_rows", "at": 5}]
    later: list[Op] = [{"op": "copy_sheet", "sheet": "S", "name": "T"}, {"op": "insert_rows", "at": 1}]
    for more in ([], later):
        xlsx.edit(source, [*ops, *more], target)
        found = {table.name: table.rows for table in xlsx.tables(target, "")}
        assert all(48 in {row[0] for row in rows if row} and 96 in {row[-1] for row in rows} for rows in found.values())


def test_ranges_that_are_read_side_by_side_and_no_longer_are_so_are_computed_anew(tmp_path):
    """Each row of the first range goes with one of the second: a row that comes into one of them parts them."""
    source, target = tmp_path / "book.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(source) as book:
        sheet, other = book.add_worksheet("S"), book.add_worksheet("T")
        for row, key in enumerate("xyxy"):
            sheet.write_row(row, 0, [key, 10**row])
            sheet.write(10 + row, 1, 10**row)
            other.write(row, 0, key)
        # What no engine here would come to tells whether a result was kept.
        for row, (formula, told) in enumerate(
            (('SUMIF(A1:A4,"x",B11:B14)', 101), ('SUMIF(T!A1:A4,"x",B1:B4)', 101), ('SUMIF(A1:A4,"x",B1:B4)', 7))
        ):
            sheet.write_formula(row + 20, 0, f"={formula}", None, told)
    for at, expected in ((13, {20: 1, 21: 101, 22: 7}), (3, {20: 1001, 21: 1, 22: 7}), (20, {20: 101, 21: 101, 22: 7})):
        xlsx.edit(source, [{"op": "insert_rows", "sheet": "S", "at": at}], target)
        rows = xlsx.tables(target, "S")[0].rows
        assert {row: rows[row + 1][0] for row in expected} == expected, at
