"""The calls that a worker answers. Each function has the arguments of its namesake in Documents."""

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from agent.core.documents import Content, Difference, Drawing, Op, Parts, Problem, Reach, Table
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.words import Words
from agent.documents import bridge, plain_text
from agent.documents.drawing.drawing import draw_passages
from agent.documents.drawing.grid import draw_tables
from agent.documents.format import Format, format_for, format_of
from agent.documents.opc.parts import parts_of
from agent.documents.reaches.reaches import reaches_of
from agent.documents.recognised import Recognised
from agent.documents.unseen import revealed

MAX_DIFFERENCES = 500
MAX_PROBLEMS = 500
_MAX_SHOWN = 400
_MOST_DRAWN = 20_000
# Of tables in larger files, in bytes, the first rows are drawn, and LibreOffice, which prints all, is not asked.
LARGE = 4 * 1024**2
_FIRST_ROWS = 2_000
BOOKS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods"})
_GRIDS = BOOKS | {".csv", ".tsv"}


def read(source: Path, start: int, count: int, part: str) -> Content:
    """Passages of a document."""
    content = format_of(source).read(source, max(0, start), max(0, count), part)
    return replace(content, passages=tuple(map(revealed, content.passages)))


def tables(source: Path, part: str) -> tuple[Table, ...]:
    """Tables of a document."""
    return format_of(source).tables(source, part)


def edit(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """An edited copy."""
    return format_of(source).edit(source, ops, target)


def create(content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
    """A new document."""
    return format_for(target).create(content, target)


def pages(sources: Sequence[Path], ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """A PDF made of pages."""
    said: tuple[Words, ...] = importlib.import_module("agent.documents.pdf.document").pages(sources, ops, target)
    return said


def render(source: Path, page: int, target: Path, width: int) -> Drawing:
    """A page as a picture: as the format has it, else as Deskhand draws its tables or its text."""
    known = format_of(source)
    if known.draws:
        return known.render(source, page, target, width)
    if source.suffix.lower() in _GRIDS and source.stat().st_size > LARGE:
        return draw_tables(_beginnings(known, source), page, target, width)
    known.check(source)
    if source.suffix.lower() in _GRIDS:
        return draw_tables(_named(known.tables(source, ""), source), page, target, width)
    return draw_passages(read(source, 0, _MOST_DRAWN, "").passages, page, target, width)


def _beginnings(known: Format, source: Path) -> list[Table]:
    """The first rows of a large file, which nobody leafs through: to prove that all of it opens would take too long."""
    found = known.tables(source, f"1:{_FIRST_ROWS}")
    return _named([replace(one, name=f"{one.name}!1:{len(one.rows)}") for one in found], source)


def _named(found: Sequence[Table], source: Path) -> list[Table]:
    """Sheets have names; the table of a text file has that of the private copy, which says nothing."""
    is_book = source.suffix.lower() in BOOKS
    return [one if is_book else replace(one, name=one.name.removeprefix(source.stem)) for one in found]


def convert(source: Path, target: Path) -> tuple[Words, ...]:
    """A copy as another format: by its own module, else through Markdown or as its tables, else its words."""
    known = format_of(source)
    wanted = target.suffix.lower()
    if wanted in bridge.SHEETS | bridge.PAGES and wanted not in known.targets(source):
        return bridge.written(known, source, target)
    if known.converts:
        return known.convert(source, target)
    return plain_text.written(read(source, 0, _MOST_DRAWN, ""), target)


def extract(source: Path, part: str, target: Path) -> tuple[Words, ...]:
    """A file that lies in a document."""
    return format_of(source).extract(source, part, target)


def redline(before: Path, after: Path, target: Path, author: str) -> tuple[Words, ...]:
    """Two versions as one with tracked changes."""
    return format_of(before).redline(before, after, target, author)


def unlock(source: Path, password: str, target: Path) -> None:
    """A copy without encryption."""
    format_of(source).unlock(source, password, target)


def lock(source: Path, password: str, target: Path) -> None:
    """A copy with encryption."""
    format_of(source).lock(source, password, target)


def problems(source: Path) -> tuple[Problem, ...]:
    """What is wrong with a document that opens."""
    known = _known(source)
    found = known.problems(source) if known is not None else ()
    return tuple(sorted(found, key=lambda one: not one.grave)[:MAX_PROBLEMS])


def parts(before: Path, after: Path) -> Parts:
    """How two packages compare."""
    return parts_of(before, after)


def operations(name: str) -> Mapping[str, str]:
    """The ops of `edit`."""
    return format_for(Path(name)).operations


def check(path: Path) -> None:
    """Prove that a file opens. Of a kind that nobody here knows, nothing can be proven."""
    known = _known(path)
    if known is not None:
        known.check(path)


def diff(before: Path | None, after: Path | None) -> tuple[Difference, ...]:
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
    known, other = _known(after), _known(before)
    if known is None or other is None:
        return _sizes(before, after)
    if known != other:
        kinds = f"{before.suffix} and {after.suffix}"
        raise InvalidArgumentsError(f"Files of two kinds ({kinds}) cannot be compared: save one like the other.")
    return known.diff(before, after)[:MAX_DIFFERENCES]


def reaches(source: Path) -> tuple[Reach, ...]:
    """What leads out of a file."""
    return reaches_of(source)


def recognised(source: Path) -> Recognised:
    """The words of a picture, by an optional package."""
    found: Recognised = importlib.import_module("agent.documents.pictures.recognise").recognised(source)
    return found


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
        extract,
        redline,
        unlock,
        lock,
        check,
        problems,
        diff,
        parts,
        operations,
        reaches,
        recognised,
    )
}
