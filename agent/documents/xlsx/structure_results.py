"""Results of formulas after a change of structure: those that cannot have changed are kept, without computing them."""

import re
from collections.abc import Sequence, Set

from agent.documents.opc.xml_text import unescaped
from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.formula_tokens import REFERENCES, Token, reference_in, tokens_of
from agent.documents.xlsx.sheet import ATTRIBUTES, Sheet, attributes_of
from agent.documents.xlsx.shift import Deletion, Insertion, Shift, same_size

_FORMULA = re.compile(rf"<((?:[\w.-]+:)?)f(?=[\s/>])({ATTRIBUTES})(?:/>|>([^<]*)</\1f\s*>)")
# What they tell depends on where cells are, or on how many: also when all that they read moves along.
_COUNTING = re.compile(
    r"\b(?:ROWS?|COLUMNS?|ADDRESS|CELL|OFFSET|INDIRECT|INDEX|X?MATCH|[VHX]?LOOKUP|CHOOSE\w*|TRANSPOSE|AREAS|COUNTBLANK"
    r"|FREQUENCY|FORMULATEXT|SHEETS?|TAKE|DROP|EXPAND|TOROW|TOCOL|WRAP\w+|SORT\w*|FILTER|UNIQUE|SUBTOTAL|AGGREGATE)\s*\(",
    re.IGNORECASE,
)
# Their results are the same with more empty cells among those that they read.
_EMPTY_IS_NOTHING = frozenset(
    {
        "SUM", "AVERAGE", "AVERAGEA", "COUNT", "COUNTA", "MIN", "MAX", "MINA", "MAXA", "PRODUCT", "SUMSQ", "MEDIAN",
        "STDEV", "STDEVA", "STDEVP", "VAR", "VARP", "_XLFN.STDEV.S", "_XLFN.STDEV.P", "_XLFN.VAR.S", "_XLFN.VAR.P",
        "LARGE", "SMALL", "RANK", "_XLFN.RANK.EQ", "_XLFN.RANK.AVG", "SUMIF", "SUMIFS", "AVERAGEIF", "AVERAGEIFS",
        "PERCENTILE", "QUARTILE", "_XLFN.PERCENTILE.INC", "_XLFN.QUARTILE.INC", "MODE", "GEOMEAN", "HARMEAN", "DEVSQ",
    }
)  # fmt: skip

# They read their ranges side by side, each cell of one with the cell of the other at the same place.
_PAIRED = frozenset({"SUMIF", "SUMIFS", "AVERAGEIF", "AVERAGEIFS"})


def doubtful(before: str, after: str, shift: Shift) -> bool:
    """Whether a formula may have another result after a Shift than before: it reads other cells, or may do so."""
    tokens = list(tokens_of(before))
    if isinstance(shift, Insertion):
        return (
            (before != after and _feels_empty_cells(before, after))
            or _grow_apart(tokens, list(tokens_of(after)), shift)
            or any(_names(tokens, at) and not _ignores_empty(tokens, at) for at in range(len(tokens)))
        )
    found = [one for token in tokens if token.kind in REFERENCES and (one := reference_in(token.kind, token.text))]
    then = [
        one for token in tokens_of(after) if token.kind in REFERENCES and (one := reference_in(token.kind, token.text))
    ]
    if len(found) != len(then) or not all(same_size(a.area, b.area) for a, b in zip(found, then, strict=True)):
        return True
    if isinstance(shift, Deletion) and any(_whole(one.area, rows=shift.rows) for one in found):
        return True
    return any(_names(tokens, at) for at in range(len(tokens)))


def _feels_empty_cells(before: str, after: str) -> bool:
    """Whether a reference of a formula, as it reads before and after an insertion, has grown, and that may count."""
    tokens, then = list(tokens_of(before)), list(tokens_of(after))
    if len(tokens) != len(then):
        return True
    for at, (one, other) in enumerate(zip(tokens, then, strict=True)):
        old, new = (reference_in(x.kind, x.text) if x.kind in REFERENCES else None for x in (one, other))
        if old is not None and (new is None or not same_size(old.area, new.area)) and not _ignores_empty(tokens, at):
            return True
    return False


def _grow_apart(tokens: Sequence[Token], then: Sequence[Token], shift: Insertion) -> bool:
    """Whether ranges that are read side by side may be so no more: one grows, and not all are the same rows (columns)
    of one sheet or table.
    """
    if not any(token.kind == "name" and token.text.upper() in _PAIRED for token in tokens):
        return False
    lines: set[tuple[object, ...]] = set()
    grows = False
    for at, (one, other) in enumerate(zip(tokens, then, strict=False)):
        old, new = (reference_in(x.kind, x.text) if x.kind in REFERENCES else None for x in (one, other))
        if old is not None:
            area = old.area
            low, high = (area.top, area.bottom) if shift.rows else (area.left, area.right)
            if low < high:
                lines.add((tokens[at - 1].text if at and tokens[at - 1].kind == "sheet" else "", low, high))
                grows = grows or new is None or not same_size(area, new.area)
        elif _names(tokens, at):
            lines.add((one.text.casefold(),))
            grows = True
    return grows and len(lines) > 1


def _ignores_empty(tokens: Sequence[Token], at: int) -> bool:
    """Whether the reference at this place is an argument, by itself, of a function to which empty cells are nothing."""
    start = at - 1 if at and tokens[at - 1].kind == "sheet" else at
    before = [one.text for one in tokens[:start] if not one.text.isspace()]
    behind = next(
        (one.text for one in tokens[at + 1 :] if not one.text.isspace() and one.kind != "columns_of_table"), ""
    )
    if not before or before[-1] not in {"(", ","} or behind not in {")", ","}:
        return False
    depth = 0
    for place in range(len(before) - 1, -1, -1):
        depth += (before[place] == ")") - (before[place] == "(")
        if depth < 0:
            return place > 0 and before[place - 1].upper() in _EMPTY_IS_NOTHING
    return False


def _whole(area: object, *, rows: bool) -> bool:
    low, high = ("top", "bottom") if rows else ("left", "right")
    return (getattr(area, low), getattr(area, high)) == (1, MAX_ROW if rows else MAX_COLUMN)


def _names(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token is the name of a range or of a table, whose cells may be others."""
    if tokens[at].kind == "columns_of_table":
        return True
    following = next((one.text for one in tokens[at + 1 :] if not one.text.isspace()), "")
    return tokens[at].kind == "name" and following != "(" and tokens[at].text.upper() not in {"TRUE", "FALSE"}


def settle(draft: Draft, doubts: Set[str], *, counted: bool = True) -> None:
    """Take the workbook by now as one whose results are right, but for formulas of `doubts` and those that count.

    `counted`: there may be some that count.
    """
    known = frozenset(doubts)
    draft.settle(lambda sheet: _certain(sheet, known), known, certain=not known and not counted)


def _certain(sheet: Sheet, doubts: Set[str]) -> Sheet:
    """The sheet in which cells with a doubtful formula hold none."""
    gone: set[str] = set()
    for found in _FORMULA.finditer(sheet.text) if "shared" in sheet.text else ():
        if found[3] and _is_doubtful(unescaped(found[3]), doubts):
            gone.add(attributes_of(found[2]).get("si", ""))

    def kept(found: re.Match[str]) -> str:
        shared = bool(gone) and "shared" in found[2] and attributes_of(found[2]).get("si", "") in gone
        return "" if shared or (found[3] and _is_doubtful(unescaped(found[3]), doubts)) else found[0]

    text = _FORMULA.sub(kept, sheet.text)
    return sheet if text == sheet.text else Sheet(text)


def _is_doubtful(formula: str, doubts: Set[str]) -> bool:
    return formula in doubts or counts(formula)


def counts(formula: str) -> bool:
    """Whether what a formula tells depends on where cells are, or on how many."""
    return _COUNTING.search(formula) is not None
