"""Presentations: read with addresses, edited part by part, created with python-pptx."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from agent.core.documents import Content, Difference, Op, Passage, Table
from agent.core.words import Words
from agent.documents import pptx_create, pptx_edit
from agent.documents.encryption import lock, unlock
from agent.documents.office_media import extract
from agent.documents.package import Package
from agent.documents.page_ranges import page_numbers
from agent.documents.passage_diff import differences
from agent.documents.pptx_edit import OPERATIONS
from agent.documents.pptx_text import Reader

__all__ = ["OPERATIONS", "check", "create", "diff", "edit", "extract", "lock", "read", "tables", "unlock"]


def read(source: Path, start: int, count: int, part: str) -> Content:
    """Shapes at "slide 3 shape 2", notes at "slide 3 notes"; `part` is a list of slides ("2-5")."""
    with Package.open(source) as package:
        reader = Reader(package)
        slides = len(reader.slides)
        return reader.content(start, count, page_numbers(part, slides) if part else list(range(1, slides + 1)))


def tables(source: Path, part: str) -> tuple[Table, ...]:
    """The tables of all slides, or of those in `part`."""
    with Package.open(source) as package:
        reader = Reader(package)
        found = tuple(reader.tables())
        wanted = page_numbers(part, len(reader.slides)) if part else range(1, len(reader.slides) + 1)
        return tuple(table for table in found if any(table.anchor.startswith(f"slide {one} ") for one in wanted))


def edit(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """See pptx_edit.edit."""
    return pptx_edit.edit(source, ops, target)


def create(content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
    """See pptx_create.create."""
    return pptx_create.create(content, target)


def check(path: Path) -> None:
    """Prove that every part is whole and that the slides can be read."""
    with Package.open(path) as package:
        package.check()
    _passages(path)


def diff(before: Path, after: Path) -> tuple[Difference, ...]:
    """Texts, rows and notes that differ, at their address in `after`, or in `before` when they are gone."""
    return differences(_passages(before), _passages(after))


def _passages(path: Path) -> list[Passage]:
    with Package.open(path) as package:
        reader = Reader(package)
        return [passage for slide in reader.slides for passage in reader.passages(slide)]
