"""Content controls and merge fields filled by their names (ECMA-376 part 1, 17.5.2 sdt and 17.16.5.35 MERGEFIELD)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from agent.documents.docx.draft import run_bytes, run_text, shown_pieces
from agent.documents.docx.fields import Field, fields_of
from agent.documents.docx.names import is_within
from agent.documents.docx.ops_properties import last
from agent.documents.docx.template import said
from agent.documents.docx.tree import Element, Piece, child, name_of, value
from agent.documents.op_words import speakable
from agent.documents.opc.xml_splice import Layout, Splice, removed

_CHECKED = re.compile(rb"(checked\b[^>]*?val=[\"'])[^\"']*")
_PLACEHOLDER_KINDS = ("picture", "group", "docPartList", "bibliography", "citation", "repeatingSection")


@dataclass(slots=True)
class Filled:
    """Splices that fill controls and fields; which names were used, which have no value. `unbound`: a link was cut."""

    splices: list[Splice] = field(default_factory=list)
    used: dict[str, int] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)
    unbound: bool = False


@dataclass(frozen=True, slots=True)
class Control:
    """A content control that holds text; `names` are its tag and its title, `prompts` when it shows only a prompt."""

    element: Element
    names: tuple[str, ...]
    prompts: bool


def controls_of(root: Element) -> Iterator[Control]:
    """The content controls with a tag or a title that hold text or a check mark."""
    for element in root.iter("{*}sdt"):
        properties = child(element, "sdtPr")
        if name_of(element) != "sdt" or properties is None:
            continue
        names = tuple(name for one in ("tag", "alias") if (name := value(child(properties, one)).strip()))
        kinds = {str(one.tag).rpartition("}")[2] for one in properties}
        if names and not kinds & set(_PLACEHOLDER_KINDS):
            yield Control(element, names, child(properties, "showingPlcHdr") is not None)


def control_splices(layout: Layout, values: Mapping[str, object]) -> Filled:
    """What fills the content controls and merge fields of a part with the values that are texts or numbers."""
    told = {name: one for name, one in values.items() if not isinstance(one, (list, tuple, Mapping))}
    filled = Filled()
    for control in controls_of(layout.root):
        name = next((one for one in control.names if one in told), None)
        if name is None:
            filled.missing.update({control.names[0]: None} if control.prompts else {})
        elif not is_within(control.element, "Fallback"):
            _fill_control(layout, control, told[name], filled)
            filled.used[name] = filled.used.get(name, 0) + 1
    for one in fields_of(layout.root):
        if one.kind == "MERGEFIELD" and one.argument:
            name = next((key for key in told if key.casefold() == one.argument.casefold()), None)
            if name is None:
                filled.missing[one.argument] = None
            elif _fill_field(layout, one, speakable(said(told[name])), filled):
                filled.used[name] = filled.used.get(name, 0) + 1
    return filled


def _fill_control(layout: Layout, control: Control, new: object, filled: Filled) -> None:
    properties = child(control.element, "sdtPr")
    content = child(control.element, "sdtContent")
    if properties is None or content is None:
        return
    box = next((one for one in properties if str(one.tag).endswith("}checkbox")), None)
    text = speakable(said(new))
    if box is not None:
        text = _checked(layout, box, bool(new), filled)
    for name in ("showingPlcHdr", "dataBinding"):
        old = child(properties, name)
        if old is not None:
            span = layout.span(old)
            filled.splices.append(Splice(span.start, span.end, b""))
            filled.unbound = filled.unbound or name == "dataBinding"
    _fill_content(layout, control, content, text, filled)


def _checked(layout: Layout, box: Element, on: bool, filled: Filled) -> str:
    """Sets the state of a check box; returns the sign that shows it."""
    span = layout.span(box)
    source = _CHECKED.sub(rb"\g<1>" + (b"1" if on else b"0"), layout.source(box), count=1)
    filled.splices.append(Splice(span.start, span.end, source))
    state = next((one for one in box if str(one.tag).endswith("}checkedState" if on else "}uncheckedState")), None)
    code = value(state)
    return chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4,5}", code) else "☒" if on else "☐"


def _fill_content(layout: Layout, control: Control, content: Element, text: str, filled: Filled) -> None:
    own = content if any(name_of(one) == "r" for one in content) else None
    paragraph = own if own is not None else next((one for one in content.iter("{*}p") if name_of(one) == "p"), None)
    cell = child(content, "tc", "p")
    paragraph = cell if cell is not None else paragraph
    if paragraph is None:
        filled.splices.append(_run_at_end(layout, control, content, text))
        return
    shown = [piece for piece in shown_pieces(paragraph) if piece.element is not None]
    if control.prompts or not shown:
        # A prompt has a look of its own, which the words of a person have not.
        filled.splices += [removed(layout, one) for one in paragraph if name_of(one) not in {"pPr", ""}]
        filled.splices.append(_run_at_end(layout, control, paragraph, text))
        return
    filled.splices += _become(layout, shown, text)


def _run_at_end(layout: Layout, control: Control, parent: Element, text: str) -> Splice:
    look = child(control.element, "sdtPr", "rPr")
    prefix = layout.prefix(control.element)
    run = run_bytes(text, prefix, layout.source(look) if look is not None else b"")
    return last(layout, parent, run)


def _become(layout: Layout, shown: list[Piece], text: str) -> list[Splice]:
    """The first text element gets the words, the others lose theirs."""
    found: list[Splice] = []
    for index, piece in enumerate(shown):
        if piece.element is not None:
            span = layout.span(piece.element)
            new = run_text("" if index else text, layout.prefix(piece.element))
            found.append(Splice(span.start, span.end, new))
    return found


def _fill_field(layout: Layout, one: Field, text: str, filled: Filled) -> bool:
    """A merge field becomes its value, as merging does. Returns whether it could."""
    if one.simple is not None:
        run = next((run for run in one.simple.iter("{*}r")), None)
        look = child(run, "rPr")
        span = layout.span(one.simple)
        properties = layout.source(look) if look is not None else b""
        filled.splices.append(Splice(span.start, span.end, run_bytes(text, layout.prefix(one.simple), properties)))
        return True
    runs = [mark.getparent() for mark in one.marks]
    first, final = runs[0], runs[-1]
    parent = first.getparent() if first is not None else None
    if first is None or final is None or parent is None or final.getparent() is not parent:
        return False
    between = list(parent)[parent.index(first) : parent.index(final) + 1]
    look = _look_of(one, between)
    new = run_bytes(text, layout.prefix(first), layout.source(look) if look is not None else b"")
    filled.splices.append(Splice(layout.span(first).start, layout.span(final).end, new))
    return True


def _look_of(one: Field, between: list[Element]) -> Element | None:
    """The look of the result, or of the field's beginning."""
    divider = one.separator.getparent() if one.separator is not None else None
    after = between.index(divider) + 1 if divider is not None and divider in between else 0
    for run in (*between[after:], *between):
        look = child(run, "rPr")
        if look is not None:
            return look
    return None
