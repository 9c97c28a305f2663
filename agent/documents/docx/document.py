"""Word documents: read with addresses, edited part by part, created with python-docx."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from agent.core.documents import Content, Difference, Op, Problem, Table
from agent.core.words import Words
from agent.documents.docx import convert as docx_convert
from agent.documents.docx import create as docx_create
from agent.documents.docx import diff as docx_diff
from agent.documents.docx import edit as docx_edit
from agent.documents.docx import problems as docx_problems
from agent.documents.docx import redline as docx_redline
from agent.documents.docx.edit import OPERATIONS
from agent.documents.docx.text import Reader
from agent.documents.opc.encryption import lock, unlock
from agent.documents.opc.office_media import extract
from agent.documents.opc.package import Package

__all__ = [
    "OPERATIONS",
    "TARGETS",
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

TARGETS: Mapping[str, frozenset[str]] = {"": docx_convert.KINDS}


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
    """See `docx.edit.edit`."""
    return docx_edit.edit(source, ops, target)


def create(content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
    """See `docx.create.create`."""
    return docx_create.create(content, target)


def redline(before: Path, after: Path, target: Path, author: str) -> tuple[Words, ...]:
    """See `docx.redline.redline`."""
    return docx_redline.redline(before, after, target, author)


def convert(source: Path, target: Path) -> tuple[Words, ...]:
    """See `docx.convert.convert`."""
    return docx_convert.convert(source, target)


def problems(source: Path) -> tuple[Problem, ...]:
    """See `docx.problems.problems`."""
    return docx_problems.problems(source)


def check(path: Path) -> None:
    """Prove that every part is whole and that the document can be read."""
    with Package.open(path) as package:
        package.check()
        list(Reader(package).passages())


def diff(before: Path, after: Path) -> tuple[Difference, ...]:
    """See `docx.diff.differences`."""
    return docx_diff.differences(before, after)
