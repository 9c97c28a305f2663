"""Rows and columns come, go and are moved, and everything that refers to cells follows."""

import re
import zipfile

import openpyxl
import pytest
import xlsxwriter

from agent.core.errors import InvalidArgumentsError
from tests.agent.documents.rich_books import rich_book

# openpyxl tells what it would lose if it saved the file.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


@pytest.fixture
def book(tmp_path):
    """Two sheets: "Data" with what can lie on a sheet, and "Other" that refers to it."""
    path = tmp_path / "book.xlsx"
    made = xlsxwriter.Workbook(path)
    data, other = made.add_worksheet("Data"), made.add_worksheet("Other 表")
    bold, red = made.add_format({"bold": True, "num_format": "0.00"}), made.add_format({"bg_color": "#FF0000"})
    data.write_row("A1", ["Name", "Count", "Price", "Sum"], bold)
    for row in range(2, 6):
        data.write_row(f"A{row}", [f"item {row}", row, row * 10], bold)
        data.write_formula(f"D{row}", f"=B{row}*C{row}", bold)
    data.write_formula("D6", "=SUM(D2:D5)")
    data.merge_range("A8:A9", "merged")
    data.write_url("A11", "internal:Data!C4", string="there")
    data.write_url("A12", "https://example.com/")
    data.write_comment("B4", "確認")
    data.data_validation("B2:B5", {"validate": "custom", "value": "=B2<C2"})
    data.conditional_format("D2:D5", {"type": "formula", "criteria": "=$D2>$D$6/2", "format": red})
    data.conditional_format("C2:C5", {"type": "data_bar", "data_bar_2010": True})
    data.freeze_panes(1, 0)
    data.autofilter("A1:D5")
    data.print_area("A1:D12")
    data.repeat_rows(0)
    data.set_h_pagebreaks([4])
    data.set_column("C:C", 20)
    data.add_sparkline("F3", {"range": "Data!B3:C3"})
    chart = made.add_chart({"type": "column"})
    chart.add_series({"values": "=Data!$D$2:$D$5", "categories": "=Data!$A$2:$A$5"})
    data.insert_chart("F8", chart)
    made.define_name("Sums", "=Data!$D$2:$D$5")
    other.write_formula("A1", "=Data!D6+SUM(Data!D2:D5)+SUM(Sums)")
    other.write_formula("A2", '="Data!D6"&A1')
    other.conditional_format("A1:A2", {"type": "formula", "criteria": "=A1>Data!$B$5", "format": red})
    made.close()
    return path


def edited(documents, source, *ops):
    target = source.with_name("edited.xlsx")
    documents.edit(source, list(ops), target)
    documents.check(target)
    return target


def part(path, name) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


def told(documents, source, *ops) -> str:
    return " ".join(one.en for one in documents.edit(source, list(ops), source.with_name("told.xlsx")))


def refused(documents, source, op, match):
    with pytest.raises(InvalidArgumentsError, match=match):
        documents.edit(source, [op], source.with_name("refused.xlsx"))
    assert not source.with_name("refused.xlsx").exists()


def test_inserted_rows_push_everything_down(documents, book):
    target = edited(documents, book, {"op": "insert_rows", "sheet": "Data", "at": 4, "count": 2})
    data, other = (openpyxl.load_workbook(target)[name] for name in ("Data", "Other 表"))
    assert [data[f"A{row}"].value for row in range(1, 8)] == [
        "Name",
        "item 2",
        "item 3",
        None,
        None,
        "item 4",
        "item 5",
    ]
    assert (data["D6"].value, data["D8"].value) == ("=B6*C6", "=SUM(D2:D7)")
    assert other["A1"].value == "=Data!D8+SUM(Data!D2:D7)+SUM(Sums)"
    assert other["A2"].value == '="Data!D6"&A1', "a text is no reference"
    assert [str(one) for one in data.merged_cells.ranges] == ["A10:A11"]
    assert data["B6"].comment.text == "確認"
    assert (data["A13"].hyperlink.location, data["A14"].hyperlink.target) == ("Data!C6", "https://example.com/")
    assert data.auto_filter.ref == "A1:D7"
    assert (data.print_area, data.print_title_rows) == ("'Data'!$A$1:$D$14", "$1:$1")
    assert [one.id for one in data.row_breaks.brk] == [6]
    assert (data.freeze_panes, data.dimensions) == ("A2", "A1:D14")
    assert openpyxl.load_workbook(target).defined_names["Sums"].attr_text == "Data!$D$2:$D$7"


def test_rules_and_drawings_follow_inserted_rows(documents, book):
    target = edited(documents, book, {"op": "insert_rows", "sheet": "Data", "at": 2})
    sheet, drawing = part(target, "xl/worksheets/sheet1.xml"), part(target, "xl/drawings/drawing1.xml")
    assert '<conditionalFormatting sqref="D3:D6"><cfRule' in sheet
    assert "<formula>$D3&gt;$D$7/2</formula>" in sheet
    assert (
        '<dataValidation type="custom" allowBlank="1" showInputMessage="1" showErrorMessage="1" sqref="B3:B6">' in sheet
    )
    assert "<formula1>B3&lt;C3</formula1>" in sheet
    assert "<xm:sqref>C3:C6</xm:sqref>" in sheet
    assert "<xm:f>Data!B4:C4</xm:f><xm:sqref>F4</xm:sqref>" in sheet
    assert "<xdr:row>8</xdr:row>" in drawing
    assert "Data!$D$3:$D$6" in part(target, "xl/charts/chart1.xml")
    assert re.search(r"<x:Row>4</x:Row>\s*<x:Column>1</x:Column>", part(target, "xl/drawings/vmlDrawing1.vml"))
    assert "A1&gt;Data!$B$6" in part(target, "xl/worksheets/sheet2.xml")


def test_new_rows_look_like_the_row_above_or_below(documents, book):
    above = edited(documents, book, {"op": "insert_rows", "sheet": "Data", "at": 6})
    assert openpyxl.load_workbook(above)["Data"]["B6"].font.bold
    below = edited(documents, book, {"op": "insert_rows", "sheet": "Data", "at": 6, "like": "below"})
    assert not openpyxl.load_workbook(below)["Data"]["B6"].font.bold


def test_inserted_columns_push_everything_right(documents, book):
    target = edited(documents, book, {"op": "insert_columns", "sheet": "Data", "columns": "C:D"})
    data = openpyxl.load_workbook(target)["Data"]
    assert (data["F2"].value, data["F6"].value) == ("=B2*E2", "=SUM(F2:F5)")
    assert (data.column_dimensions["E"].width > 20, data.auto_filter.ref) == (True, "A1:F5")
    assert data["C2"].font.bold, "as the column to the left"
    assert "$F2&gt;$F$6/2" in part(target, "xl/worksheets/sheet1.xml")
    assert "<xdr:col>7</xdr:col>" in part(target, "xl/drawings/drawing1.xml")


def test_deleted_rows_shrink_ranges_and_take_along_what_is_on_them(documents, book):
    said = told(documents, book, {"op": "delete_rows", "sheet": "Data", "rows": "4"})
    target = edited(documents, book, {"op": "delete_rows", "sheet": "Data", "rows": "4"})
    data = openpyxl.load_workbook(target)["Data"]
    assert (data["D5"].value, data["A4"].value) == ("=SUM(D2:D4)", "item 5")
    assert "<comment " not in part(target, "xl/comments1.xml")
    assert "ObjectType" not in part(target, "xl/drawings/vmlDrawing1.vml")
    assert "1 formula or name loses" in said
    assert data["A10"].hyperlink.location == "Data!#REF!"


def test_a_deleted_reference_is_told(documents, book):
    said = told(documents, book, {"op": "delete_rows", "sheet": "Data", "rows": "6"})
    assert "=Data!D6+SUM(Data!D2:D5)+SUM(Sums)" in said
    target = edited(documents, book, {"op": "delete_rows", "sheet": "Data", "rows": "6"})
    assert openpyxl.load_workbook(target)["Other 表"]["A1"].value == "=Data!#REF!+SUM(Data!D2:D5)+SUM(Sums)"


def test_a_rule_whose_first_cell_goes_is_told_from_the_next(documents, book):
    target = edited(documents, book, {"op": "delete_rows", "sheet": "Data", "rows": "2-3"})
    sheet = part(target, "xl/worksheets/sheet1.xml")
    assert '<conditionalFormatting sqref="D2:D3">' in sheet
    assert "<formula>$D2&gt;$D$4/2</formula>" in sheet
    assert "<formula1>B2&lt;C2</formula1>" in sheet


def test_what_is_left_empty_leaves_no_empty_lists(documents, book):
    target = edited(documents, book, {"op": "delete_rows", "sheet": "Data", "rows": "2-14"})
    sheet = part(target, "xl/worksheets/sheet1.xml")
    for name in ("mergeCells", "hyperlinks", "dataValidations", "conditionalFormatting", "sparklineGroup"):
        assert f"<{name}" not in sheet
        assert f"<x14:{name}" not in sheet
    assert "example.com" not in part(target, "xl/worksheets/_rels/sheet1.xml.rels")


def test_moved_rows_take_their_references_along(documents, book):
    target = edited(documents, book, {"op": "move_rows", "sheet": "Data", "rows": "5", "before": 2})
    data = openpyxl.load_workbook(target)["Data"]
    assert [data[f"A{row}"].value for row in range(2, 6)] == ["item 5", "item 2", "item 3", "item 4"]
    assert [data[f"D{row}"].value for row in (2, 3, 6)] == ["=B2*C2", "=B3*C3", "=SUM(D2:D5)"]
    assert data["B5"].comment.text == "確認"


def test_moved_columns_take_their_references_and_widths_along(documents, book):
    target = edited(documents, book, {"op": "move_columns", "sheet": "Data", "columns": "B", "before": "E"})
    data = openpyxl.load_workbook(target)["Data"]
    assert [data.cell(1, column).value for column in range(1, 5)] == ["Name", "Price", "Sum", "Count"]
    assert data["C2"].value == "=D2*B2"
    assert data.column_dimensions["B"].width > 20


def test_a_block_of_cells_is_moved_with_what_refers_to_it(documents, book):
    target = edited(documents, book, {"op": "move_cells", "sheet": "Data", "from": "C1:D6", "to": "J21"})
    data, other = (openpyxl.load_workbook(target)[name] for name in ("Data", "Other 表"))
    assert (data["C2"].value, data["K22"].value, data["K26"].value) == (None, "=B2*J22", "=SUM(K22:K25)")
    assert other["A1"].value == "=Data!K26+SUM(Data!K22:K25)+SUM(Sums)"
    assert "$K22&gt;$K$26/2" in part(target, "xl/worksheets/sheet1.xml")


def test_what_cannot_follow_is_refused(documents, book):
    refused(documents, book, {"op": "move_cells", "sheet": "Data", "from": "A1:A2", "to": "B1"}, "B1 is not empty")
    refused(documents, book, {"op": "move_rows", "sheet": "Data", "rows": "8", "before": 2}, "merged cells A8:A9")
    refused(documents, book, {"op": "move_rows", "sheet": "Data", "rows": "2-3", "before": 4}, "none of the moved ones")
    refused(documents, book, {"op": "delete_rows", "sheet": "Data", "rows": "7-5"}, "'5-7'")
    refused(documents, book, {"op": "insert_columns", "sheet": "Data", "columns": "3"}, "'C:E'")


def test_insertion_and_deletion_of_the_same_rows_leave_all_as_it_was(documents, tmp_path):
    for seed in range(3):
        source = rich_book(tmp_path / "rich.xlsx", seed)
        ops = [{"op": "insert_rows", "at": 3, "count": 2}, {"op": "delete_rows", "rows": "3-4"}]
        documents.edit(source, ops, tmp_path / "same.xlsx")
        assert documents.diff(source, tmp_path / "same.xlsx") == ()
        columns = [{"op": "insert_columns", "columns": "B"}, {"op": "delete_columns", "columns": "B"}]
        documents.edit(source, columns, tmp_path / "same.xlsx")
        assert documents.diff(source, tmp_path / "same.xlsx") == ()


def results(path, sheet, *names):
    found = openpyxl.load_workbook(path, data_only=True)[sheet]
    return [found[name].value for name in names]


@pytest.fixture
def computed(tmp_path):
    """Results as another program left them: no engine here would come to them, so they tell whether they were kept."""
    path = tmp_path / "computed.xlsx"
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("S")
    sheet.write_column("A1", [1, 2, 3])
    sheet.write_formula("B1", "=A1*2", None, 77)
    sheet.write_formula("B5", "=SUM(A1:A3)", None, 6)
    sheet.write_formula("B6", "=B5+1", None, 7)
    sheet.write_formula("B7", "=ROW()", None, 7)
    sheet.write_formula("B8", "=SUM(A:A)", None, 6)
    made.close()
    return path


def test_results_that_cannot_have_changed_are_kept(documents, computed):
    target = edited(documents, computed, {"op": "insert_rows", "sheet": "S", "at": 2})
    assert results(target, "S", "B1", "B6", "B7", "B8", "B9") == [77, 6, 7, 8, 6], "only ROW() tells another number"
    copied = edited(documents, computed, {"op": "copy_sheet", "sheet": "S", "name": "T"})
    assert results(copied, "T", "B1", "B5") == [77, 6]


def test_results_that_changed_are_computed_anew_after_a_deletion(documents, computed):
    target = edited(documents, computed, {"op": "delete_rows", "sheet": "S", "rows": "3"})
    assert results(target, "S", "B1", "B4", "B5", "B6", "B7") == [77, 3, 4, 6, 3]


def test_what_was_set_before_in_the_same_call_is_computed_too(documents, computed):
    ops = [
        {"op": "set_cells", "sheet": "S", "cells": {"A3": 10}},
        {"op": "insert_rows", "sheet": "S", "at": 2},
        {"op": "set_cells", "sheet": "S", "cells": {"A2": 100}},
    ]
    assert results(edited(documents, computed, *ops), "S", "B6", "B7") == [113, 114]
