"""The calls that a worker answers. Paths are texts; each function has the arguments of its namesake in Documents."""

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from agent.core.documents import Content, Difference, Drawing, Op, Parts, Problem, Reach, Table
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.words import Words
from agent.documents.format import Format, format_for, format_of
from agent.documents.parts import parts_of
from agent.documents.reaches import reaches_of
from agent.documents.unseen import revealed

MAX_DIFFERENCES = 500
MAX_PROBLEMS = 500
_MAX_SHOWN = 400


def read(source: str, start: int, count: int, part: str) -> Content:
    """Passages of a document."""
    content = format_of(Path(source)).read(Path(source), max(0, start), max(0, count), part)
    return replace(content, passages=tuple(map(revealed, content.passages)))


def tables(source: str, part: str) -> tuple[Table, ...]:
    """Tables of a document."""
    return format_of(Path(source)).tables(Path(source), part)


def edit(source: str, ops: Sequence[Op], target: str) -> tuple[Words, ...]:
    """An edited copy."""
    return format_of(Path(source)).edit(Path(source), ops, Path(target))


def create(content: Mapping[str, object], target: str) -> tuple[Words, ...]:
    """A new document."""
    return format_for(Path(target)).create(content, Path(target))


def pages(sources: Sequence[str], ops: Sequence[Op], target: str) -> tuple[Words, ...]:
    """A PDF made of pages."""
    said: tuple[Words, ...] = importlib.import_module("agent.documents.pdf").pages(
        [Path(source) for source in sources], ops, Path(target)
    )
    return said


def render(source: str, page: int, target: str, width: int) -> Drawing:
    """A page as a picture."""
    return format_of(Path(source)).render(Path(source), page, Path(target), width)


def convert(source: str, target: str) -> tuple[Words, ...]:
    """A copy as another format."""
    return format_of(Path(source)).convert(Path(source), Path(target))


def redline(before: str, after: str, target: str, author: str) -> tuple[Words, ...]:
    """Two versions as one with tracked changes."""
    return format_of(Path(before)).redline(Path(before), Path(after), Path(target), author)


def unlock(source: str, password: str, target: str) -> None:
    """A copy without encryption."""
    format_of(Path(source)).unlock(Path(source), password, Path(target))


def lock(source: str, password: str, target: str) -> None:
    """A copy with encryption."""
    format_of(Path(source)).lock(Path(source), password, Path(target))


def problems(source: str) -> tuple[Problem, ...]:
    """What is wrong with a document that opens."""
    known = _known(Path(source))
    found = known.problems(Path(source)) if known is not None else ()
    return tuple(sorted(found, key=lambda one: not one.grave)[:MAX_PROBLEMS])


def parts(before: str, after: str) -> Parts:
    """How two packages compare."""
    return parts_of(Path(before), Path(after))


def operations(name: str) -> Mapping[str, str]:
    """The ops of `edit`."""
    return format_for(Path(name)).operations


def check(path: str) -> None:
    """Prove that a file opens. Of a kind that nobody here knows, nothing can be proven."""
    known = _known(Path(path))
    if known is not None:
        known.check(Path(path))


def diff(before: str | None, after: str | None) -> tuple[Difference, ...]:
    """What changed; with one side only, its first passages. Of an unknown kind only the sizes are told."""
    if before is None or after is None:
        only = before if after is None else after
        if only is None:
            return ()
        passages = read(only, 0, _MAX_SHOWN, "").passages
        return tuple(
            Difference(one.anchor, one.text, "") if after is None else Difference(one.anchor, "", one.text)
            for one in passages
        )
    known, other = _known(Path(after)), _known(Path(before))
    if known is None or other is None:
        return _sizes(Path(before), Path(after))
    if known != other:
        kinds = f"{Path(before).suffix} and {Path(after).suffix}"
        raise InvalidArgumentsError(f"Files of two kinds ({kinds}) cannot be compared: save one like the other.")
    return known.diff(Path(before), Path(after))[:MAX_DIFFERENCES]


def reaches(source: str) -> tuple[Reach, ...]:
    """What leads out of a file."""
    return reaches_of(Path(source))


def _known(path: Path) -> Format | None:
    """The Format of a file, or None when its kind is unknown. Raises UnreadableError for a wrong name."""
    try:
        return format_of(path)
    except UnreadableError as error:
        if error.code != "unknown_kind":
            raise
        return None


def _sizes(before: Path, after: Path) -> tuple[Difference, ...]:
    old, new = before.read_bytes(), after.read_bytes()
    return () if old == new else (Difference("", f"{len(old):,} B", f"{len(new):,} B"),)


CALLS: Mapping[str, Callable[..., object]] = {
    call.__name__: call
    for call in (
        read,
        tables,
        edit,
        create,
        pages,
        render,
        convert,
        redline,
        unlock,
        lock,
        check,
        problems,
        diff,
        parts,
        operations,
        reaches,
    )
}
