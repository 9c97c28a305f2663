"""Ops that no sensible model writes: one op of every kind that fits, with every field replaced by every odd value."""

import json
from collections.abc import Iterator, Mapping
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


def form_of(line: str) -> dict[str, Any]:
    """The op that stands at the beginning of its form."""
    found, _ = json.JSONDecoder().raw_decode(line)
    return dict(found)


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
