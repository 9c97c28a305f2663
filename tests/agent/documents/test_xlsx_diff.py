"""Two versions of a workbook are compared as a person would: what only went along with its cells is no difference."""

import openpyxl
import pytest
import xlsxwriter

from agent.core.documents import Difference
from agent.core.errors import UnreadableError
from tests.agent.documents.packages import rewritten

TITLES = ["ID", "Name", "Count", "Price", "Sum"]


def rows(count):
    return [[f"k{at}", f"name {at}", at, at * 10 + 0.5] for at in range(1, count + 1)]


def write(path, body, *, total=True, extra=()):
    """Rows with a sum each, and a total below them."""
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    sheet.append(TITLES)
    for at, row in enumerate(body, 2):
        sheet.append([*row, f"=C{at}*D{at}"])
    if total:
        sheet.append(["Total", None, f"=SUM(C2:C{len(body) + 1})"])
    other = book.create_sheet("Other")
    other["A1"] = f"=Sheet!C{len(body) + 2}"
    for cell, value in extra:
        sheet[cell] = value
    book.save(path)
    return path


@pytest.fixture
def old(tmp_path):
    return write(tmp_path / "old.xlsx", rows(30))


def found(documents, old, body, **more):
    return documents.diff(old, write(old.with_name("new.xlsx"), body, **more))


def test_the_same_is_the_same(documents, old):
    assert found(documents, old, rows(30)) == ()


def test_an_inserted_row_is_one_difference_though_all_formulas_below_it_move(documents, old):
    body = rows(30)
    body.insert(10, ["new", "one", 5, 7])
    assert found(documents, old, body) == (Difference("Sheet!A12:E12", "", "new | one | 5 | 7 | =C12*D12", "added"),)


def test_a_deleted_row_and_a_changed_cell_below_it(documents, old):
    body = rows(30)
    del body[4]
    body[9][2] = 999
    assert found(documents, old, body) == (
        Difference("Sheet!A6:E6", "k5 | name 5 | 5 | 50.5 | =C6*D6", "", "removed"),
        Difference("Sheet!C11", "11", "999", "value"),
    )


def test_a_moved_row_is_told_as_moved(documents, old):
    body = rows(30)
    body.insert(20, body.pop(3))
    told = found(documents, old, body)
    assert [(one.anchor, one.before, one.after, one.kind) for one in told] == [("Sheet!22:22", "5:5", "22:22", "moved")]


def test_a_formula_that_says_something_else_is_told(documents, old):
    told = found(documents, old, rows(30), extra=[("E5", "=C5*D5*2"), ("C32", "=SUM(C2:C30)")])
    assert told == (
        Difference("Sheet!E5", "=C5*D5", "=C5*D5*2", "formula"),
        Difference("Sheet!C32", "=SUM(C2:C31)", "=SUM(C2:C30)", "formula"),
    )


def test_an_inserted_column_is_one_difference(documents, old, tmp_path):
    target = tmp_path / "new.xlsx"
    documents.edit(
        old,
        [
            {"op": "insert_columns", "sheet": "Sheet", "columns": "B"},
            {"op": "set_cells", "sheet": "Sheet", "cells": {"B1": "Kind", "B2": "x", "D4": 77}},
        ],
        target,
    )
    told = [one for one in documents.diff(old, target) if one.kind != "property"]
    assert told == [
        Difference("Sheet!B:B", "", "Kind | x", "added"),
        Difference("Sheet!D4", "3", "77", "value"),
    ]


def test_rows_that_the_ops_insert_are_rows_that_are_added(documents, old, tmp_path):
    target = tmp_path / "new.xlsx"
    documents.edit(
        old,
        [
            {"op": "insert_rows", "sheet": "Sheet", "at": 5, "count": 2},
            {"op": "set_cells", "sheet": "Sheet", "cells": {"A5": "in between", "B6": "too"}},
        ],
        target,
    )
    told = [one for one in documents.diff(old, target) if one.kind != "property"]
    assert told == [
        Difference("Sheet!A5:A5", "", "in between", "added"),
        Difference("Sheet!B6:B6", "", "too", "added"),
    ]


def test_looks_are_told_in_ranges_and_in_words(documents, old, tmp_path):
    ops = [
        {"op": "set_format", "range": "C2:D31", "number_format": "#,##0", "fill": "#FFF2CC"},
        {"op": "set_format", "range": "A1", "font": {"bold": True}},
    ]
    documents.edit(old, ops, tmp_path / "new.xlsx")
    assert documents.diff(old, tmp_path / "new.xlsx") == (
        Difference("Sheet!A1", "plain", "letters bold", "format"),
        Difference("Sheet!C2:D31", "plain", "number format #,##0, fill #FFF2CC", "format"),
    )


def test_what_stands_beside_the_cells_is_told(documents, old, tmp_path):
    ops = [
        {"op": "set_width", "columns": "B:B", "width": 30},
        {"op": "add_conditional_format", "range": "C2:C31", "rule": {">": 10}},
        {"op": "set_validation", "range": "B2:B31", "values": ["a"]},
        {"op": "set_comment", "cell": "A2", "text": "確認", "author": "佐藤"},
        {"op": "set_name", "name": "Counts", "refers_to": "Sheet!C2:C31"},
        {"op": "add_chart", "at": "H2", "title": "数", "range": "B1:C31"},
        {"op": "freeze", "at": "A2"},
    ]
    documents.edit(old, ops, tmp_path / "new.xlsx")
    told = {(one.anchor, one.before, one.after, one.kind) for one in documents.diff(old, tmp_path / "new.xlsx")}
    assert told == {
        ("Sheet", "", "frozen at A2", "property"),
        ("Sheet!B:B", "", "width 30.7", "property"),
        ("Sheet!C2:C31", "", "> 10: fill #FCE4E4, letters #9C0006", "property"),
        ("Sheet!B2:B31", "", 'only list "a"', "property"),
        ("Sheet!A2", "", "佐藤: 確認", "comment"),
        ("name Counts", "", "Sheet!$C$2:$C$31", "property"),
        ("Sheet chart 1", "", "column chart '数': 'Count' Sheet!$C$2:$C$31 by Sheet!$B$2:$B$31 at H2", "property"),
    }


def test_rules_and_names_that_only_moved_are_no_difference(documents, old, tmp_path):
    ops = [
        {"op": "add_conditional_format", "range": "C2:C31", "rule": {"formula": "=$C2>$D2"}},
        {"op": "set_name", "name": "Counts", "refers_to": "Sheet!C2:C31"},
        {"op": "set_comment", "cell": "A20", "text": "確認"},
    ]
    documents.edit(old, ops, tmp_path / "ruled.xlsx")
    documents.edit(
        tmp_path / "ruled.xlsx",
        [
            {"op": "insert_rows", "sheet": "Sheet", "at": 10},
            {"op": "set_cells", "sheet": "Sheet", "cells": {"A10": "new"}},
        ],
        tmp_path / "new.xlsx",
    )
    assert documents.diff(tmp_path / "ruled.xlsx", tmp_path / "new.xlsx") == (
        Difference("Sheet!A10:A10", "", "new", "added"),
    )


def test_sheets_are_renamed_moved_hidden_removed(documents, tmp_path):
    def book(path, *names, hidden=""):
        made = openpyxl.Workbook()
        made.remove(made["Sheet"])
        for name in names:
            made.create_sheet(name)["A1"] = name[0]
            if name == hidden:
                made[name].sheet_state = "hidden"
        made.save(path)
        return path

    one = book(tmp_path / "a.xlsx", "A", "B", "C", "D")
    two = book(tmp_path / "b.xlsx", "B", "A", "C", hidden="C")
    told = [(one.anchor, one.before, one.after, one.kind) for one in documents.diff(one, two)]
    assert ("D", "sheet D (1 rows)", "", "removed") in told
    assert ("'C'", "visible", "hidden", "property") in told
    assert [one[3] for one in told].count("moved") == 1


def test_a_renamed_sheet_takes_its_formulas_along(documents, old, tmp_path):
    documents.edit(old, [{"op": "rename_sheet", "sheet": "Sheet", "name": "売上"}], tmp_path / "new.xlsx")
    assert documents.diff(old, tmp_path / "new.xlsx") == (Difference("売上", "sheet Sheet", "sheet 売上", "property"),)


def test_a_file_that_another_program_wrote_anew_has_no_difference(documents, tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("Sheet")
    for at, row in enumerate([TITLES[:4], *rows(20)]):
        sheet.write_row(at, 0, row)
    book.close()
    made = openpyxl.Workbook()
    for row in [TITLES[:4], *rows(20)]:
        made["Sheet"].append(row)
    made.save(tmp_path / "b.xlsx")
    told = documents.diff(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert {one.kind for one in told} <= {"property", "format"}
    assert not [one for one in told if one.kind == "value"]


def test_another_picture_of_the_same_name_is_told(documents, real_files, tmp_path):
    (source,) = [one for one in real_files if one.name.startswith("oxsdk-Spreadsheet-")]
    target = rewritten(source, tmp_path / "b.xlsx", "xl/media/image1.jpg", lambda part: part + b"x")
    assert [(one.kind, one.anchor) for one in documents.diff(source, target)] == [("picture", "Sheet1 picture 1")]


def test_every_real_workbook_is_the_same_as_itself(documents, real_files):
    done = 0
    for source in real_files:
        if source.suffix not in {".xlsx", ".xlsm"} or source.stat().st_size > 300_000:
            continue
        try:
            documents.check(source)
            assert documents.diff(source, source) == ()
        except UnreadableError:
            continue
        done += 1
    assert done > 40


def test_things_of_the_whole_sheet_are_kept_apart(documents, old, tmp_path):
    documents.edit(old, [{"op": "freeze", "at": "A2"}], tmp_path / "one.xlsx")
    ops = [{"op": "freeze", "at": "B3"}, {"op": "set_tab_color", "color": "#C00000"}]
    documents.edit(tmp_path / "one.xlsx", ops, tmp_path / "two.xlsx")
    assert documents.diff(tmp_path / "one.xlsx", tmp_path / "two.xlsx") == (
        Difference("Sheet", "frozen at A2", "frozen at B3", "property"),
        Difference("Sheet", "", "tab colour #C00000", "property"),
    )
    documents.edit(old, [{"op": "set_tab_color", "color": "#C00000"}], tmp_path / "three.xlsx")
    assert documents.diff(tmp_path / "one.xlsx", tmp_path / "three.xlsx") == (
        Difference("Sheet", "frozen at A2", "", "property"),
        Difference("Sheet", "", "tab colour #C00000", "property"),
    )


def test_empty_rows_that_came_or_went_are_told_and_cleared_ones_are_no_empty_rows(documents, old):
    with_gap = old.with_name("gap.xlsx")
    documents.edit(old, [{"op": "insert_rows", "at": 4, "count": 2}], with_gap)
    assert documents.diff(old, with_gap) == (Difference("Sheet!4:5", "", "2 empty rows", "added"),)
    assert documents.diff(with_gap, old) == (Difference("Sheet!4:5", "2 empty rows", "", "removed"),)
    cleared = old.with_name("cleared.xlsx")
    documents.edit(old, [{"op": "set_cells", "cells": {"A7:E7": None}}], cleared)
    assert [one.kind for one in documents.diff(old, cleared)] == ["removed"]


def test_the_size_of_the_paper_is_no_cell_that_moves_along(documents, tmp_path):
    old = tmp_path / "paper.xlsx"
    with xlsxwriter.Workbook(old) as book:
        sheet = book.add_worksheet()
        sheet.set_paper(9)
        sheet.set_landscape()
        for at in range(8):
            sheet.write(at, 0, f"row {at}")
    new = tmp_path / "new.xlsx"
    documents.edit(old, [{"op": "insert_rows", "at": 2, "count": 1}], new)
    assert [one.after for one in documents.diff(old, new)] == ["1 empty row"]


def test_each_setting_of_printing_is_a_change_of_its_own_and_a_chart_is_not_told_twice(documents, tmp_path):
    for name, kind in (("old.xlsx", "column"), ("new.xlsx", "line")):
        with xlsxwriter.Workbook(tmp_path / name) as book:
            sheet = book.add_worksheet("S")
            sheet.write(0, 0, 1)
            chart = book.add_chart({"type": kind})
            chart.add_series({"values": "=S!$A$1:$A$1"})
            sheet.insert_chart("C3", chart)
            sheet.set_paper(9)
            if kind == "line":
                sheet.set_landscape()
                sheet.print_area("A1:B2")
                sheet.repeat_rows(0)
    told = documents.diff(tmp_path / "old.xlsx", tmp_path / "new.xlsx")
    assert sorted((one.before[:8], one.after[:10]) for one in told) == [
        ("", "print area"), ("", "printed on"), ("column c", "line chart"), ("portrait", "landscape;")]  # fmt: skip
