"""Ops that no sensible model writes: one op of every kind that fits, with every field replaced by every odd value."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from agent.core.documents import Op

Place = tuple[str | int, ...]

# Each may stand in the place of anything. Numbers beyond all sizes, words that are markup, that XML cannot hold, that
# look like numbers, and things of another kind.
ODD: tuple[object, ...] = (
    None, True, False, 0, -1, 1, 7, 1.5, -0.5, 1e9, 10**9, 10**30, 1e308, float("nan"), float("inf"), float("-inf"),
    "", " ", "a", "\n", "<&>\"']]>", "'); --", "{0}{page}%s\\1", "a\x00b\x01", "\ud800", "\ufffe", "\u202e\U000e0041",
    "9" * 400, "a" * 40_000, "1-99999999", "99999999-1", "1:99999999", "A1:XFD1048576", "XFD1048577", "A0", "A1:",
    "P1-P99999999", "T1 R1 C99999999", "²", "９", "-1", "1e9", "nan", "../../x", "https://example.com/\x00<\"'>",
    "=" + "(" * 64 + "1" + ")" * 64, "=" + "SUM(" * 64 + "1" + ")" * 64, "=" + "1+" * 4_095 + "1", "=1+", "(" * 5_000,
    "[" * 5_000, "# " * 2_000, "> " * 2_000 + "a", [], [[]], [None], [[None]], [1, [2, [3]]], ["a", "a"], [-1, 1e9],
    {}, {"": ""}, {"a": 1}, {"op": "op"}, {"text": "<"}, {"type": "date", "value": "9999-99-99"},
    ["x" * 1_000] * 1_000, [[1] * 20_000],
)  # fmt: skip
MISSING = object()


def deep(levels: int = 300) -> object:
    """Lists in lists."""
    found: object = "a"
    for _ in range(levels):
        found = [found]
    return found


# Words of a form that are no JSON, and addresses that few documents have, with what stands in their place.
FITS: Mapping[str, str] = {
    "[top,right,bottom,left]": "[1,1,1,1]", "[x,y,width,height]": "[10,10,50,50]", "[x,y]": "[10,10]",
    "[[...]]": "[[1]]", '"3-5,9" or "where":{"Name":"Sato"}': '"2"', "highlight|underline|strikeout": "highlight",
    '"P12"': '"P1"',
    '"P3-P5"': '"P1"', '"P3-P6"': '"P1"', '"P3"': '"P1"', '"P10-P12"': '"P2"', '"slide":3': '"slide":1',
    '"slide":5': '"slide":1', '"shape":2': '"shape":1', '"order":[3,1,2]': '"order":[1]', '"page":2': '"page":1',
    '"pages":"2"': '"pages":"1"', '"pages":"1-3"': '"pages":"all"', '"sheet":"S",': "",
    "https://...": "https://example.com",
}  # fmt: skip


def form_of(line: str) -> dict[str, Any]:
    """The op that stands at the beginning of its form."""
    for words, others in FITS.items():
        line = line.replace(words, others)
    found, _ = json.JSONDecoder().raw_decode(line)
    return dict(found)


def fitting(line: str, picture: Path) -> dict[str, Any]:
    """The op of a form with a picture for each file that it names."""
    return {key: picture if _is_file(value) else value for key, value in form_of(line).items()}


def _is_file(value: object) -> bool:
    return isinstance(value, Mapping) and set(value) == {"file"}


def places(value: object, above: Place = ()) -> Iterator[Place]:
    """Where something stands in an op, but for its name."""
    if above and above != ("op",):
        yield above
    inside = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield from places(one, (*above, key))


def replaced(op: Op, place: Place, value: object) -> dict[str, Any]:
    """A copy of `op` with another value at `place`; MISSING takes it away."""

    def copied(one: Any, rest: Place) -> Any:
        if not rest:
            return value
        fresh: Any = dict(one) if isinstance(one, Mapping) else list(one)
        if len(rest) == 1 and value is MISSING:
            del fresh[rest[0]]
        else:
            fresh[rest[0]] = copied(fresh[rest[0]], rest[1:])
        return fresh

    return dict(copied(op, place))


def mutations(op: Op) -> Iterator[dict[str, Any]]:
    """`op` with every value at every place, and with every key of its objects renamed."""
    for place in places(op):
        yield from (replaced(op, place, value) for value in (*ODD, deep(), MISSING))
        if isinstance(place[-1], str) and len(place) > 1:
            above = replaced(op, place, MISSING)
            inner: Any = above
            for key in place[:-1]:
                inner = inner[key]
            for name in (one for one in ODD if isinstance(one, str)):
                renamed = dict(inner, **{name: 1})
                yield replaced(above, place[:-1], renamed)
