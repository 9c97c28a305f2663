"""Numbers in words are read as people of both languages write them, and what is no claim is left out."""

import pytest

from agent.review.marks import normal, without_marks
from agent.review.numbers import Known, numbers, value_of, values_in


def values(text):
    return [one.value for one in numbers(without_marks(normal(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The total is $12,480.50.", [12480.5]), ("1.2 million people", [1.2e6]), ("€1.234,56", [1234.56]),
        ("USD440 and 12k", [440, 12000]), ("売上は１２万円", [120_000]), ("3億5,000万円", [350_000_000]),
        ("12百万円と５千円", [12_000_000, 5_000]), ("約1,234円", [1234]), ("up 12.5%", [12.5]), ("30日以内", [30]),
        ("CHF 1'250.00", [1250]), ("Sales November 61,982.70", [61982.7]), ("in May 9.5 hours", [9.5]),
    ],
)  # fmt: skip
def test_numbers_are_read(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    ["on 2026-10-31", "31 October 2026", "Oct 3, 2026", "10/31", "2026年10月31日", "３月分", "令和8年", "at 10:30",
     "第3四半期",
     "the 3rd", "第2回", "1. First\n2. Second", "row 14 and page 3", "14 行目", "Sheet1!C4", "A1:F20", "in `D40`",
     "v1.2.3", "INV-2026-001", "scan0012.pdf", "receipt_10-08.pdf", "call 03-1234-5678", "Q3 2026", "in 2025"],
)  # fmt: skip
def test_dates_ordinals_addresses_versions_and_names_are_no_claims(text):
    assert values(text) == []


def test_a_number_is_traced_as_exactly_as_it_is_written():
    known = Known(values_in("470.254 and 0.2863 and 123,456"))
    told = {text: next(iter(numbers(text))) in known for text in ("470.25", "470.3", "470", "470.26", "28.6%", "29.6%")}
    assert told == {"470.25": True, "470.3": True, "470": True, "470.26": False, "28.6%": True, "29.6%": False}
    assert next(iter(numbers("12万"))) in known
    assert next(iter(numbers("about 120,000"))) in known
    assert next(iter(numbers("120,000"))) not in known


def test_a_cell_is_a_number_only_when_it_is_nothing_else():
    cells = ("1,234", "¥1,234", "(123)", "△1,000", "12%", "1,234円", "abc", "2026-01-01", "3 pcs", True, None)
    assert [value_of(cell) for cell in cells] == [1234, 1234, -123, -1000, 12, 1234, None, None, None, None, None]
