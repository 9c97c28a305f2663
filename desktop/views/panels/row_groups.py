"""Rows of a Question, sorted for the eye: by what would happen and in which folder. No Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from agent.core.actions import Effect, Question, Row
from agent.core.errors import OutsideWorkspaceError
from agent.core.events import RootGranted
from agent.core.paths import Place, place_of, shown


class RowKind(StrEnum):
    """What would happen to the target of a row. The order is the order on the card: the gravest first."""

    DELETED = "deleted"
    SENT = "sent"
    RUN = "run"
    CONNECTED = "connected"
    CHANGED = "changed"
    MOVED = "moved"
    NEW = "new"
    FOLDER = "folder"
    READ = "read"


OUTWARD = frozenset({RowKind.SENT, RowKind.RUN, RowKind.CONNECTED})
_BY_EFFECT = {
    Effect.DELETE: RowKind.DELETED,
    Effect.SEND: RowKind.SENT,
    Effect.EXECUTE: RowKind.RUN,
    Effect.CONNECT: RowKind.CONNECTED,
    Effect.MOVE: RowKind.MOVED,
    Effect.READ: RowKind.READ,
}
# The gate's words for a write (agent.policy.gate). They are shown in the person's language, so not as they stand.
_BY_DETAIL = {"new": RowKind.NEW, "new folder": RowKind.FOLDER}
GATE_WORDS = frozenset({"new", "new folder", "changed", "deleted"})


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one kind in one folder. `folder` is ready to show, "" for targets that are no files."""

    kind: RowKind
    folder: str
    rows: tuple[Row, ...]

    @property
    def size(self) -> int | None:
        """The bytes of all rows whose size is known; None when none is."""
        known = [row.size for row in self.rows if row.size is not None]
        return sum(known) if known else None


@dataclass(frozen=True, slots=True)
class RowNote:
    """A warning that stands below its row. `index` is the row's."""

    index: int
    text: str


def kind_of_row(row: Row) -> RowKind:
    """What the row does, in the words of the card."""
    if row.effect is Effect.WRITE:
        return _BY_DETAIL.get(row.detail, RowKind.CHANGED)
    return _BY_EFFECT[row.effect]


def detail_of(row: Row) -> str:
    """The detail, safe to show, lines kept; "" when it only repeats the kind."""
    return "" if row.detail in GATE_WORDS else "\n".join(map(shown, row.detail.split("\n")))


def name_of(row: Row, roots: Sequence[RootGranted]) -> str:
    """The file's name, or the whole host or program, safe to show."""
    place = _place(row, roots)
    return shown(row.target if place is None else place.name or row.target)


def grouped(question: Question, roots: Sequence[RootGranted]) -> tuple[Group, ...]:
    """Every row once; groups in the order of RowKind, folders and rows in the order of the Question."""
    found: dict[tuple[RowKind, str], list[Row]] = {}
    for row in question.rows:
        place = _place(row, roots)
        folder = "" if place is None else folder_label(place.parent, roots)
        found.setdefault((kind_of_row(row), folder), []).append(row)
    order = list(RowKind)
    keys = sorted(found, key=lambda key: order.index(key[0]))
    return tuple(Group(kind, folder, tuple(found[kind, folder])) for kind, folder in keys)


def folder_label(folder: Place, roots: Sequence[RootGranted]) -> str:
    """A folder as the person knows it: the granted folder's own name, then the way down."""
    root = next((root for root in roots if root.name == folder.root), None)
    top = PurePath(root.path).name or root.path if root else folder.root
    return shown(" / ".join(part for part in (top, *folder.path.split("/")) if part))


def folders_of(groups: Iterable[Group]) -> tuple[str, ...]:
    """The folders that are touched, each once."""
    return tuple(dict.fromkeys(group.folder for group in groups if group.folder))


def _place(row: Row, roots: Sequence[RootGranted]) -> Place | None:
    if kind_of_row(row) in OUTWARD:
        return None
    try:
        return place_of(row.target, {root.name for root in roots if root.name})
    except OutsideWorkspaceError:
        return None
