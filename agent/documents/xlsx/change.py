"""What an op changes of the look of a cell: only the aspects that it names.

ECMA-376 part 1: fonts 18.8.22, fills 18.8.20, borders 18.8.4, alignment 18.8.1, protection 18.8.33.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from agent.core.errors import InvalidArgumentsError
from agent.documents.op_fields import allowed
from agent.documents.xlsx.colours import argb_of
from agent.documents.xlsx.look import FORMATS

ASPECTS = ("number_format", "font", "fill", "border", "align", "protect")
SIDES = ("left", "right", "top", "bottom")
_LINES = ("thin", "medium", "thick", "double", "dotted", "dashed", "hair", "mediumDashed", "dashDot", "none")
_EDGES = ("all", "outline", "inside", *SIDES, "horizontal", "vertical")
_HORIZONTAL = ("general", "left", "center", "right", "fill", "justify", "centerContinuous", "distributed")
_VERTICAL = ("top", "center", "bottom", "justify", "distributed")
_UNDERLINES = ("none", "single", "double", "singleAccounting", "doubleAccounting")
Pairs = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Aspects that change; None and () leave one as it is.

    `font` are children of a font by name with their attributes as text, None without that child; `fill` is ARGB, ""
    for none; `border` are side, kind of line and colour; `align` and `protect` are attributes.
    """

    code: str | None = None
    font: Pairs = ()
    fill: str | None = None
    border: tuple[tuple[str, str, str], ...] = ()
    align: Pairs = ()
    protect: Pairs = ()


@dataclass(frozen=True, slots=True)
class BorderWish:
    """Lines for a range: which of its edges, what kind, what colour (ARGB)."""

    edges: frozenset[str]
    line: str
    colour: str

    def sides(self, *, first: tuple[bool, bool], last: tuple[bool, bool]) -> tuple[tuple[str, str, str], ...]:
        """The sides of one cell; `first` and `last` say whether its row and its column are at the edge of the range."""
        at_edge = {"top": first[0], "left": first[1], "bottom": last[0], "right": last[1]}
        across = {"top": "horizontal", "bottom": "horizontal", "left": "vertical", "right": "vertical"}
        wanted = [
            side
            for side in SIDES
            if "all" in self.edges
            or (at_edge[side] and self.edges & {"outline", side})
            or (not at_edge[side] and self.edges & {"inside", across[side]})
        ]
        return tuple((side, self.line, self.colour) for side in wanted)


def change_of(op: Mapping[str, object]) -> Change:
    """All that an op changes but for its border. Raises InvalidArgumentsError."""
    return Change(
        code=_code(op["number_format"]) if "number_format" in op else None,
        font=_told(op, "font", _FONT),
        fill=_fill(op["fill"]) if "fill" in op else None,
        align=_told(op, "align", _ALIGN),
        protect=_told(op, "protect", _PROTECT),
    )


def border_of(op: Mapping[str, object]) -> BorderWish | None:
    """The border that an op wants, None without one. Raises InvalidArgumentsError."""
    if "border" not in op:
        return None
    told = op["border"]
    if told is None:
        return BorderWish(frozenset({"all"}), "none", "")
    fields = {"style": told} if isinstance(told, str) else told
    if not isinstance(fields, Mapping):
        raise InvalidArgumentsError('\'border\' is like {"style": "thin", "edges": "all", "color": "#808080"}.')
    allowed(fields, "style", "edges", "color", what="'border'")
    edges = fields.get("edges", "all")
    named = frozenset(str(one) for one in (edges if isinstance(edges, (list, tuple)) else [edges]))
    if not named or not named <= set(_EDGES):
        raise InvalidArgumentsError(f"'edges' of a border are of {', '.join(_EDGES)}.")
    colour = argb_of(fields["color"], "'color' of a border") if "color" in fields else ""
    return BorderWish(named, _one_of(fields.get("style", "thin"), _LINES, "'style' of a border"), colour)


def _code(value: object) -> str:
    if value is None:
        return "General"
    if not isinstance(value, str) or not value or len(value) > 255:
        raise InvalidArgumentsError(f"'number_format' is one of {', '.join(FORMATS)}, or a code like '#,##0.0'.")
    return FORMATS.get(value, value) or "General"


def _fill(value: object) -> str:
    return "" if value is None or value == "none" else argb_of(value, "'fill'")


def _told(op: Mapping[str, object], aspect: str, known: Mapping[str, Callable[[object], Pairs]]) -> Pairs:
    if aspect not in op:
        return ()
    fields = op[aspect]
    if not isinstance(fields, Mapping) or not fields:
        raise InvalidArgumentsError(f"{aspect!r} is an object with some of {', '.join(known)}.")
    allowed(fields, *known, what=repr(aspect))
    return tuple(pair for name, value in fields.items() for pair in known[name](value))


def _one_of(value: object, names: tuple[str, ...], what: str) -> str:
    if value not in names:
        raise InvalidArgumentsError(f"{what} is one of {', '.join(names)}, not {value!r}.")
    return str(value)


def _flag(name: str) -> Callable[[object], Pairs]:
    def pairs(value: object) -> Pairs:
        if not isinstance(value, bool):
            raise InvalidArgumentsError(f"{name!r} is true or false.")
        return ((name, "1" if value else "0"),)

    return pairs


def _style(name: str) -> Callable[[object], Pairs]:
    """Bold and the like: the element is there or not."""
    return lambda value: ((name, "" if _flag(name)(value)[0][1] == "1" else None),)


def _number(name: str, least: float, most: float) -> Callable[[object], Pairs]:
    def pairs(value: object) -> Pairs:
        if not isinstance(value, (int, float)) or isinstance(value, bool) or not least <= value <= most:
            raise InvalidArgumentsError(f"{name!r} is a number from {least:g} to {most:g}.")
        return ((name, f"{value:g}"),)

    return pairs


def _size(value: object) -> Pairs:
    ((_, size),) = _number("size", 1, 409)(value)
    return (("sz", f'val="{size}"'),)


def _name(value: object) -> Pairs:
    if not isinstance(value, str) or not 1 <= len(value) <= 31 or set(value) & set('<>&"'):
        raise InvalidArgumentsError("'name' of a font is its name, at most 31 characters.")
    # A scheme or a family would overrule the name; a character set is that of the old font.
    return (("name", f'val="{value}"'), ("scheme", None), ("family", None), ("charset", None))


def _underline(value: object) -> Pairs:
    kind = {True: "single", False: "none", None: "none"}.get(value, value) if isinstance(value, bool) else value
    kind = _one_of(kind or "none", _UNDERLINES, "'underline'")
    return (("u", None if kind == "none" else "" if kind == "single" else f'val="{kind}"'),)


def _colour(value: object) -> Pairs:
    if value is None:
        return (("color", None),)
    colour = argb_of(value, "'color' of a font")
    return (("color", f'rgb="{colour}"'),)


_FONT: Mapping[str, Callable[[object], Pairs]] = {
    "name": _name,
    "size": _size,
    "bold": _style("b"),
    "italic": _style("i"),
    "strike": _style("strike"),
    "underline": _underline,
    "color": _colour,
}
_ALIGN: Mapping[str, Callable[[object], Pairs]] = {
    "horizontal": lambda value: (("horizontal", _one_of(value, _HORIZONTAL, "'horizontal'")),),
    "vertical": lambda value: (("vertical", _one_of(value, _VERTICAL, "'vertical'")),),
    "wrap": lambda value: (("wrapText", _flag("wrap")(value)[0][1]),),
    "indent": _number("indent", 0, 250),
    "rotation": lambda value: (("textRotation", "255" if value == "vertical" else _turned(value)),),
    "shrink": lambda value: (("shrinkToFit", _flag("shrink")(value)[0][1]),),
}
_PROTECT: Mapping[str, Callable[[object], Pairs]] = {"locked": _flag("locked"), "hidden": _flag("hidden")}


def _turned(value: object) -> str:
    """Degrees from -90 to 90 as styles hold them: those that go down are 91 to 180."""
    degrees = int(float(_number("rotation", -90, 90)(value)[0][1] or 0))
    return str(degrees if degrees >= 0 else 90 - degrees)
