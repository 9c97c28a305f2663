"""The calls that a worker answers. Paths are texts; each function has the arguments of its namesake in Documents."""

import importlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from agent.core.documents import Content, Difference, Op, Table
from agent.documents.format import format_for, format_of

MAX_DIFFERENCES = 500
_MAX_SHOWN = 400


def read(source: str, start: int, count: int, part: str) -> Content:
    """Passages of a document."""
    return format_of(Path(source)).read(Path(source), max(0, start), max(0, count), part)


def tables(source: str, part: str) -> tuple[Table, ...]:
    """Tables of a document."""
    return format_of(Path(source)).tables(Path(source), part)


def edit(source: str, ops: Sequence[Op], target: str) -> tuple[str, ...]:
    """An edited copy."""
    return format_of(Path(source)).edit(Path(source), ops, Path(target))


def create(content: Mapping[str, object], target: str) -> tuple[str, ...]:
    """A new document."""
    return format_for(Path(target)).create(content, Path(target))


def pages(sources: Sequence[str], ops: Sequence[Op], target: str) -> tuple[str, ...]:
    """A PDF made of pages."""
    said: tuple[str, ...] = importlib.import_module("agent.documents.pdf").pages(
        [Path(source) for source in sources], ops, Path(target)
    )
    return said


def render(source: str, page: int, target: str, width: int) -> int:
    """A page as a picture."""
    return format_of(Path(source)).render(Path(source), page, Path(target), width)


def check(path: str) -> None:
    """Prove that a file opens."""
    format_of(Path(path)).check(Path(path))


def diff(before: str | None, after: str | None) -> tuple[Difference, ...]:
    """What changed; with one side only, its first passages."""
    if before is None or after is None:
        only = before if after is None else after
        if only is None:
            return ()
        passages = read(only, 0, _MAX_SHOWN, "").passages
        return tuple(
            Difference(one.anchor, one.text, "") if after is None else Difference(one.anchor, "", one.text)
            for one in passages
        )
    return format_of(Path(after)).diff(Path(before), Path(after))[:MAX_DIFFERENCES]


CALLS: Mapping[str, Callable[..., object]] = {
    call.__name__: call for call in (read, tables, edit, create, pages, render, check, diff)
}
