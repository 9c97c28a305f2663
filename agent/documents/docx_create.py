"""New Word documents: reports from Markdown or blocks, and letters."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx_look import new_document
from agent.documents.docx_write import Writer, add_spans
from agent.documents.markdown_blocks import Block, Grid, PageBreak, Piece, Span, blocks_of, spans_of
from agent.documents.op_fields import allowed
from agent.documents.op_words import speakable, text_in

_KEYS = ("title", "subtitle", "markdown", "blocks", "language", "header", "footer", "letter")
_LETTER_KEYS = ("to", "from", "date", "subject", "greeting", "body", "closing", "signature")
_LEFT, _RIGHT, _CENTER = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER


def create(content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
    """Write a document of {"title", "subtitle", "markdown" | "blocks" | "letter", "language", "header", "footer"}.

    Raises:
        InvalidArgumentsError: the content does not fit; the sentence says what would be right.
    """
    allowed(content, *_KEYS, what="A Word document")
    language = str(content.get("language", "en"))[:2].lower()
    pieces = _pieces(content)
    document = new_document(language)
    title = _optional(content, "title")
    document.core_properties.title = title
    if title:
        document.add_paragraph(title, style="Title")
    if content.get("subtitle"):
        document.add_paragraph(_optional(content, "subtitle"), style="Subtitle")
    if "letter" in content:
        _add_letter(document, content["letter"], language)
    writer = Writer(document)
    for piece in pieces:
        writer.add(piece)
    _edge(document.sections[0].header.paragraphs[0], _optional(content, "header"))
    _edge(document.sections[0].footer.paragraphs[0], _optional(content, "footer"))
    document.save(str(target))
    return (_said(pieces, "letter" in content),)


def _optional(content: Mapping[str, object], key: str) -> str:
    found = content.get(key)
    return "" if found is None else speakable(text_in(content, key, empty=True))


def _pieces(content: Mapping[str, object]) -> list[Piece]:
    if not any(content.get(key) for key in ("markdown", "blocks", "letter")):
        raise InvalidArgumentsError("Give the text as 'markdown', as 'blocks' or as a 'letter'.")
    pieces = list(blocks_of(text_in(content, "markdown", empty=True))) if "markdown" in content else []
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


def _words(block: Block) -> str:
    return "".join(span.text for span in block.spans).strip()


def _block(block: object) -> Iterator[Piece]:
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
        case {"page_break": _}:
            yield PageBreak()
        case _:
            raise InvalidArgumentsError(
                "A block is {'heading': text, 'level': 1}, {'paragraph': text}, {'bullets': [...]}, "
                "{'numbers': [...]}, {'table': [[...], ...]} or {'page_break': true}."
            )


def _items(kind: str, items: list[object]) -> Iterator[Piece]:
    for index, item in enumerate(items):
        yield Block(kind, spans_of(str(item)), 0, index == 0)


def _add_letter(document: WordDocument, letter: object, language: str) -> None:
    """A letter: in English everything at the left; in Japanese date, sender and closing at the right."""
    if not isinstance(letter, Mapping):
        raise InvalidArgumentsError(f"'letter' is an object with {', '.join(_LETTER_KEYS)}.")
    allowed(letter, *_LETTER_KEYS, what="A letter")
    body = blocks_of(text_in(letter, "body"))
    japanese = language == "ja"
    side = _RIGHT if japanese else _LEFT
    heads = (
        (("date", side), ("to", _LEFT), ("from", side)) if japanese else (("from", side), ("date", side), ("to", side))
    )
    for key, alignment in heads:
        _lines(document, _optional(letter, key), alignment)
    subject = _optional(letter, "subject")
    if subject:
        _lines(document, subject, _CENTER if japanese else _LEFT, bold=True)
    _lines(document, _optional(letter, "greeting"), _LEFT)
    writer = Writer(document)
    for piece in body:
        writer.add(piece)
    _lines(document, _optional(letter, "closing"), side)
    _lines(document, _optional(letter, "signature"), side, before=0 if japanese else 30)


def _lines(
    document: WordDocument, text: str, alignment: WD_ALIGN_PARAGRAPH, *, bold: bool = False, before: int = 6
) -> None:
    if text:
        paragraph = document.add_paragraph()
        add_spans(paragraph, [Span(line, bold=bold, code=False) for line in _with_breaks(text)])
        paragraph.alignment = alignment
        paragraph.paragraph_format.space_before = Pt(before)
        paragraph.paragraph_format.space_after = Pt(10)


def _with_breaks(text: str) -> Iterator[str]:
    for index, line in enumerate(text.split("\n")):
        if index:
            yield "\v"
        yield line


def _edge(paragraph: Paragraph, text: str) -> None:
    """A header or footer; {page} and {pages} are numbers that Word keeps right."""
    paragraph.alignment = _CENTER
    for index, piece in enumerate(text.replace("{pages}", "\0NUMPAGES\0").replace("{page}", "\0PAGE\0").split("\0")):
        if index % 2 == 0:
            paragraph.add_run(piece)
            continue
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), piece)
        run = paragraph.add_run("1")
        field.append(run._r)  # noqa: SLF001  python-docx cannot make fields
        paragraph._p.append(field)  # noqa: SLF001


def _said(pieces: list[Piece], letter: bool) -> Words:
    counts = Counter("table" if isinstance(one, Grid) else one.kind for one in pieces if not isinstance(one, PageBreak))
    parts = [f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in sorted(counts.items())]
    made = f"Made a {'letter' if letter else 'document'}{' with ' if parts else ''}{', '.join(parts)}."
    blocks = f"(段落・表など {sum(counts.values())} 個)" if counts else ""
    return Words(made, f"{'手紙' if letter else '文書'}を作成しました{blocks}。")
