"""Runs of text get other looks: whole ones, or the part of one that holds certain words (ECMA-376 part 1, 21.1.2.3)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from agent.documents.docx.tree import Element
from agent.documents.opc.xml_splice import Layout, Splice, text_bytes
from agent.documents.opc.xml_text import escaped
from agent.documents.pptx.tree import first, local

# The sequence of CT_TextCharacterProperties.
_ORDER = (
    "ln", "noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill", "effectLst", "effectDag", "highlight",
    "uLnTx", "uLn", "uFillTx", "uFill", "latin", "ea", "cs", "sym", "hlinkClick", "hlinkMouseOver", "rtl", "extLst",
)  # fmt: skip
FILLS = frozenset(_ORDER[1:7])


@dataclass(frozen=True, slots=True)
class Look:
    """What a run gets: attributes of its properties (None: taken away), and children by their names (b"": gone)."""

    attributes: Mapping[str, str | None] = field(default_factory=dict)
    children: Mapping[str, bytes] = field(default_factory=dict)


def looks_given(layout: Layout, paragraph: Element, find: str, look: Look) -> list[Splice]:
    """Give `look` to the words `find` of a paragraph wherever they are, or to all of it when `find` is ""."""
    runs = [one for one in paragraph if local(one) in {"r", "fld"}]
    if not find:
        ends = [one for one in paragraph if local(one) == "endParaRPr"]
        return [_restyled(layout, run, [(0, len(_words(run)), True)], look) for run in runs] + [
            _properties_splice(layout, one, look) for one in ends
        ]
    text = "".join(map(_words, runs))
    hits = list(_hits(text, find))
    splices, at = [], 0
    for run in runs:
        length = len(_words(run))
        pieces = _pieces(at, length, hits)
        if any(told for _, _, told in pieces):
            splices.append(_restyled(layout, run, pieces, look))
        at += length
    return splices


def count_of(paragraph: Element, find: str) -> int:
    """How often words are in the runs of a paragraph."""
    return "".join(_words(one) for one in paragraph if local(one) in {"r", "fld"}).count(find)


def _hits(text: str, find: str) -> Iterator[tuple[int, int]]:
    at = text.find(find)
    while at >= 0:
        yield at, at + len(find)
        at = text.find(find, at + len(find))


def _pieces(at: int, length: int, hits: Sequence[tuple[int, int]]) -> list[tuple[int, int, bool]]:
    """A run at `at` in pieces: start and end in the run, and whether the piece gets the look."""
    pieces, done = [], 0
    for start, end in hits:
        begin, stop = max(start - at, 0), min(end - at, length)
        if begin < stop:
            pieces += [(done, begin, False), (begin, stop, True)]
            done = stop
    return [one for one in (*pieces, (done, length, False)) if one[0] < one[1]]


def _words(run: Element) -> str:
    text = first(run, "t")
    return (text.text or "") if text is not None else ""


def _restyled(layout: Layout, run: Element, pieces: Sequence[tuple[int, int, bool]], look: Look) -> Splice:
    span = layout.span(run)
    if local(run) == "fld" or len(pieces) == 1:
        own = first(run, "rPr")
        if own is not None:
            return _properties_splice(layout, own, look)
        return Splice(span.inner, span.inner, _properties(layout, run, None, look))
    text, words, prefix = first(run, "t"), _words(run), layout.prefix(run)
    own = first(run, "rPr")
    made = b""
    for start, end, told in pieces:
        properties = _properties(layout, run, own, look) if told else layout.source(own) if own is not None else b""
        letters = f"<{prefix}t>".encode() + text_bytes(words[start:end]) + f"</{prefix}t>".encode()
        made += f"<{prefix}r>".encode() + properties + letters + f"</{prefix}r>".encode()
    return Splice(span.start, span.end, made if text is not None else layout.source(run))


def _properties_splice(layout: Layout, own: Element, look: Look) -> Splice:
    span = layout.span(own)
    return Splice(span.start, span.end, _properties(layout, own, own, look))


def _properties(layout: Layout, near: Element, own: Element | None, look: Look) -> bytes:
    """The properties `own`, or new ones, with the look; children in the order of the schema."""
    prefix = layout.prefix(near)
    name = f"{prefix}{local(own)}" if own is not None else f"{prefix}rPr"
    told = {_qualified(own, str(key)): str(value) for key, value in own.attrib.items()} if own is not None else {}
    told |= {key: value for key, value in look.attributes.items() if value is not None}
    attributes = "".join(
        f' {key}="{escaped(value)}"' for key, value in told.items() if look.attributes.get(key, value) is not None
    )
    children = {local(one): layout.source(one) for one in own if local(one)} if own is not None else {}
    if FILLS & set(look.children):
        children = {key: one for key, one in children.items() if key not in FILLS}
    children |= look.children
    inside = b"".join(one for _, one in sorted(children.items(), key=lambda pair: _ORDER.index(pair[0])))
    start = f"<{name}{attributes}".encode()
    return start + b">" + inside + f"</{name}>".encode() if inside else start + b"/>"


def _qualified(own: Element, key: str) -> str:
    """The name of an attribute as it is written, with its prefix."""
    namespace, _, name = key[1:].partition("}") if key.startswith("{") else ("", "", key)
    prefix = next((prefix for prefix, one in own.nsmap.items() if prefix and one == namespace), "")
    return f"{prefix}:{name}" if prefix else name
