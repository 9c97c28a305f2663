"""After an edit the results of formulas are right or not there, and the person is told which."""

import zipfile

import openpyxl
import pytest
import xlsxwriter

from agent.core.errors import InvalidArgumentsError
from agent.documents.xlsx.book import Book
from agent.documents.xlsx.calc import Outcome, recalculated
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.patch import number_cell
from tests.agent.documents.packages import replacing, rewritten

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def book(tmp_path):
    """Makes a workbook of formulas with the results that another program had written."""

    def made(cells, other=(), name="a.xlsx"):
        plain = tmp_path / "plain.xlsx"
        with xlsxwriter.Workbook(plain) as written:
            for title, content in {"Main": cells, "他 2": other}.items():
                sheet = written.add_worksheet(title)
                for address, (value, *result) in dict(content).items():
                    if result:
                        sheet.write_formula(address, value, None, result[0])
                    else:
                        sheet.write(address, value)
        return rewritten(plain, tmp_path / name, "xl/workbook.xml", replacing(b' fullCalcOnLoad="1"', b""))

    return made


def edited(documents, source, cells, sheet="Main"):
    """The values of the edited workbook and what was said in English behind the op's own sentence."""
    target = source.with_name("edited.xlsx")
    said = documents.edit(source, [{"op": "set_cells", "sheet": sheet, "cells": cells}], target)
    documents.check(target)
    assert all(one.ja for one in said)
    return openpyxl.load_workbook(target, data_only=True), [one.en for one in said[1:]]


def asks(source) -> bool:
    """Whether the program that opens the edited workbook is asked to compute everything."""
    with zipfile.ZipFile(source.with_name("edited.xlsx")) as archive:
        return b'fullCalcOnLoad="1"' in archive.read("xl/workbook.xml")


def test_what_depends_on_an_edited_cell_is_computed_over_any_number_of_steps(documents, book):
    source = book(
        {"A1": [1], "A2": [2], "A3": ["=SUM(A1:A2)", 3], "A4": ['=A3&" 個"', "3 個"], "A5": ["=A3>5", False],
         "A6": ["=IF(A1>9,1/0,1)", 1], "B1": ["=A2*10", 20]},
        {"A1": ["=Main!A3*2", 6]},
    )  # fmt: skip
    values, said = edited(documents, source, {"A1": 10})
    assert [values["Main"][f"A{row}"].value for row in range(3, 7)] == [12, "12 個", True, "#DIV/0!"]
    assert values["他 2"]["A1"].value == 24
    assert said == ["5 results of formulas computed anew."]
    assert not asks(source)


def test_a_result_that_was_not_reproduced_before_is_taken_out_with_all_that_read_it(documents, book):
    source = book({"A1": [1], "B1": ["=A1+1", 99], "B2": ["=B1*2", 4], "B3": ["=A1*2", 2], "C1": ["=5*5", 77]})
    values, said = edited(documents, source, {"A1": 5})
    sheet = values["Main"]
    assert [sheet[name].value for name in ("B1", "B2", "B3", "C1")] == [None, None, 10, 77]
    assert said[0] == "1 result of formulas computed anew."
    assert "2 results could not be computed" in said[1]
    assert "Main!B1, Main!B2" in said[1]
    assert asks(source)


def test_what_changes_by_itself_is_left_to_the_program_that_opens_the_file(documents, book):
    source = book({"A1": [1], "B1": ["=TODAY()+A1", 46000], "B2": ["=B1*0+A1", 1], "B3": ["=NOW()", 46000.5]})
    values, said = edited(documents, source, {"A1": 5})
    assert [values["Main"][name].value for name in ("B1", "B2", "B3")] == [None, None, 46000.5]
    assert "Main!B1, Main!B2" in said[0]


def test_a_new_formula_gets_its_result(documents, book):
    source = book({"A1": [2], "A2": [3]})
    cells = {"B1": "=SUM(A1:A2)", "B2": '=IFERROR(XLOOKUP(9,A1:A2,A1:A2),"none")', "B3": "=B1=5", "B4": "=B1/0"}
    values, said = edited(documents, source, cells)
    assert [values["Main"][f"B{row}"].value for row in range(1, 5)] == [5, "none", True, "#DIV/0!"]
    assert said == ["4 results of formulas computed anew."]


def test_a_new_formula_whose_result_depends_on_the_country_has_none_yet(documents, book):
    values, said = edited(documents, book({"A1": [46000]}), {"B1": '=TEXT(A1,"aaa")', "B2": '=TEXT(A1,"yyyy/mm/dd")'})
    assert values["Main"]["B1"].value is None
    assert values["Main"]["B2"].value == "2025/12/09"
    assert "Main!B1" in said[-1]


@pytest.mark.parametrize("formula", ["=SUM(A1;A2)", "=A1+", "=1 2", "=A1=>2", "=合計 A1"])
def test_what_is_no_formula_is_refused_before_anything_is_written(documents, book, formula):
    source = book({"A1": [1]})
    with pytest.raises(InvalidArgumentsError, match="is no formula"):
        edited(documents, source, {"B1": formula})
    assert not source.with_name("edited.xlsx").exists()


def test_newer_functions_are_written_with_the_prefix_that_a_file_needs(documents, book):
    source = book({"A1": [2], "A2": [3]})
    edited(documents, source, {"B1": "=BITAND(A1,A2)+GAMMA(A1)", "B2": '=IFNA(AGGREGATE(9,6,A1:A2),"x")'})
    sheet = openpyxl.load_workbook(source.with_name("edited.xlsx"))["Main"]
    assert sheet["B1"].value == "=_xlfn.BITAND(A1,A2)+_xlfn.GAMMA(A1)"
    assert sheet["B2"].value == '=_xlfn.IFNA(_xlfn.AGGREGATE(9,6,A1:A2),"x")'


def test_formulas_that_nothing_leads_to_keep_their_bytes(documents, book):
    source = book({"A1": [1], "B1": ["=A1", 1]}, {"A1": ["=1+1", 3]})
    target = source.with_name("edited.xlsx")
    documents.edit(source, [{"op": "set_cells", "cells": {"A1": 7}}], target)
    assert documents.parts(source, target).changed == (SHEET,)


def test_an_edit_without_dependents_says_nothing_of_results(documents, book):
    _, said = edited(documents, book({"A1": [1], "B1": ["=A1", 1]}), {"C9": 7})
    assert said == []


def test_results_of_shared_formulas_change_and_the_formulas_stay(documents, book, tmp_path):
    source = book({"A1": [1], "A2": [2], "A3": [3], "B1": ["=A1*2", 2], "B2": ["=A2*2", 4], "B3": ["=A3*2", 6]})
    shared = tmp_path / "shared.xlsx"
    for cell, formula in ((b"A1*2", b'<f t="shared" ref="B1:B3" si="0">A1*2</f>'), (b"A2*2", b'<f t="shared" si="0"/>'),
                          (b"A3*2", b'<f t="shared" si="0"/>')):  # fmt: skip
        source = rewritten(source, shared, SHEET, replacing(b"<f>" + cell + b"</f>", formula)).rename(
            tmp_path / f"{cell[:2].decode()}.xlsx"
        )
    values, said = edited(documents, source, {"A2": 7, "A3": 8})
    assert [values["Main"][f"B{row}"].value for row in (1, 2, 3)] == [2, 14, 16]
    assert openpyxl.load_workbook(source.with_name("edited.xlsx"))["Main"]["B3"].value == "=A3*2"
    assert said == ["2 results of formulas computed anew."]


def test_a_workbook_that_computes_in_rounds_is_left_alone(documents, book, tmp_path):
    source = rewritten(
        book({"A1": [1], "B1": ["=A1+1", 2]}),
        tmp_path / "rounds.xlsx",
        "xl/workbook.xml",
        replacing(b"<calcPr ", b'<calcPr iterate="1" '),
    )
    values, said = edited(documents, source, {"A1": 5})
    assert values["Main"]["B1"].value is None
    assert "Main!B1" in said[0]


def test_names_and_tables_are_followed(documents, tmp_path):
    source = tmp_path / "names.xlsx"
    with xlsxwriter.Workbook(source) as written:
        sheet = written.add_worksheet("Main")
        sheet.add_table("A1:B3", {"name": "Sales", "columns": [{"header": "品目"}, {"header": "額"}],
                                  "data": [["a", 1], ["b", 2]]})  # fmt: skip
        written.define_name("Rate", "=Main!$D$1")
        sheet.write("D1", 10)
        sheet.write_formula("D2", "=SUM(Sales[額])*Rate", None, 30)
    values, said = edited(documents, source, {"B2": 5})
    assert values["Main"]["D2"].value == 70
    values, _ = edited(documents, source, {"D1": 1})
    assert values["Main"]["D2"].value == 3
    assert said == ["1 result of formulas computed anew."]


def test_an_array_formula_keeps_its_cells(documents, tmp_path):
    source = tmp_path / "array.xlsx"
    with xlsxwriter.Workbook(source) as written:
        sheet = written.add_worksheet("Main")
        sheet.write_column("A1", [1, 2, 3])
        sheet.write_array_formula("B1:B3", "{=A1:A3*2}", None, 2)
        sheet.write_number("B2", 4)
        sheet.write_number("B3", 6)
        sheet.write_formula("C1", "=SUM(B1:B3)", None, 12)
    values, said = edited(documents, source, {"A3": 10})
    assert [values["Main"][name].value for name in ("B1", "B2", "B3", "C1")] == [2, 4, 20, 26]
    assert said == ["2 results of formulas computed anew."]


def test_results_come_along_with_rows_that_move(documents, book):
    cells = {
        "A1": [1],
        "A2": [2],
        "B2": ["=SUM(A1:A2)", 3],
        "C2": ["=TODAY()+A2", 46000],
        "D2": ["=COUNTBLANK(A1:A2)", 0],
    }
    source = book(cells)
    target = source.with_name("edited.xlsx")
    said = documents.edit(source, [{"op": "insert_rows", "sheet": "Main", "at": 2, "count": 1}], target)
    sheet = openpyxl.load_workbook(target, data_only=True)["Main"]
    assert [sheet[name].value for name in ("B3", "C3", "D3")] == [3, 46000, 1]
    assert said[-1].en == "1 result of formulas computed anew."


def test_cells_that_are_not_named_are_doubted_unless_both_agree(documents, book):
    source = book({"A1": [1], "A2": ["A1"], "B1": ["=INDIRECT(A2)", 1], "B2": ["=OFFSET(A1,0,0)+1", 7]})
    values, said = edited(documents, source, {"A1": 5})
    assert [values["Main"][name].value for name in ("B1", "B2")] == [5, None]
    assert "Main!B2" in said[-1]


def test_a_file_without_any_results_gets_those_that_the_edit_touches(documents, tmp_path):
    source = tmp_path / "plain.xlsx"
    written = openpyxl.Workbook()
    sheet = written["Sheet"]
    sheet.title = "Main"
    for row in [[1, "=A1*2"], [2, "=B1+A2"], [3, "=A3"]]:
        sheet.append(row)
    written.save(source)
    values, said = edited(documents, source, {"A2": 5})
    assert [values["Main"][f"B{row}"].value for row in (1, 2, 3)] == [None, 7, None]
    assert said == ["1 result of formulas computed anew."]


def test_dates_of_a_workbook_that_counts_from_1904_are_not_computed(documents, book, tmp_path):
    """Both libraries count from 1900, and would agree on a wrong year."""
    cells = {"A1": [""], "B1": ['=IF(A1="","",YEAR(A1))', ""], "C1": ["=B1", ""], "D1": ["=A1", ""],
             "E1": [44000], "F1": ["=YEAR(E1)", 2024]}  # fmt: skip
    dated = replacing(b"<workbookPr ", b'<workbookPr date1904="1" ')
    source = rewritten(book(cells), tmp_path / "mac.xlsx", "xl/workbook.xml", dated)
    assert documents.problems(source) == ()
    values, said = edited(documents, source, {"A1": 44000, "G1": "=YEAR(A1)"})
    assert [values["Main"][f"{letter}1"].value for letter in "BCDG"] == [None, None, 44000, None]
    assert "Main!B1" in said[1]


def test_lookups_in_whole_columns_do_not_stop_an_edit(documents, tmp_path):
    made = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = made.add_worksheet("S")
    for row in range(400):
        sheet.write_row(row, 3, [row, 2 * row])
        sheet.write_formula(row, 0, f"=VLOOKUP({row},$D:$E,2,0)", None, 2 * row)
    made.close()
    documents.edit(tmp_path / "a.xlsx", [{"op": "set_cells", "sheet": "S", "cells": {"E1": 7}}], tmp_path / "b.xlsx")
    results = openpyxl.load_workbook(tmp_path / "b.xlsx", data_only=True)["S"]
    assert [results["A1"].value, results["A400"].value] == [7, 798]


def test_a_sheet_of_all_columns_does_not_stop_an_edit(documents, tmp_path):
    made = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = made.add_worksheet("S")
    sheet.write_row(0, 0, [1] * 16_384)
    sheet.write_formula(1, 0, "=SUM(1:1)", None, 16_384)
    made.close()
    documents.edit(tmp_path / "a.xlsx", [{"op": "set_cells", "sheet": "S", "cells": {"A1": 3}}], tmp_path / "b.xlsx")
    assert openpyxl.load_workbook(tmp_path / "b.xlsx", data_only=True)["S"]["A2"].value == 16_386


def test_results_that_come_too_late_are_left_to_the_program_that_opens_the_file(tmp_path):
    made = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = made.add_worksheet("S")
    sheet.write("A1", 1)
    sheet.write_formula("B1", "=A1*2", None, 2)
    made.close()
    with Book.open(tmp_path / "a.xlsx") as book:
        draft = Draft(book)
        draft.set_cells(draft.entry("S"), {(1, 1): number_cell(5)})
        assert recalculated(draft, patience=-1.0) == Outcome(too_large=True)
        assert recalculated(draft) == Outcome(computed=("S!B1",))


def test_references_through_several_sheets_are_computed_where_a_function_takes_one_to_each(documents, tmp_path):
    source, target = tmp_path / "book.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(source) as book:
        for number, name in enumerate(["A", "B x", "C"]):
            book.add_worksheet(name).write_column("A1", [number + 1, 10 * number])
        total = book.add_worksheet("Total")
        total.write_formula("A1", "=SUM('A:C'!A1)+1", None, 7)
        total.write_formula("A2", "=MAX(A:C!A1:A2, 3)", None, 20)
        total.write_formula("A3", "=LARGE(A:C!A1:A2,1)", None, 20)
    said = documents.edit(source, [{"op": "set_cells", "sheet": "B x", "cells": {"A1": 50}}], target)
    assert documents.tables(target, part="Total")[0].rows == ((55,), (50,))
    assert "Total!A3" in said[-1].en


def test_empty_cells_that_a_criterion_counts_are_not_counted_by_the_library_that_misses_them(documents, tmp_path):
    """IronCalc 0.9.1 gives 3 for four cells that are not "x", when one of them is empty."""
    source, target = tmp_path / "book.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(source) as book:
        sheet = book.add_worksheet("S")
        sheet.write_column("A1", ["y", "x", "y", "x", "y"])
        sheet.write_formula("C1", '=COUNTIF(A1:A5,"<>x")', None, 3)
        sheet.write_formula("C9", '=COUNTIF(A1:A5,"x")', None, 2)
    documents.edit(source, [{"op": "set_cells", "cells": {"A1": None}}], target)
    (table,) = documents.tables(target, part="C1:C9")
    assert (table.rows[0], table.rows[-1]) == ((3,), (2,))
    said = documents.edit(source, [{"op": "insert_rows", "at": 3}], target)
    (table,) = documents.tables(target, part="C1:C10")
    assert (table.unsolved, table.rows[-1]) == (("C1",), (2,))
    assert "S!C1" in said[-1].en
