"""Ops for links of cells. ECMA-376 part 1, 18.3.1.47."""

from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_fields import text_of
from agent.documents.opc.package_draft import linked, unlinked
from agent.documents.opc.xml_tags import Attributes
from agent.documents.operations import Operation
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import area_of, quoted_sheet, split_part
from agent.documents.xlsx.change import change_of
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.frame import Frame
from agent.documents.xlsx.names import names_of
from agent.documents.xlsx.ops_format import paint
from agent.documents.xlsx.ranges import address, areas_of, bounded, corners, overlap, placed

_SCHEMES = ("https://", "http://", "mailto:")
_LOOK = {"font": {"color": "#0563C1", "underline": True}}
_MAX_URL = 2_079
_SET = Words("{cell} leads to {where} now.", "{cell} に {where} へのリンクを設定しました。")
_GONE = Words("Took the link off {cell}; its words stay.", "{cell} のリンクを解除しました(文字は残しています)。")


def set_link(draft: Draft, op: Op) -> Words:
    """Let cells lead to an address, or to a place in the workbook; null takes the link away."""
    entry, area = placed(draft, op, "cell")
    bounded(area)
    told = [name for name in ("url", "location") if op.get(name) is not None]
    if len(told) > 1 or not ({"url", "location"} & set(op)):
        raise InvalidArgumentsError(
            "'set_link' takes 'url' (\"https://...\") or 'location' (\"Sheet2!A1\"); null for none."
        )
    where = f"{entry.name}!{address(area)}"
    found = _without(draft, entry, corners(area))
    if not told:
        if not found:
            raise InvalidArgumentsError(f"{where} has no link.")
        return _GONE.of(cell=where)
    target: Attributes
    if told == ["url"]:
        url = _safe(text_of(op, "url"))
        number = linked(draft, entry.part, "hyperlink", url, external=True)
        target = Frame(draft.sheet(entry)).related(number)
    else:
        url = _location(draft, entry, text_of(op, "location"))
        target = {"location": url}
    frame = Frame(draft.sheet(entry))
    tip = text_of(op, "tip") if op.get("tip") else None
    frame.append(
        "hyperlinks",
        [frame.tag("hyperlink", {"ref": corners(area), **target, "tooltip": tip})],
        counted=False,
    )
    draft.set_text(entry, frame.text())
    paint(draft, entry, area, change_of(_LOOK))
    return _SET.of(cell=where, where=url)


def _without(draft: Draft, entry: SheetEntry, ref: str) -> bool:
    """Take away the links that lie in a range, with their relationships."""
    frame = Frame(draft.sheet(entry))
    node = frame.child("hyperlinks")
    area = area_of(ref)
    gone = [one for one in (() if node is None else node) if overlap(areas_of(one.get("ref", "A1"))[0], area)]
    for one in gone:
        if one.get("ref") != ref and areas_of(one.get("ref", "A1"))[0] != area:
            raise InvalidArgumentsError(f"A link lies over {one.get('ref')}: name that range to change it.")
        if number := next((value for name, value in one.attrib.items() if str(name).endswith("}id")), ""):
            unlinked(draft, entry.part, str(number))
    frame.without("hyperlinks", gone)
    if gone:
        draft.set_text(entry, frame.text())
    return bool(gone)


def _safe(url: str) -> str:
    if not url.lower().startswith(_SCHEMES) or len(url) > _MAX_URL or any(c.isspace() for c in url):
        raise InvalidArgumentsError(
            f"{url[:80]!r} is no link: links begin with https://, http:// or mailto:, without blanks."
        )
    return url


def _location(draft: Draft, entry: SheetEntry, told: str) -> str:
    """A place in the workbook: a cell, a range of a sheet, or a name."""
    if any(one.name.casefold() == told.casefold() for one in names_of(draft)):
        return told
    name, area = split_part(told) if "!" in told else (entry.name, told)
    return f"{quoted_sheet(draft.entry(name).name)}!{address(area_of(area))}"


LINK_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "set_link": Operation(
        set_link,
        ("sheet", "cell", "url", "location", "tip"),
        '{"op":"set_link","sheet":"S","cell":"B2","url":"https://example.com","tip":"shown above it"}  or "location":'
        '"Sheet2!A1" or a name; "url":null takes it away; the words of the cell are set by set_cells',
    ),
}
