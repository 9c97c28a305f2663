"""What a column of text means, decided from all of its values: at least 95 % must agree, else it stays text."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from agent.core.documents import Value
from agent.core.words import Words
from skills.kit.dates import Day, Doubt, Order, order_of, read_day
from skills.kit.numbers import Number, decimal_mark, may_be_thousands, plain_text, read_number
from skills.tables.shape import texts_of

_ENOUGH = 0.95
_NEAR = 0.5
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z\-_/.#:+ ]*")
_LEADING_ZERO = re.compile(r"0\d+")


class Meaning(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    DATE = "date"


class Did(StrEnum):
    """What was done to a value."""

    TRIMMED = "trimmed"
    WIDTH = "width"
    NUMBER = "number"
    MARKS = "marks"
    NEGATIVE = "negative"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Plan:
    """How a column is read. `remark` tells the person why it stays text although many values look like more.

    `grouped`: the numbers were written with marks between thousands, or with a currency, and are shown so again.
    """

    meaning: Meaning
    order: Order = Order.UNKNOWN
    comma: bool = False
    percent: bool = False
    remark: Words | None = None
    grouped: bool = False


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A value after cleaning, what was done, and the doubt that stays with it."""

    value: Value
    did: tuple[Did, ...] = ()
    doubt: Words | None = None


_DOUBTS = {
    Doubt.ORDER: Words("day or month first? left as it was", "日と月の順が不明なため元のままです"),
    Doubt.CENTURY: Words("a year of two digits: left as it was", "年が 2 桁のため元のままです"),
    Doubt.IMPOSSIBLE: Words("there is no such day: left as it was", "存在しない日付のため元のままです"),
    Doubt.ERA: Words("outside of its era: left as it was", "元号の期間外のため元のままです"),
}
_THOUSANDS = Words(
    "a point before three digits may mean thousands: left as text", "小数点か桁区切りか不明な点があります: 文字のまま"
)
_NO_DATE = Words("not a date, unlike the rest of the column", "列のほかの値と違い、日付ではありません")
_NO_NUMBER = Words("not a number, unlike the rest of the column", "列のほかの値と違い、数値ではありません")


def plan_of(values: Sequence[Value], order: Order = Order.UNKNOWN, table_mark: str = "") -> Plan:
    """The Plan for a column. `order` is what the person said of 3/4/2026; UNKNOWN asks the column itself.

    `table_mark` is what divides fractions in other columns of the table.
    """
    texts = texts_of(values)
    if not texts:
        return Plan(Meaning.TEXT)
    order = order if order is not Order.UNKNOWN else order_of(texts)
    mark = decimal_mark(texts) or table_mark
    comma = mark == ","
    days = [read_day(text, order) for text in texts]
    numbers = [read_number(text, comma=comma) for text in texts]
    if _share(days) >= _ENOUGH:
        return Plan(Meaning.DATE, order)
    if any(_LEADING_ZERO.fullmatch(plain_text(text)) for text in texts):
        return _code_or_text(texts)
    if _share(numbers) >= _ENOUGH and not mark and may_be_thousands(texts):
        return Plan(Meaning.TEXT, remark=_THOUSANDS)
    if _share(numbers) >= _ENOUGH:
        grouped = any(re.search(r"\d,\d{3}|\d\.\d{3}" if comma else r"\d,\d{3}", plain_text(text)) for text in texts)
        return _number_plan([number for number in numbers if number], comma=comma, grouped=grouped)
    return _text_plan(texts, days, numbers)


def _share(found: Sequence[object]) -> float:
    return sum(one is not None for one in found) / len(found)


def _number_plan(numbers: Sequence[Number], *, comma: bool, grouped: bool) -> Plan:
    symbols = {number.symbol for number in numbers if number.symbol}
    percents = {number.percent for number in numbers if number.value}
    if len({"円" if symbol == "¥" else symbol for symbol in symbols}) > 1:
        shown = " ".join(sorted(symbols))
        return Plan(
            Meaning.TEXT,
            remark=Words(f"several currencies ({shown}): left as text", f"複数の通貨({shown}): 文字のまま"),
        )
    if len(percents) > 1:
        return Plan(Meaning.TEXT, remark=Words("only some values have %: left as text", "% の有無が混在: 文字のまま"))
    return Plan(Meaning.NUMBER, comma=comma, percent=True in percents, grouped=grouped or bool(symbols))


def _code_or_text(texts: Sequence[str]) -> Plan:
    plain = [plain_text(text) for text in texts]
    codes = [text for text in plain if _CODE.fullmatch(text) and any(c.isdigit() for c in text)]
    return Plan(Meaning.CODE if len(codes) >= _ENOUGH * len(texts) else Meaning.TEXT)


def _text_plan(texts: Sequence[str], days: Sequence[Day | None], numbers: Sequence[Number | None]) -> Plan:
    plan = _code_or_text(texts)
    for found, en, ja in ((days, "dates", "日付"), (numbers, "numbers", "数値")):
        share = _share(found)
        if share >= _NEAR:
            words = Words(
                f"{share:.0%} look like {en}, too few to change them: left as text",
                f"{ja}らしい値は {share:.0%} で、変換には不十分なため文字のまま",
            )
            return Plan(plan.meaning, remark=words)
    return plan


def cleaned(value: Value, plan: Plan) -> Cleaned:
    """One value by the Plan of its column. What does not fit stays as it was, with its doubt."""
    if not isinstance(value, str):
        return Cleaned(value)
    text = value.strip()
    trimmed = (Did.TRIMMED,) if text != value else ()
    if not text:
        return Cleaned(None)
    match plan.meaning:
        case Meaning.NUMBER:
            return _number(text, plan, trimmed)
        case Meaning.DATE:
            return _date(text, plan, trimmed)
        case Meaning.CODE:
            half = plain_text(text)
            return Cleaned(half, trimmed + ((Did.WIDTH,) if half != text else ()))
        case Meaning.TEXT:
            return Cleaned(text, trimmed)


def _number(text: str, plan: Plan, trimmed: tuple[Did, ...]) -> Cleaned:
    number = read_number(text, comma=plan.comma)
    if number is None:
        return Cleaned(text, trimmed, _NO_NUMBER)
    plain = plain_text(text)
    did = [*trimmed]
    if plain != text:
        did.append(Did.WIDTH)
    if re.search(r"[△▲(−]|[-−]$", plain) and number.value < 0:
        did.append(Did.NEGATIVE)
    did.append(Did.MARKS if number.symbol or "," in plain or number.percent else Did.NUMBER)
    return Cleaned(number.value, tuple(did))


def _date(text: str, plan: Plan, trimmed: tuple[Did, ...]) -> Cleaned:
    day = read_day(text, plan.order)
    if day is None or day.value is None:
        return Cleaned(text, trimmed, _DOUBTS[day.doubt] if day and day.doubt else _NO_DATE)
    return Cleaned(day.value, (*trimmed, Did.DATE))


def format_of(plan: Plan, values: Sequence[Value]) -> str:
    """The number format of a cleaned column; "" leaves it to the program."""
    if plan.meaning is Meaning.DATE:
        moments = any(isinstance(value, datetime.datetime) for value in values)
        return "yyyy-mm-dd hh:mm" if moments else "yyyy-mm-dd"
    if plan.meaning is Meaning.NUMBER:
        return _number_format(plan, [value for value in values if isinstance(value, (int, float))])
    return "text" if plan.meaning is Meaning.CODE or plan.remark is not None else ""


def _number_format(plan: Plan, numbers: Sequence[float]) -> str:
    """Every digit that was there is shown; numbers that may be codes or years get no marks between thousands."""
    if plan.percent:
        return "0.0####%"
    whole = "#,##0" if plan.grouped else "0"
    if all(isinstance(number, int) for number in numbers):
        return whole
    return f"{whole}.00" if all(round(number, 2) == number for number in numbers) else f"{whole}.00######"
