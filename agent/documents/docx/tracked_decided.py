"""Tracked changes accepted or rejected in the tree of a part, with the result that Word gives.

A paragraph whose mark goes is continued by the next one, whose properties win; one with nothing in it goes as a whole.
"""

from collections.abc import Iterable

from agent.documents.docx.draft import open_ranges
from agent.documents.docx.tracked import parent_of
from agent.documents.docx.tracked_properties import decide_cell, decide_properties
from agent.documents.docx.tracked_revisions import RUNS, WRAPS
from agent.documents.docx.tracked_runs import RESTORED, renamed
from agent.documents.docx.tree import Element, child, children, name_of, value

_BLOCKS = frozenset({"p", "tbl"})
# What makes a paragraph more than its mark; bookmarks and other ranges do not.
_NOTHING = frozenset(
    f"{name}{end}"
    for name in ("bookmark", "commentRange", "perm", "moveFromRange", "moveToRange")
    for end in ("Start", "End")
) | {"pPr", "proofErr"}


def decide(root: Element, chosen: Iterable[Element], *, accept: bool) -> None:
    """Accept or reject the `chosen` tracked changes of a part, as `revisions` tells them."""
    marks: list[tuple[Element, str]] = []
    for one in list(chosen):
        if not _within(one, root):
            continue
        name, holder = name_of(one), name_of(parent_of(one))
        goes = _goes(name, accept=accept)
        if name.endswith("Change"):
            decide_properties(one, accept=accept)
        elif name.startswith("cell"):
            decide_cell(one, accept=accept)
        elif name in WRAPS:
            _decide_wrapper(one, goes=_goes(WRAPS[name], accept=accept))
        elif holder in {"rPr", "trPr", "numPr"}:
            marks.append((one, holder))
        elif goes:
            remove(one)
        else:
            _unwrap(one)
    _decide_marks(root, marks, accept=accept)
    _forget_moves(root)


def _goes(name: str, *, accept: bool) -> bool:
    return (name in {"del", "moveFrom"}) == accept


def _within(element: Element, root: Element) -> bool:
    return element is root or any(above is root for above in element.iterancestors())


def remove(element: Element) -> None:
    """Take an element out, but for the marks of bookmarks and comments that reach beyond it."""
    for mark in open_ranges(element):
        element.addprevious(mark)
    parent_of(element).remove(element)


def _unwrap(wrapper: Element) -> None:
    if name_of(wrapper) in {"del", "moveFrom"}:
        for one in [one for one in wrapper.iter("*") if name_of(one) in RESTORED]:
            renamed(one, RESTORED[name_of(one)])
    for one in [one for one in wrapper if isinstance(one.tag, str)]:
        wrapper.addprevious(one)
    parent_of(wrapper).remove(wrapper)


def _decide_wrapper(start: Element, *, goes: bool) -> None:
    """A content control (or custom XML) that was put around words, or taken from around them."""
    name = name_of(start).removesuffix("Start")
    wrapped = start.getnext()
    for one in list(start.getroottree().getroot().iter(f"{{*}}{name}End")):
        if value(one, "id") == value(start, "id"):
            parent_of(one).remove(one)
    if goes and wrapped is not None and name_of(wrapped) in {"sdt", "customXml"}:
        content = child(wrapped, "sdtContent") if name_of(wrapped) == "sdt" else wrapped
        for one in [one for one in (content if content is not None else ()) if name_of(one) != "customXmlPr"]:
            wrapped.addprevious(one)
        parent_of(wrapped).remove(wrapped)
    parent_of(start).remove(start)


def _decide_marks(root: Element, marks: Iterable[tuple[Element, str]], *, accept: bool) -> None:
    joined: dict[Element, None] = {}
    for mark, _ in marks:
        if _within(mark, root):
            paragraph = _decide_mark(mark, goes=_goes(name_of(mark), accept=accept))
            if paragraph is not None:
                joined[paragraph] = None
    for paragraph in joined:
        if _within(paragraph, root):
            _join(paragraph)


def _decide_mark(mark: Element, *, goes: bool) -> Element | None:
    """What is tracked of a row, a list or a mark of a paragraph; returns the paragraph that loses its mark."""
    holder = parent_of(mark)
    above = parent_of(holder)
    owner = parent_of(above)
    holder.remove(mark)
    if goes and name_of(holder) == "numPr":
        holder.clear()
    _tidy(holder)
    if goes and name_of(holder) == "trPr":
        _remove_row(above)
    elif goes and name_of(above) == "m:ctrlPr":
        remove(parent_of(owner))
    elif goes and name_of(holder) == "rPr" and name_of(above) == "pPr":
        return owner
    return None


def _tidy(holder: Element) -> None:
    """Properties that said nothing else were made for the tracked change."""
    if not len(holder):
        above = parent_of(holder)
        above.remove(holder)
        if name_of(above) == "pPr" and not len(above):
            parent_of(above).remove(above)


def _remove_row(row: Element) -> None:
    table = next(above for above in row.iterancestors("{*}tbl") if name_of(above) == "tbl")
    remove(row)
    if not any(name_of(one) == "tr" for one in table.iter("{*}tr")):
        remove(table)


def _join(paragraph: Element) -> None:
    """Let the next paragraph go on where this one has lost its mark."""
    behind = next((one for one in paragraph.itersiblings("*") if name_of(one) in {*_BLOCKS, "sdt"}), None)
    content = [one for one in paragraph if name_of(one) != "pPr"]
    if behind is not None and name_of(behind) == "p":
        properties = child(behind, "pPr")
        for at, one in enumerate(content, 0 if properties is None else behind.index(properties) + 1):
            behind.insert(at, one)
        parent_of(paragraph).remove(paragraph)
    elif all(name_of(one) in _NOTHING for one in content) and _can_go(paragraph):
        for one in content:
            paragraph.addprevious(one)
        parent_of(paragraph).remove(paragraph)


def _can_go(paragraph: Element) -> bool:
    """A cell ends with a paragraph, and no container is without one."""
    holder = parent_of(paragraph)
    others = [one for one in children(holder, "p", "tbl", "sdt") if one is not paragraph]
    if not others:
        return False
    return name_of(holder) != "tc" or (children(holder, "p", "tbl", "sdt")[-1] is not paragraph)


def _forget_moves(root: Element) -> None:
    """The marks of moves go with the last of what they were about."""
    authors = {value(one, "author") for one in root.iter("{*}moveFrom", "{*}moveTo") if name_of(one) in RUNS}
    for word in ("moveFrom", "moveTo"):
        starts = [one for one in root.iter(f"{{*}}{word}RangeStart") if value(one, "author") not in authors]
        ids = {value(one, "id") for one in starts}
        ends = [one for one in root.iter(f"{{*}}{word}RangeEnd") if value(one, "id") in ids]
        for one in [*starts, *ends]:
            parent_of(one).remove(one)
