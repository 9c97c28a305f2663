"""Tables of contents, fields that Word is to compute anew, and properties (ECMA-376 part 1, 17.16; part 2, 11)."""

from collections.abc import Iterator, Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.addresses import Addresses, Spot
from agent.documents.docx.dialect import dialect_of
from agent.documents.docx.draft import run_text, shown_pieces
from agent.documents.docx.fields import fields_of
from agent.documents.docx.ops_chosen import carry_out, structural
from agent.documents.docx.ops_settings import setting_put
from agent.documents.docx.ops_styles import style_of
from agent.documents.op_words import number_in, speakable, text_in
from agent.documents.opc.xml_splice import Splice
from agent.documents.opc.xml_text import escaped
from agent.documents.operations import Operation

_ASKED = Words(
    " Word asks when the document is opened whether fields are to be updated: answer yes to get the page numbers.",
    "次に Word で開くと、フィールドを更新するか確認されます。「はい」を選ぶとページ番号が表示されます。",
)


def _contents_inserted(addresses: Addresses, op: Op) -> Words:
    deepest = number_in(op, "levels", 9, "levels of headings") if "levels" in op else 3
    title = speakable(text_in(op, "title", empty=True)) if "title" in op else ""
    headings = list(_headings(addresses, deepest))
    if not headings:
        raise InvalidArgumentsError("The document has no headings: give paragraphs a style such as 'Heading 1' first.")
    looks = {level: style_of(addresses, f"toc {level}") for level in sorted({level for level, _ in headings})}
    heading = style_of(addresses, "TOC Heading") if title else ""
    spot, before = _place(addresses, op)
    lines = [f'<w:pPr><w:pStyle w:val="{escaped(looks[level])}"/></w:pPr>\0{_run(text)}' for level, text in headings]
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> '
        f'TOC \\o "1-{deepest}" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    lines[0] = lines[0].replace("\0", "\0" + begin)
    lines[-1] += end
    body = "".join(f"<w:p>{line.replace(chr(0), '')}</w:p>" for line in lines)
    above = f'<w:p><w:pPr><w:pStyle w:val="{escaped(heading)}"/></w:pPr>{_run(title)}</w:p>' if title else ""
    new = dialect_of(spot.draft.layout, spot.element).xml(above + body)
    at = spot.draft.layout.span(spot.element).start if before else addresses.end_of(spot)
    carry_out(addresses, [(spot.draft, Splice(at, at, new))])
    setting_put(addresses, "updateFields", '<w:updateFields w:val="true"/>')
    said = Words(
        "Inserted a table of contents with {count} {count:heading|headings}.", "目次を挿入しました(見出し {count} 件)。"
    ).of(count=len(headings))
    return Words(said.en + _ASKED.en, said.ja + _ASKED.ja)


def _place(addresses: Addresses, op: Op) -> tuple[Spot, bool]:
    if op.get("after") == "start":
        body = addresses.drafts[addresses.package.main]
        return next(spot for spot in addresses.spots.values() if spot.draft is body), True
    return addresses.at(op.get("after"), ("p", "tbl")), False


def _headings(addresses: Addresses, deepest: int) -> Iterator[tuple[int, str]]:
    """The headings of the body with their levels and the numbers before them."""
    body = addresses.drafts[addresses.package.main]
    for spot in addresses.paragraphs:
        level = addresses.styles.level(spot.element)
        # Marks such as "[footnote 2]" stand for what is no text.
        text = "".join(piece.text for piece in shown_pieces(spot.element) if piece.element is not None)
        if spot.draft is body and level and level <= deepest and text.strip():
            yield level, spot.mark + " ".join(text.split())


def _run(text: str) -> str:
    return f"<w:r>{run_text(text, 'w:').decode()}</w:r>"


def _fields_updated(addresses: Addresses, _op: Op) -> Words:
    count = sum(len(list(fields_of(draft.layout.root))) for draft in addresses.drafts.values())
    if not count:
        raise InvalidArgumentsError("The document has no fields.")
    setting_put(addresses, "updateFields", '<w:updateFields w:val="true"/>')
    return Words(
        "The {count} {count:field is|fields are} updated when Word opens the document: it asks first.",
        "フィールド({count} 個)は次に Word で開いたときに更新されます(確認画面が表示されます)。",
    ).of(count=count)


CONTENTS_OPERATIONS: Mapping[str, Operation[Addresses]] = {
    "insert_toc": Operation(
        structural(_contents_inserted),
        ("after", "levels", "title"),
        '{"op":"insert_toc","after":"P1","levels":3,"title":"Contents"} (or after "start"; Word fills in the pages)',
    ),
    "update_fields": Operation(
        structural(_fields_updated), (), '{"op":"update_fields"} (Word computes fields anew when it opens the document)'
    ),
}
