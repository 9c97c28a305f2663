"""Markdown and HTML written as other formats: a Word document, a page, plain words, their tables as a workbook."""

from collections.abc import Sequence
from pathlib import Path

from agent.core.documents import Table
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.plain_text import WORDS_ONLY
from agent.documents.texts.html_blocks import html_blocks
from agent.documents.texts.html_text import html_words
from agent.documents.texts.html_write import page
from agent.documents.texts.markdown_blocks import parser
from agent.documents.texts.markdown_write import markdown_of
from agent.documents.texts.text_source import loaded
from agent.documents.xlsx import sheet_convert

_TABLES_ONLY = Words(
    "Only the tables were taken over, not the text around them.",
    "表だけを取り出しました。表以外の文章は含まれていません。",
)
_DONE = Words("Wrote it as {suffix}.", "{suffix} 形式で書き込みました。")
_LONGEST_TITLE = 120
_SHEETS = frozenset({".csv", ".tsv", ".xlsx"})


def convert(source: Path, target: Path, tables: Sequence[Table], *, markdown: bool) -> tuple[Words, ...]:
    """Write Markdown as .docx or .html, HTML as .md or .txt, both as .txt and their `tables` as .csv, .tsv or .xlsx.

    Raises:
        InvalidArgumentsError: another extension, or no table where one is wanted.
    """
    suffix, text = target.suffix.lower(), loaded(source)[0].text
    if suffix in _SHEETS:
        return sheet_convert.written(tables, target, _TABLES_ONLY, typed=True)
    if suffix == ".md":
        target.write_text(text if markdown else markdown_of(html_blocks(text)), encoding="utf-8")
        return (_DONE.of(suffix=suffix),) if markdown else (_DONE.of(suffix=suffix), WORDS_ONLY)
    if suffix == ".txt":
        target.write_text(text if markdown else html_words(text).text + "\n", encoding="utf-8")
        return (_DONE.of(suffix=suffix),) if markdown else (_DONE.of(suffix=suffix), WORDS_ONLY)
    if suffix == ".docx" and markdown:
        from agent.documents.docx.create import create  # noqa: PLC0415  python-docx is loaded only when it is needed

        return create({"markdown": text}, target)
    if suffix == ".html" and markdown:
        target.write_text(page_of(text), encoding="utf-8")
        return (_DONE.of(suffix=suffix),)
    raise InvalidArgumentsError(
        f"This text is written as .docx, .pdf, .html, .md or .txt, and its tables as .csv or .xlsx, not as {suffix}."
    )


def page_of(text: str) -> str:
    """HTML in Markdown is shown as the text that it is: a stranger's file must not bring scripts along.

    Its title is the first line with words: the name of a private copy would say nothing to a person.
    """
    title = next((line.strip("#* ") for line in text.splitlines() if line.strip("#* ")), "")[:_LONGEST_TITLE]
    return page(title, parser().render(text))
