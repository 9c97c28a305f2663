"""New Word documents: reports from Markdown or blocks, and letters, in our look or in that of a template."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.addresses import Addresses, addresses_of
from agent.documents.docx.base import emptied, opened_base
from agent.documents.docx.compose import Composer, Picture
from agent.documents.docx.dialect import dialect_of
from agent.documents.docx.edit import edit
from agent.documents.docx.letter import letter_xml
from agent.documents.docx.ops import STRUCTURE_OPERATIONS
from agent.documents.docx.ops_styles import style_of
from agent.documents.docx.sections import page_of, sections_of
from agent.documents.docx.tree import Element, children
from agent.documents.op_fields import allowed
from agent.documents.op_words import flag_in, language_in, speakable, spoken, text_in
from agent.documents.opc.xml_splice import Splice
from agent.documents.opc.xml_text import escaped
from agent.documents.operations import carried_out
from agent.documents.texts.markdown_blocks import Block, Grid, PageBreak, Piece, Span, blocks_of, spans_of

_KEYS = (
    "title", "subtitle", "markdown", "blocks", "language", "header", "footer", "letter", "template", "toc", "paper",
    "landscape", "numbered",
)  # fmt: skip
_BESIDE = frozenset({"alt", "caption", "width_cm", "height_cm"})
_Piece = Piece | Picture
_MARKDOWN_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_LEFT_OUT = Words(
    "{count} {count:picture|pictures} of the Markdown stand as words: give them as blocks, or insert them afterwards.",
    "Markdown 内の画像 {count} 点は文字で表しました。画像は blocks で渡すか、あとから挿入してください。",
)
_CONTENTS = {"ja": "目次", "en": "Contents"}


def create(content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
    """Write a document of {"title", "subtitle", "markdown" | "blocks" | "letter", "language", "header", "footer"}.

    "template" is the file of a document whose styles, pages, headers and footers are taken and whose text is not;
    without it "paper" is a4 or letter, "landscape" and "numbered" (headings) are true or false. "toc": a table of
    contents stands behind the title.

    Raises:
        InvalidArgumentsError: the content does not fit; the sentence says what would be right.
    """
    allowed(content, *_KEYS, what="A Word document")
    content = spoken(content)
    pieces = _pieces(content)
    content = _titled_by_heading(content, pieces)
    _raise(content, pieces)
    contents = flag_in(content, "toc", default=False)
    with TemporaryDirectory() as folder:
        written = Path(folder) / "written.docx" if contents else target
        with opened_base({**content, "language": language_in(content)}, Path(folder), target) as package:
            addresses = addresses_of(package)
            titles = _compose(addresses, content, pieces)
            package.save(written, addresses.written())
        if contents:
            op = {
                "op": "insert_toc",
                "after": f"P{titles}" if titles else "start",
                "title": _CONTENTS[language_in(content)],
            }
            edit(written, [op], target)
    left = len(_MARKDOWN_PICTURE.findall(str(content.get("markdown", ""))))
    return _said(pieces, "letter" in content), *([_LEFT_OUT.of(count=left)] if left else [])


def _compose(addresses: Addresses, content: Mapping[str, object], pieces: list[_Piece]) -> int:
    """Put the text into the body; returns how many paragraphs of titles stand before it."""
    main = addresses.package.main
    layout = addresses.drafts[main].layout
    (body,) = children(layout.root, "body")
    sections = sections_of(body)
    letter = "letter" in content and language_in(content) == "ja"
    page = page_of(sections[-1] if sections else None)
    composer = Composer(addresses, main, dialect_of(layout, body), page.text_width, letter=letter)
    titles = [_titled(composer, name, _optional(content, name)) for name in ("title", "subtitle") if content.get(name)]
    text = "".join(titles)
    if "letter" in content:
        text += letter_xml(composer, content["letter"], japanese=letter)
    text += composer.xml(pieces)
    _put(addresses, body, composer, text)
    for name in ("header", "footer"):
        if content.get(name):
            op = {"op": f"set_{name}", "text": _optional(content, name), "align": "center"}
            carried_out(STRUCTURE_OPERATIONS, addresses, op, "a Word document")
    title = _optional(content, "title")
    if title:
        op = {"op": "set_properties", "title": title}
        carried_out(STRUCTURE_OPERATIONS, addresses, op, "a Word document")
    return len(titles)


def _titled(composer: Composer, name: str, text: str) -> str:
    key = escaped(style_of(composer.addresses, name))
    return composer.paragraph((Span(text),), f'<w:pStyle w:val="{key}"/>')


def _put(addresses: Addresses, body: Element, composer: Composer, text: str) -> None:
    """The text in the place of everything but the last section, which rules the pages."""
    main = addresses.package.main
    layout = addresses.drafts[main].layout
    span = layout.span(body)
    new = composer.dialect.xml(text) + emptied(layout, body)
    addresses.rewrite(main, [Splice(span.inner, span.close, new)])


def _optional(content: Mapping[str, object], key: str) -> str:
    found = content.get(key)
    return "" if found is None else speakable(text_in(content, key, empty=True))


def _pieces(content: Mapping[str, object]) -> list[_Piece]:
    if not any(content.get(key) for key in ("markdown", "blocks", "letter")):
        raise InvalidArgumentsError("Give the text as 'markdown', as 'blocks' or as a 'letter'.")
    pieces: list[_Piece] = list(blocks_of(text_in(content, "markdown", empty=True))) if "markdown" in content else []
    blocks = content.get("blocks") or []
    if not isinstance(blocks, list):
        raise InvalidArgumentsError('\'blocks\' is a list of objects such as {"paragraph": "..."}.')
    for block in blocks:
        pieces += _block(block)
    title = pieces[0] if pieces else None
    # A title that the text repeats as its first heading is shown once.
    if isinstance(title, Block) and title.kind == "heading" and _words(title) == _optional(content, "title"):
        del pieces[0]
    return pieces


def _titled_by_heading(content: Mapping[str, object], pieces: list[_Piece]) -> Mapping[str, object]:
    """Where headings are numbered or listed, the one heading above all others is the title and none of them."""
    heads = [one for one in pieces if isinstance(one, Block) and one.kind == "heading"]
    above = [one for one in heads if one.level == min(other.level for other in heads)]
    wanted = not content.get("title") and (content.get("toc") or content.get("numbered"))
    if not wanted or len(heads) < 2 or len(above) != 1 or pieces[0] is not above[0]:
        return content
    pieces.pop(0)
    return {**content, "title": _words(heads[0])}


def _raise(content: Mapping[str, object], pieces: list[_Piece]) -> None:
    """Below a title headings begin at level 1: "## Sales" is the first chapter, and no part of a missing one."""
    levels = [one.level for one in pieces if isinstance(one, Block) and one.kind == "heading"]
    rise = min(levels, default=1) - 1
    if content.get("title") and rise:
        pieces[:] = [
            replace(one, level=one.level - rise) if isinstance(one, Block) and one.kind == "heading" else one
            for one in pieces
        ]


def _words(block: Block) -> str:
    return "".join(span.text for span in block.spans).strip()


def _block(block: object) -> Iterator[_Piece]:
    match block:
        case {"heading": str(text), **rest}:
            level = rest.get("level", 1)
            yield Block("heading", spans_of(text), level if isinstance(level, int) and 1 <= level <= 9 else 1)
        case {"paragraph": str(text)}:
            yield Block("text", spans_of(text))
        case {"bullets": list(items)}:
            yield from _items("bullet", items)
        case {"numbers": list(items)}:
            yield from _items("number", items)
        case {"table": [[*_], *_] as rows}:
            width = max(len(row) for row in rows)
            cells = [["" if cell is None else str(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
            yield Grid(tuple(tuple(spans_of(cell) for cell in row) for row in cells))
        case {"picture": picture, **rest} if not set(rest) - _BESIDE:
            caption = rest.pop("caption", "")
            told = {str(key): one for key, one in rest.items()}
            yield Picture({**told, "picture": picture}, speakable(str(caption)))
        case {"page_break": _}:
            yield PageBreak()
        case _:
            raise InvalidArgumentsError(
                "A block is {'heading': text, 'level': 1}, {'paragraph': text}, {'bullets': [...]}, "
                "{'numbers': [...]}, {'table': [[...], ...]}, {'page_break': true} or {'picture': {'file': 'a.png'}, "
                "'alt': text, 'caption': text, 'width_cm': 12}."
            )


def _items(kind: str, items: list[object]) -> Iterator[_Piece]:
    for index, item in enumerate(items):
        yield Block(kind, spans_of(str(item)), 0, index == 0)


def _said(pieces: list[_Piece], letter: bool) -> Words:
    counts = Counter("table" if isinstance(one, Grid) else one.kind for one in pieces if not isinstance(one, PageBreak))
    parts = [f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in sorted(counts.items())]
    made = f"Made a {'letter' if letter else 'document'}{' with ' if parts else ''}{', '.join(parts)}."
    blocks = f"(段落・表など {sum(counts.values())} 個)" if counts else ""
    return Words(made, f"{'手紙' if letter else '文書'}を作成しました{blocks}。")
