"""Headers and footers of a Word document (ECMA-376 part 1, 17.10): their words set, parts made where there are none."""

import re
from collections.abc import Callable, Mapping, Sequence

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.addresses import Addresses
from agent.documents.docx.dialect import dialect_of
from agent.documents.docx.draft import run_text
from agent.documents.docx.ops_chosen import structural
from agent.documents.docx.ops_properties import changed, last
from agent.documents.docx.ops_settings import setting_put
from agent.documents.docx.ops_styles import style_of
from agent.documents.docx.sections import sections_of
from agent.documents.docx.tree import Element, child, children, name_of, value
from agent.documents.op_words import number_in, speakable, text_in
from agent.documents.opc.xml_splice import Layout, Splice
from agent.documents.opc.xml_text import escaped
from agent.documents.operations import Operation

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_ROOTS = {"header": "hdr", "footer": "ftr"}
_JAPANESE = {"header": "ヘッダー", "footer": "フッター"}
_PAGES = ("default", "first", "even")
_ALIGNED = ("left", "center", "right")
_FIELD = re.compile(r"\{(pages?)\}")
_CODES = {"page": "PAGE", "pages": "NUMPAGES"}
# What a header may hold beside words; it would be lost.
_PRECIOUS = frozenset({"drawing", "pict", "object", "tbl", "sdt"})


def _edge_set(kind: str) -> Callable[[Addresses, Op], Words]:
    def run(addresses: Addresses, op: Op) -> Words:
        text = speakable(text_in(op, "text", empty=True))
        pages = op.get("pages", "default")
        if pages not in _PAGES:
            raise InvalidArgumentsError(f"'pages' is one of {', '.join(_PAGES)}.")
        if op.get("align", "left") not in _ALIGNED:
            raise InvalidArgumentsError(f"'align' is one of {', '.join(_ALIGNED)}.")
        style = style_of(addresses, kind)
        _ensure_section(addresses)
        count = len(_sections(addresses))
        chosen = [number_in(op, "section", count, "sections") - 1] if "section" in op else list(range(count))
        done: set[str] = set()
        for number in chosen:
            part = _referred(addresses, number, kind, str(pages))
            if part is None and (number == chosen[0] or "section" in op):
                part = _added(addresses, number, kind, str(pages))
            if part is not None and part not in done:
                _write(addresses, part, _paragraphs(text, style, op))
                done.add(part)
            _show(addresses, number, str(pages))
        where = "" if pages == "default" else f" of {pages} pages"
        shown = {"default": "", "first": "(先頭ページ)", "even": "(偶数ページ)"}[str(pages)]
        return Words(
            f"Set the {kind}{where} of {len(chosen)} section{'s' if len(chosen) > 1 else ''}.",
            f"{_JAPANESE[kind]}{shown}を設定しました({len(chosen)} セクション)。",
        )

    return run


def _sections(addresses: Addresses) -> list[Element]:
    body = child(addresses.drafts[addresses.package.main].layout.root, "body")
    return sections_of(body) if body is not None else []


def _ensure_section(addresses: Addresses) -> None:
    """A document that tells nothing of its pages gets a section."""
    draft = addresses.drafts[addresses.package.main]
    body = child(draft.layout.root, "body")
    if body is not None and child(body, "sectPr") is None:
        new = dialect_of(draft.layout, body).xml("<w:sectPr></w:sectPr>")
        addresses.rewrite(addresses.package.main, [last(draft.layout, body, new)])


def _referred(addresses: Addresses, number: int, kind: str, pages: str) -> str | None:
    """The part that a section names itself."""
    section = _sections(addresses)[number]
    main = addresses.package.main
    targets = {one.id: addresses.package.target(main, one) for one in addresses.package.relations(main)}
    for reference in children(section, f"{kind}Reference"):
        if (value(reference, "type") or "default") == pages and value(reference, "id") in targets:
            return targets[value(reference, "id")]
    return None


def _added(addresses: Addresses, number: int, kind: str, pages: str) -> str:
    """A new part, and the section's reference to it."""
    package = addresses.package
    draft = addresses.drafts[package.main]
    section = _sections(addresses)[number]
    dialect = dialect_of(draft.layout, section)
    root = draft.layout.root
    space = root.nsmap.get(root.prefix, "")
    name = _ROOTS[kind]
    empty = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{name} xmlns:w="{space}"><w:p/></w:{name}>'
    part = package.add_beside(kind, "xml", empty.encode(), _TYPE.format(kind))
    key = package.relate(package.main, kind, part)
    new = dialect.xml(f'<w:{kind}Reference w:type="{pages}" r:id="{key}" xmlns:r="{dialect.relationships}"/>')
    span = draft.layout.span(section)
    if span.inner == span.end:
        addresses.rewrite(package.main, [last(draft.layout, section, new)])
    else:
        addresses.rewrite(package.main, [Splice(span.inner, span.inner, new)])
    return part


def _show(addresses: Addresses, number: int, pages: str) -> None:
    """Make a section have a first page of its own, or the document even ones."""
    if pages == "even":
        setting_put(addresses, "evenAndOddHeaders", "<w:evenAndOddHeaders/>")
    if pages != "first":
        return
    draft = addresses.drafts[addresses.package.main]
    section = _sections(addresses)[number]
    new = dialect_of(draft.layout, section).xml("<w:titlePg/>")
    addresses.rewrite(addresses.package.main, changed(draft.layout, section, {"titlePg": new}))


def _write(addresses: Addresses, part: str, paragraphs: str) -> None:
    """Put paragraphs in the place of those of a header. Raises InvalidArgumentsError when more than words would go."""
    draft = addresses.drafts.get(part)
    layout = draft.layout if draft is not None else Layout(addresses.package.read(part))
    root = layout.root
    if any(name_of(one) in _PRECIOUS for one in root.iter("*")):
        raise InvalidArgumentsError(
            f"{part.rpartition('/')[2]} holds a picture, a table or a control, which would be lost: "
            "change its words with replace or set_paragraph at their addresses."
        )
    span = layout.span(root)
    new = dialect_of(layout, root).xml(paragraphs)
    splices = [Splice(span.inner, span.close, new)] if span.inner != span.end else [last(layout, root, new)]
    if draft is not None:
        addresses.rewrite(part, splices)
    else:
        addresses.package.put(part, layout.spliced(splices))


def _paragraphs(text: str, style: str, op: Op) -> str:
    align = f'<w:jc w:val="{op["align"]}"/>' if "align" in op else ""
    properties = f'<w:pPr><w:pStyle w:val="{escaped(style)}"/>{align}</w:pPr>'
    return "".join(f"<w:p>{properties}{_runs(line)}</w:p>" for line in text.split("\n"))


def _runs(line: str) -> str:
    """Words, with {page} and {pages} as fields, which Word keeps right."""
    pieces: Sequence[str] = _FIELD.split(line)
    return "".join(
        field_xml(_CODES[piece], "1") if index % 2 else f"<w:r>{run_text(piece, 'w:').decode()}</w:r>" if piece else ""
        for index, piece in enumerate(pieces)
    )


def field_xml(code: str, result: str) -> str:
    """A simple field with its result."""
    return f'<w:fldSimple w:instr="{escaped(code)}"><w:r>{run_text(result, "w:").decode()}</w:r></w:fldSimple>'


_FORM = (
    '{{"op":"set_{0}","text":"ACME\\t\\t{{page}} / {{pages}}","align":"center","pages":"default","section":1}} (text '
    "is enough; pages: default, first or even; without section all of them; lines by \\n)"
)
EDGE_OPERATIONS: Mapping[str, Operation[Addresses]] = {
    f"set_{kind}": Operation(structural(_edge_set(kind)), ("text", "align", "pages", "section"), _FORM.format(kind))
    for kind in ("header", "footer")
}
