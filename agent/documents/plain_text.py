"""Any document as plain text or Markdown: what reading tells of it, for formats that have no way of their own."""

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


def written(content: Content, target: Path) -> tuple[Words, ...]:
    """Write the passages to `target`, headings as Markdown where it is an .md. What nobody sees is left out.

    Raises:
        InvalidArgumentsError: `target` is no text.
    """
    if target.suffix.lower() not in TEXTS:
        raise InvalidArgumentsError(
            f"A {content.format} file is not written as {target.suffix or 'a file without extension'} here; "
            "take .md or .txt."
        )
    lines = _lines(content, markdown=target.suffix.lower() == ".md")
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return (WORDS_ONLY,)


def _lines(content: Content, *, markdown: bool) -> Iterator[str]:
    for passage in content.passages:
        if passage.hidden or passage.kind == "hidden":
            continue
        yield f"{'#' * max(1, passage.level)} {passage.text}" if markdown and _is_heading(passage) else passage.text
        if markdown:
            yield ""


def _is_heading(passage: Passage) -> bool:
    return passage.kind == "heading"
