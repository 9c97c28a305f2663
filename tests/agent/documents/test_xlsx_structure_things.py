"""Tables, shared and array formulas, pivot tables, protection and odd files under structural edits."""

import re
import zipfile

import openpyxl
import pytest
import xlsxwriter

from agent.core.errors import InvalidArgumentsError
from tests.agent.documents.packages import replacing, rewritten


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "table.xlsx"
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("T")
    columns = [
        {"header": "数", "total_function": "sum"},
        {"header": "Two"},
        {"header": "All", "formula": "=Sales[[#This Row],[数]]*2"},
    ]
    data = [[1, 10], [2, 20], [3, 30]]
    sheet.add_table("B2:D6", {"name": "Sales", "data": data, "columns": columns, "total_row": True})
    sheet.write_formula("F1", "=SUM(Sales[Two])", None, 60)
    made.close()
    return path


@pytest.fixture
def shared(tmp_path):
    """B1:B5 share =A1*2 (as Excel writes it), C1:C5 share =A$1; D1:D2 is an array formula."""
    path, target = tmp_path / "plain.xlsx", tmp_path / "shared.xlsx"
    book = openpyxl.Workbook()
    for row in range(1, 6):
        book["Sheet"].append([row, f"b{row}", f"c{row}", f"d{row}"])
    book.save(path)

    def change(part: bytes) -> bytes:
        text = part.decode()
        for letter, si, formula in (("B", 0, "A1*2"), ("C", 1, "SUM(A1:A2)")):
            for row in range(1, 6):
                own = f' ref="{letter}1:{letter}5" si="{si}">{formula}</f>' if row == 1 else f' si="{si}"/>'
                cell = f'<c r="{letter}{row}"><f t="shared"{own}<v>{row}</v></c>'
                text = re.sub(rf'<c r="{letter}{row}".*?</c>', cell, text)
        array = '<c r="D1"><f t="array" ref="D1:D2">A1:A2*2</f><v>2</v></c>'
        return re.sub(r'<c r="D1".*?</c>', array, text).encode()

    return rewritten(path, target, "xl/worksheets/sheet1.xml", change)


def edited(documents, source, *ops):
    target = source.with_name("edited.xlsx")
    documents.edit(source, list(ops), target)
    documents.check(target)
    return target


def part(path, name) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


def refused(documents, source, op, match):
    with pytest.raises(InvalidArgumentsError, match=match):
        documents.edit(source, [op], source.with_name("refused.xlsx"))


def formulas(documents, path, column) -> dict[str, str]:
    texts = [one.text for one in documents.read(path).passages if one.kind == "row"]
    return {str(at): found[1] for at, text in enumerate(texts) if (found := re.search(column, text))}


def test_a_table_grows_with_rows_and_fills_its_calculated_column(documents, table):
    target = edited(documents, table, {"op": "insert_rows", "at": 6})
    sheet = openpyxl.load_workbook(target)["T"]
    assert (sheet.tables["Sales"].ref, sheet.tables["Sales"].autoFilter.ref) == ("B2:D7", "B2:D6")
    assert sheet["D6"].value == "=Sales[[#This Row],[数]]*2"


def test_a_table_gets_titles_for_new_columns_and_loses_deleted_ones(documents, table):
    sheet = openpyxl.load_workbook(edited(documents, table, {"op": "insert_columns", "columns": "C:D"}))["T"]
    assert [one.name for one in sheet.tables["Sales"].tableColumns] == ["数", "列1", "列2", "Two", "All"]
    assert [sheet.cell(2, column).value for column in range(2, 7)] == ["数", "列1", "列2", "Two", "All"]
    assert len({one.id for one in sheet.tables["Sales"].tableColumns}) == 5
    fewer = openpyxl.load_workbook(edited(documents, table, {"op": "delete_columns", "columns": "D"}))["T"]
    assert ([one.name for one in fewer.tables["Sales"].tableColumns], fewer.tables["Sales"].ref) == (
        ["数", "Two"],
        "B2:C6",
    )
    moved = openpyxl.load_workbook(edited(documents, table, {"op": "move_columns", "columns": "B", "before": "D"}))["T"]
    assert [one.name for one in moved.tables["Sales"].tableColumns] == ["Two", "数", "All"]


def test_what_a_table_or_its_users_need_is_not_deleted(documents, table):
    refused(documents, table, {"op": "delete_rows", "rows": "2"}, "needs its row of titles")
    refused(documents, table, {"op": "delete_rows", "rows": "3-5"}, "at least one row below")
    refused(documents, table, {"op": "delete_columns", "columns": "C"}, r"uses the column \[Two\]")
    refused(documents, table, {"op": "delete_columns", "columns": "B:D"}, "uses the table Sales")


def test_a_table_goes_with_its_cells_when_nobody_uses_it(documents, table):
    ops = [{"op": "set_cells", "cells": {"F1": None}}, {"op": "delete_rows", "rows": "2-6"}]
    target = edited(documents, table, *ops)
    assert "tablePart" not in part(target, "xl/worksheets/sheet1.xml")
    assert "table1" not in part(target, "[Content_Types].xml") + part(target, "xl/worksheets/_rels/sheet1.xml.rels")
    totals = openpyxl.load_workbook(edited(documents, table, {"op": "delete_rows", "rows": "6"}))["T"]
    assert (totals.tables["Sales"].ref, totals.tables["Sales"].totalsRowCount) == ("B2:D5", None)


def test_shared_formulas_stay_shared_where_they_agree_and_become_own_ones_where_not(documents, shared):
    target = edited(documents, shared, {"op": "insert_rows", "at": 3})
    assert formulas(documents, target, r"\[(=A\d\*2)\]") == {
        "0": "=A1*2", "1": "=A2*2", "2": "=A4*2", "3": "=A5*2", "4": "=A6*2"
    }  # fmt: skip
    text = part(target, "xl/worksheets/sheet1.xml")
    assert '<f t="shared" ref="B1:B6" si="0">A1*2</f>' in text
    assert "<f>SUM(A2:A4)</f>" in text, "the range in which the new row is"
    assert 'si="1"' not in text


def test_members_keep_their_formula_when_the_cell_that_holds_it_goes(documents, shared):
    ops = [{"op": "move_rows", "rows": "1-2", "before": 5}]
    target = edited(documents, shared, *ops)
    assert sorted(formulas(documents, target, r"\[(=A\d\*2)\]").values()) == [f"=A{row}*2" for row in range(1, 6)]


def test_array_formulas_are_not_cut(documents, shared):
    refused(documents, shared, {"op": "insert_rows", "at": 2}, "array formula at D1:D2")
    refused(documents, shared, {"op": "delete_rows", "rows": "1"}, "array formula at D1:D2")
    text = part(edited(documents, shared, {"op": "insert_rows", "at": 1}), "xl/worksheets/sheet1.xml")
    assert '<f t="array" ref="D2:D3">A2:A3*2</f>' in text


def test_protected_sheets_and_books_are_left_alone(documents, table):
    locked = rewritten(
        table, table.with_name("locked.xlsx"), "xl/worksheets/sheet1.xml",
        replacing(b"</sheetData>", b'</sheetData><sheetProtection sheet="1" insertRows="0"/>'),
    )  # fmt: skip
    edited(documents, locked, {"op": "insert_rows", "at": 1})
    refused(documents, locked, {"op": "insert_columns", "columns": "A"}, "protected by its author")
    book = rewritten(
        table, table.with_name("book.xlsx"), "xl/workbook.xml",
        replacing(b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>'),
    )  # fmt: skip
    refused(documents, book, {"op": "copy_sheet", "sheet": "T", "name": "U"}, "protected its structure")


@pytest.mark.parametrize(
    ("start", "op"),
    [
        ("poi-SampleSS.strict", {"op": "insert_rows", "at": 2}),
        ("poi-StructuredReferences", {"op": "insert_rows", "at": 3}),
        ("oxsdk-FilterColumn", {"op": "insert_columns", "columns": "A"}),
        ("closedxml-tdf97598_scenarios", {"op": "insert_rows", "at": 1}),
        ("poi-55406_Conditional", {"op": "insert_columns", "columns": "B"}),
    ],
)
def test_real_files_keep_what_no_edit_names(documents, real_files, tmp_path, start, op):
    source = next(one for one in real_files if one.name.startswith(start))
    target = tmp_path / f"edited{source.suffix}"
    documents.edit(source, [op], target)
    documents.check(target)
    found = documents.parts(source, target)
    assert found.removed == found.added == ()
    assert not [one for one in found.changed if "styles" in one or "theme" in one or "sharedStrings" in one]
    assert any("sheet" in one for one in found.changed)
