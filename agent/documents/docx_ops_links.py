"""Links and footnotes in a Word document (ECMA-376 part 1, 17.16.22 hyperlink and 17.11 footnotes)."""

from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx_addresses import Addresses, Spot
from agent.documents.docx_dialect import dialect_of
from agent.documents.docx_draft import run_text
from agent.documents.docx_ops_chosen import carry_out, structural
from agent.documents.docx_ops_properties import last
from agent.documents.docx_ops_runs import hits_in, marked_runs, wrapped_runs
from agent.documents.docx_ops_styles import style_element, style_of
from agent.documents.docx_tree import children, name_of, value
from agent.documents.op_words import speakable, text_in
from agent.documents.operations import Operation
from agent.documents.xml_splice import Layout, Splice
from agent.documents.xml_text import escaped

_SCHEMES = ("http://", "https://", "mailto:", "tel:", "#")
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:footnotes xmlns:w="{}">'
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    "</w:footnotes>"
)


def _link_inserted(addresses: Addresses, op: Op) -> Words:
    find, url = text_in(op, "find"), text_in(op, "url").strip()
    if not url.startswith(_SCHEMES):
        raise InvalidArgumentsError(
            f"'url' begins with one of {', '.join(_SCHEMES)} (# and a bookmark), not {url[:40]!r}."
        )
    style = style_of(addresses, "Hyperlink", "character")
    spot = addresses.at(op.get("at"))
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
    look, reference = style_of(addresses, "footnote text"), style_of(addresses, "footnote reference", "character")
    number = _note_added(addresses, text, look, reference)
    spot = addresses.at(op.get("at"))
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


def _note_added(addresses: Addresses, text: str, look: str, reference: str) -> int:
    package = addresses.package
    part = package.related(package.main, "/footnotes")
    if part is None:
        root = addresses.drafts[package.main].layout.root
        part = package.add("footnotes", "xml", _EMPTY.format(root.nsmap.get(root.prefix, "")).encode(), _TYPE)
        package.relate(package.main, "footnotes", part)
    draft = addresses.drafts.get(part)
    layout = draft.layout if draft is not None else Layout(package.read(part))
    taken = [
        int(told) for one in children(layout.root, "footnote") if (told := value(one, "id")).lstrip("-").isdecimal()
    ]
    number = max(taken, default=0) + 1
    note = (
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{escaped(look)}"/></w:pPr><w:r><w:rPr><w:rStyle '
        f'w:val="{escaped(reference)}"/></w:rPr><w:footnoteRef/></w:r><w:r>{run_text(" " + text, "w:").decode()}</w:r>'
        "</w:p></w:footnote>"
    )
    splices: list[Splice] = [last(layout, layout.root, dialect_of(layout, layout.root).xml(note))]
    if draft is not None:
        addresses.rewrite(part, splices)
    else:
        package.put(part, layout.spliced(splices))
    return number


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
