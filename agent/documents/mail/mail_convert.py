"""A mail as Markdown or as plain text: its headers, its words with their tables and lists, what is attached."""

import re
from collections.abc import Iterator
from pathlib import Path

from agent.core.words import Words
from agent.documents import plain_text
from agent.documents.mail.mail_words import Mail
from agent.documents.texts.html_blocks import html_blocks
from agent.documents.texts.html_text import html_words
from agent.documents.texts.markdown_blocks import Block, Piece, Span
from agent.documents.texts.markdown_write import markdown_of

_BLANK = re.compile(r"\n[ \t]*\n\s*")
_ATTACHED = Words(
    "The attached {count:file is|files are} only named in it: {names}.",
    "添付ファイルは名前だけを記しています: {names}。",
)
_MOST_NAMED, _MOST = 10, 0.9
_WORD = re.compile(r"\w+")


def written(mail: Mail, target: Path) -> tuple[Words, ...]:
    """Write `mail` to `target`, an .md or a .txt."""
    if target.suffix.lower() == ".md":
        text = markdown_of(_pieces(mail))
    else:
        said = (plain.strip() or html_words(html).text for plain, html in mail.blocks)
        lines = [f"{name}: {value}" for name, value in mail.headers]
        names = [f"[{one}]" for one in mail.attachments]
        text = "\n\n".join(filter(None, ["\n".join(lines), *said, "\n".join(names)])) + "\n"
    target.write_text(text, encoding="utf-8")
    names = [one.name or one.kind for one in mail.attachments]
    told = ", ".join(names[:_MOST_NAMED]) + (" ..." if len(names) > _MOST_NAMED else "")
    return (plain_text.WORDS_ONLY, *([_ATTACHED.of(count=len(names), names=told)] if names else []))


def _pieces(mail: Mail) -> Iterator[Piece]:
    for number, (name, value) in enumerate(mail.headers):
        yield Block("bullet", (Span(f"{name}:", bold=True), Span(f" {value}")), starts=not number)
    for plain, html in mail.blocks:
        yield Block("rule", ())
        rich = html_words(html).text
        if not _says_all(rich, plain):
            yield from _plainly(plain)
        if _says_all(rich, plain) or not _says_all(plain, rich):
            yield from html_blocks(html)
    if mail.attachments:
        yield Block("rule", ())
    for number, one in enumerate(mail.attachments):
        yield Block("bullet", (Span(str(one)),), starts=not number)


def _says_all(one: str, other: str) -> bool:
    """Whether `one` says what `other` says: the HTML of some mails is only a frame, or says something else."""
    words = set(_WORD.findall(other))
    return len(words & set(_WORD.findall(one))) >= _MOST * len(words)


def _plainly(text: str) -> Iterator[Piece]:
    """Paragraphs as they stand, line by line."""
    for paragraph in _BLANK.split(text.strip()):
        if lines := [line.strip() for line in paragraph.splitlines() if line.strip()]:
            yield Block("text", tuple(Span(line if not number else f"\v{line}") for number, line in enumerate(lines)))
