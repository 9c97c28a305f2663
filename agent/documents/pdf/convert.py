"""A PDF as another format: its words, its tables, or a Word document of its paragraphs. The layout is left behind."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdfium2.raw as pdfium

from agent.core.documents import Passage
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx import create as docx_create
from agent.documents.pdf import tables as pdf_tables
from agent.documents.pdf import text as pdf_text
from agent.documents.pdf.fields import PASSWORD, fields_of
from agent.documents.pdf.lines import is_wide
from agent.documents.pdf.structure import DAMAGE, structure_of
from agent.documents.xlsx import sheet_convert

_TEXT_ONLY = Words(
    "The words of {pages} {pages:page|pages}; pictures and layout are left out.",
    "{pages} ページ分の文字のみです。画像とレイアウトは含まれません。",
)
_TABLES = Words(
    "The {count} {count:table|tables} of the PDF; everything else is left out.",
    "PDF の表 {count} 個のみです。その他は含まれません。",
)
_SILENT = Words("Without text and therefore left out: page {pages}.", "文字情報がないため含まれないページ: {pages}。")
_MAX_PASSAGES = 1_000_000
_APART = "\n\n"
_END = re.compile(r"[.!?:;。!?:;」)]$")


def convert(source: Path, target: Path) -> tuple[Words, ...]:
    """Write the words as .txt, .md or .docx, or the tables as .csv or .xlsx.

    Raises:
        InvalidArgumentsError: another format, or there is nothing to write.
    """
    match target.suffix.lower():
        case ".csv":
            return (_as_csv(source, target),)
        case ".xlsx":
            found = pdf_tables.tables(source, "")
            told = _TABLES.of(count=len(found))
            return sheet_convert.written(found, target, told, typed=True)
        case ".txt" | ".md":
            passages = _seen(source)
            text = "".join(_as_text(passages, markdown=target.suffix.lower() == ".md"))
            target.write_text(text, encoding="utf-8", newline="\n")
        case ".docx":
            passages = _seen(source)
            docx_create.create({"blocks": list(_as_blocks(passages)), "language": _language(passages)}, target)
        case other:
            raise InvalidArgumentsError(
                f"A PDF is written as .txt, .md, .docx, .csv or .xlsx (its tables), not {other!r}."
            )
    with pdf_text.opened(source) as document:
        count = len(document)
    spoken = {one.anchor for one in passages}
    silent = [number for number in range(1, count + 1) if f"p{number}" not in spoken]
    left = [_SILENT.of(pages=", ".join(map(str, silent[:30])))] if silent else []
    return (_TEXT_ONLY.of(pages=count), *left)


def _seen(source: Path) -> list[Passage]:
    content = pdf_text.read(source, 0, _MAX_PASSAGES, "")
    # Properties and what the program itself notes are hidden; what somebody typed onto a page is seen there.
    shown = [one for one in content.passages if one.kind in {"text", "note"} and not one.hidden]
    shown = [replace(one, anchor=one.anchor.split(" ")[0], kind="text") for one in shown]
    found = sorted([*shown, *_filled(source)], key=lambda one: int(one.anchor[1:]))
    if not found:
        raise InvalidArgumentsError("The PDF has no text: its pages are pictures. Read it with the part 'ocr'.")
    return found


def _filled(source: Path) -> Iterator[Passage]:
    """What is filled into the form, behind the words of its page: it is drawn there, and no text of the page."""
    with pdf_text.opened(source) as document:
        if document.get_formtype() == pdfium.FORMTYPE_NONE:
            return
    with suppress(*DAMAGE):
        for field in fields_of(structure_of(source)):
            page = next((page for page, _ in field.widgets if page), 0)
            is_shown = field.kind not in {"button", "signature"} and not field.flags & PASSWORD
            if page and is_shown and field.value.strip():
                yield Passage(f"p{page}", f"{field.name}: {' '.join(field.value.split())}")


def _as_text(passages: list[Passage], *, markdown: bool) -> Iterator[str]:
    page = ""
    for one in passages:
        if one.anchor != page:
            # A form feed ends a page in a text; Markdown has a rule between two.
            yield "" if not page else "\n---\n\n" if markdown else "\f"
            page = one.anchor
        # Lines that follow each other would be one paragraph of Markdown.
        yield f"{_escaped(_flowing(one.text)).replace(chr(10), _APART) if markdown else one.text}{_APART}"


def _escaped(text: str) -> str:
    """Text that Markdown reads as it stands."""
    plain = re.sub(r"([\\`*_\[\]<>|])", r"\\\1", text)
    return re.sub(r"^(\s*(?:\d+)?)([#+.)-])(?=\s)", r"\1\\\2", plain, flags=re.MULTILINE)


def _flowing(text: str) -> str:
    """Lines of a paragraph as one; a line that is much shorter, or ends a sentence, stays one of its own."""
    lines = text.split("\n")
    longest = max(map(len, lines))
    joined = lines[0]
    for before, line in pairwise(lines):
        if len(before) < 0.7 * longest or (_END.search(before) and len(before) < 0.9 * longest):
            joined += "\n" + line
        elif before and line and is_wide(before[-1]) and is_wide(line[0]):
            joined += line
        else:
            joined += " " + line
    return joined


def _as_blocks(passages: list[Passage]) -> Iterator[dict[str, object]]:
    page = ""
    for one in passages:
        if page and one.anchor != page:
            yield {"page_break": True}
        page = one.anchor
        for line in _flowing(one.text).split("\n"):
            yield {"paragraph": _escaped(line)}


def _language(passages: list[Passage]) -> str:
    return "ja" if any(is_wide(c) for one in passages[:50] for c in one.text) else "en"


def _as_csv(source: Path, target: Path) -> Words:
    tables = pdf_tables.tables(source, "")
    if not tables:
        raise InvalidArgumentsError("No table was found in the PDF.")
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    for index, table in enumerate(tables):
        if index:
            rows.writerow([])
        if len(tables) > 1:
            rows.writerow([table.name])
        rows.writerows(["" if cell is None else cell for cell in row] for row in table.rows)
    # With a BOM: Excel reads it right in every language.
    target.write_bytes(out.getvalue().encode("utf-8-sig"))
    return _TABLES.of(count=len(tables))
