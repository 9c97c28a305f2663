"""PDFs: read through PDFium, tables by pdfplumber, pages and forms by pypdf. Their words cannot be edited."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path

from agent.core.documents import Content, Difference, Drawing, Op, Table
from agent.core.words import Words
from agent.documents import pdf_create, pdf_edit, pdf_extract, pdf_lock, pdf_tables, pdf_text

OPERATIONS = pdf_edit.OPERATIONS


def read(source: Path, start: int, count: int, part: str) -> Content:
    """Blocks of text at "p2"; `part` is a list of pages ("2-5")."""
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
    """Lines of text that differ, at the page on which they stand in `after`, or stood in `before`."""
    found: list[Difference] = []
    old, new = pdf_text.page_texts(before), pdf_text.page_texts(after)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for index, (was, become) in enumerate(zip_longest(old[a:b], new[c:d])):
            number = (c if c + index < d else a) + index + 1
            found += _lines(f"p{number}", was, become)
    return tuple(found)


def _lines(anchor: str, was: str | None, become: str | None) -> list[Difference]:
    if was is None or become is None:
        return [Difference(anchor, was or "", become or "")]
    old, new = was.split("\n"), become.split("\n")
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [Difference(anchor, "\n".join(old[a:b]), "\n".join(new[c:d])) for tag, a, b, c, d in codes if tag != "equal"]


def render(source: Path, page: int, target: Path, width: int) -> Drawing:
    """Draw a page as PNG."""
    return pdf_text.render(source, page, target, width)


def unlock(source: Path, password: str, target: Path) -> None:
    """Write it without its encryption."""
    pdf_lock.unlock(source, password, target)


def lock(source: Path, password: str, target: Path) -> None:
    """Write it encrypted with AES-256."""
    pdf_lock.lock(source, password, target)
