"""Markdown put into a Word document, in the styles and lists of that document."""

from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.addresses import Addresses
from agent.documents.docx.compose import Composer
from agent.documents.docx.dialect import dialect_of
from agent.documents.docx.ops_blocks import place_after
from agent.documents.docx.ops_chosen import structural
from agent.documents.docx.sections import page_of, section_of
from agent.documents.docx.tree import name_of
from agent.documents.op_words import text_in
from agent.documents.opc.xml_splice import Splice
from agent.documents.operations import Operation
from agent.documents.texts.markdown_blocks import blocks_of

_START = Words("at the beginning", "文書の先頭")
_AFTER = Words("after {anchor}", "{anchor} の後")


def _markdown_inserted(addresses: Addresses, op: Op) -> Words:
    pieces = blocks_of(text_in(op, "markdown"))
    if not pieces:
        raise InvalidArgumentsError("'markdown' has no text in it.")
    start = op.get("after") == "start"
    spot = addresses.at("P1" if start else op.get("after"), ("p", "tbl"))
    part = addresses.part_of(spot.draft)
    width = page_of(section_of(spot.element)).text_width
    composer = Composer(addresses, part, dialect_of(spot.draft.layout, spot.element), width)
    text = composer.xml(pieces)
    if name_of(spot.element) == "tbl" and text.startswith("<w:tbl>"):
        text = f"<w:p/>{text}"  # two tables that touch would be one
    at, draft = place_after(addresses, op)
    addresses.rewrite(addresses.part_of(draft), [Splice(at, at, composer.dialect.xml(text))])
    return Words("Inserted {count} {count:block|blocks} {where}.", "{where}に {count} 個の段落・表を挿入しました。").of(
        count=len(pieces), where=_START if start else _AFTER.of(anchor=spot.anchor)
    )


MARKDOWN_OPERATIONS: Mapping[str, Operation[Addresses]] = {
    "insert_markdown": Operation(
        structural(_markdown_inserted),
        ("after", "markdown"),
        '{"op":"insert_markdown","after":"P3","markdown":"## Costs\\n\\n- **one**\\n\\n| a | b |\\n|---|---|"}'
        ' (headings, lists, tables, links, footnotes in the styles of the document; or after "start")',
    ),
}
