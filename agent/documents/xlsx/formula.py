"""Formulas as text: their references moved or renamed, and whether one may be written.

Only what stands outside of quotes is touched. ECMA-376 part 1, 18.17.
"""

import re
from collections.abc import Iterator, Sequence, Set

from agent.core.errors import InvalidArgumentsError
from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW, column_letters, column_number, quoted_sheet
from agent.documents.xlsx.formula_bound import is_called, prefixed
from agent.documents.xlsx.formula_tokens import REFERENCES, Token, sheets_in, tokens_of

MAX_LENGTH = 8_192
_REFERENCE = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})")
_EDGE = re.compile(r"(\$?)([A-Za-z]{1,3}|[0-9]{1,7})")
# They reach out of the workbook when the file is opened: what is in cells could leave the machine.
_OUTWARD = {"WEBSERVICE", "IMAGE", "FILTERXML", "RTD", "CALL", "REGISTER", "REGISTER.ID", "EXEC", "SQL.REQUEST",
            "IMPORTDATA", "IMPORTXML", "IMPORTHTML", "IMPORTFEED", "IMPORTRANGE"}  # fmt: skip
_SPILLING = {"FILTER", "SORT", "SORTBY", "UNIQUE", "SEQUENCE", "RANDARRAY", "VSTACK", "HSTACK", "TOCOL", "TOROW",
             "WRAPROWS", "WRAPCOLS", "TAKE", "DROP", "EXPAND", "CHOOSEROWS", "CHOOSECOLS", "TEXTSPLIT", "LET",
             "LAMBDA", "MAP", "REDUCE", "SCAN", "MAKEARRAY", "BYROW", "BYCOL", "GROUPBY", "PIVOTBY",
             "TRIMRANGE"}  # fmt: skip


def moved(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads `rows` further down and `columns` further right: as when a cell is copied."""
    return "".join(
        _moved_reference(token, rows, columns) if token.kind in REFERENCES else token.text
        for token in tokens_of(formula)
    )


def _moved_reference(token: Token, rows: int, columns: int) -> str:
    if token.kind in {"cell", "area"}:
        return _REFERENCE.sub(lambda one: _edge(one[1], one[2], columns) + _edge(one[3], one[4], rows), token.text)
    by = columns if token.kind == "columns" else rows
    return ":".join(_edge(edge[0], edge[1], by) for edge in _EDGE.findall(token.text))


def _edge(fixed: str, edge: str, by: int) -> str:
    if fixed:
        return fixed + edge
    if edge.isdigit():
        return str((int(edge) + by - 1) % MAX_ROW + 1)
    return column_letters((column_number(edge) + by - 1) % MAX_COLUMN + 1)


def renamed(formula: str, old: str, new: str) -> str:
    """The formula with every reference to sheet `old` leading to `new`, also those to a range of sheets."""
    return "".join(
        _renamed_prefix(token.text, old, new) if token.kind == "sheet" else token.text for token in tokens_of(formula)
    )


def _renamed_prefix(prefix: str, old: str, new: str) -> str:
    names = sheets_in(prefix)
    if not any(name.casefold() == old.casefold() for name in names):
        return prefix
    return quoted_sheet(":".join(new if name.casefold() == old.casefold() else name for name in names)) + "!"


def mentions(formula: str, names: Set[str]) -> str:
    """The first function of `names` that the formula calls, or ""."""
    if not any(name in formula.upper() for name in names):
        return ""
    for word in _calls(tuple(tokens_of(formula))):
        if word in names:
            return word
    return ""


def _calls(tokens: Sequence[Token]) -> Iterator[str]:
    """The functions that a formula calls, without the prefixes of newer ones."""
    for at, token in enumerate(tokens):
        if token.kind == "name" and is_called(tokens, at):
            yield token.text.upper().removeprefix("_XLFN.").removeprefix("_XLWS.")


def mentioned(formula: str, name: str) -> bool:
    """Whether the formula uses a defined name or a table of that name."""
    wanted = name.casefold()
    return any(token.kind == "name" and token.text.casefold() == wanted for token in tokens_of(formula))


def grows(formula: str) -> bool:
    """Whether a formula may fill more cells than its own: those that do so by the rules of older versions do not."""
    return mentions(formula, _SPILLING) != ""


def writable(text: str, *, growing: bool = False) -> str:
    """The formula of "=SUM(A1:A3)" as a file holds it: without "=", with the prefixes that newer functions need.

    `growing`: it may be one that fills more cells than its own.

    Raises:
        InvalidArgumentsError: it is too long, not closed, would reach out of the workbook, or would need more than
            the one cell.
    """
    formula = text.removeprefix("=").strip()
    if not formula or len(formula) > MAX_LENGTH:
        raise InvalidArgumentsError(f"A formula has 1 to {MAX_LENGTH} characters behind its '='.")
    _closed(formula)
    if outward := mentions(formula, _OUTWARD):
        raise InvalidArgumentsError(
            f"{outward} reaches out of the workbook and is not written. Put in the value itself."
        )
    bare = re.sub(r"\"(?:[^\"]|\"\")*\"", '""', formula)
    if "|" in bare or re.search(r"\[[^\]]*\.xl\w*\]|\\\\|file:", bare, re.IGNORECASE):
        raise InvalidArgumentsError("The formula leads to another file or program. Put in the value itself.")
    if mentions(formula, {"HYPERLINK"}) and not re.search(r"HYPERLINK\(\s*\"[^\"]*\"\s*[,)]", formula, re.IGNORECASE):
        raise InvalidArgumentsError("The address in HYPERLINK must be a text in quotes, not made of cells.")
    if not growing and (spilling := mentions(formula, _SPILLING)):
        raise InvalidArgumentsError(
            f"{spilling} may fill more cells than its own and cannot stand here: only set_cells, append_rows and "
            "add_sheet write it."
        )
    return prefixed(tuple(tokens_of(formula)))


def _closed(formula: str) -> None:
    bare = re.sub(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'", "", formula)
    depth = 0
    for c in bare:
        depth += (c == "(") - (c == ")")
        if depth < 0:
            break
    if depth or '"' in bare:
        raise InvalidArgumentsError(
            f"The formula ={formula[:80]} has a bracket or a quotation mark that is not closed."
        )
