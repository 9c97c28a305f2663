"""What the formulas of a workbook's part reach: those of cells, names, rules, charts, tables and sparklines."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from agent.core.documents import Reach
from agent.documents.opc.xml_text import unescaped
from agent.documents.reaches.formula import formula_reaches
from agent.documents.xlsx.cell_names import quoted_sheet
from agent.documents.xlsx.sheet import ATTRIBUTES, attributes_of

_FORMULA = re.compile(
    rf"<((?:[\w.-]+:)?(f|formula|formula[12]|definedName|calculatedColumnFormula|totalsRowFormula|oldFormula))(?=[\s>])"
    rf"({ATTRIBUTES})>([^<]+)(?=</\1\s*>)"
)
_CELL = re.compile(r"<(?:[\w.-]+:)?c\s[^<>]*?\br\s*=\s*[\"']([A-Za-z]{1,3}\d{1,7})[\"']")


def sheet_reaches(name: str, text: str, books: Mapping[str, str], *, is_sheet: bool) -> Iterator[Reach]:
    """What the formulas in a part reach. `text` has no comments and no CDATA. `name` is that of the sheet or part."""
    for found in _FORMULA.finditer(text):
        formula = unescaped(found[4])
        reached = tuple(formula_reaches("", formula, books))
        if reached:
            anchor = _anchor(name, text, found, is_sheet=is_sheet)
            yield from (replace(one, anchor=anchor) for one in reached)


def _anchor(name: str, text: str, found: re.Match[str], *, is_sheet: bool) -> str:
    if found[2] == "definedName":
        return f"name {attributes_of(found[3]).get('name', '')}"
    if not is_sheet:
        return name
    sheet = quoted_sheet(name)
    if found[2] != "f":
        return f"{sheet} {found[2]}"
    # The tag of the cell stands right before that of its formula.
    cell = _CELL.search(text, max(0, text.rfind("<", 0, found.start())), found.start())
    return f"{sheet}!{cell[1]}" if cell else sheet
