"""Footnotes of a Word document: their part, which is made with its separators when there is none (ECMA-376, 17.11)."""

from agent.documents.docx.addresses import Addresses
from agent.documents.docx.dialect import dialect_of
from agent.documents.docx.draft import run_text
from agent.documents.docx.ops_properties import last
from agent.documents.docx.ops_styles import style_of
from agent.documents.docx.tree import Element, children, value
from agent.documents.opc.xml_splice import Layout
from agent.documents.opc.xml_text import escaped

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}s+xml"
_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{kind}s xmlns:w="{space}">'
    '<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    '<w:{kind} w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:{kind}>'
    "</w:{kind}s>"
)


def notes_part(addresses: Addresses, kind: str) -> str:
    """The name of the part of the "footnote"s or "endnote"s, which is made where there is none."""
    package = addresses.package
    part = package.related(package.main, f"/{kind}s")
    if part is None:
        root = addresses.drafts[package.main].layout.root
        empty = _EMPTY.format(kind=kind, space=root.nsmap.get(root.prefix, ""))
        part = package.add_beside(f"{kind}s", "xml", empty.encode(), _TYPE.format(kind))
        package.relate(package.main, f"{kind}s", part)
    return part


def free_note(root: Element, kind: str) -> int:
    """An id that none of the notes in a part has."""
    ids = [value(one, "id") for one in children(root, kind)]
    return max((int(one) for one in ids if one.lstrip("-").isdecimal()), default=0) + 1


def note_added(addresses: Addresses, text: str) -> int:
    """Add a footnote; returns the id by which a reference names it."""
    look, reference = style_of(addresses, "footnote text"), style_of(addresses, "footnote reference", "character")
    package, part = addresses.package, notes_part(addresses, "footnote")
    draft = addresses.drafts.get(part)
    layout = draft.layout if draft is not None else Layout(package.read(part))
    number = free_note(layout.root, "footnote")
    note = (
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{escaped(look)}"/></w:pPr><w:r><w:rPr><w:rStyle '
        f'w:val="{escaped(reference)}"/></w:rPr><w:footnoteRef/></w:r><w:r>{run_text(" " + text, "w:").decode()}</w:r>'
        "</w:p></w:footnote>"
    )
    splices = [last(layout, layout.root, dialect_of(layout, layout.root).xml(note))]
    if draft is not None:
        addresses.rewrite(part, splices)
    else:
        package.put(part, layout.spliced(splices))
    return number
