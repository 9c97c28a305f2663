"""Styles by their names: those of the document, and Word's own ones, which a document holds only when it uses them."""

import re
from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.addresses import Addresses
from agent.documents.docx.dialect import dialect_of
from agent.documents.docx.draft import Draft
from agent.documents.docx.ops_chosen import carry_out, named, paragraphs_in, spots_at, structural
from agent.documents.docx.ops_properties import last, owned
from agent.documents.docx.styles import styles_of
from agent.documents.docx.tree import name_of
from agent.documents.op_words import text_in
from agent.documents.opc.xml_splice import Layout, Splice
from agent.documents.opc.xml_text import escaped
from agent.documents.operations import Operation

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:styles xmlns:w="{namespace}">'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>'
)
_HEADING = re.compile(r"heading ([1-9])")
_CONTENTS = re.compile(r"toc ([1-9])")
_SIZES = (32, 26, 24, 22, 22, 22, 22, 22, 22)
_JAPANESE = {
    "標準": "normal", "表題": "title", "副題": "subtitle", "引用文": "quote", "リスト段落": "list paragraph",
    "図表番号": "caption", "表 (格子)": "table grid", "ハイパーリンク": "hyperlink",
}  # fmt: skip
_GRID = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
# ECMA-376 part 1, 17.7.4.9 names of built-in styles; their looks are ours, after Word's.
_OWN: Mapping[str, tuple[str, str]] = {
    "title": ("paragraph", '<w:pPr><w:spacing w:after="240"/></w:pPr><w:rPr><w:sz w:val="44"/></w:rPr>'),
    "subtitle": ("paragraph", '<w:rPr><w:color w:val="5A5A5A"/><w:sz w:val="26"/></w:rPr>'),
    "quote": ("paragraph", '<w:pPr><w:ind w:left="567" w:right="567"/></w:pPr><w:rPr><w:i/></w:rPr>'),
    "list paragraph": ("paragraph", '<w:pPr><w:ind w:left="720"/><w:contextualSpacing/></w:pPr>'),
    "caption": (
        "paragraph",
        '<w:pPr><w:spacing w:before="60" w:after="200"/></w:pPr><w:rPr><w:b/><w:sz w:val="18"/></w:rPr>',
    ),
    "header": ("paragraph", '<w:pPr><w:tabs><w:tab w:val="center" w:pos="4513"/>'
               '<w:tab w:val="right" w:pos="9026"/></w:tabs></w:pPr>'),
    "footer": ("paragraph", '<w:pPr><w:tabs><w:tab w:val="center" w:pos="4513"/>'
               '<w:tab w:val="right" w:pos="9026"/></w:tabs></w:pPr>'),
    "footnote text": ("paragraph", '<w:pPr><w:spacing w:after="0"/></w:pPr><w:rPr><w:sz w:val="20"/></w:rPr>'),
    "toc heading": ("paragraph", '<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120"/></w:pPr>'
                    '<w:rPr><w:b/><w:sz w:val="28"/></w:rPr>'),
    "footnote reference": ("character", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'),
    "hyperlink": ("character", '<w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr>'),
    "strong": ("character", "<w:rPr><w:b/></w:rPr>"),
    "emphasis": ("character", "<w:rPr><w:i/></w:rPr>"),
    "table grid": ("table", f"<w:tblPr><w:tblBorders>{_GRID}</w:tblBorders></w:tblPr>"),
}  # fmt: skip


def style_of(addresses: Addresses, name: str, kind: str = "paragraph") -> str:
    """The id of the style of that name or id; one of Word's own that the document lacks is added to it.

    Raises:
        InvalidArgumentsError: there is no such style of that kind.
    """
    wanted = " ".join(name.split()).lower().replace("見出し", "heading")
    wanted = _JAPANESE.get(wanted, wanted)
    styles = {key: style for key, style in addresses.styles.by_id.items() if style.kind == kind}
    for key, style in styles.items():
        if wanted in {key.lower(), style.name.lower()}:
            return key
    new = _own(wanted, kind)
    if new:
        return _added(addresses, wanted, kind, new)
    names = ", ".join(style.name for style in styles.values() if style.name)
    raise InvalidArgumentsError(f"The document has no {kind} style {name!r}. It has: {names[:600]}.")


def _own(name: str, kind: str) -> str:
    heading, contents = _HEADING.fullmatch(name), _CONTENTS.fullmatch(name)
    if heading and kind == "paragraph":
        level = int(heading[1])
        return (
            f'<w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="{320 if level == 1 else 240}" w:after="80"/>'
            f'<w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/><w:sz w:val="{_SIZES[level - 1]}"/></w:rPr>'
        )
    if contents and kind == "paragraph":
        indent = 220 * (int(contents[1]) - 1)
        return f'<w:pPr><w:spacing w:after="100"/>{f"""<w:ind w:left="{indent}"/>""" if indent else ""}</w:pPr>'
    of, inner = _OWN.get(name, ("", ""))
    return inner if of == kind else ""


def _added(addresses: Addresses, name: str, kind: str, inner: str) -> str:
    package = addresses.package
    part = package.related(package.main, "/styles")
    if part is None:
        namespace = addresses.drafts[package.main].layout.root.nsmap
        root = addresses.drafts[package.main].layout.root
        empty = _EMPTY.format(namespace=namespace.get(root.prefix, ""))
        part = package.add_beside("styles", "xml", empty.encode(), _TYPE)
        package.relate(package.main, "styles", part)
    layout = Layout(package.read(part))
    key = "".join(word.capitalize() for word in name.split())
    key = next(one for one in (key, *(f"{key}{n}" for n in range(2, 9999))) if one not in addresses.styles.by_id)
    package.put(part, layout.spliced([last(layout, layout.root, _style(layout, addresses, name, kind, key, inner))]))
    addresses.styles = styles_of(package.root(part))
    return key


def _style(layout: Layout, addresses: Addresses, name: str, kind: str, key: str, inner: str) -> bytes:
    dialect = dialect_of(layout, layout.root)
    default = next((one for one, style in addresses.styles.by_id.items() if style.name.lower() == "normal"), "")
    based = f'<w:basedOn w:val="{escaped(default)}"/>' if default and kind == "paragraph" else ""
    # After a heading comes text; what a person types after other paragraphs looks like them.
    following = (
        f'<w:next w:val="{escaped(default)}"/>' if based and (_HEADING.fullmatch(name) or name == "title") else ""
    )
    shown = name if name.startswith(("heading", "toc ", "footnote", "header", "footer", "caption")) else name.title()
    hints = '<w:uiPriority w:val="9"/><w:qFormat/>' if following else '<w:uiPriority w:val="39"/>'
    head = f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{shown}"/>'
    text = f"{head}{based}{following}{hints}{inner}</w:style>"
    return dialect.xml(text)


def style_element(layout: Layout, kind: str, key: str) -> bytes:
    """<w:pStyle>, <w:rStyle> or <w:tblStyle> that names a style by its id, in the dialect of a part."""
    return dialect_of(layout, layout.root).xml(f'<w:{kind} w:val="{escaped(key)}"/>')


def _style_set(addresses: Addresses, op: Op) -> Words:
    spots = spots_at(addresses, op.get("at"))
    name = text_in(op, "style")
    splices: list[tuple[Draft, Splice]] = []
    tables = [spot for spot in spots if name_of(spot.element) == "tbl"]
    styled = _is_table_style(addresses, name) if tables else False
    if styled:
        key = style_of(addresses, name, "table")
        for spot in tables:
            new = {"tblStyle": style_element(spot.draft.layout, "tblStyle", key)}
            splices += [(spot.draft, one) for one in owned(spot.draft.layout, spot.element, "tblPr", new)]
    others = [spot for spot in spots if not styled or spot not in tables]
    key = style_of(addresses, name) if others else ""
    for spot in paragraphs_in(others):
        new = {"pStyle": style_element(spot.draft.layout, "pStyle", key)}
        splices += [(spot.draft, one) for one in owned(spot.draft.layout, spot.element, "pPr", new)]
    carry_out(addresses, splices)
    return Words(f"Gave {named(spots)} the style {name!r}.", f"{named(spots)} のスタイルを「{name}」に変更しました。")


def _is_table_style(addresses: Addresses, name: str) -> bool:
    wanted = name.strip().lower()
    known = any(one.kind == "table" and wanted in {key.lower(), one.name.lower()}
                for key, one in addresses.styles.by_id.items())  # fmt: skip
    return known or bool(_own(_JAPANESE.get(wanted, wanted), "table"))


STYLE_OPERATIONS: Mapping[str, Operation[Addresses]] = {
    "set_style": Operation(
        structural(_style_set),
        ("at", "style"),
        '{"op":"set_style","at":"P3-P5","style":"Heading 2"} (at: P3, P3-P5, T1, T1 R2, T1 R2 C3 or a list of them; '
        "a style of the document or one of Word's own)",
    ),
}
