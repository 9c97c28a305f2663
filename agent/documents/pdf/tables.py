"""Tables in a PDF: first by their ruled lines, then by the white space between columns of words."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pdfplumber
from pdfplumber.page import Page

from agent.core.documents import Table
from agent.core.errors import UnreadableError
from agent.core.words import Words
from agent.documents.pdf.page_ranges import page_numbers
from agent.documents.pdf.text import opened

_DAMAGED = Words(
    "The PDF is damaged where its tables are; its text can be read.",
    "PDF の表の部分が壊れています。文字の読み取りは可能です。",
)
# Spaces are judged by the size of the letters; a fixed distance swallows them in small print.
_SPACE = 0.15
# Of the height of a line: about twice a space.
_GAP = 0.45
Row = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class _Segment:
    """Words of one line with no wide gap between them."""

    left: float
    right: float
    text: str


def tables(source: Path, part: str) -> tuple[Table, ...]:
    """Every table of the pages in `part` (all when ""), anchored "p3 table 1"; cells are text, None when empty."""
    with opened(source) as document:
        wanted = page_numbers(part, len(document)) if part else list(range(1, len(document) + 1))
    try:
        with pdfplumber.open(source) as plumbed:
            return tuple(table for number in wanted for table in _on_page(plumbed.pages[number - 1], number))
    # pdfminer has no base error: a damaged page shows as any of a dozen builtin ones.
    except Exception as error:  # noqa: BLE001
        raise UnreadableError(_DAMAGED, "broken") from error


def _on_page(page: Page, number: int) -> Iterator[Table]:
    ruled = [_cleaned(cells) for cells in page.extract_tables({"text_x_tolerance_ratio": _SPACE})]
    found = [rows for rows in ruled if len(rows) >= 2 and len(rows[0]) >= 2]
    if not found:
        found = [rows for rows in map(_aligned, _runs(_lines(page))) if _is_table(rows)]
    for index, rows in enumerate(found, 1):
        anchor = f"p{number} table {index}"
        yield Table(anchor, rows, anchor)
    page.close()


def _cleaned(cells: Sequence[Sequence[str | None]]) -> tuple[Row, ...]:
    """Cells without outer blanks; rows and columns in which nothing stands are left out."""
    rows = [row for row in ([_text(cell) for cell in row] for row in cells) if any(row)]
    filled = [column for column in range(max(map(len, rows), default=0)) if any(row[column] for row in rows)]
    return tuple(tuple(row[column] for column in filled) for row in rows)


def _text(cell: str | None) -> str | None:
    text = "".join(
        unicodedata.normalize("NFKC", c) if 0x2E80 <= ord(c) < 0x2FE0 or 0xFB00 <= ord(c) < 0xFB07 else c
        for c in cell or ""
    )
    return text.strip() or None


def _lines(page: Page) -> Iterator[list[_Segment]]:
    """The lines of a page from top to bottom, cut where a gap is clearly wider than a space."""
    line: list[dict[str, float | str]] = []
    for word in sorted(page.extract_words(x_tolerance_ratio=_SPACE), key=lambda one: (round(one["bottom"]), one["x0"])):
        if line and abs(float(word["bottom"]) - float(line[0]["bottom"])) > 3:
            yield _segments(line)
            line = []
        line.append(word)
    if line:
        yield _segments(line)


def _segments(line: list[dict[str, float | str]]) -> list[_Segment]:
    segments: list[_Segment] = []
    for word in sorted(line, key=lambda one: float(one["x0"])):
        left, right, text = float(word["x0"]), float(word["x1"]), str(word["text"])
        height = float(word["bottom"]) - float(word["top"])
        if segments and left - segments[-1].right < _GAP * height:
            last = segments.pop()
            left, text = last.left, f"{last.text} {text}"
        segments.append(_Segment(left, right, text))
    return segments


def _runs(lines: Iterator[list[_Segment]]) -> Iterator[list[list[_Segment]]]:
    """Lines that follow each other and have at least two segments each."""
    run: list[list[_Segment]] = []
    for line in lines:
        if len(line) >= 2:
            run.append(line)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _aligned(run: list[list[_Segment]]) -> tuple[Row, ...]:
    """The segments in columns: whatever overlaps from side to side is one column."""
    columns: list[tuple[float, float]] = []
    for segment in sorted((one for line in run for one in line), key=lambda one: one.left):
        if columns and segment.left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], segment.right))
        else:
            columns.append((segment.left, segment.right))
    return tuple(
        tuple(_text(" ".join(one.text for one in line if left <= one.left < right)) for left, right in columns)
        for line in run
    )


def _is_table(rows: Sequence[Row]) -> bool:
    """Whether words in columns are a table, and not two columns of prose."""
    if len(rows) < 3 or len(rows[0]) < 2:
        return False
    if not any(c.isalnum() for row in rows for c in row[0] or ""):
        return False  # a list with bullets
    cells = [cell for row in rows for cell in row]
    filled = [cell for cell in cells if cell]
    with_digits = sum(any(c.isdigit() for c in cell) for cell in filled)
    return len(filled) >= 0.6 * len(cells) and with_digits >= 0.2 * len(filled)
