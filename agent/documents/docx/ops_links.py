"""Links and footnotes in a Word document (ECMA-376 part 1, 17.16.22 hyperlink and 17.11 footnotes)."""

from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.addresses import Addresses, Spot
from agent.documents.docx.dialect import dialect_of
from agent.documents.docx.notes import note_added
from agent.documents.docx.ops_chosen import carry_out, structural
from agent.documents.docx.ops_properties import last
from agent.documents.docx.ops_runs import hits_in, marked_runs, wrapped_runs
from agent.documents.docx.ops_styles import style_element, style_of
from agent.documents.docx.tree import name_of
from agent.documents.op_words import speakable, text_in
from agent.documents.opc.xml_text import escaped
from agent.documents.operations import Operation

_SCHEMES = ("http://", "https://", "mailto:", "tel:", "#")


def _link_inserted(addresses: Addresses, op: Op) -> Words:
    find, url = text_in(op, "find"), text_in(op, "url").strip()
    if not url.startswith(_SCHEMES):
        raise InvalidArgumentsError(
            f"'url' begins with one of {', '.join(_SCHEMES)} (# and a bookmark), not {url[:40]!r}."
        )
    style = style_of(addresses, "Hyperlink", "character")
    spot = addresses.told_by(op)
    hit = _one_hit(addresses, spot, find)
    layout = spot.draft.layout
    dialect = dialect_of(layout, spot.element)
    if url.startswith("#"):
        told = f'w:anchor="{escaped(url[1:])}"'
    else:
        key = addresses.package.relate(addresses.part_of(spot.draft), "hyperlink", url, external=True)
        told = f'r:id="{key}" xmlns:r="{dialect.relationships}"'
    start, _, end = dialect.xml(f"<w:hyperlink {told}>\0</w:hyperlink>").partition(b"\0")
    runs = marked_runs(spot.element, [hit])
    if any(name_of(above) == "hyperlink" for run in runs for above in run.iterancestors()):
        raise InvalidArgumentsError(f"{find!r} is part of a link already.")
    look = {"rStyle": style_element(layout, "rStyle", style)}
    splices = wrapped_runs(layout, runs, look, (start, end))
    carry_out(addresses, [(spot.draft, one) for one in splices])
    return Words(
        f"Linked {find!r} in {spot.anchor} to {url}.", f"{spot.anchor} の「{find}」に {url} へのリンクを付けました。"
    )


def _one_hit(addresses: Addresses, spot: Spot, find: str) -> tuple[int, int]:
    hits = hits_in(spot.element, find)
    if not hits:
        raise InvalidArgumentsError(f"{find!r} is not at {spot.anchor}. {addresses.nearest(find)}")
    if len(hits) > 1:
        raise InvalidArgumentsError(f"{find!r} is there {len(hits)} times: give more of the words around it.")
    return hits[0]


def _footnote_inserted(addresses: Addresses, op: Op) -> Words:
    text = speakable(text_in(op, "text"))
    reference = style_of(addresses, "footnote reference", "character")
    number = note_added(addresses, text)
    spot = addresses.told_by(op)
    if addresses.part_of(spot.draft) != addresses.package.main:
        raise InvalidArgumentsError("A footnote belongs to the body: name a paragraph such as 'P3'.")
    layout = spot.draft.layout
    run = dialect_of(layout, spot.element).xml(
        f'<w:r><w:rPr><w:rStyle w:val="{escaped(reference)}"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'
    )
    if "find" in op:
        runs = marked_runs(spot.element, [_one_hit(addresses, spot, text_in(op, "find"))])
        splices = wrapped_runs(layout, runs, {}, (b"", run))
    else:
        splices = [last(layout, spot.element, run)]
    carry_out(addresses, [(spot.draft, one) for one in splices])
    return Words(f"Added a footnote to {spot.anchor}.", f"{spot.anchor} に脚注を追加しました。")


LINK_OPERATIONS: Mapping[str, Operation[Addresses]] = {
    "insert_link": Operation(
        structural(_link_inserted),
        ("at", "find", "url"),
        '{"op":"insert_link","at":"P3","find":"these words","url":"https://example.com"} (or "#bookmark")',
    ),
    "insert_footnote": Operation(
        structural(_footnote_inserted),
        ("at", "find", "text"),
        '{"op":"insert_footnote","at":"P3","find":"behind these words","text":"..."} (without find at the end)',
    ),
}
