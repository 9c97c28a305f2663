"""What is added to a workbook every month: rows above totals, filled ranges, days as people write them."""

import datetime

import openpyxl
import pytest
import xlsxwriter


def edited(documents, source, *ops):
    target = source.with_name("out.xlsx")
    documents.edit(source, ops, target)
    documents.check(target)
    return target


@pytest.fixture
def ledger(tmp_path):
    """Two rows of orders with a formula each, and totals below them."""
    book = xlsxwriter.Workbook(tmp_path / "ledger.xlsx")
    sheet, day = book.add_worksheet("L"), book.add_format({"num_format": "yyyy/m/d"})
    sheet.write_row(0, 0, ["Day", "Count", "Price", "Amount"])
    for row, count in ((1, 2), (2, 3)):
        sheet.write_datetime(row, 0, datetime.date(2026, 9, row), day)
        sheet.write_row(row, 1, [count, 100])
        sheet.write_formula(row, 3, f"=B{row + 1}*C{row + 1}", None, count * 100)
    sheet.write_row(3, 0, ["Total", None, None])
    sheet.write_formula(3, 1, "=SUM(B2:B3)", None, 5)
    sheet.write_formula(3, 3, "=SUM(D$2:D$3)+Sum(B2:B3)", None, 505)
    book.close()
    return tmp_path / "ledger.xlsx"


def test_rows_are_appended_above_the_totals_which_count_them(documents, ledger):
    op = {"op": "append_rows", "rows": [["令和8年9月10日", 4, 100], ["2026/9/11", 1, 50, 40]]}
    target = ledger.with_name("out.xlsx")
    said = documents.edit(ledger, [op], target)[0]
    sheet = openpyxl.load_workbook(target)["L"]
    rows = [[str(row[0].value)[:10], *(one.value for one in row[1:])] for row in sheet.iter_rows(min_row=4)]
    assert rows == [
        ["2026-09-10", 4, 100, "=B4*C4"],
        ["2026-09-11", 1, 50, 40],
        ["Total", "=SUM(B2:B5)", None, "=SUM(D$2:D$5)+Sum(B2:B3)"],
    ]
    assert "row 6 now and count them (B6, D6)" in said.en


def test_rows_inserted_above_totals_tell_that_these_do_not_count_them(documents, ledger):
    (said, *_) = documents.edit(ledger, [{"op": "insert_rows", "at": 4}], ledger.with_name("out.xlsx"))
    assert "B5, D5 do not count these rows yet" in said.en
    (said, *_) = documents.edit(ledger, [{"op": "insert_rows", "at": 3}], ledger.with_name("out.xlsx"))
    assert "do not count" not in said.en


def test_a_range_is_filled_and_its_formula_goes_along(documents, ledger):
    cells = {"E2:F3": "=B2*$C$2", "G2:G3": "x", "H2": "=B2"}
    target = edited(documents, ledger, {"op": "set_cells", "cells": cells})
    sheet = openpyxl.load_workbook(target)["L"]
    assert [[one.value for one in row] for row in sheet["E2:H3"]] == [
        ["=B2*$C$2", "=C2*$C$2", "x", "=B2"],
        ["=B3*$C$2", "=C3*$C$2", "x", None],
    ]
    assert openpyxl.load_workbook(target, data_only=True)["L"]["E3"].value == 300


@pytest.mark.parametrize("text", ["2026年9月10日", "R8.9.10", "令和8年9月10日", "2026/9/10", "2026-09-10"])
def test_days_as_people_write_them_are_dates_where_dates_are(documents, ledger, text):
    target = edited(documents, ledger, {"op": "set_cells", "cells": {"A2": text, "B2": text}})
    sheet = openpyxl.load_workbook(target)["L"]
    assert (str(sheet["A2"].value)[:10], sheet["B2"].value) == ("2026-09-10", text)


def test_a_pivot_table_that_does_not_read_new_rows_is_told(documents, real_files, tmp_path):
    source = next(one for one in real_files if "inputfile-99cb35" in one.name)
    op = {"op": "append_rows", "sheet": "Data", "rows": [[101, "Taro", 45, "Male", ""]]}
    (said, *_) = documents.edit(source, [op], tmp_path / "a.xlsx")
    assert "A pivot table reads Data!A1:E101, without the new rows" in said.en
    (said, *_) = documents.edit(tmp_path / "a.xlsx", [op], tmp_path / "b.xlsx")
    assert "pivot" not in said.en
