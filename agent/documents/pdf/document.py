"""PDFs: read through PDFium, tables by pdfplumber, pages and forms by pypdf. Their words cannot be edited."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from agent.core.documents import Content, Difference, Drawing, Op, Problem, Table
from agent.core.words import Words
from agent.documents.pdf import convert as pdf_convert
from agent.documents.pdf import create as pdf_create
from agent.documents.pdf import diff as pdf_diff
from agent.documents.pdf import edit as pdf_edit
from agent.documents.pdf import extract as pdf_extract
from agent.documents.pdf import lock as pdf_lock
from agent.documents.pdf import parts as pdf_parts
from agent.documents.pdf import problems as pdf_problems
from agent.documents.pdf import tables as pdf_tables
from agent.documents.pdf import text as pdf_text

OPERATIONS = pdf_edit.OPERATIONS
TARGETS: Mapping[str, frozenset[str]] = {"": frozenset({".csv", ".xlsx", ".txt", ".md", ".docx"})}


def read(source: Path, start: int, count: int, part: str) -> Content:
    """Blocks of text at "p2"; `part` is a list of pages ("2-5"), or one of `pdf.parts`."""
    found = pdf_parts.part_of(source, part) if part else None
    if found is not None:
        return replace(found, passages=found.passages[start : start + count])
    return pdf_text.read(source, start, count, part)


def tables(source: Path, part: str) -> tuple[Table, ...]:
    """Tables at "p3 table 1"."""
    return pdf_tables.tables(source, part)


def edit(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """Fill forms in, turn, order and select pages."""
    return pdf_edit.edit(source, ops, target)


def pages(sources: Sequence[Path], ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """A PDF of pages of other PDFs."""
    return pdf_edit.pages(sources, ops, target)


def create(content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
    """A PDF of Markdown and tables."""
    return pdf_create.create(content, target)


def extract(source: Path, part: str, target: Path) -> tuple[Words, ...]:
    """Write an attached file to `target`."""
    return pdf_extract.extract(source, part, target)


def check(path: Path) -> None:
    """Prove that it opens and that its first page can be loaded."""
    pdf_text.check(path)


def diff(before: Path, after: Path) -> tuple[Difference, ...]:
    """What changed, at the page on which it stands in `after`, or stood in `before`."""
    return pdf_diff.differences(before, after)


def problems(source: Path) -> tuple[Problem, ...]:
    """What is wrong although it opens."""
    return pdf_problems.problems(source)


def convert(source: Path, target: Path) -> tuple[Words, ...]:
    """Its words or tables as another format."""
    return pdf_convert.convert(source, target)


def render(source: Path, page: int, target: Path, width: int) -> Drawing:
    """Draw a page as PNG."""
    return pdf_text.render(source, page, target, width)


def unlock(source: Path, password: str, target: Path) -> None:
    """Write it without its encryption."""
    pdf_lock.unlock(source, password, target)


def lock(source: Path, password: str, target: Path) -> None:
    """Write it encrypted with AES-256."""
    pdf_lock.lock(source, password, target)
