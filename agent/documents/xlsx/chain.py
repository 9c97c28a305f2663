"""The order of calculation (ECMA-376 part 1, 18.6): an entry for each cell with a formula, and for no other cell.

Excel takes a workbook for damaged in which it names a cell that has none.
"""

import re
from collections.abc import Callable

from agent.documents.xlsx.sheet import ATTRIBUTES, attributes_of

After = Callable[[str, str], str | None]
"""Where the formula of a cell is now, by the id of its sheet and its name; None when it is gone."""
_LINK = re.compile(rf"<(?:[\w.-]+:)?c(?=[\s/>])({ATTRIBUTES})/>")
_PLACE = re.compile(r"(\sr\s*=\s*[\"'])[^\"']*")


def chained(chain: str, after: After) -> str | None:
    """The order of calculation with its cells where they are now; None when no cell is left.

    An entry without a sheet's id (i) is on the sheet of the one before it, so a follower of one that goes gets its id.
    """
    out: list[str] = []
    at, sheet, told, left = 0, "", "", False
    for found in _LINK.finditer(chain):
        attributes = attributes_of(found[1])
        sheet, cell, tag = attributes.get("i", sheet), attributes.get("r", ""), found[0]
        out.append(chain[at : found.start()])
        at = found.end()
        place = after(sheet, cell)
        if place is None:
            continue
        if place != cell:
            tag = _PLACE.sub(rf"\g<1>{place}", tag, count=1)
        if "i" not in attributes and sheet != told:
            tag = tag.replace("/>", f' i="{sheet}"/>')
        told, left = sheet, True
        out.append(tag)
    return "".join([*out, chain[at:]]) if left else None
