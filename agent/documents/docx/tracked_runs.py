"""Runs of a paragraph that are cut, tracked as deleted, and put in as tracked insertions, as Word does it.

Words in another author's insertion are deleted inside of it, the author's own insertions simply go. What somebody
deleted stays as it is. ECMA-376 part 1: 17.13.5.14 (del), 17.13.5.18 (ins).
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy

from agent.documents.docx.tracked import Stamp, made, parent_of, replace_element, text_element
from agent.documents.docx.tree import Element, child, name_of, value

_ENTERED = frozenset(
    {"hyperlink", "smartTag", "customXml", "fldSimple", "sdt", "sdtContent", "dir", "bdo", "ins", "moveTo"}
)
_WHOLE = frozenset({"r", "m:oMath", "m:oMathPara"})
_DELETED = {"t": "delText", "instrText": "delInstrText"}
RESTORED = {name: kept for kept, name in _DELETED.items()}


def inline(parent: Element) -> Iterator[Element]:
    """The runs and formulas of a paragraph that nobody deleted, in order; those in links and insertions too."""
    for one in list(parent):
        name = name_of(one)
        if name in _WHOLE:
            yield one
        elif name in _ENTERED:
            yield from inline(one)


def outer_run(element: Element) -> Element:
    """The run of a paragraph that holds `element`; a run in it is part of furigana."""
    found = element
    for above in element.iterancestors():
        if name_of(above) == "p":
            break
        if name_of(above) == "r":
            found = above
    return found


def renamed(element: Element, name: str) -> Element:
    """The element in its place under another name, with the same text."""
    new = text_element(element, name, element.text or "")
    replace_element(element, new)
    return new


def cut_text(element: Element, at: int) -> Element:
    """Divide a text element before its character `at`; returns the second half."""
    text = element.text or ""
    name = name_of(element)
    head, tail = text_element(element, name, text[:at]), text_element(element, name, text[at:])
    replace_element(element, head)
    head.addnext(tail)
    return tail


def cut_run(inside: Element) -> Element:
    """Divide the run of `inside` before it; returns the run that `inside` is the first of."""
    run = parent_of(inside)
    before = [one for one in inside.itersiblings("*", preceding=True) if name_of(one) != "rPr"]
    if not before:
        return run
    behind = made(run, "r")
    for key, told in run.attrib.items():
        behind.set(key, told)
    properties = child(run, "rPr")
    if properties is not None:
        behind.append(deepcopy(properties))
    for one in [inside, *inside.itersiblings("*")]:
        behind.append(one)
    run.addnext(behind)
    return behind


def delete(inline_element: Element, stamp: Stamp) -> None:
    """Track the deletion of a run or a formula."""
    above = next((one for one in inline_element.iterancestors("{*}ins", "{*}p") if name_of(one) in {"ins", "p"}), None)
    if above is not None and name_of(above) == "ins" and stamp.owns(above):
        _take_out(inline_element, above)
        return
    for one in list(inline_element.iter("*")):
        if name_of(one) in _DELETED:
            renamed(one, _DELETED[name_of(one)])
    before = next(inline_element.itersiblings("*", preceding=True), None)
    if before is not None and name_of(before) == "del" and stamp.owns(before) and value(before, "date") == stamp.date:
        before.append(inline_element)
        return
    wrapper = stamp.made(parent_of(inline_element), "del")
    inline_element.addprevious(wrapper)
    wrapper.append(inline_element)


def _take_out(inline_element: Element, insertion: Element) -> None:
    """Words that the author put in and deletes again were never there."""
    holder = parent_of(inline_element)
    holder.remove(inline_element)
    if not len(insertion):
        parent_of(insertion).remove(insertion)


def insert_behind(anchor: Element, runs: Sequence[Element], stamp: Stamp) -> None:
    """Put new runs behind a run, a formula or a tracked change of a paragraph, as a tracked insertion."""
    anchor = _freed(anchor, stamp, behind=True)
    if name_of(parent_of(anchor)) == "ins":
        for run in reversed(runs):
            anchor.addnext(run)
        return
    anchor.addnext(_wrapped(anchor, runs, stamp))


def insert_before(anchor: Element, runs: Sequence[Element], stamp: Stamp) -> None:
    """Put new runs before a run, as a tracked insertion."""
    anchor = _freed(anchor, stamp, behind=False)
    if name_of(parent_of(anchor)) == "ins":
        for run in runs:
            anchor.addprevious(run)
        return
    anchor.addprevious(_wrapped(anchor, runs, stamp))


def _wrapped(anchor: Element, runs: Sequence[Element], stamp: Stamp) -> Element:
    wrapper = stamp.made(parent_of(anchor), "ins")
    wrapper.extend(runs)
    return wrapper


def _freed(anchor: Element, stamp: Stamp, *, behind: bool) -> Element:
    """The place beside which an insertion may stand: outside of deletions and of other authors' insertions."""
    while True:
        above = parent_of(anchor)
        name = name_of(above)
        if name in {"del", "moveFrom"}:
            anchor = above
        elif name == "ins" and not stamp.owns(above):
            anchor = _divided(above, anchor, stamp, behind=behind)
        else:
            return anchor


def _divided(insertion: Element, at: Element, stamp: Stamp, *, behind: bool) -> Element:
    """Divide another author's insertion behind or before `at`; returns the half beside which there is a place now."""
    rest = list(at.itersiblings("*")) if behind else [at, *at.itersiblings("*")]
    if not rest or len(rest) == len(insertion):
        return insertion
    second = made(insertion, name_of(insertion))
    for key, told in insertion.attrib.items():
        second.set(key, told)
    second.set(next(key for key in insertion.attrib if str(key).rpartition("}")[2] == "id"), stamp.ids.take())
    second.extend(rest)
    insertion.addnext(second)
    return insertion if behind else second
