"""Tables in a PDF: first by their ruled lines, then by the alignment of words."""

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import pdfplumber
from pdfplumber.page import Page

from agent.core.documents import Table
from agent.core.errors import UnreadableError
from agent.documents.page_ranges import page_numbers
from agent.documents.pdf_text import opened

# Spaces are judged by the size of the letters; a fixed distance swallows them in small print.
_SPACES = {"text_x_tolerance_ratio": 0.15}
_BY_WORDS = {"vertical_strategy": "text", "horizontal_strategy": "text", **_SPACES}
Cells = Sequence[Sequence[str | None]]


def tables(source: Path, part: str) -> tuple[Table, ...]:
    """Every table of the pages in `part` (all when ""), anchored "p3 table 1"; cells are text, None when empty."""
    with opened(source) as document:
        wanted = page_numbers(part, len(document)) if part else list(range(1, len(document) + 1))
    try:
        with pdfplumber.open(source) as plumbed:
            return tuple(table for number in wanted for table in _on_page(plumbed.pages[number - 1], number))
    # pdfminer has no base error: a damaged page shows as any of a dozen builtin ones.
    except Exception as error:  # noqa: BLE001
        raise UnreadableError("The PDF is damaged where its tables are; its text can be read.", "broken") from error


def _on_page(page: Page, number: int) -> Iterator[Table]:
    found = [rows for rows in map(_cleaned, page.extract_tables(_SPACES)) if _is_ruled(rows)]
    if not found:
        words = {word["text"] for word in page.extract_words(x_tolerance_ratio=0.15)}
        found = [rows for rows in map(_cleaned, page.extract_tables(_BY_WORDS)) if _is_aligned(rows, words)]
    for index, rows in enumerate(found, 1):
        anchor = f"p{number} table {index}"
        yield Table(anchor, rows, anchor)
    page.close()


def _cleaned(cells: Cells) -> tuple[tuple[str | None, ...], ...]:
    """Cells without outer blanks; rows and columns in which nothing stands are left out."""
    rows = [[_text(cell) for cell in row] for row in cells]
    rows = [row for row in rows if any(row)]
    filled = [column for column in range(max(map(len, rows), default=0)) if any(row[column] for row in rows)]
    return tuple(tuple(row[column] for column in filled) for row in rows)


def _text(cell: str | None) -> str | None:
    text = "".join(
        unicodedata.normalize("NFKC", c) if 0x2E80 <= ord(c) < 0x2FE0 or 0xFB00 <= ord(c) < 0xFB07 else c
        for c in cell or ""
    )
    return text.strip() or None


def _is_ruled(rows: Cells) -> bool:
    return len(rows) >= 2 and len(rows[0]) >= 2


def _is_aligned(rows: Cells, words: Collection[str]) -> bool:
    """Whether words in columns are a table and not prose that the alignment of words cut into pieces."""
    if len(rows) < 3 or len(rows[0]) < 2:
        return False
    cells = [cell for row in rows for cell in row]
    filled = [cell for cell in cells if cell]
    pieces = [piece for cell in filled for piece in cell.split()]
    cut = sum(piece not in words for piece in pieces)
    with_digits = sum(any(c.isdigit() for c in cell) for cell in filled)
    return len(filled) >= 0.7 * len(cells) and with_digits >= 0.25 * len(filled) and cut <= 0.03 * len(pieces)
