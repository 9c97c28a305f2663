"""What is made and changed is looked at: files, parts, formulas, totals, rows, pages."""

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from agent.core.plans import CheckState, Requirement, StepState
from tests.agent.review.turns import Turn

ROWS = [["Tokyo", 10, 1], ["Osaka", 20, 2], ["Kobe", 30, 3]]


def book(*rows, columns=("Shop", "Sales", "Pieces")):
    return {"sheets": [{"name": "S", "columns": list(columns), "rows": [list(row) for row in rows]}]}


def total(value, pieces=6):
    return ["Total", value, pieces]


def set_cells(**cells):
    return {"op": "set_cells", "sheet": "S", "cells": cells}


def test_what_is_right_passes_and_says_so(turn):
    turn.made("a.xlsx", book(*ROWS, total({"formula": "=SUM(B2:B4)"}, {"formula": "=SUM(C2:C4)"})))
    turn.made(
        "b.docx", {"language": "en", "markdown": "# A\n\n| a | b |\n|---|---|\n| x | 1 |\n| y | 2 |\n| Total | 3 |"}
    )
    assert turn.failed() == []
    passed = {one.kind for one in turn.found() if one.state is CheckState.PASSED}
    assert {"opens", "valid", "formulas", "totals", "layout"} <= passed


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([*ROWS, total(61)], ["S!B5: 61 is not the sum, which is 60."]),
        ([*ROWS, ["合計", 60, 5]], ["S!C5: 5 is not the sum, which is 6."]),
        ([ROWS[0], ROWS[1], ["Subtotal", 30, 3], ROWS[2], ["Subtotal", 30, 3], total(60)], []),
        ([ROWS[0], ROWS[1], ["小計", 30, 3], ["消費税", 3, 0], ["合計", 33, 3]], []),
        ([*ROWS[:2], ["小計", 30, 3], ["消費税", 3, 0], ["合計", 34, 3]], ["S!B6: 34 is not the sum, which is 33."]),
        ([*ROWS, ["Average", 20, 2]], []),
        ([*ROWS, total(20, 2)], []),
    ],
)  # fmt: skip
def test_totals_are_the_sums_of_their_numbers_also_with_subtotals(turn, rows, wrong):
    turn.made("a.xlsx", book(*rows))
    assert [why for kind, why in turn.failed() if kind == "totals"] == wrong


def test_a_row_whose_total_is_off_is_found_where_the_others_fit(turn):
    rows = [["a", 1, 2, 3], ["b", 4, 5, 9], ["c", 7, 8, 16]]
    turn.made("a.xlsx", book(*rows, columns=("Shop", "May", "June", "Total")))
    assert [why for kind, why in turn.failed() if kind == "totals"] == ["S!D4: 16 is not the sum, which is 15."]


def test_prices_and_products_are_no_totals(turn):
    rows = [["a", 2, 30, 60], ["b", 3, 20, 60], ["c", 4, 10, 40]]
    turn.made("a.xlsx", book(*rows, columns=("Item", "Pieces", "Each", "Total")))
    assert turn.failed() == []


@pytest.mark.parametrize("name", ["a.csv", "a.md"])
def test_totals_of_texts_are_looked_at_too(turn, name):
    lines = ["Shop,Sales", "Tokyo,1000", "Osaka,2000", "Total,3100"]
    text = "\n".join(lines) if name == "a.csv" else "\n".join(
        f"| {line.replace(',', ' | ')} |" for line in (lines[0], "---,---", *lines[1:]))  # fmt: skip
    turn.written(name, text + "\n")
    assert turn.kinds() == ["totals"]


def test_what_was_wrong_before_is_not_blamed_on_this_turn(turn):
    turn.documents.create(book(*ROWS, total(61), ["x", {"formula": "=1/0"}, 1]), turn.root / "a.xlsx")
    turn.changed("a.xlsx", set_cells(A2="Edo"))
    assert turn.failed() == []


def test_new_errors_of_formulas_are_found(turn):
    turn.made("a.xlsx", book(*ROWS, ["Share", {"formula": "=B2/0"}, 1]))
    assert turn.kinds() == ["formulas"]


def test_a_formula_that_gave_way_to_its_value_is_found_unless_somebody_named_the_cell(turn, tmp_path, documents):
    sheet = book(*ROWS, ["Twice", {"formula": "=B4*2"}, 1])
    for one in (turn, named := Turn(tmp_path / "named", documents, "Set B5 to a fixed 60")):
        one.documents.create(sheet, one.root / "a.xlsx")
        one.changed("a.xlsx", set_cells(B5=60))
    assert turn.kinds() == ["untouched"]
    assert named.failed() == []


def test_a_workbook_that_is_written_anew_and_loses_its_chart_is_found(turn, tmp_path):
    made = Workbook()
    del made["Sheet"]
    sheet = made.create_sheet("S")
    for row in (["a", "b"], [1, 2], [3, 4]):
        sheet.append(row)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=3))
    sheet.add_chart(chart, "E2")
    made.save(turn.root / "a.xlsx")
    without = tmp_path / "new.xlsx"
    turn.documents.create(book([1, 2, 3], [3, 4, 5]), without)
    turn.replaced("a.xlsx", without)
    assert ("untouched", "a chart went missing.") in turn.failed()


def test_a_file_that_is_gone_or_does_not_open_is_found(turn):
    turn.made("a.docx", {"language": "en", "markdown": "A"})
    turn.made("b.docx", {"language": "en", "markdown": "B"})
    (turn.root / "a.docx").unlink()
    (turn.root / "b.docx").write_bytes(b"PK\x03\x04 broken")
    assert [kind for kind, _ in turn.failed()] == ["opens", "opens"]


def test_a_kind_that_nothing_can_look_into_is_not_called_good(turn):
    turn.written("a.xyz", b"\x00\x01\x02")
    assert {(one.kind, one.state) for one in turn.found()} == {("opens", CheckState.NOT_RUN)}


def test_rows_that_vanish_are_found_unless_the_answer_says_how_many(turn):
    (turn.root / "a.csv").write_text("n,v\n" + "".join(f"{n},x\n" for n in range(10)))
    turn.written("a.csv", "n,v\n" + "".join(f"{n},x\n" for n in range(7)))
    assert turn.kinds() == ["rows"]
    assert turn.kinds("I dropped 3 rows that were there twice.") == []


@pytest.mark.parametrize(("dropped", "kinds"), [(1, []), (0, ["rows"])])
def test_rows_of_a_combination_are_counted_as_the_checklist_declares_it(turn, dropped, kinds):
    for name in ("a.csv", "b.csv"):
        (turn.root / name).write_text("n,v\n1,x\n2,y\n")
    turn.written("all.csv", "n,v\n1,x\n2,y\n1,x\n")
    item = Requirement("All rows", StepState.DONE, "all.csv", rows_from=("a.csv", "b.csv"), dropped=dropped)
    turn.work = turn.work.__class__(**{**_fields(turn.work), "checklist": (item,)})
    assert turn.kinds() == kinds


def test_a_blank_page_is_found(turn):
    document = Document()
    document.add_paragraph("One")
    for _ in range(2):
        document.add_page_break()
    document.save(turn.root / "a.docx")
    turn.committed("create", "a.docx", "create", {"path": "a.docx"})
    turn.made("one.pdf", {"title": "A", "markdown": "One page."})
    turn.documents.pages([turn.root / "one.pdf"], [{"op": "insert_blank", "after": 1}], turn.root / "b.pdf")
    turn.committed("create", "b.pdf", "pdf", {"path": "b.pdf"})
    assert ("layout", "p2: Page 2 is blank.") in turn.failed()


def test_office_pages_that_no_program_lays_out_are_not_called_good(turn):
    turn.made("a.docx", {"language": "en", "markdown": "A"})
    drawn = [one for one in turn.found() if one.kind == "pages"]
    assert [one.state for one in drawn] == [CheckState.NOT_RUN]
    assert "installed" in drawn[0].why.en


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (Requirement("a", StepState.DONE, "a.xlsx", "S!B5", "60"), None),
        (Requirement("a", StepState.DONE, "a.xlsx", "S!B5", "61"), "“61” does not stand at S!B5."),
        (Requirement("a", StepState.DONE, "a.xlsx", "S!Z99"), "Nothing stands at S!Z99."),
        (Requirement("a", StepState.DONE, "no.xlsx"), "no.xlsx is not there."),
        (Requirement("a", StepState.DONE, "a.xlsx", gone=True), "a.xlsx is still there."),
        (Requirement("a", StepState.DONE, "old.txt", gone=True), None),
        (Requirement("a", StepState.OPEN, "a.xlsx"), "It is not marked as done."),
        (Requirement("a", StepState.FAILED), "It could not be done."),
    ],
)
def test_what_the_checklist_says_is_met_is_looked_up(turn, item, why):
    turn.made("a.xlsx", book(*ROWS, total({"formula": "=SUM(B2:B4)"})))
    turn.work = turn.work.__class__(**{**_fields(turn.work), "checklist": (item,)})
    assert [told for kind, told in turn.failed() if kind == "checklist"] == ([why] if why else [])


def _fields(work):
    return {name: getattr(work, name) for name in work.__slots__}
