"""New PDFs from Markdown and tables, in fonts of this computer that are embedded."""

import datetime
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pypdf.generic import BooleanObject, NameObject, TextStringObject

from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_fields import allowed
from agent.documents.op_words import flag_in, text_in
from agent.documents.pdf.compose import Composer, Paper, paged
from agent.documents.pdf.frame import paper_in
from agent.documents.pdf.installed import installed
from agent.documents.pdf.objects import made
from agent.documents.pdf.paragraph import Fonts, Style
from agent.documents.pdf.rows import Setting, rows_of, title_rows
from agent.documents.pdf.stamp import language_of, real_in
from agent.documents.texts.markdown_blocks import Block, Grid, Piece, Span, blocks_of

_KEYS = (
    "title", "subtitle", "markdown", "tables", "language", "header", "footer", "page", "landscape", "margin", "size",
    "author", "mincho",
)  # fmt: skip
_MADE = Words("Made a PDF with {pages}, in the fonts {fonts}.", "{pages}の PDF を作成しました(フォント: {fonts})。")
_MARGIN = 62.0
_MAX_ROWS = 200_000


def create(content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
    """Write a PDF of {"title", "subtitle", "markdown", "tables", "language", "header", "footer", "page"...}.

    Raises:
        InvalidArgumentsError: the content does not fit, or no font has a character of it.
    """
    allowed(content, *_KEYS, what="A PDF")
    pieces = list(_pieces(content))
    texts = {key: text_in(content, key, empty=True) if content.get(key) else "" for key in ("title", "subtitle")}
    written = "".join(
        [*texts.values(), str(content.get("header", "")), str(content.get("footer", "")), *_words(pieces)]
    )
    language = str(content.get("language") or language_of(written))[:2].lower()
    mincho = flag_in(content, "mincho", default=False)
    fonts = Fonts(installed(language=language, mincho=mincho), installed(language=language, bold=True, mincho=mincho))
    paper = _paper(content)
    size = real_in(content, "size", 6, 24, 10.5)
    body = Style(size=size, leading=1.65 if language == "ja" else 1.45)
    setting = Setting(paper.width - 2 * paper.margin, paper.height - 2 * paper.margin, body, fonts)
    rows = [*title_rows(texts["title"], texts["subtitle"], setting), *rows_of(pieces, setting)]
    pages = paged(rows, paper)
    if len(pages) > 1 and content.get("footer") is None:
        paper = Paper(paper.width, paper.height, paper.margin, paper.header, "{page} / {pages}")
    composer = Composer(paper, fonts)
    writer = composer.write(pages)
    _describe(composer, texts["title"], str(content.get("author") or ""), language)
    out = io.BytesIO()
    writer.write(out)
    target.write_bytes(out.getvalue())
    names = dict.fromkeys(face.name for faces in (fonts.regular, fonts.bold) for face in faces.used())
    count = len(pages)
    told = Words(f"{count} page{'s' if count > 1 else ''}", f"{count} ページ")
    return (_MADE.of(pages=told, fonts=", ".join(names) or "-"),)


def _pieces(content: Mapping[str, object]) -> Iterator[Piece]:
    if not content.get("markdown") and not content.get("tables"):
        raise InvalidArgumentsError(
            "Give the text as 'markdown', or tables as 'tables': [{'title':'T','rows':[[...]]}]."
        )
    pieces = list(blocks_of(text_in(content, "markdown", empty=True))) if content.get("markdown") else []
    first = pieces[0] if pieces else None
    # A title that the text repeats as its first heading is shown once.
    if isinstance(first, Block) and first.kind == "heading" and _said(first.spans) == content.get("title"):
        del pieces[0]
    yield from pieces
    tables = content.get("tables") or ()
    if not isinstance(tables, Sequence) or isinstance(tables, str):
        raise InvalidArgumentsError("'tables' is a list: [{'title':'T','rows':[['Item','Price'],['Pen',120]]}].")
    for table in tables:
        yield from _table(table)


def _table(table: object) -> Iterator[Piece]:
    match table:
        case {"rows": [[_, *_], *_] as rows, **rest} if all(isinstance(row, list) for row in rows):
            if len(rows) > _MAX_ROWS:
                raise InvalidArgumentsError(f"A table has at most {_MAX_ROWS:,} rows here.")
            if title := rest.get("title"):
                yield Block("heading", (Span(str(title)),), 2)
            width = max(map(len, rows))
            cells = (["" if cell is None else _cell(cell) for cell in row] + [""] * (width - len(row)) for row in rows)
            yield Grid(tuple(tuple((Span(cell),) for cell in row) for row in cells))
        case _:
            raise InvalidArgumentsError(
                "A table is {'title': text, 'rows': [[...], ...]}; its first row has the titles."
            )


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _said(spans: Sequence[Span]) -> str:
    return "".join(span.text for span in spans).strip()


def _words(pieces: Sequence[Piece]) -> Iterator[str]:
    for piece in pieces:
        match piece:
            case Block():
                yield _said(piece.spans)
            case Grid():
                yield from (_said(spans) for row in piece.rows for spans in row)


def _paper(content: Mapping[str, object]) -> Paper:
    _, (short, long) = paper_in(content, "page")
    width, height = (long, short) if flag_in(content, "landscape", default=False) else (short, long)
    margin = real_in(content, "margin", 20, min(width, height) / 3, min(_MARGIN, width / 6))
    header, footer = (str(content.get(key) or "") for key in ("header", "footer"))
    return Paper(width, height, margin, header, footer)


def _describe(composer: Composer, title: str, author: str, language: str) -> None:
    writer = composer.writer
    now = datetime.datetime.now(datetime.UTC).strftime("D:%Y%m%d%H%M%SZ")
    told = {"/Title": title, "/Author": author, "/Producer": "Deskhand", "/CreationDate": now, "/ModDate": now}
    writer.add_metadata({key: value for key, value in told.items() if value})
    writer.root_object[NameObject("/Lang")] = TextStringObject(language)
    if title:
        writer.root_object[NameObject("/ViewerPreferences")] = made({"/DisplayDocTitle": BooleanObject(True)})
