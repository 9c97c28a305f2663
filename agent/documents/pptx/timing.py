"""Animations of a slide (p:timing, ECMA-376 part 1, 19.5): what goes when a shape goes that they name."""

from agent.documents.docx.tree import Element
from agent.documents.pptx.tree import first, local

_NODES = frozenset({"par", "seq", "excl", "audio", "video", "cmd"})


def timing_without(slide: Element, shape_ids: frozenset[str]) -> list[Element]:
    """The elements of p:timing that have to go with the shapes of these ids; none when nothing names them.

    An effect goes as a whole, and so does what holds nothing but such effects.
    """
    timing = first(slide, "timing")
    if timing is None:
        return []
    named = [one for one in timing.iter("{*}spTgt", "{*}inkTgt") if one.get("spid") in shape_ids]
    built = [one for one in timing.iter("*") if local(one).startswith("bld") and one.get("spid") in shape_ids]
    gone = {_effect(one, timing) for one in named} | set(built)
    if not gone:
        return []
    _widen(gone, timing)
    if timing in gone or not _left(timing, gone):
        return [timing]
    return [one for one in gone if not any(above in gone for above in one.iterancestors())]


def _effect(target: Element, timing: Element) -> Element:
    """The effect, or the sequence that a click on the shape starts, that a target belongs to."""
    nodes = [one for one in target.iterancestors() if local(one) in _NODES]
    for one in nodes:
        node = first(one, "cTn")
        media = local(one) in {"audio", "video", "cmd"} and (node is None or node.get("presetClass") is None)
        if media or (node is not None and (node.get("presetClass") or node.get("nodeType") == "interactiveSeq")):
            return one
    return nodes[0] if nodes else timing


def _widen(gone: set[Element], timing: Element) -> None:
    """Take along what would be left empty: a list of nodes must have one, and a list of builds too."""
    grown = True
    while grown:
        grown = False
        for holder in timing.iter("{*}childTnLst", "{*}bldLst"):
            if holder in gone or not len(holder) or not all(child in gone for child in holder):
                continue
            owner = holder if local(holder) == "bldLst" else _node(holder, timing)
            if owner not in gone:
                gone.add(owner)
                grown = True


def _node(holder: Element, timing: Element) -> Element:
    return next((one for one in holder.iterancestors() if local(one) in _NODES), timing)


def _left(timing: Element, gone: set[Element]) -> bool:
    """Whether any effect is left."""
    for target in timing.iter("{*}spTgt", "{*}inkTgt", "{*}sldTgt", "{*}sndTgt"):
        if not any(above in gone for above in target.iterancestors()):
            return True
    return False
