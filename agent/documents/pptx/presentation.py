"""Presentations: read with addresses, edited part by part, created from our own layouts or from a template."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from agent.core.documents import Content, Difference, Op, Problem, Table
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.opc.encryption import lock, unlock
from agent.documents.opc.office_media import extract
from agent.documents.opc.package import Package
from agent.documents.pdf.page_ranges import page_numbers
from agent.documents.pptx import convert as pptx_convert
from agent.documents.pptx import create as pptx_create
from agent.documents.pptx import edit as pptx_edit
from agent.documents.pptx import problems as pptx_problems
from agent.documents.pptx.diff import differences_of, panes_of
from agent.documents.pptx.drawn import render
from agent.documents.pptx.edit import OPERATIONS
from agent.documents.pptx.text import Reader

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
    "render",
    "tables",
    "unlock",
]

TARGETS: Mapping[str, frozenset[str]] = {"": frozenset({".md", ".markdown", ".txt", ".csv", ".tsv", ".xlsx"})}
_PLACE = re.compile(r"slide (\d{1,6}) ((?:shape|table|notes|comment)\b.*)", re.DOTALL)
_ALL = 1_000_000


def read(source: Path, start: int, count: int, part: str) -> Content:
    """Shapes at "slide 3 shape 2", notes at "slide 3 notes"; `part` is a list of slides ("2-5"), or such an address."""
    with Package.open(source) as package:
        reader = Reader(package)
        slides = len(reader.slides)
        if (place := _PLACE.fullmatch(part.strip())) is not None:
            slide = reader.content(0, _ALL, page_numbers(place[1], slides))
            anchor = f"slide {int(place[1])} {place[2]}"
            found = tuple(one for one in slide.passages if one.anchor == anchor or one.anchor.startswith(f"{anchor} "))
            if not found:
                told = ", ".join(one.anchor for one in slide.passages) or "nothing"
                raise InvalidArgumentsError(f"There is nothing at {part!r}. On this slide there is: {told}.")
            return replace(slide, passages=found[start : start + count], total=len(found))
        return reader.content(start, count, page_numbers(part, slides) if part else list(range(1, slides + 1)))


def tables(source: Path, part: str) -> tuple[Table, ...]:
    """The tables of all slides, or of those in `part`."""
    with Package.open(source) as package:
        reader = Reader(package)
        found = tuple(reader.tables())
        wanted = page_numbers(part, len(reader.slides)) if part else range(1, len(reader.slides) + 1)
        return tuple(table for table in found if any(table.anchor.startswith(f"slide {one} ") for one in wanted))


def edit(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """See `pptx.edit.edit`."""
    return pptx_edit.edit(source, ops, target)


def create(content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
    """See `pptx.create.create`."""
    return pptx_create.create(content, target)


def check(path: Path) -> None:
    """Prove that every part is whole and that the slides can be read."""
    with Package.open(path) as package:
        package.check()
        reader = Reader(package)
        for slide in reader.slides:
            list(reader.passages(slide))


def diff(before: Path, after: Path) -> tuple[Difference, ...]:
    """Slides that came, went or moved, and what differs on the others; see pptx_diff."""
    with Package.open(before) as old, Package.open(after) as new:
        return differences_of(panes_of(old), panes_of(new))


def problems(source: Path) -> tuple[Problem, ...]:
    """See `pptx.problems.problems`."""
    return pptx_problems.problems(source)


def convert(source: Path, target: Path) -> tuple[Words, ...]:
    """See `pptx.convert.convert`."""
    return pptx_convert.convert(source, target)
