"""A range is sorted by its columns: whole rows go, with their looks, formulas and comments."""

import datetime

import openpyxl
import pytest
import xlsxwriter

from agent.core.errors import InvalidArgumentsError
from tests.agent.documents.packages import replacing, rewritten


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "list.xlsx"
    made = xlsxwriter.Workbook(path)
    sheet, other = made.add_worksheet("List"), made.add_worksheet("Other")
    red = made.add_format({"bg_color": "#FF0000"})
    date = made.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row("B2", ["Name", "Amount", "Double", "Day"])
    rows = [("banana", 3), ("Apple", 1), ("cherry", 2), ("apple", 4), (None, 5), ("ｂ", 6)]
    for at, (name, amount) in enumerate(rows, 3):
        sheet.write(f"B{at}", name, red if name == "cherry" else None)
        sheet.write_number(f"C{at}", amount)
        sheet.write_formula(f"D{at}", f"=C{at}*$C$1", None, amount * 2)
        sheet.write_datetime(f"E{at}", datetime.date(2026, 1, 10 - amount), date)
    sheet.write("C1", 2)
    sheet.write_formula("C9", "=SUM(C3:C8)", None, 21)
    sheet.write_comment("B5", "確認")
    sheet.write_url("G1", "https://example.com/")
    other.write_formula("A1", "=List!C4", None, 1)
    made.close()
    return path


def edited(documents, source, *ops):
    target = source.with_name("edited.xlsx")
    said = documents.edit(source, list(ops), target)
    documents.check(target)
    return openpyxl.load_workbook(target), " ".join(one.en for one in said)


def column(sheet, letter, first=3, last=8):
    return [sheet[f"{letter}{row}"].value for row in range(first, last + 1)]


def op(**fields):
    return {"op": "sort", "sheet": "List", "range": "B2:E8", "by": [{"column": "Name"}], **fields}


def test_rows_are_sorted_with_formulas_looks_and_comments(documents, book):
    found, said = edited(documents, book, op())
    sheet = found["List"]
    assert column(sheet, "B") == ["Apple", "apple", "ｂ", "banana", "cherry", None]
    assert column(sheet, "C") == [1, 4, 6, 3, 2, 5]
    assert column(sheet, "D") == [f"=C{row}*$C$1" for row in range(3, 9)]
    assert [bool(sheet[f"B{row}"].fill.fill_type) for row in range(3, 9)] == [False, False, False, False, True, False]
    assert (sheet["B7"].comment.text, sheet["C9"].value, sheet["B2"].value) == ("確認", "=SUM(C3:C8)", "Name")
    assert "Check Other (=List!C4)" in said
    assert "C9" not in said, "the sum covers all rows"


def test_empty_cells_come_last_in_both_directions_and_equal_rows_keep_their_order(documents, book):
    sheet = edited(documents, book, op(by=[{"column": "B", "descending": True}]))[0]["List"]
    assert column(sheet, "B") == ["cherry", "banana", "ｂ", "Apple", "apple", None]
    by_two = op(by=[{"column": "Name"}, {"column": "C", "descending": True}])
    assert column(edited(documents, book, by_two)[0]["List"], "C") == [4, 1, 6, 3, 2, 5]


def test_numbers_dates_texts_truths_and_errors_stand_in_the_order_of_excel(documents, tmp_path):
    path = tmp_path / "kinds.xlsx"
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("List")
    for row, value in enumerate(["b", True, 10, "10", False, -1.5, None, "A"]):
        sheet.write(row, 0, value)
    sheet.write_formula(8, 0, "=1/0", None, "#DIV/0!")
    made.close()
    found = edited(documents, path, op(range="A1:A9", by=["A"], header=False))[0]["List"]
    assert column(found, "A", 1, 9) == [-1.5, 10, "10", "A", "b", False, True, "=1/0", None]


def test_japanese_is_sorted_by_its_reading_where_the_file_holds_one(documents, tmp_path):
    path = tmp_path / "names.xlsx"
    made = xlsxwriter.Workbook(path)
    made.add_worksheet("List").write_column("A1", ["山田", "阿部", "佐藤"])
    made.close()
    plain = edited(documents, path, op(range="A1:A3", by=["A"], header=False))[0]["List"]
    assert column(plain, "A", 1, 3) == ["佐藤", "山田", "阿部"], "by code"
    readings = path
    for number, (name, reading) in enumerate([("山田", "ヤマダ"), ("阿部", "アベ"), ("佐藤", "サトウ")]):
        old = f"<t>{name}</t>".encode()
        new = old + f'<rPh sb="0" eb="2"><t>{reading}</t></rPh>'.encode()
        readings = rewritten(readings, tmp_path / f"r{number}.xlsx", "xl/sharedStrings.xml", replacing(old, new))
    found = edited(documents, readings, op(range="A1:A3", by=["A"], header=False))[0]["List"]
    assert column(found, "A", 1, 3) == ["阿部", "佐藤", "山田"]


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"range": "B2:D8"}, "E3 is beside the range"),
        ({"by": [{"column": "Z"}]}, "no column of B2:E8"),
        ({"by": "B"}, "'by' is a list"),
        ({"range": "B2:E3"}, "at least two rows"),
    ],
)
def test_a_sort_that_would_mix_up_rows_is_refused(documents, book, fields, match):
    with pytest.raises(InvalidArgumentsError, match=match):
        edited(documents, book, op(**fields))


def test_columns_beside_may_stay_when_that_is_meant(documents, book):
    sheet = edited(documents, book, op(range="B2:C8", alone=True))[0]["List"]
    assert column(sheet, "B")[0] == "Apple"
    assert sheet["E3"].value == datetime.datetime.fromisoformat("2026-01-07")


def test_formulas_that_refer_to_other_rows_are_told(documents, book):
    running = {"op": "set_cells", "sheet": "List", "cells": {"D4": "=C4+C3"}}
    _, said = edited(documents, book, running, op())
    assert "stood in D4" in said
