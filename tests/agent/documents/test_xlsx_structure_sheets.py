"""Sheets are deleted, copied, moved, hidden and shown, and the workbook stays whole."""

import zipfile

import openpyxl
import pytest
import xlsxwriter

from agent.core.errors import InvalidArgumentsError

# openpyxl tells what it would lose if it saved the file.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


@pytest.fixture
def book(tmp_path):
    """Four sheets; "Data" has a table, a chart, a comment, names and a picture of nothing; others refer to it."""
    path = tmp_path / "book.xlsx"
    made = xlsxwriter.Workbook(path)
    front, data, more, last = (made.add_worksheet(name) for name in ("Front", "Data", "表 2", "Last"))
    data.add_table("A1:B4", {"name": "Sales", "data": [[1], [2], [3]], "columns": [
        {"header": "Count"}, {"header": "Twice", "formula": "=Sales[[#This Row],[Count]]*2"}]})  # fmt: skip
    data.write_formula("D1", "=SUM(Data!A2:A4)+SUM(Sales[Count])+Front!A1")
    data.write_comment("A2", "確認")
    data.print_area("A1:D9")
    data.autofilter("D1:D2")
    chart = made.add_chart({"type": "line"})
    chart.add_series({"values": "=Data!$A$2:$A$4"})
    data.insert_chart("F2", chart)
    made.define_name("Counts", "=Data!$A$2:$A$4")
    made.define_name("Last!Here", "=Last!$A$1")
    front.write("A1", 5)
    more.write_formula("A1", "=Data!A2+SUM(Counts)")
    more.print_area("A1:B2")
    last.write_formula("A1", "=SUM('Front:表 2'!A1)")
    last.write_formula("A2", "='表 2'!A1")
    more.activate()
    made.close()
    return path


def edited(documents, source, *ops):
    target = source.with_name("edited.xlsx")
    documents.edit(source, list(ops), target)
    documents.check(target)
    return target


def parts(path) -> dict[str, str]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}


def shown_sheet(book) -> str:
    return str(book.active.title)


def refused(documents, source, op, match):
    with pytest.raises(InvalidArgumentsError, match=match):
        documents.edit(source, [op], source.with_name("refused.xlsx"))


def test_a_deleted_sheet_goes_with_its_parts_and_names(documents, book):
    target = edited(documents, book, {"op": "delete_sheet", "sheet": "表 2"})
    found = openpyxl.load_workbook(target)
    assert found.sheetnames == ["Front", "Data", "Last"]
    assert found["Last"]["A2"].value == "=#REF!"
    assert found["Last"]["A1"].value == "=SUM('Front:Data'!A1)", "the range of sheets ends with the one before"
    assert (found["Data"].print_area, list(found["Last"].defined_names)) == ("'Data'!$A$1:$D$9", ["Here"])
    assert shown_sheet(found) in found.sheetnames
    assert "xl/worksheets/sheet3.xml" not in parts(target)
    assert "sheet3.xml" not in parts(target)["[Content_Types].xml"] + parts(target)["xl/_rels/workbook.xml.rels"]


def test_parts_of_a_deleted_sheet_go_too(documents, book):
    ops = [{"op": "set_cells", "sheet": "Data", "cells": {"D1": None}}, {"op": "delete_sheet", "sheet": "Data"}]
    target = edited(documents, book, *ops)
    assert not [name for name in parts(target) if "drawing" in name or "chart" in name or "table" in name.lower()]
    found = openpyxl.load_workbook(target)
    assert found.defined_names["Counts"].attr_text == "#REF!"
    assert found["表 2"]["A1"].value == "=#REF!+SUM(Counts)"


def test_a_sheet_that_is_needed_is_not_deleted(documents, book):
    ops = {"op": "set_cells", "sheet": "Last", "cells": {"B1": "=SUM(Sales[Count])"}}
    documents.edit(book, [ops], book.with_name("needed.xlsx"))
    refused(documents, book.with_name("needed.xlsx"), {"op": "delete_sheet", "sheet": "Data"}, "uses the table Sales")
    hidden = [{"op": "hide_sheet", "sheet": name} for name in ("Front", "Data", "表 2")]
    documents.edit(book, hidden, book.with_name("hidden.xlsx"))
    refused(documents, book.with_name("hidden.xlsx"), {"op": "delete_sheet", "sheet": "Last"}, "needs a visible sheet")
    refused(documents, book.with_name("hidden.xlsx"), {"op": "hide_sheet", "sheet": "Last"}, "needs a visible sheet")


def test_a_copied_sheet_refers_to_itself_and_has_its_own_table_chart_and_names(documents, book):
    target = edited(documents, book, {"op": "copy_sheet", "sheet": "Data", "name": "Data (2)"})
    found, all_parts = openpyxl.load_workbook(target), parts(target)
    copy = found["Data (2)"]
    assert found.sheetnames == ["Front", "Data", "表 2", "Last", "Data (2)"]
    assert copy["D1"].value == "=SUM('Data (2)'!A2:A4)+SUM(Sales_2[Count])+Front!A1"
    assert {table.displayName: table.ref for table in copy.tables.values()} == {"Sales_2": "A1:B4"}
    assert copy["B2"].value == "=Sales_2[[#This Row],[Count]]*2"
    assert (copy["A2"].comment.text, copy.print_area) == ("確認", "'Data (2)'!$A$1:$D$9")
    assert copy.defined_names["Counts"].attr_text == "'Data (2)'!$A$2:$A$4"
    assert sorted(text.count("'Data (2)'!$A$2:$A$4") for name, text in all_parts.items() if "/chart" in name) == [0, 1]
    assert len({one for one in all_parts if "tables/table" in one}) == 2
    before = parts(book)
    assert all(all_parts[name] == before[name] for name in before if "sheets/sheet" in name or "drawings/" in name)


def test_a_copy_can_be_edited_in_the_same_call(documents, book):
    ops = [
        {"op": "copy_sheet", "sheet": "Data", "name": "Copy"},
        {"op": "insert_rows", "sheet": "Copy", "at": 3},
        {"op": "delete_sheet", "sheet": "Last"},
    ]
    found = openpyxl.load_workbook(edited(documents, book, *ops))
    assert found["Copy"].tables["Sales_2"].ref == "A1:B5"
    assert found["Copy"]["B3"].value == "=Sales_2[[#This Row],[Count]]*2"
    assert found["Data"].tables["Sales"].ref == "A1:B4"


def test_a_moved_sheet_keeps_its_names_and_the_sheet_that_is_shown(documents, book):
    target = edited(documents, book, {"op": "move_sheet", "sheet": "Last", "before": "Front"})
    found = openpyxl.load_workbook(target)
    assert found.sheetnames == ["Last", "Front", "Data", "表 2"]
    assert shown_sheet(found) == "表 2"
    assert found["Data"].print_area == "'Data'!$A$1:$D$9"
    assert list(found["Last"].defined_names) == ["Here"]
    refused(documents, book, {"op": "move_sheet", "sheet": "Data", "before": ""}, "refers to all sheets of")
    refused(documents, book, {"op": "move_sheet", "sheet": "Front", "before": "Data"}, "nor the next")


def test_a_hidden_sheet_is_not_the_one_that_is_shown(documents, book):
    target = edited(documents, book, {"op": "hide_sheet", "sheet": "表 2"})
    found = openpyxl.load_workbook(target)
    assert (found["表 2"].sheet_state, shown_sheet(found)) == ("hidden", "Data")
    assert "tabSelected" not in parts(target)["xl/worksheets/sheet3.xml"]
    shown = target.with_name("shown.xlsx")
    documents.edit(target, [{"op": "show_sheet", "sheet": "表 2"}], shown)
    assert openpyxl.load_workbook(shown)["表 2"].sheet_state == "visible"
