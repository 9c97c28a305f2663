import datetime

import pytest

from skills.kit.dates import Doubt, Order, days_in, order_of, read_day
from skills.kit.numbers import decimal_mark, mark_of_table, read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", 1234.5),
        ("￥１，２３４", 1234),
        ("1,234円", 1234),
        ("¥1,234-", 1234),
        ("(123)", -123),
        ("△1,000", -1000),
        ("▲5", -5),
        ("−5", -5),
        ("5-", -5),
        ("¥-500", -500),
        ("12.5%", 0.125),
        ("USD 12.00", 12.0),
        (".5", 0.5),
        ("0", 0),
    ],
)
def test_numbers_in_many_forms_are_read(text, value):
    found = read_number(text)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize("text", ["007", "1,23", "(1", "3-4", "abc", "", "1234567890123456", "1.2.3", "--5", "¥5円"])
def test_what_is_no_number_is_left(text):
    assert read_number(text) is None


def test_decimal_commas_count_only_when_the_column_says_so():
    assert decimal_mark(["1.234,56", "12,5"]) == ","
    assert decimal_mark(["1,234", "5"]) == ""
    assert decimal_mark(["1.234,56", "1,234.56"]) == ""
    assert mark_of_table([["a 1,5"], ["1.234"], ["2.50"], ["1,5"]]) == "."
    found = read_number("1.234,56", comma=True)
    assert found is not None
    assert found.value == 1234.56


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-01", "2026/4/1", "2026年4月1日", "２０２６年４月１日(水)", "令和8年4月1日", "R8.4.1", "20260401",
        "1 April 2026", "April 1, 2026", "1st Apr 2026", "Wed, 1 Apr 2026", "01.04.2026",
    ],
)  # fmt: skip
def test_days_in_many_forms_are_read(text):
    day = read_day(text)
    assert day is not None
    assert day.value == datetime.date(2026, 4, 1)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("3/4/2026", Doubt.ORDER),
        ("26/4/1", Doubt.CENTURY),
        ("1-Apr-26", Doubt.CENTURY),
        ("2026-02-30", Doubt.IMPOSSIBLE),
        ("平成32年1月1日", Doubt.ERA),
        ("令和元年4月30日", Doubt.ERA),
    ],
)
def test_a_doubtful_day_is_not_invented(text, doubt):
    day = read_day(text)
    assert day is not None
    assert (day.value, day.doubt) == (None, doubt)


@pytest.mark.parametrize("text", ["", "hello", "12", "1.2.3", "2026", "99:99"])
def test_what_is_no_day_is_left(text):
    assert read_day(text) is None


def test_first_and_last_days_of_eras():
    texts = ["令和元年5月1日", "H31.4.30", "S64.1.7", "平成元年1月8日"]
    days = [str(day.value) for text in texts if (day := read_day(text))]
    assert days == ["2019-05-01", "2019-04-30", "1989-01-07", "1989-01-08"]


def test_a_column_decides_its_order_unless_it_contradicts_itself():
    assert order_of(["3/4/2026", "13/4/2026"]) is Order.DAY_FIRST
    assert order_of(["3/4/2026", "4/13/2026"]) is Order.MONTH_FIRST
    assert order_of(["13/4/2026", "4/13/2026"]) is Order.UNKNOWN
    assert order_of(["3/4/2026"]) is Order.UNKNOWN


def test_days_inside_of_a_sentence():
    found = days_in("発行日: 令和8年4月15日 (期限 2026/5/31)")
    assert [str(day.value) for _, day in found] == ["2026-04-15", "2026-05-31"]
    assert days_in("TEL 03-1234-5678") == []
