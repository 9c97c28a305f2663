"""References in XML parts of a workbook that follow a Shift, told by element and attribute. ECMA-376 part 1, 18.3 to
18.10; [MS-XLSX] 2.6 for what Office adds under extLst.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from agent.documents.pptx.tree import local
from agent.documents.xlsx.cell_names import Area, area_of
from agent.documents.xlsx.formula_anchor import Anchored
from agent.documents.xlsx.formula_shift import LOST, Rewriting
from agent.documents.xlsx.shift import Shift, area_after, near_after, reached, told_area
from agent.documents.xlsx.shift_part import Element, PartChange

# The attribute that tells the one area of an element, which goes when nothing is left of its area.
_AREA: Mapping[str, str] = {
    "mergeCell": "ref", "hyperlink": "ref", "autoFilter": "ref", "sortState": "ref", "sortCondition": "ref",
    "comment": "ref", "threadedComment": "ref", "cellWatch": "r", "inputCells": "r", "cellSmartTags": "r",
    "singleXmlCell": "r", "webPublishItem": "sourceRef", "location": "ref",
}  # fmt: skip
_AREAS = frozenset({"conditionalFormatting", "dataValidation", "ignoredError", "protectedRange"})
# What a person sees of a sheet: it is somewhere whatever goes.
_VIEW: Mapping[str, tuple[str, ...]] = {
    "dimension": ("ref",), "scenarios": ("sqref",), "selection": ("activeCell", "sqref"),
}  # fmt: skip
_FORMULAS = frozenset({"f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"})
_FORMULA_ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "hyperlink": ("location",), "controlPr": ("linkedCell", "listFillRange"), "sp": ("textlink",),
    "formControlPr": ("fmlaLink", "fmlaRange", "fmlaTxbx", "fmlaGroup"), "cameraTool": ("cellRange",),
    "parameter": ("cell",), "textbox": ("textlink",),
}  # fmt: skip
_SHEETED = frozenset({"worksheetSource", "dataRef", "rangeSet"})
_RELATIVE = frozenset({"conditionalFormatting", "dataValidation"})
# They mean nothing, or are not allowed, without an element in them.
_CONTAINERS = frozenset({
    "mergeCells", "hyperlinks", "dataValidations", "conditionalFormattings", "ignoredErrors", "protectedRanges",
    "cellWatches", "scenario", "scenarios", "sparklines", "sparklineGroups", "rowBreaks", "colBreaks", "ext", "extLst",
    "smartTags", "webPublishItems", "definedNames", "tableParts",
})  # fmt: skip


def follow(change: PartChange, rewriting: Rewriting, home: str, shift: Shift | None) -> None:
    """Let all references in a part follow, but for those of `xlsx.shift_lines` and of drawings.

    `home` is the sheet that the part belongs to, "" for none; `shift` is given when that is the sheet which is shifted.
    """
    for element in change.root.iter("*"):
        name = local(element)
        if shift is not None:
            _own_areas(change, shift, element, name)
        _formulas(change, _Reading(rewriting, home, shift), element, name)
        if name in _SHEETED:
            change.set_attribute(
                element, "ref", rewriting.source(element.get("sheet", ""), element.get("ref", "")) or None
            )


@dataclass(frozen=True, slots=True)
class _Reading:
    rewriting: Rewriting
    home: str
    shift: Shift | None

    def after(self, formula: str) -> str:
        return self.rewriting.formula(formula, self.home)


def _own_areas(change: PartChange, shift: Shift, element: Element, name: str) -> None:
    if (key := _AREA.get(name)) and element.get(key):
        area = area_of(element.get(key, ""))
        after = reached(shift, area) if name == "autoFilter" else area_after(shift, area)
        if after is None or (name == "mergeCell" and (after.top, after.left) == (after.bottom, after.right)):
            change.drop(element)
        else:
            change.set_attribute(element, key, told_area(after, element.get(key, "")))
    elif name in _AREAS and element.get("sqref"):
        _several(change, element, element, _after(shift, element.get("sqref", "")))
    elif name == "sqref":
        _several(change, element, element.getparent(), _after(shift, element.text or ""))
    for key in _VIEW.get(name, ()):
        if found := element.get(key):
            told = (told_area(near_after(shift, area_of(one)), one) for one in found.split())
            change.set_attribute(element, key, " ".join(dict.fromkeys(told)))


def _after(shift: Shift, sqref: str) -> str:
    found = [(one, reached(shift, area_of(one))) for one in sqref.split()]
    return " ".join(told_area(after, one) for one, after in found if after is not None)


def _several(change: PartChange, element: Element, owner: Element | None, after: str) -> None:
    if not after and owner is not None:
        change.drop(owner)
    elif owner is element:
        change.set_attribute(element, "sqref", after)
    else:
        change.set_text(element, after)


def _formulas(change: PartChange, reading: _Reading, element: Element, name: str) -> None:
    for key in _FORMULA_ATTRIBUTES.get(name, ()):
        if found := element.get(key):
            change.set_attribute(element, key, reading.after(found))
    text = element.text or ""
    if name not in _FORMULAS or not text.strip() or len(element):
        return
    ruled = next((one for one in element.iterancestors() if local(one) in _RELATIVE), None)
    areas = _ruled(ruled) if ruled is not None else ()
    if areas:
        after = Anchored(reading.rewriting, reading.shift, areas, reading.home).formula(text)
    else:
        after = reading.after(text)
    parent = element.getparent()
    if LOST in after and LOST not in text and parent is not None and local(parent) == "sparkline":
        change.drop(element)
    else:
        change.set_text(element, after)


def _ruled(element: Element) -> Sequence[Area]:
    """The areas of a rule for colours or entries, which its formulas are told from."""
    sqref = element.get("sqref") or next((one.text for one in element.iterchildren("{*}sqref")), "")
    return [area_of(one) for one in (sqref or "").split()]


def drop_empty(change: PartChange) -> None:
    """Containers of which everything goes, go; the others count what is left."""
    waiting = list(change.drops)
    while waiting:
        element = waiting.pop()
        parent = element.getparent()
        if parent is None or change.dropped(parent):
            continue
        left = sum(1 for one in _children(parent) if not change.dropped(one))
        if (not left and local(parent) in _CONTAINERS) or local(element) == "sparklines":
            change.drop(parent)
            waiting.append(parent)
        elif parent.get("count"):
            change.set_attribute(parent, "count", str(left))


def _children(element: Element) -> Iterator[Element]:
    return element.iterchildren("*")
