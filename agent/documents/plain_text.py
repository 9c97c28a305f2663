"""Any document as plain text or Markdown: what reading tells of it, for formats that have no way of their own."""

import re
from collections.abc import Iterator
from pathlib import Path

from agent.core.documents import Content, Passage
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words

TEXTS = frozenset({".md", ".txt"})
WORDS_ONLY = Words(
    "Only the words were taken over: pictures and the layout are not in it.",
    "文字だけを取り出しました。画像や体裁は含まれていません。",
)
_MARK = re.compile(r"([\\`*_\[\]<>|~])")
_BEGINNING = re.compile(r"^(\s*\d*)([#+.)=-])")
_KANA = re.compile(r"[\u3041-\u30ff]")


def written(content: Content, target: Path, *, escaped: bool = False) -> tuple[Words, ...]:
    """Write the passages to `target`, headings as Markdown where it is an .md. What nobody sees is left out.

    `escaped`: what looks like a mark of Markdown in its words is none.

    Raises:
        InvalidArgumentsError: `target` is no text, or `content` is only a part of the document.
    """
    if target.suffix.lower() not in TEXTS:
        raise InvalidArgumentsError(
            f"This file ({content.format}) is not written as {target.suffix or 'a file without extension'} here; "
            "take .md, .txt, .html, .docx or .pdf, and .csv or .xlsx where it has tables."
        )
    if content.total > len(content.passages):
        raise InvalidArgumentsError(
            f"It is too long: {content.total:,} lines or other passages, of which {len(content.passages):,} can be "
            "written as another format. Divide it first."
        )
    lines = _lines(content, markdown=target.suffix.lower() == ".md", escaped=escaped)
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return (WORDS_ONLY,)


def is_japanese(text: str) -> bool:
    """Whether Japanese letters stand at its beginning."""
    return _KANA.search(text, 0, 20_000) is not None


def _lines(content: Content, *, markdown: bool, escaped: bool) -> Iterator[str]:
    for passage in content.passages:
        if passage.hidden or passage.kind == "hidden":
            continue
        text = _MARK.sub(r"\\\1", passage.text.strip()) if escaped else passage.text
        text = _BEGINNING.sub(r"\1\\\2", text) if escaped else text
        yield f"{'#' * max(1, passage.level)} {text}" if markdown and _is_heading(passage) else text
        if markdown:
            yield ""


def _is_heading(passage: Passage) -> bool:
    return passage.kind == "heading"
