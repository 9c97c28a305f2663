"""Formulas that fill cells beside their own are written as Excel writes them, with certain results or none."""

import html
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter
from lxml import etree

from agent.core.errors import InvalidArgumentsError
from tests.agent.documents.packages import rewritten

SHEET = "xl/worksheets/sheet1.xml"
METADATA = "xl/metadata.xml"
ROWS = [["b", "East", 3], ["a", "West", 1], ["c", "East", 2], ["a", "East", 5]]


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
        sheet.write("H3", "in the way")
        sheet.merge_range("J3:K4", "")
        sheet.add_table("M1:N4", {"columns": [{"header": "One"}, {"header": "Two"}]})
        sheet.write("A8", "得意先")
        sheet.write("A9", "あ")
    return path


def edited(documents, source, cells, name="out.xlsx"):
    """The edited workbook, and what was said behind the op's own sentence."""
    target = source.with_name(name)
    said = documents.edit(source, [{"op": "set_cells", "cells": cells}], target)
    documents.check(target)
    return target, [one.en for one in said[1:]]


def part(path, name):
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def cell(path, address):
    """A cell as it is written."""
    found = re.search(rf'<c r="{address}"[^>]*?(?:/>|>.*?</c>)', part(path, SHEET))
    return found[0] if found else ""


def shown(path, area):
    return [[one.value for one in row] for row in openpyxl.load_workbook(path, data_only=True)["S"][area]]


def test_a_formula_that_grows_is_written_with_its_results_as_excel_writes_it(documents, source):
    target, said = edited(documents, source, {"E1": '=FILTER(A1:C4,B1:B4="East")'})
    written = '<f t="array" ref="E1:G3">_xlfn._xlws.FILTER(A1:C4,B1:B4=&quot;East&quot;)</f><v>b</v>'
    assert cell(target, "E1") == f'<c r="E1" cm="1" t="str">{written}</c>'
    assert shown(target, "E1:G4") == [["b", "East", 3], ["c", "East", 2], ["a", "East", 5], [None] * 3]
    assert said == ["1 result of formulas computed anew."]
    root = etree.fromstring(part(target, METADATA).encode())
    assert [etree.QName(one).localname for one in root] == ["metadataTypes", "futureMetadata", "cellMetadata"]
    assert sorted(root.findall("{*}cellMetadata/{*}bk/{*}rc")[0].items()) == sorted({"t": "1", "v": "0"}.items())
    assert 'PartName="/xl/metadata.xml"' in part(target, "[Content_Types].xml")
    assert 'relationships/sheetMetadata" Target="metadata.xml"' in part(target, "xl/_rels/workbook.xml.rels")


def test_a_second_one_uses_the_same_mark_and_leaves_the_part_alone(documents, source):
    first, _ = edited(documents, source, {"E1": "=SEQUENCE(2)"})
    second, _ = edited(documents, first, {"F1": "=UNIQUE(B1:B4)"}, "second.xlsx")
    assert part(first, METADATA) == part(second, METADATA)
    assert 'cm="1"' in cell(second, "F1")


def test_what_the_metadata_of_a_workbook_holds_is_kept(documents, source, tmp_path):
    first, _ = edited(documents, source, {"E1": "=SEQUENCE(2)"})
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    other = (
        f'<metadata {space}><metadataTypes count="1"><metadataType name="XLRICHVALUE" minSupportedVersion="120000"/>'
        '</metadataTypes><futureMetadata name="XLRICHVALUE" count="1"><bk/></futureMetadata>'
        '<valueMetadata count="1"><bk><rc t="1" v="0"/></bk></valueMetadata></metadata>'
    ).encode()
    rich = rewritten(first, tmp_path / "rich.xlsx", METADATA, lambda _: other)
    target, _ = edited(documents, rich, {"F1": "=UNIQUE(B1:B4)"}, "second.xlsx")
    root = etree.fromstring(part(target, METADATA).encode())
    assert [(etree.QName(one).localname, one.get("count")) for one in root] == [
        ("metadataTypes", "2"), ("futureMetadata", "1"), ("futureMetadata", "1"), ("cellMetadata", "1"),
        ("valueMetadata", "1"),
    ]  # fmt: skip
    assert sorted(root.findall("{*}cellMetadata/{*}bk/{*}rc")[0].items()) == sorted({"t": "2", "v": "0"}.items())


@pytest.mark.parametrize(
    ("formula", "held"),
    [
        ("=LET(x,5,y,x*2,x+y)", "_xlfn.LET(_xlpm.x,5,_xlpm.y,_xlpm.x*2,_xlpm.x+_xlpm.y)"),
        ("=LET(f,LAMBDA(a,a+1),f(3))", "_xlfn.LET(_xlpm.f,_xlfn.LAMBDA(_xlpm.a,_xlpm.a+1),_xlpm.f(3))"),
        ("=MAP(C1:C4, LAMBDA( v , v*2))", "_xlfn.MAP(C1:C4, _xlfn.LAMBDA( _xlpm.v , _xlpm.v*2))"),
        ("=LAMBDA(a,[b],a)(1)", "_xlfn.LAMBDA(_xlpm.a,_xlop.b,_xlpm.a)(1)"),
        ("=BYROW(A1:C4,SUM)", "_xlfn.BYROW(A1:C4,_xleta.SUM)"),
        ("=SORT(C1:C4)", "_xlfn._xlws.SORT(C1:C4)"),
        ("=_xlfn.LET(_xlpm.x,1,_xlpm.x)", "_xlfn.LET(_xlpm.x,1,_xlpm.x)"),
        ('=TEXTSPLIT("a,b",",")', '_xlfn.TEXTSPLIT("a,b",",")'),
        ("=SUM(IF({1,2}>1,1))", "SUM(IF({1,2}>1,1))"),
    ],
)
def test_names_and_functions_get_the_prefixes_that_a_file_needs(documents, source, formula, held):
    target, _ = edited(documents, source, {"E1": formula})
    assert re.findall(r"<f[^>]*>([^<]*)</f>", cell(target, "E1")) == [html.escape(held)]


def test_a_formula_that_grows_by_older_rules_alone_stays_as_it_is(documents, source):
    target, _ = edited(documents, source, {"E1": "=C1:C4*2"})
    assert "array" not in cell(target, "E1")
    with zipfile.ZipFile(target) as archive:
        assert METADATA not in archive.namelist()


@pytest.mark.parametrize(
    ("address", "formula", "reason"),
    [
        ("H1", "=SEQUENCE(3)", "H3 is not empty"),
        ("G3", "=SEQUENCE(1,2)", "H3 is not empty"),
        ("J1", "=SEQUENCE(4)", "merged"),
        ("N2", "=SEQUENCE(2)", "table"),
        ("E1048576", "=SEQUENCE(2)", "not there"),
        ("E1", "=LET(A1,5,A1)", "is a cell"),
    ],
)
def test_without_room_it_is_refused(documents, source, address, formula, reason):
    with pytest.raises(InvalidArgumentsError, match=reason):
        edited(documents, source, {address: formula})


def test_cells_that_formulas_read_are_in_the_way_too(documents, source):
    with pytest.raises(InvalidArgumentsError, match="not empty"):
        edited(documents, source, {"B5": "=SEQUENCE(2)", "B6": 7, "E1": "=SUM(B1:B9)"})


def test_what_one_library_alone_knows_or_changes_by_itself_has_no_result_yet(documents, source):
    target, said = edited(documents, source, {"E1": "=MAP(C1:C4,LAMBDA(v,v*2))", "F1": "=RANDARRAY(2)"})
    assert shown(target, "E1:F2") == [[None, None], [None, None]]
    assert 'ref="E1"' in cell(target, "E1")
    assert any("could not be computed" in one for one in said)


def test_the_order_of_words_that_languages_sort_differently_is_left_open(documents, source):
    target, said = edited(documents, source, {"E1": "=SORT(A1:A4)", "F1": "=SORT(A8:A9)"})
    assert shown(target, "E1:F2") == [["a", None], ["a", None]]
    assert any("S!F1" in one for one in said)


def test_a_formula_that_reads_the_results_is_computed_too(documents, source):
    target, _ = edited(documents, source, {"E1": "=SORT(C1:C4,1,-1)", "F9": "=SUM(E1:E9)"})
    assert shown(target, "E1:E4") == [[5], [3], [2], [1]]
    assert shown(target, "F9:F9") == [[11]]


def test_results_grow_with_what_they_read(documents, source):
    first, _ = edited(documents, source, {"E1": '=FILTER(A1:A4,B1:B4="East")'})
    second, _ = edited(documents, first, {"B2": "East"}, "second.xlsx")
    assert shown(second, "E1:E5") == [["b"], ["a"], ["c"], ["a"], [None]]
    assert 'ref="E1:E4"' in cell(second, "E1")


def test_it_can_be_written_over_and_what_it_filled_is_emptied(documents, source):
    first, _ = edited(documents, source, {"E1": "=SEQUENCE(3)"})
    with pytest.raises(InvalidArgumentsError, match="the formula in E1 fills E1:E3"):
        edited(documents, first, {"E2": 1}, "no.xlsx")
    second, _ = edited(documents, first, {"E1": "=SEQUENCE(2)", "F1": 1}, "second.xlsx")
    assert shown(second, "E1:E3") == [[1], [2], [None]]
    third, _ = edited(documents, second, {"E1": 7, "E2": "words"}, "third.xlsx")
    assert shown(third, "E1:E3") == [[7], ["words"], [None]]
    assert "cm=" not in part(third, SHEET)


def test_rows_that_are_inserted_above_move_it_with_its_mark(documents, source):
    first, _ = edited(documents, source, {"E5": "=SEQUENCE(2)"})
    target = source.with_name("moved.xlsx")
    documents.edit(first, [{"op": "insert_rows", "at": 5, "count": 2}], target)
    assert 'cm="1"' in cell(target, "E7")
    assert 'ref="E7:E8"' in cell(target, "E7")
    assert shown(target, "E7:E8") == [[1], [2]]


def test_rows_and_sheets_may_bring_one(documents, source):
    target = source.with_name("more.xlsx")
    ops = [
        {"op": "append_rows", "rows": [["x", "=SEQUENCE(1,2)"]]},
        {"op": "add_sheet", "name": "T", "rows": [["=UNIQUE(S!B1:B4)"]]},
    ]
    documents.edit(source, ops, target)
    documents.check(target)
    book = openpyxl.load_workbook(target, data_only=True)
    assert [book["T"]["A1"].value, book["T"]["A2"].value] == ["East", "West"]
    assert [one.value for one in book["S"][10]][:3] == ["x", 1, 2]


def test_rules_and_names_take_none(documents, source):
    op = {"op": "set_validation", "range": "A1", "type": "custom", "formula": "=SORT(A1:A3)"}
    with pytest.raises(InvalidArgumentsError, match="SORT"):
        documents.edit(source, [op], source.with_name("no.xlsx"))
