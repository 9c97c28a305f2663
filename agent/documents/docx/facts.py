"""What a Word document is made of: pages, styles, fields, and the places of a template that want to be filled in."""

from collections import Counter
from collections.abc import Iterator, Mapping

from agent.core.words import Words
from agent.documents.docx.fields import fields_of
from agent.documents.docx.ops_controls import controls_of
from agent.documents.docx.sections import page_of, sections_of
from agent.documents.docx.styles import Styles
from agent.documents.docx.template import flat_text, placeholders_in
from agent.documents.docx.tree import Element, name_of

_PAGE = Words(
    "page {width:.1f} x {height:.1f} cm, {room:.1f} cm between the margins",
    "用紙 {width:.1f} x {height:.1f} cm、本文の幅 {room:.1f} cm",
)
_SECTIONS = Words("{count} {count:section|sections}; the first: {page}", "{count} セクション、最初のセクションは{page}")
_STYLES = Words("styles in use: {names}", "使用中のスタイル: {names}")
_FIELDS = Words("fields: {names}", "フィールド: {names}")
_OPEN = Words("to be filled in ({count}): {names}", "記入欄 ({count}): {names}")
_MANY, _MORE = 12, 40
_TWIPS_PER_CM = 1440 / 2.54


def composition_facts(roots: Mapping[str, Element], body: Element, styles: Styles) -> Iterator[Words]:
    """Facts about the parts `roots`, of which `body` is the main text."""
    yield from _pages(body)
    used = Counter(styles.of(one).name or "?" for one in body.iter("{*}p") if name_of(one) == "p" and styles.by_id)
    if used:
        yield _STYLES.of(names=", ".join(f"{name} {count}" for name, count in used.most_common(_MANY)))
    kinds = Counter(one.kind for root in roots.values() for one in fields_of(root) if one.kind)
    if kinds:
        yield _FIELDS.of(names=", ".join(f"{kind} {count}" for kind, count in kinds.most_common(_MANY)))
    places = list(dict.fromkeys(name for root in roots.values() for name in places_of(root)))
    if places:
        shown = ", ".join(places[:_MORE]) + (" ..." if len(places) > _MORE else "")
        yield _OPEN.of(count=len(places), names=shown)


def places_of(root: Element) -> Iterator[str]:
    """What the op "fill" can fill in a part: "{{name}}", "control customer (title)", "field City"."""
    paragraphs = (one for one in root.iter("{*}p") if name_of(one) == "p")
    for text in map(flat_text, paragraphs):
        if "{{" in text:
            yield from (f"{{{{{name}}}}}" for name in placeholders_in(text))
    for control in controls_of(root):
        other = f" ({control.names[1]})" if len(control.names) > 1 and control.names[1] != control.names[0] else ""
        yield f"control {control.names[0]}{other}"
    for one in fields_of(root):
        if one.kind == "MERGEFIELD" and one.argument:
            yield f"field {one.argument}"


def _pages(body: Element) -> Iterator[Words]:
    sections = sections_of(body)
    if not sections:
        return
    page = page_of(sections[0])
    told = _PAGE.of(
        width=page.width / _TWIPS_PER_CM, height=page.height / _TWIPS_PER_CM, room=page.text_width / _TWIPS_PER_CM
    )
    yield told if len(sections) == 1 else _SECTIONS.of(count=len(sections), page=told)
