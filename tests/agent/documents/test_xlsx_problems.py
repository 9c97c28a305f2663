"""What is wrong with a workbook is told with its place, and nothing is told of a good one."""

import pytest
import xlsxwriter

from tests.agent.documents.packages import replacing, rewritten


@pytest.fixture
def made(tmp_path):
    """Makes a workbook by a function that gets the book and its sheet, Main."""

    def make(fill):
        target = tmp_path / "a.xlsx"
        with xlsxwriter.Workbook(target) as book:
            fill(book, book.add_worksheet("Main"))
        return target

    return make


def found(documents, source):
    """Anchors and codes, and whether they are grave."""
    told = documents.problems(source)
    assert all(one.words.en and one.words.ja for one in told)
    return [(one.anchor, one.code, one.grave) for one in told]


def test_a_good_workbook_has_no_problems(documents, made):
    def fill(book, sheet):
        sheet.add_table("A1:B3", {"name": "Sales", "data": [["a", 1], ["b", 2]]})
        book.define_name("Rate", "=Main!$D$1")
        sheet.write_column("D1", [1, 2, 3])
        sheet.write_formula("D4", "=SUM(D1:D3)*Rate+SUM(Sales[Column2])", None, 9)
        sheet.write_formula("D5", "=TODAY()", None, 1)

    assert found(documents, made(fill)) == []


def test_errors_and_references_that_lead_nowhere_are_grave(documents, made):
    def fill(book, sheet):
        sheet.write_formula("A1", "=1/0", None, "#DIV/0!")
        sheet.write_formula("A2", "=Gone!B2", None, 5)
        sheet.write_formula("A3", "=SUM(#REF!)", None, 5)
        sheet.write_formula("A4", "=Unknown+1", None, 5)
        sheet.write_formula("A5", '=IF(A1,"Gone!B2","#REF!")', None, "#DIV/0!")
        book.define_name("Lost", "=Main!#REF!")

    assert found(documents, made(fill)) == [
        ("lost", "broken_reference", True),
        ("Main!A2", "broken_reference", True),
        ("Main!A3", "broken_reference", True),
        ("Main!A4", "broken_reference", True),
        ("Main!A1", "formula_error", True),
        ("Main!A5", "formula_error", True),
    ]


def test_results_that_are_out_of_date_are_told_with_the_right_ones(documents, made):
    def fill(_book, sheet):
        sheet.write_column("A1", [1, 2])
        sheet.write_formula("A3", "=SUM(A1:A2)", None, 3)
        sheet.write_formula("B3", "=SUM(A1:A2)*2", None, 5)

    (one,) = documents.problems(made(fill))
    assert (one.anchor, one.code, one.grave) == ("Main!B3", "stale_value", False)
    assert one.words.en == "The result in the file is 5, computed anew it is 6."


def test_numbers_that_do_not_fit_and_texts_among_numbers_are_told(documents, made):
    def fill(book, sheet):
        money = book.add_format({"num_format": "#,##0.00"})
        sheet.set_column("A:A", 6)
        sheet.write("A1", 1234567.5, money)
        sheet.write("A2", 1.5, money)
        sheet.write_column("B1", [1, 2, 3])
        sheet.write_string("B4", "１２")
        sheet.write_string("C1", "12")
        sheet.write("D1", 12345678901234567)

    assert found(documents, made(fill)) == [("Main!A1", "overflow", False), ("Main!B4", "invalid", False)]


def test_a_formula_that_reads_another_workbook_is_told(documents, made, tmp_path):
    source = made(lambda _, sheet: sheet.write_formula("A1", "=1+1", None, 2))
    linked = rewritten(
        source, tmp_path / "b.xlsx", "xl/worksheets/sheet1.xml", replacing(b"<f>1+1</f>", b"<f>[1]Other!A1</f>")
    )
    assert found(documents, linked) == [("Main!A1", "broken_reference", False)]


def test_every_real_workbook_is_looked_through(documents, real_files):
    told = {path.name: documents.problems(path) for path in real_files if path.name.startswith("closedxml")}
    assert sum(map(len, told.values())) == 2  # five numbers in two columns


def test_numbers_that_do_not_fit_are_one_problem_for_each_column(documents, made):
    def fill(book, sheet):
        sheet.set_column("A:A", 6, book.add_format({"num_format": "#,##0.00"}))
        sheet.write_column("A1", [1_234_567_890.5] * 39, book.add_format({"num_format": "#,##0.00"}))

    (problem,) = documents.problems(made(fill))
    assert (problem.anchor, problem.words.en) == ("Main!A1:A39", "Wider than the column, shown as ####: 39 numbers.")
