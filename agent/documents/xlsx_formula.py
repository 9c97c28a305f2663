"""Formulas as text: their references moved or renamed, and whether one may be written.

Only what stands outside of quotes is touched. ECMA-376 part 1, 18.17.
"""

import re

from agent.core.errors import InvalidArgumentsError
from agent.documents.cell_names import MAX_COLUMN, MAX_ROW, column_letters, column_number, quoted_sheet

MAX_LENGTH = 8_192
# Text in quotes, a quoted sheet name, what stands in brackets, a word with what follows it, or a reference.
_TOKEN = re.compile(
    r"(?P<text>\"(?:[^\"]|\"\")*\")|(?P<sheet>'(?:[^']|'')*'!)|(?P<bracket>\[[^\]]*\])"
    r"|(?P<cell>(?<![\w.$])\$?[A-Za-z]{1,3}\$?\d{1,7}(?![\w.(!]))"
    r"|(?P<columns>(?<![\w.$])\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w.(!]))"
    r"|(?P<rows>(?<![\w.$])\$?\d{1,7}:\$?\d{1,7}(?![\w.(!]))"
    r"|(?P<name>[^\W\d][\w.]*!?)"
)
_REFERENCE = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})")
_EDGE = re.compile(r"(\$?)([A-Za-z]{1,3}|\d{1,7})")
# They reach out of the workbook when the file is opened: what is in cells could leave the machine.
_OUTWARD = {"WEBSERVICE", "IMAGE", "FILTERXML", "RTD", "CALL", "REGISTER", "REGISTER.ID", "EXEC", "SQL.REQUEST",
            "IMPORTDATA", "IMPORTXML", "IMPORTHTML", "IMPORTFEED", "IMPORTRANGE"}  # fmt: skip
_SPILLING = {"FILTER", "SORT", "SORTBY", "UNIQUE", "SEQUENCE", "RANDARRAY", "VSTACK", "HSTACK", "TOCOL", "TOROW",
             "WRAPROWS", "WRAPCOLS", "TAKE", "DROP", "EXPAND", "CHOOSEROWS", "CHOOSECOLS", "TEXTSPLIT", "LET",
             "LAMBDA", "MAP", "REDUCE", "SCAN", "MAKEARRAY", "BYROW", "BYCOL", "GROUPBY", "PIVOTBY"}  # fmt: skip
# In the file they carry a prefix; without it Excel shows #NAME?.
_PREFIXED = {"XLOOKUP", "XMATCH", "IFS", "SWITCH", "MAXIFS", "MINIFS", "TEXTJOIN", "CONCAT", "IFNA", "DAYS", "XOR",
             "NUMBERVALUE", "ISFORMULA", "FORMULATEXT", "SHEET", "SHEETS", "UNICHAR", "UNICODE", "TEXTBEFORE",
             "TEXTAFTER", "PDURATION", "RRI", "ISOWEEKNUM", "CEILING.MATH", "FLOOR.MATH", "ARABIC", "BASE",
             "DECIMAL", "COMBINA", "PERMUTATIONA", "STDEV.S", "STDEV.P", "VAR.S", "VAR.P", "RANK.EQ", "RANK.AVG",
             "PERCENTILE.INC", "PERCENTILE.EXC", "QUARTILE.INC", "QUARTILE.EXC", "MODE.SNGL", "NORM.DIST",
             "NORM.INV", "NORM.S.DIST", "NORM.S.INV", "T.TEST", "CONFIDENCE.NORM", "COVARIANCE.P", "COVARIANCE.S",
             "FORECAST.LINEAR", "FORECAST.ETS"}  # fmt: skip


def moved(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads `rows` further down and `columns` further right: as when a cell is copied."""
    return _TOKEN.sub(lambda found: _moved_token(found, rows, columns), formula)


def _moved_token(found: re.Match[str], rows: int, columns: int) -> str:
    if found["cell"]:
        part = _REFERENCE.fullmatch(found["cell"])
        return f"{_edge(part[1], part[2], columns)}{_edge(part[3], part[4], rows)}" if part else found[0]
    if found["columns"] or found["rows"]:
        by = columns if found["columns"] else rows
        return ":".join(_edge(edge[0], edge[1], by) for edge in _EDGE.findall(found[0]))
    return found[0]


def _edge(fixed: str, edge: str, by: int) -> str:
    if fixed:
        return fixed + edge
    if edge.isdigit():
        return str((int(edge) + by - 1) % MAX_ROW + 1)
    return column_letters((column_number(edge) + by - 1) % MAX_COLUMN + 1)


def renamed(formula: str, old: str, new: str) -> str:
    """The formula with every reference to sheet `old` leading to `new`, also those to a range of sheets."""

    def token(found: re.Match[str]) -> str:
        if found["sheet"]:
            names = found[0][1:-2].replace("''", "'").split(":")
        elif found["name"] and found[0].endswith("!"):
            names = [found[0][:-1]]
        else:
            return found[0]
        if not any(name.casefold() == old.casefold() for name in names):
            return found[0]
        return quoted_sheet(":".join(new if name.casefold() == old.casefold() else name for name in names)) + "!"

    return _TOKEN.sub(token, formula)


def mentions(formula: str, names: set[str]) -> str:
    """The first function of `names` that the formula calls, or ""."""
    for found in _TOKEN.finditer(formula):
        word = (found["name"] or "").upper().removeprefix("_XLFN.").removeprefix("_XLWS.")
        if word in names and formula[found.end() :].lstrip().startswith("("):
            return word
    return ""


def mentioned(formula: str, name: str) -> bool:
    """Whether the formula uses a defined name or a table of that name."""
    return any(found["name"] and found[0].casefold() == name.casefold() for found in _TOKEN.finditer(formula))


def writable(text: str) -> str:
    """The formula of "=SUM(A1:A3)" as a file holds it: without "=", with the prefixes that newer functions need.

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
    if spilling := mentions(formula, _SPILLING):
        raise InvalidArgumentsError(
            f"{spilling} fills more cells than its own and is not written here. Put in the values, or a formula a cell."
        )
    return _TOKEN.sub(lambda found: _prefixed(found, formula), formula)


def _prefixed(found: re.Match[str], formula: str) -> str:
    word = (found["name"] or "").upper()
    called = formula[found.end() :].lstrip().startswith("(")
    return f"_xlfn.{word}" if word in _PREFIXED and called else found[0]


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
