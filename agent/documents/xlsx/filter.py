"""What a filter lets through: read from its element, written as one, and asked of a cell. ECMA-376 part 1, 18.3.2."""

import datetime
import fnmatch
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from agent.core.documents import Value
from agent.core.errors import InvalidArgumentsError
from agent.documents.op_fields import allowed
from agent.documents.opc.xml_tags import Attributes, tag
from agent.documents.xlsx.display import displayed
from agent.documents.xlsx.styles import serial_of

_OPERATORS = {
    "=": "equal", "<>": "notEqual", ">": "greaterThan", ">=": "greaterThanOrEqual", "<": "lessThan",
    "<=": "lessThanOrEqual",
}  # fmt: skip
_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "equal": operator.eq, "notEqual": operator.ne, "greaterThan": operator.gt, "greaterThanOrEqual": operator.ge,
    "lessThan": operator.lt, "lessThanOrEqual": operator.le,
}  # fmt: skip
_PATTERNS = {"contains": "*{}*", "begins_with": "{}*", "ends_with": "*{}", "not_contains": "*{}*"}
_DAY_PARTS = ("year", "month", "day")


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as a filter sees it: its value and what it shows."""

    value: Value
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What one column lets through: texts, days (2026, 11, 26), blanks, or up to two comparisons."""

    texts: tuple[str, ...] = ()
    days: tuple[tuple[int, ...], ...] = ()
    blank: bool = False
    tests: tuple[tuple[str, str], ...] = ()
    both: bool = False

    def lets(self, cell: Shown, since_1904: bool) -> bool:
        """Whether a cell passes."""
        if self.tests:
            passed = [_passes(cell, kind, told, since_1904) for kind, told in self.tests]
            return all(passed) if self.both else any(passed)
        if not cell.text:
            return self.blank
        day = cell.value
        if isinstance(day, datetime.date) and any(self._same_day(day, one) for one in self.days):
            return True
        return cell.text.casefold() in {one.casefold() for one in self.texts}

    @staticmethod
    def _same_day(day: datetime.date, told: Sequence[int]) -> bool:
        return (day.year, day.month, day.day)[: len(told)] == tuple(told)

    def inner(self, prefix: str) -> str:
        """What stands inside a filterColumn."""
        if self.tests:
            tests = [
                tag(f"{prefix}customFilter", {"operator": None if kind == "equal" else kind, "val": told})
                for kind, told in self.tests
            ]
            return tag(f"{prefix}customFilters", {"and": 1 if self.both else None}, *tests)
        items = [tag(f"{prefix}filter", {"val": text}) for text in self.texts]
        for day in self.days:
            told: Attributes = {
                **dict(zip(_DAY_PARTS, day, strict=False)),
                "dateTimeGrouping": _DAY_PARTS[len(day) - 1],
            }
            items.append(tag(f"{prefix}dateGroupItem", told))
        return tag(f"{prefix}filters", {"blank": 1 if self.blank else None}, *items)


def rule_in(column: etree._Element) -> Rule | None:
    """The Rule of a filterColumn; None for a kind that is not computed here (colours, icons, top ten, this month)."""
    for node in column.iterchildren("*"):
        match etree.QName(node).localname:
            case "filters":
                return _listed(node)
            case "customFilters":
                tests = tuple((one.get("operator", "equal"), one.get("val", "")) for one in node.iterchildren("*"))
                return Rule(tests=tests, both=node.get("and") in {"1", "true"})
            case "extLst":
                continue
            case _:
                return None
    return None


def _listed(node: etree._Element) -> Rule | None:
    texts = tuple(one.get("val", "") for one in node.iterfind("{*}filter"))
    days = []
    for one in node.iterfind("{*}dateGroupItem"):
        grouping = one.get("dateTimeGrouping", "day")
        if grouping not in _DAY_PARTS:
            return None
        days.append(tuple(int(one.get(part, "0")) for part in _DAY_PARTS[: _DAY_PARTS.index(grouping) + 1]))
    return Rule(texts, tuple(days), node.get("blank") in {"1", "true"})


def rule_of_values(values: object, cells: Sequence[Shown]) -> Rule:
    """The Rule of a list of values; dates may be told as a year, a month or a day. Raises InvalidArgumentsError."""
    if not isinstance(values, (list, tuple)) or not values:
        raise InvalidArgumentsError("'values' is a list of what is to be seen, like [\"Tokyo\", 12, null].")
    texts: list[str] = []
    days: list[tuple[int, ...]] = []
    for value in values:
        day = _day(value)
        if day and any(isinstance(cell.value, datetime.date) for cell in cells):
            days.append(day)
        elif value is not None:
            texts += _texts_of(value, cells)
    return Rule(tuple(dict.fromkeys(texts)), tuple(days), None in values or "" in values)


def _texts_of(value: object, cells: Sequence[Shown]) -> list[str]:
    """How the cells of a value show it: a filter knows what is seen, so 1200 is "1,200" where cells say so."""
    plain = displayed(value, "") if isinstance(value, (bool, int, float)) else str(value)
    same = [cell.text for cell in cells if cell.text.casefold() == plain.casefold() or _equal(cell.value, value)]
    return same or [plain]


def _equal(value: Value, wanted: object) -> bool:
    numbers = (int, float)
    return isinstance(value, numbers) and isinstance(wanted, numbers) and value == wanted


def _day(value: object) -> tuple[int, ...]:
    parts = str(value).replace("/", "-").split("-")
    if isinstance(value, str) and len(parts) <= 3 and all(part.isdecimal() for part in parts) and len(parts[0]) == 4:
        return tuple(map(int, parts))
    return ()


def rule_of_condition(condition: object, since_1904: bool) -> Rule:
    """The Rule of {">": 5}, {">=": 1, "<=": 9}, {"contains": "x"}, {"blank": true}. Raises InvalidArgumentsError."""
    known = (*_OPERATORS, *_PATTERNS, "blank", "or")
    if not isinstance(condition, Mapping) or not condition:
        raise InvalidArgumentsError(f'\'condition\' is like {{">=": 1, "<=": 9}}; it knows {", ".join(known)}.')
    allowed(condition, *known, what="'condition'")
    both = condition.get("or") is not True
    tests: list[tuple[str, str]] = []
    for kind, told in condition.items():
        if kind == "blank":
            tests.append(("equal" if told is True else "notEqual", "" if told is True else " "))
        elif kind in _PATTERNS:
            tests.append(("notEqual" if kind.startswith("not") else "equal", _PATTERNS[kind].format(told)))
        elif kind in _OPERATORS:
            tests.append((_OPERATORS[kind], _told(told, since_1904)))
    if not 1 <= len(tests) <= 2:
        raise InvalidArgumentsError("A condition has one or two tests.")
    if tests == [("equal", "")]:
        return Rule(blank=True)
    return Rule(tests=tuple(tests), both=both and len(tests) == 2)


def _told(value: object, since_1904: bool) -> str:
    """A number or a text of a test; a date is the number that stands for it."""
    if isinstance(value, str) and len(_day(value)) == 3:
        return f"{serial_of(datetime.date(*_day(value)), since_1904):g}"
    return f"{value:.15g}" if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def _passes(cell: Shown, kind: str, told: str, since_1904: bool) -> bool:
    number = _number(cell.value, since_1904)
    try:
        wanted: float | None = float(told)
    except ValueError:
        wanted = None
    if number is not None and wanted is not None:
        return _COMPARE[kind](number, wanted)
    if kind in {"equal", "notEqual"}:
        text = told.strip() if told == " " else told
        same = fnmatch.fnmatchcase(cell.text.casefold(), text.replace("[", "[[]").casefold())
        return same == (kind == "equal")
    if not isinstance(cell.value, str) or wanted is not None:
        return False
    order = (cell.text.casefold() > told.casefold()) - (cell.text.casefold() < told.casefold())
    return _COMPARE[kind](order, 0)


def _number(value: Value, since_1904: bool) -> float | None:
    if isinstance(value, (datetime.date, datetime.time)):
        return serial_of(value, since_1904)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
