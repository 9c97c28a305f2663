"""Word documents: read with addresses, edited part by part, created with python-docx."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from agent.core.documents import Content, Difference, Op, Problem, Table
from agent.core.words import Words
from agent.documents import docx_convert, docx_create, docx_diff, docx_edit, docx_problems, docx_redline
from agent.documents.docx_edit import OPERATIONS
from agent.documents.docx_text import Reader
from agent.documents.encryption import lock, unlock
from agent.documents.office_media import extract
from agent.documents.package import Package

__all__ = [
    "OPERATIONS",
    "check",
    "convert",
    "create",
    "diff",
    "edit",
    "extract",
    "lock",
    "problems",
    "read",
    "redline",
    "tables",
    "unlock",
]


def read(source: Path, start: int, count: int, part: str) -> Content:
    """Paragraphs at "P12", rows at "T1 R2"; `part` is one address, or two of the body ("P10-P20")."""
    with Package.open(source) as package:
        return Reader(package).content(start, count, part)


def tables(source: Path, part: str) -> tuple[Table, ...]:
    """All tables, or the one at `part` ("T2")."""
    with Package.open(source) as package:
        found = Reader(package).tables()
    return tuple(table for table in found if part in {"", table.anchor})


def edit(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """See docx_edit.edit."""
    return docx_edit.edit(source, ops, target)


def create(content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
    """See docx_create.create."""
    return docx_create.create(content, target)


def redline(before: Path, after: Path, target: Path, author: str) -> tuple[Words, ...]:
    """See docx_redline.redline."""
    return docx_redline.redline(before, after, target, author)


def convert(source: Path, target: Path) -> tuple[Words, ...]:
    """See docx_convert.convert."""
    return docx_convert.convert(source, target)


def problems(source: Path) -> tuple[Problem, ...]:
    """See docx_problems.problems."""
    return docx_problems.problems(source)


def check(path: Path) -> None:
    """Prove that every part is whole and that the document can be read."""
    with Package.open(path) as package:
        package.check()
        list(Reader(package).passages())


def diff(before: Path, after: Path) -> tuple[Difference, ...]:
    """See docx_diff.differences."""
    return docx_diff.differences(before, after)
