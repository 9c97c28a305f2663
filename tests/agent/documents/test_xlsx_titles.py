"""Cells that others depend on by more than their value: titles of tables, and the cell that holds a shared formula."""

import zipfile

import openpyxl
import pytest
import xlsxwriter

from agent.core.errors import InvalidArgumentsError


@pytest.fixture
def book(tmp_path):
    """A table of two columns with titles; a formula names "Amount"."""
    made = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = made.add_worksheet("S")
    sheet.add_table("A1:B3", {"name": "Sales", "columns": [{"header": "Name"}, {"header": "Amount"}],
                              "data": [["Pen", 1], ["Ink", 2]]})  # fmt: skip
    sheet.write_formula("D1", "=SUM(Sales[Amount])", None, 3)
    made.close()
    return tmp_path / "a.xlsx"


def set_cells(documents, book, cells):
    target = book.with_name(f"out of {book.name}")
    documents.edit(book, [{"op": "set_cells", "sheet": "S", "cells": cells}], target)
    return target


def test_a_title_of_a_table_changes_in_the_cell_and_in_the_table(documents, book):
    target = set_cells(documents, book, {"A1": "Item & more", "A2": "Pencil"})
    sheet = openpyxl.load_workbook(target)["S"]
    assert (sheet["A1"].value, sheet["A2"].value) == ("Item & more", "Pencil")
    assert [column.name for column in sheet.tables["Sales"].tableColumns] == ["Item & more", "Amount"]
    assert documents.parts(book, target).changed == ("xl/worksheets/sheet1.xml", "xl/tables/table1.xml")


@pytest.mark.parametrize("title", [2026, "2026-11", "'2026", {"text": "=no"}])
def test_a_number_is_a_text_as_a_title(documents, book, title):
    sheet = openpyxl.load_workbook(set_cells(documents, book, {"A1": title}))["S"]
    told = "=no" if isinstance(title, dict) else str(title).removeprefix("'")
    assert (sheet["A1"].value, sheet["A1"].data_type != "n") == (told, True)
    assert sheet.tables["Sales"].tableColumns[0].name == told


FOLLOWED = {
    "SUM(Sales[Amount])": "SUM(Sales[Net '#1])",
    "SUM(sales[[#All],[amount]])": "SUM(sales[[#All],[Net '#1]])",
    "SUM(Sales[[Name]:[Amount]])": "SUM(Sales[[Name]:[Net '#1]])",
    'SUM(Others[Amount])&"Sales[Amount]"': 'SUM(Others[Amount])&"Sales[Amount]"',
    "COUNTA(Sales[Name])": "COUNTA(Sales[Name])",
}


def test_formulas_follow_a_new_title_and_keep_their_results(documents, tmp_path):
    made = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet, other = made.add_worksheet("S"), made.add_worksheet("T")
    columns = [
        {"header": "Name"},
        {"header": "Amount"},
        {"header": "Twice", "formula": "=Sales[[#This Row],[Amount]]*2"},
    ]
    sheet.add_table("A1:C3", {"name": "Sales", "columns": columns, "data": [["Pen", 1, 2], ["Ink", 2, 4]]})
    other.add_table("A1:A2", {"name": "Others", "columns": [{"header": "Amount"}], "data": [[7]]})
    for row, (formula, result) in enumerate(zip(FOLLOWED, (3, 3, 3, "7Sales[Amount]", 2), strict=True)):
        other.write_formula(row, 3, f"={formula}", None, result)
    made.define_name("Total", "=SUM(Sales[Amount])")
    made.close()
    target = set_cells(documents, tmp_path / "a.xlsx", {"B1": "Net #1"})
    book, results = openpyxl.load_workbook(target), openpyxl.load_workbook(target, data_only=True)
    assert [book["T"].cell(row, 4).value for row in range(1, 6)] == [f"={one}" for one in FOLLOWED.values()]
    assert book["S"]["C2"].value == "=Sales[[#This Row],[Net '#1]]*2"
    assert [results["T"].cell(row, 4).value for row in (1, 5)] == [3, 2]
    assert book["S"].tables["Sales"].tableColumns[2].calculatedColumnFormula.attr_text.endswith("[Net '#1]]*2")
    assert book.defined_names["Total"].attr_text == "SUM(Sales[Net '#1])"
    assert not any(one.grave for one in documents.problems(target))


@pytest.mark.parametrize("formula", ['=SUM(INDIRECT("Sales[Amount]"))', "=SUM([0]!Sales[Amount])"])
def test_a_title_that_a_formula_names_in_a_way_that_cannot_be_followed_is_refused(documents, tmp_path, formula):
    made = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = made.add_worksheet("S")
    sheet.add_table("A1:A3", {"name": "Sales", "columns": [{"header": "Amount"}], "data": [[1], [2]]})
    sheet.write_formula("D1", formula, None, 3)
    made.close()
    with pytest.raises(InvalidArgumentsError, match="column title of the table Sales"):
        set_cells(documents, tmp_path / "a.xlsx", {"A1": "Net"})


@pytest.mark.parametrize("cells", [{"A1": "AMOUNT"}, {"A1": ""}, {"A1": None}, {"A1": "=B2"}, {"A1": True}])
def test_a_title_that_another_column_has_or_that_is_none_is_refused(documents, book, cells):
    with pytest.raises(InvalidArgumentsError, match="column title of the table Sales"):
        set_cells(documents, book, cells)


def test_two_titles_can_change_places(documents, book):
    plain = set_cells(documents, book, {"D1": None})
    sheet = openpyxl.load_workbook(set_cells(documents, plain, {"A1": "Amount", "B1": "Name"}))["S"]
    assert [column.name for column in sheet.tables["Sales"].tableColumns] == ["Amount", "Name"]


def test_when_the_cell_that_holds_a_shared_formula_is_written_the_others_keep_theirs(documents, tmp_path):
    made = openpyxl.Workbook()
    made["Sheet"].title = "S"
    for row in range(1, 4):
        made["S"].append([row, f"=A{row}*2"])
    made.save(tmp_path / "plain.xlsx")
    shared = {b"<f>A1*2</f>": b'<f t="shared" ref="B1:B3" si="0">A1*2</f>', b"<f>A2*2</f>": b'<f t="shared" si="0"/>',
              b"<f>A3*2</f>": b'<f t="shared" si="0"/>'}  # fmt: skip
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as old, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            for before, after in shared.items():
                data = data.replace(before, after)
            new.writestr(name, data)
    sheet = openpyxl.load_workbook(set_cells(documents, tmp_path / "a.xlsx", {"B1": 100}))["S"]
    assert [sheet[f"B{row}"].value for row in range(1, 4)] == [100, "=A2*2", "=A3*2"]
