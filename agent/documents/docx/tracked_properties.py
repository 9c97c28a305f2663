"""Tracked changes of formatting, accepted or rejected (ECMA-376 part 1, 17.13.5.24 to 17.13.5.39).

Each holds the properties as they were; some that its holder has are no part of them and stay.
"""

from collections.abc import Mapping

from agent.documents.docx.tracked import MARKS, made, parent_of
from agent.documents.docx.tree import Element, child, name_of, value

_STAY: Mapping[str, frozenset[str]] = {
    "rPr": MARKS,
    "pPr": frozenset({"rPr", "sectPr"}),
    "sectPr": frozenset({"headerReference", "footerReference"}),
    "trPr": frozenset({"ins", "del"}),
    "tcPr": frozenset({"cellIns", "cellDel", "cellMerge"}),
}
_MERGED = {"rest": "restart", "cont": "continue"}


def decide_properties(change: Element, *, accept: bool) -> None:
    """Accept or reject one rPrChange, pPrChange, sectPrChange, tblPrChange... or numberingChange."""
    holder = parent_of(change)
    holder.remove(change)
    if accept or name_of(change) == "numberingChange":
        return
    stay = _STAY.get(name_of(holder), frozenset())
    old = next((one for one in change if isinstance(one.tag, str)), None)
    before = [one for one in (old if old is not None else ()) if name_of(one) not in stay]
    kept = [one for one in holder if name_of(one) in stay]
    # What stays stands behind the others in a pPr, and before them everywhere else.
    for one in list(holder):
        holder.remove(one)
    holder.extend([*before, *kept] if name_of(holder) == "pPr" else [*kept, *before])


def decide_cell(mark: Element, *, accept: bool) -> None:
    """Accept or reject an inserted, deleted or merged cell."""
    properties = parent_of(mark)
    cell = parent_of(properties)
    properties.remove(mark)
    if name_of(mark) == "cellMerge":
        _merge(properties, value(mark, "vMerge" if accept else "vMergeOrig"))
    elif (name_of(mark) == "cellDel") == accept:
        row = parent_of(cell)
        row.remove(cell)
        if child(row, "tc") is None and child(row, "sdt") is None:
            parent_of(row).remove(row)


def _merge(properties: Element, told: str) -> None:
    before = child(properties, "vMerge")
    if before is not None:
        properties.remove(before)
    if told in _MERGED:
        merge = made(properties, "vMerge", val=_MERGED[told])
        width = child(properties, "gridSpan")
        first = width if width is not None else child(properties, "tcW")
        if first is None:
            properties.insert(0, merge)
        else:
            first.addnext(merge)
