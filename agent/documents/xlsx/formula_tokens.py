"""Formulas in A1 notation taken apart: tokens that joined give the formula back, and references with their edges.

ECMA-376 part 1, 18.17.2 (syntax), with what later versions add: spill marks (A1#), implicit intersection (@A1).
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW, Area, column_letters, column_number

_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
# Everything beyond ASCII that is no blank counts as a letter: programs do not quote names with such characters.
_LETTER = r"(?:[A-Za-z_\\]|[^\x00-\x7f\s])"
_WORD = r"(?:[A-Za-z0-9_.?\\]|[^\x00-\x7f\s])"
# A reference ends before a letter (A1x), a bracket that makes it a function (LOG10() and a mark that makes it a sheet.
_END = rf"(?!{_WORD}|[(!\[])"
_TOKEN = re.compile(
    rf"(?P<text>\"(?:[^\"]|\"\")*\")|(?P<error>#REF!(?:{_CELL}(?::{_CELL})?{_END})?"
    r"|#(?:NULL!|DIV/0!|VALUE!|NAME\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!))"
    rf"|(?P<sheet>'(?:[^']|'')+'!|(?!{_CELL}:)(?:\[[^\[\]]+\])?{_WORD}+(?::{_WORD}+)?!|\[[^\[\]]+\]!)"
    rf"|(?P<area>{_CELL}:{_CELL}{_END})|(?P<cell>{_CELL}{_END})"
    rf"|(?P<columns>\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}{_END})|(?P<rows>\$?[0-9]{{1,7}}:\$?[0-9]{{1,7}}{_END})"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<name>{_LETTER}{_WORD}*)|(?P<columns_of_table>\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\])|(?P<other>.)",
    re.DOTALL,
)
_EDGE = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")
REFERENCES = frozenset({"cell", "area", "columns", "rows"})


class Token(NamedTuple):
    """A piece of a formula. `kind` is text, error, sheet (with its "!"), cell, area, columns, rows, number, name (also
    of functions and of TRUE), columns_of_table (in brackets) or other (one character).
    """

    kind: str
    text: str


class Reference(NamedTuple):
    """What a token of REFERENCES means; `fixed` tells which edges have a "$": left, top, right, bottom."""

    kind: str
    area: Area
    fixed: tuple[bool, bool, bool, bool]


def tokens_of(formula: str) -> Iterator[Token]:
    """The tokens of a formula without its "="; their texts joined are the formula."""
    for found in _TOKEN.finditer(formula):
        kind, text = found.lastgroup or "other", found[0]
        if kind in REFERENCES and reference_in(kind, text) is None:
            kind = "name"
        yield Token(kind, text)


def joined_ranges(tokens: Iterator[Token]) -> Iterator[Token]:
    """The same tokens, where Sheet1!A1:Sheet1!B2 is one sheet and one area with a sheet inside: "A1:Sheet1!B2"."""
    held: list[Token] = []
    for token in tokens:
        held.append(token)
        kinds = [one.kind for one in held]
        pattern = ["sheet", "cell", "other", "sheet", "cell"]
        if kinds == pattern and held[2].text == ":" and held[0].text.casefold() == held[3].text.casefold():
            yield held[0]
            yield Token("area", "".join(one.text for one in held[1:]))
            held.clear()
        while held and [one.kind for one in held] != pattern[: len(held)]:
            yield held.pop(0)
    yield from held


@lru_cache(maxsize=65_536)
def reference_in(kind: str, text: str) -> Reference | None:
    """The Reference of a token; None when it leads beyond the cells of a sheet, as ABC9999999 does: that is a name."""
    first, _, last = text.partition(":")
    last = last.rpartition("!")[2] or first
    one, two = _EDGE.fullmatch(first), _EDGE.fullmatch(last)
    if one is None or two is None:
        return None
    if kind == "rows":  # "$3" gives its mark to the letters that it does not have
        return _reference(kind, (("", "A", one[1], one[4]), ("", "XFD", two[1], two[4])))
    if kind == "columns":
        return _reference(kind, ((one[1], one[2], "", "1"), (two[1], two[2], "", str(MAX_ROW))))
    return _reference(kind, (one.groups(), two.groups()))


def _reference(kind: str, edges: tuple[tuple[str, ...], tuple[str, ...]]) -> Reference | None:
    (fix_left, left, fix_top, top), (fix_right, right, fix_bottom, bottom) = edges
    # Ends may stand in any order; equal ones keep it, because C$2:C2 grows differently from C2:C$2.
    columns = sorted(((column_number(left), bool(fix_left)), (column_number(right), bool(fix_right))), key=_number)
    rows = sorted(((int(top), bool(fix_top)), (int(bottom), bool(fix_bottom))), key=_number)
    if not (rows[0][0] >= 1 and rows[1][0] <= MAX_ROW and columns[1][0] <= MAX_COLUMN):
        return None
    area = Area(rows[0][0], columns[0][0], rows[1][0], columns[1][0])
    return Reference(kind, area, (columns[0][1], rows[0][1], columns[1][1], rows[1][1]))


def _number(edge: tuple[int, bool]) -> int:
    return edge[0]


def told_reference(reference: Reference, area: Area, joint: str = ":") -> str:
    """`area` as it is written with the "$" of a Reference; `joint` stands between its ends."""
    left, top, right, bottom = ("$" if fixed else "" for fixed in reference.fixed)
    if reference.kind == "columns":
        return f"{left}{column_letters(area.left)}:{right}{column_letters(area.right)}"
    if reference.kind == "rows":
        return f"{top}{area.top}:{bottom}{area.bottom}"
    first = f"{left}{column_letters(area.left)}{top}{area.top}"
    if reference.kind == "cell":
        return first
    return f"{first}{joint}{right}{column_letters(area.right)}{bottom}{area.bottom}"


def sheets_in(prefix: str) -> tuple[str, ...]:
    """The sheets of a "sheet" token: one, the first and last of a 3-D reference, none when it leads to another book."""
    name = prefix[:-1]
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    return () if "[" in name else tuple(name.split(":"))
