"""Word documents as Markdown, HTML or plain text."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.flow import Flow
from agent.documents.opc.package import Package
from agent.documents.texts.html_write import html_of
from agent.documents.texts.markdown_blocks import Block, Grid, PageBreak, Piece, Span
from agent.documents.texts.markdown_write import markdown_of

_LOST = {
    "pictures": Words("{count} {count:picture was|pictures were} left out.", "画像 {count} 点は含まれていません。"),
    "hidden text": Words("Hidden text was left out.", "隠し文字は含まれていません。"),
    "tracked deletions": Words("Tracked deletions were left out.", "変更履歴で削除された文章は含まれていません。"),
}
_KINDS = {
    ".md": Words("Markdown", "Markdown"), ".markdown": Words("Markdown", "Markdown"),
    ".html": Words("an HTML page", "HTML ページ"), ".htm": Words("an HTML page", "HTML ページ"),
    ".txt": Words("plain text", "テキスト"),
}  # fmt: skip

KINDS = frozenset(_KINDS)


def convert(source: Path, target: Path) -> tuple[Words, ...]:
    """Write a Word document as .md, .html or .txt, in UTF-8; tells what was left out.

    Raises:
        InvalidArgumentsError: another extension.
        UnreadableError: the document is broken.
    """
    kind = target.suffix.lower()
    if kind not in _KINDS:
        raise InvalidArgumentsError(f"A Word document is not written as {kind} here: take {', '.join(_KINDS)}.")
    with Package.open(source) as package:
        flow = Flow(package, pictures=kind.startswith(".htm"))
        pieces = list(flow.pieces())
        lost = flow.lost
    target.write_bytes(written(pieces, kind, _title(pieces)).encode("utf-8"))
    made = Words("Wrote the document as {kind}.", "文書を{kind}として書き出しました。").of(kind=_KINDS[kind])
    return (made, *(_LOST[what].of(count=count) for what, count in lost.items()))


def written(pieces: Iterable[Piece], kind: str, title: str) -> str:
    """Blocks as the text of a file that ends in `kind`."""
    if kind in {".md", ".markdown"}:
        return markdown_of(pieces)
    return html_of(pieces, title) if kind.startswith(".htm") else text_of(pieces)


def _title(pieces: Iterable[Piece]) -> str:
    headings = (one for one in pieces if isinstance(one, Block) and one.kind == "heading")
    return next(("".join(span.text for span in one.spans).strip() for one in headings), "")


def text_of(pieces: Iterable[Piece]) -> str:
    """Blocks as plain text: lists with their signs, cells divided by tabs, notes at the end."""
    notes: list[str] = []
    lines = [line for piece in pieces for line in _lines(piece, notes)]
    ends = [f"[{number}] {note}" for number, note in enumerate(notes, 1)]
    return "\n".join([*lines, *([""] if ends else []), *ends]) + "\n"


def _lines(piece: Piece, notes: list[str]) -> Iterator[str]:
    match piece:
        case PageBreak():
            yield "\f"
        case Grid():
            for row in piece.rows:
                yield "\t".join(_words(cell, notes).replace("\n", " ") for cell in row)
        case Block("bullet" | "number"):
            yield f"{'  ' * piece.level}- {_words(piece.spans, notes)}"
        case Block("rule"):
            yield "-" * 20
        case Block("heading"):
            yield from ("", _words(piece.spans, notes))
        case _:
            yield _words(piece.spans, notes)


def _words(spans: Iterable[Span], notes: list[str]) -> str:
    found = []
    for span in spans:
        if span.note:
            notes.append(span.note)
            found.append(f"[{len(notes)}]")
        found.append(span.text.replace("\v", "\n"))
    return "".join(found)
