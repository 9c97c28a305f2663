"""Rules for colours as files hold them, made of the words of an op. ECMA-376 part 1, 18.3.1.10."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from agent.core.errors import InvalidArgumentsError
from agent.documents.op_fields import allowed
from agent.documents.opc.xml_tags import Attributes, tag
from agent.documents.xlsx.colours import argb_of
from agent.documents.xlsx.formula import writable
from agent.documents.xlsx.serials import formula_value

_COMPARE = {">": "greaterThan", ">=": "greaterThanOrEqual", "<": "lessThan", "<=": "lessThanOrEqual", "=": "equal",
            "<>": "notEqual", "between": "between", "not_between": "notBetween"}  # fmt: skip
_ICONS = {"3TrafficLights1": 3, "3TrafficLights2": 3, "3Arrows": 3, "3ArrowsGray": 3, "3Flags": 3, "3Signs": 3,
          "3Symbols": 3, "3Symbols2": 3, "4Arrows": 4, "4ArrowsGray": 4, "4Rating": 4, "4RedToBlack": 4,
          "4TrafficLights": 4, "5Arrows": 5, "5ArrowsGray": 5, "5Quarters": 5, "5Rating": 5}  # fmt: skip
_TEXTS = {
    "contains": ("containsText", "containsText", "NOT(ISERROR(SEARCH({text},{at})))"),
    "begins_with": ("beginsWith", "beginsWith", "LEFT({at},LEN({text}))={text}"),
    "ends_with": ("endsWith", "endsWith", "RIGHT({at},LEN({text}))={text}"),
}
_SAID = {"contains": "contain", "begins_with": "begin with", "ends_with": "end with"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A rule: its attributes and formulas; `inner` makes what else is in it; `styled` rules colour by a format."""

    told: Attributes
    said: str
    formulas: tuple[str, ...] = ()
    inner: Callable[[str], str] = field(default=lambda _prefix: "")
    styled: bool = True


def drawn_rule(rule: Mapping[str, object], at: str, since_1904: bool) -> Drawn:
    """The rule that an op tells; `at` is the first cell of its range. Raises InvalidArgumentsError."""
    makers = _makers(at, since_1904)
    allowed(rule, *makers, "percent", what="'rule'")
    named = [name for name in rule if name in makers]
    if len(named) != 1:
        raise InvalidArgumentsError(f"'rule' is one of: {', '.join(makers)}. Write for example {{\">\": 100}}.")
    return makers[named[0]](named[0], rule[named[0]], rule.get("percent") is True)


Maker = Callable[[str, object, bool], Drawn]


def _makers(at: str, since_1904: bool) -> dict[str, Maker]:
    """What makes the rule of each word."""

    def compared(word: str, value: object, _percent: bool) -> Drawn:
        bounds = list(value) if isinstance(value, (list, tuple)) else [value]
        if len(bounds) != (2 if "between" in word else 1):
            raise InvalidArgumentsError(
                f"{word!r} takes {'two values, [from, to]' if 'between' in word else 'one value'}."
            )
        formulas = tuple(formula_value(one, since_1904) for one in bounds)
        told: Attributes = {"type": "cellIs", "operator": _COMPARE[word]}
        return Drawn(told, f"when they are {word} {' and '.join(map(str, bounds))}", formulas)

    def worded(word: str, value: object, _percent: bool) -> Drawn:
        kind, operator, formula = _TEXTS[word]
        if not isinstance(value, str) or not value:
            raise InvalidArgumentsError(f"{word!r} takes a text.")
        text = '"' + value.replace('"', '""') + '"'
        told: Attributes = {"type": kind, "operator": operator, "text": value}
        return Drawn(told, f"when they {_SAID[word]} {value!r}", (formula.format(text=text, at=at),))

    def computed(_word: str, value: object, _percent: bool) -> Drawn:
        return Drawn({"type": "expression"}, f"when {value} holds", (writable(str(value)),))

    def plain(kind: str, said: str, formula: str = "") -> Maker:
        formulas = (formula,) if formula else ()
        return lambda _word, _value, _percent: Drawn({"type": kind}, said, formulas)

    return {
        **dict.fromkeys(_COMPARE, compared),
        **dict.fromkeys(_TEXTS, worded),
        "formula": computed,
        "duplicates": plain("duplicateValues", "when their value is there twice"),
        "unique": plain("uniqueValues", "when their value is there once"),
        "blank": plain("containsBlanks", "when they are empty", f"LEN(TRIM({at}))=0"),
        "error": plain("containsErrors", "when they hold an error", f"ISERROR({at})"),
        "top": _ranked,
        "bottom": _ranked,
        "above_average": lambda _word, _value, _percent: Drawn({"type": "aboveAverage"}, "when they are above average"),
        "below_average": lambda _word, _value, _percent: Drawn(
            {"type": "aboveAverage", "aboveAverage": 0}, "when they are below average"
        ),
        "color_scale": _scaled,
        "data_bar": _barred,
        "icons": _iconed,
    }


def _ranked(word: str, value: object, percent: bool) -> Drawn:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= (100 if percent else 1000):
        raise InvalidArgumentsError(f'{word!r} is a whole number: how many cells, or with "percent": true how many %.')
    told: Attributes = {
        "type": "top10", "percent": 1 if percent else None, "bottom": 1 if word == "bottom" else None, "rank": value,
    }  # fmt: skip
    return Drawn(told, f"when they are among the {word} {value}{' %' if percent else ''}")


def _scaled(_word: str, value: object, _percent: bool) -> Drawn:
    if not isinstance(value, (list, tuple)) or len(value) not in {2, 3}:
        raise InvalidArgumentsError("'color_scale' is a list of two or three colours, from the lowest to the highest.")
    colours = [argb_of(one, "A colour of 'color_scale'") for one in value]
    points: list[Attributes] = [{"type": "min"}, {"type": "percentile", "val": 50}, {"type": "max"}]
    used = points if len(colours) == 3 else [points[0], points[2]]

    def inner(prefix: str) -> str:
        limits = "".join(tag(f"{prefix}cfvo", one) for one in used)
        return tag(f"{prefix}colorScale", None, limits, *(tag(f"{prefix}color", {"rgb": one}) for one in colours))

    return Drawn({"type": "colorScale"}, "by how large they are", inner=inner, styled=False)


def _barred(_word: str, value: object, _percent: bool) -> Drawn:
    colour = argb_of(value, "'data_bar'") if value is not True else "FF638EC6"

    def inner(prefix: str) -> str:
        limits = "".join(tag(f"{prefix}cfvo", {"type": kind}) for kind in ("min", "max"))
        return tag(f"{prefix}dataBar", None, limits, tag(f"{prefix}color", {"rgb": colour}))

    return Drawn({"type": "dataBar"}, "with bars as long as they are large", inner=inner, styled=False)


def _iconed(_word: str, value: object, _percent: bool) -> Drawn:
    if value not in _ICONS:
        raise InvalidArgumentsError(f"'icons' is one of {', '.join(_ICONS)}.")
    name = str(value)
    count = _ICONS[name]

    def inner(prefix: str) -> str:
        limits = [tag(f"{prefix}cfvo", {"type": "percent", "val": round(100 * at / count)}) for at in range(count)]
        return tag(f"{prefix}iconSet", {"iconSet": name}, *limits)

    return Drawn({"type": "iconSet"}, "with symbols by how large they are", inner=inner, styled=False)
