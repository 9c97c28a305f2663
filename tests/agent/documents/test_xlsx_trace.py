"""A trace tells what feeds a cell and what depends on it."""

import pytest
import xlsxwriter

from agent.core.errors import InvalidArgumentsError
from tests.agent.documents.told import told


@pytest.fixture
def invoice(tmp_path):
    source = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(source) as book:
        lines, total = book.add_worksheet("Lines"), book.add_worksheet("合計 1")
        for row, (count, price) in enumerate([(2, 100), (3, 50)], 1):
            lines.write_row(row - 1, 0, [count, price])
            lines.write_formula(row - 1, 2, f"=A{row}*B{row}", None, count * price)
        total.write("A1", 0.1)
        total.write_formula("A2", "=SUM(Lines!C1:C2)*(1+A1)", None, 385)
        total.write_formula("A3", '=A2&" 円"', None, "385 円")
        total.write_formula("A4", "=LEN(A3)", None, 5)
    return source


def test_what_feeds_a_total_is_told_down_to_its_inputs(documents, invoice):
    content = documents.read(invoice, part="trace '合計 1'!A2")
    assert [one.text for one in content.passages] == [
        "'合計 1'!A2: 385 [=SUM(Lines!C1:C2)*(1+A1)]",
        "  <- Lines!C1:C2: 2 filled cells, sum 350 of 2 numbers, 2 formulas",
        "    <- Lines!C1: 200 [=A1*B1]",
        "      <- Lines!A1: 2",
        "      <- Lines!B1: 100",
        "    <- Lines!C2: 150 [=A2*B2]",
        "      <- Lines!A2: 3",
        "      <- Lines!B2: 50",
        "  <- '合計 1'!A1: 0.1",
        "  -> '合計 1'!A3: 385 円 [=A2&\" 円\"]",
        "  -> '合計 1'!A4: 5 [=LEN(A3)]",
    ]
    assert [one.anchor for one in content.passages][1:3] == ["Lines!C1:C2", "Lines!C1"]
    assert told(content) == ("2 formulas feed '合計 1'!A2, 2 depend on it",)


def test_what_depends_on_an_input_is_told_over_all_steps(documents, invoice):
    content = documents.read(invoice, part="trace Lines!B2")
    assert [one.anchor for one in content.passages] == [
        "Lines!B2",
        "Lines!C2",
        "'合計 1'!A2",
        "'合計 1'!A3",
        "'合計 1'!A4",
    ]


def test_a_circle_ends(documents, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "b.xlsx") as book:
        sheet = book.add_worksheet("Main")
        sheet.write_formula("A1", "=B1+1", None, 0)
        sheet.write_formula("B1", "=A1+1", None, 0)
    texts = [one.text for one in documents.read(tmp_path / "b.xlsx", part="trace A1").passages]
    assert texts[:3] == ["Main!A1: 0 [=B1+1]", "  <- Main!B1: 0 [=A1+1]", "    <- Main!A1: 0 [=B1+1]"]


@pytest.mark.parametrize("part", ["trace A1:B2", "trace Nowhere!A1", "trace 1A"])
def test_a_trace_of_no_cell_is_refused(documents, invoice, part):
    with pytest.raises(InvalidArgumentsError):
        documents.read(invoice, part=part)
