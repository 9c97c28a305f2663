"""The look of cells changes as an op names it, and nothing else of a cell or of the workbook does."""

import datetime
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Alignment, Font, PatternFill

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from tests.agent.documents.xlsx_files import edited_each

THIN = {"style": "thin", "edges": "outline", "color": "#808080"}


@pytest.fixture
def prices(tmp_path):
    """A red bold title, a number with a format and a fill, a formula, a column with a style of its own."""
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    sheet.title = "価格"
    sheet.append(["品名", "価格", "数量", "計"])
    sheet["A1"].font = Font(name="Meiryo", size=14, bold=True, color="FFFF0000")
    sheet.append(["ペン", 1200, 3, "=B2*C2"])
    sheet["B2"].number_format = "#,##0"
    sheet["B2"].fill = PatternFill("solid", fgColor="FFDDEBF7")
    sheet["B2"].alignment = Alignment(horizontal="right", wrap_text=True)
    book.save(tmp_path / "prices.xlsx")
    return tmp_path / "prices.xlsx"


def edited(documents, source, *ops):
    target = source.with_name("edited" + source.suffix)
    documents.edit(source, list(ops), target)
    documents.check(target)
    return target


def sheet_of(path):
    return openpyxl.load_workbook(path).worksheets[0]


def styles_of(path):
    with zipfile.ZipFile(path) as package:
        return int(re.findall(rb'<cellXfs count="(\d+)"', package.read("xl/styles.xml"))[0])


def test_a_format_changes_only_the_aspects_that_it_names(documents, prices):
    target = edited(documents, prices, {"op": "set_format", "range": "A1:B2", "font": {"italic": True, "size": 9}})
    sheet = sheet_of(target)
    title, price = sheet["A1"], sheet["B2"]
    assert (title.font.name, title.font.sz, title.font.b, title.font.i, title.font.color.rgb) == (
        "Meiryo", 9, True, True, "FFFF0000",
    )  # fmt: skip
    assert (price.number_format, price.fill.fgColor.rgb, price.font.i) == ("#,##0", "FFDDEBF7", True)
    assert (price.alignment.horizontal, price.alignment.wrap_text) == ("right", True)
    assert not sheet["C2"].font.i


def test_every_aspect_is_set(documents, prices):
    op = {
        "op": "set_format", "range": "C2", "number_format": "wareki", "font": {"name": "Yu Gothic", "bold": True,
        "underline": "double", "color": "blue", "strike": True}, "fill": "#FFF2CC", "border": "thick",
        "align": {"horizontal": "center", "vertical": "top", "wrap": True, "indent": 2, "rotation": -45},
        "protect": {"locked": False, "hidden": True},
    }  # fmt: skip
    cell = sheet_of(edited(documents, prices, op))["C2"]
    assert cell.number_format == '[$-411]ggge"年"m"月"d"日"'
    assert (cell.font.name, cell.font.b, cell.font.u, cell.font.strike, cell.font.color.rgb) == (
        "Yu Gothic", True, "double", True, "FF1F4E9E",
    )  # fmt: skip
    assert (cell.fill.patternType, cell.fill.fgColor.rgb) == ("solid", "FFFFF2CC")
    assert {cell.border.left.style, cell.border.top.style, cell.border.bottom.style} == {"thick"}
    align = cell.alignment
    assert (align.horizontal, align.vertical, align.wrap_text, align.indent, align.textRotation) == (
        "center", "top", True, 2, 135,
    )  # fmt: skip
    assert (cell.protection.locked, cell.protection.hidden) == (False, True)
    assert cell.value == datetime.datetime(1900, 1, 3), "the 3 is a date now"  # noqa: DTZ001  cells know no zone


def test_a_fill_and_lines_are_taken_away(documents, prices):
    once = edited(documents, prices, {"op": "set_format", "range": "B2", "border": "thin"})
    twice = once.with_name("twice.xlsx")
    documents.edit(once, [{"op": "set_format", "range": "B2", "border": None, "fill": None}], twice)
    cell = sheet_of(twice)["B2"]
    assert (cell.fill.patternType, cell.border.left.style, cell.number_format) == (None, None, "#,##0")


def test_an_outline_goes_around_a_range_and_not_around_each_cell(documents, prices):
    sheet = sheet_of(edited(documents, prices, {"op": "set_format", "range": "B2:D4", "border": THIN}))
    assert (sheet["B2"].border.left.style, sheet["B2"].border.top.style, sheet["B2"].border.right.style) == (
        "thin", "thin", None,
    )  # fmt: skip
    assert sheet["C3"].border.left.style is None
    assert (sheet["D4"].border.right.style, sheet["D4"].border.bottom.style) == ("thin", "thin")
    assert sheet["D4"].border.right.color.rgb == "FF808080"


def test_whole_columns_and_rows_take_a_format_without_a_million_cells(documents, prices):
    ops = [
        {"op": "set_format", "range": "C:D", "number_format": "0.0%"},
        {"op": "set_format", "range": "2:3", "font": {"bold": True}},
    ]
    target = edited(documents, prices, *ops)
    sheet = sheet_of(target)
    assert sheet.column_dimensions["C"].number_format == "0.0%"
    assert (sheet["C2"].number_format, sheet["C2"].font.b) == ("0.0%", True)
    assert (sheet["C3"].number_format, sheet["C3"].font.b) == ("0.0%", True), "the crossing has both"
    assert sheet.row_dimensions[3].font.b
    assert sheet.max_row == 3


def test_the_same_look_is_written_once(documents, prices):
    op = {"op": "set_format", "range": "A5:Z200", "fill": "#FFF2CC", "font": {"bold": True}}
    target = edited(documents, prices, op)
    assert styles_of(target) == styles_of(prices) + 1
    assert sheet_of(target)["Z200"].fill.fgColor.rgb == "FFFFF2CC"


def test_a_look_is_copied_and_repeated(documents, prices):
    target = edited(documents, prices, {"op": "copy_format", "from": "A1:B2", "to": "A4:B7"})
    sheet = sheet_of(target)
    assert [sheet[f"A{row}"].font.sz for row in (4, 5, 6, 7)] == [14, 11, 14, 11]
    assert [sheet[f"B{row}"].number_format for row in (5, 7)] == ["#,##0", "#,##0"]
    assert sheet["B5"].value is None


@pytest.mark.parametrize(
    ("op", "said"),
    [
        ({"range": "A1"}, "needs some of"),
        ({"range": "A1", "fill": "reddish"}, "is a colour like"),
        ({"range": "A1", "font": {"weight": 3}}, "has no 'weight'"),
        ({"range": "A1", "border": {"edges": "round"}}, "'edges' of a border"),
        ({"range": "A1:Z999999", "fill": "red"}, "at most 200,000"),
        ({"range": "A1", "align": {"horizontal": "middle"}}, "'horizontal' is one of"),
    ],
)
def test_a_look_that_cannot_be_is_refused_with_what_would_be_right(documents, prices, op, said):
    with pytest.raises(InvalidArgumentsError, match=said):
        documents.edit(prices, [{"op": "set_format", **op}], prices.with_name("x.xlsx"))


def test_a_workbook_without_styles_gets_some(documents, tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "plain.xlsx"))
    book.add_worksheet().write(0, 0, "x")
    book.close()

    def without_styles(part):
        return re.sub(rb"<(?:Override|Relationship) [^<>]*styles.xml[^<>]*/>", b"", part)

    bare = tmp_path / "bare.xlsx"
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            if name != "xl/styles.xml":
                new.writestr(name, without_styles(old.read(name)))
    sheet = sheet_of(edited(documents, bare, {"op": "set_format", "range": "A9", "font": {"bold": True}}))
    assert sheet["A9"].font.b


def test_widths_and_heights_are_set_and_fitted(documents, prices):
    ops = [
        {"op": "set_cells", "cells": {"A2": "全角の文字は二倍の幅"}},
        {"op": "set_width", "columns": "C:D", "width": 20},
        {"op": "set_width", "columns": "A:B", "width": "auto"},
        {"op": "set_height", "rows": "2", "height": 30},
    ]
    sheet = sheet_of(edited(documents, prices, *ops))
    assert sheet.column_dimensions["C"].width == pytest.approx(20.71, abs=0.01)
    assert 20 < sheet.column_dimensions["A"].width < 26
    assert sheet.column_dimensions["B"].width < 10
    assert sheet.row_dimensions[2].height == 30


def test_rows_and_columns_are_hidden_shown_and_grouped(documents, prices):
    ops = [
        {"op": "hide", "columns": "C:C"},
        {"op": "hide", "rows": "2:4"},
        {"op": "show", "rows": "3"},
        {"op": "group", "rows": "6:8", "closed": True},
        {"op": "group", "columns": "B:C"},
    ]
    sheet = sheet_of(edited(documents, prices, *ops))
    assert sheet.column_dimensions["C"].hidden
    assert [sheet.row_dimensions[row].hidden for row in (2, 3, 4, 7)] == [True, False, True, True]
    assert (sheet.row_dimensions[7].outlineLevel, sheet.column_dimensions["B"].outlineLevel) == (1, 1)
    assert (sheet.sheet_format.outlineLevelRow, sheet.sheet_format.outlineLevelCol) == (1, 1)


def test_a_column_in_a_span_of_columns_changes_alone(documents, tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "span.xlsx"))
    book.add_worksheet().set_column("A:F", 15)
    book.close()
    sheet = sheet_of(edited(documents, tmp_path / "span.xlsx", {"op": "set_width", "columns": "C:C", "width": 5}))
    widths = {name: one.width for name, one in sheet.column_dimensions.items()}
    assert [round(widths[name]) for name in ("A", "C", "D")] == [16, 6, 16]


def test_panes_are_frozen_and_let_go(documents, prices):
    target = edited(documents, prices, {"op": "freeze", "at": "B2"})
    assert sheet_of(target).freeze_panes == "B2"
    loose = target.with_name("loose.xlsx")
    documents.edit(target, [{"op": "freeze", "at": None}], loose)
    assert sheet_of(loose).freeze_panes is None


def test_cells_are_merged_only_when_no_value_is_lost(documents, prices):
    with pytest.raises(InvalidArgumentsError, match="would lose the values of B1, A2, B2"):
        documents.edit(prices, [{"op": "merge", "range": "A1:B2"}], prices.with_name("x.xlsx"))
    target = edited(
        documents,
        prices,
        {"op": "merge", "range": "F1:G2"},
        {"op": "merge", "range": "C2:D2", "discard": True},
    )
    sheet = sheet_of(target)
    assert {str(one) for one in sheet.merged_cells.ranges} == {"F1:G2", "C2:D2"}
    assert sheet["C2"].value == 3
    apart = target.with_name("apart.xlsx")
    documents.edit(target, [{"op": "unmerge", "range": "C1:D9"}], apart)
    assert [str(one) for one in sheet_of(apart).merged_cells.ranges] == ["F1:G2"]


def test_a_tab_gets_a_colour(documents, prices):
    target = edited(documents, prices, {"op": "set_tab_color", "color": "#C00000"})
    assert sheet_of(target).sheet_properties.tabColor.rgb == "FFC00000"


def test_looks_change_the_sheet_and_the_styles_of_every_real_workbook_and_nothing_else(documents, real_files, tmp_path):
    ops: list[Op] = [
        {"op": "set_format", "range": "XEU99990:XEV99991", "fill": "#FFF2CC", "border": THIN, "number_format": "yen"},
        {"op": "set_width", "columns": "XEU:XEU", "width": 20},
        {"op": "hide", "columns": "XEV:XEV"},
        {"op": "freeze", "at": "B2"},
        {"op": "merge", "range": "XEX99991:XEY99991"},
    ]
    done = 0
    for source, target in edited_each(documents, real_files, tmp_path, ops):
        parts = documents.parts(source, target)
        assert len(parts.changed) == 2, (source.name, parts.changed)
        assert not parts.added
        assert not parts.removed
        assert documents.tables(source) == documents.tables(target), source.name
        done += 1
    assert done > 40
