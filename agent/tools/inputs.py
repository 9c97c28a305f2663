"""The files that code is given: which ones are meant, what they are called in its Room, and their clones."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from agent.core.errors import InvalidArgumentsError, NotFoundError, ToolError
from agent.core.paths import Place, shown
from agent.core.ports import Files, Snapshot
from agent.core.words import Words
from agent.tools.finding import matches
from agent.tools.ready import existing

MOST_FILES = 5_000
MOST_BYTES = 2 * 1024**3
_AT_ONCE = 4
"""Clones made at once: what takes long is to hash them, which runs beside other threads."""
_WILD = "*?["
_NONE = Words("No file fits {pattern!r}. Look with `find`.", "「{pattern}」に当てはまるファイルがありません。")
_TOO_MUCH = Words(
    "These are more than {files:,} {files:file|files} or {size} GB, too much for one run: name fewer.",
    "プログラムに一度に渡せるのは {files:,} 個、{size} GB までです。対象を減らす必要があります。",
)
_STOPPED = Words("Stopped.", "停止しました。")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one of the names that the model gave means: a file, or what lies below a folder and fits a pattern."""

    place: Place
    is_file: bool
    pattern: str = ""


class Fillable(Protocol):
    """The part of a Room that is needed to fill it."""

    def empty(self) -> None:
        """See Room."""

    def path(self, name: str) -> Path:
        """See Room."""


@dataclass(frozen=True, slots=True)
class Given:
    """The clones of a run by their names in the Room, and what was not given with the reason."""

    clones: Mapping[str, Snapshot]
    left: tuple[str, ...] = ()


def wanted(files: Files, texts: Sequence[str]) -> tuple[Wanted, ...]:
    """What the model means by paths of files and folders, and patterns with wildcards.

    Raises:
        NotFoundError, OutsideWorkspaceError: as `existing`.
    """
    return tuple(one for text in texts for one in _meant(files, text))


def _meant(files: Files, text: str) -> tuple[Wanted, ...]:
    if not any(sign in text for sign in _WILD) or _is_there(files, text):
        entry = existing(files, text)
        return (Wanted(entry.place, entry.kind != "folder"),)
    names = {root.root for root in files.roots()}
    root, colon, rest = text.partition(":")
    here = (Place(root, ""),) if colon and root in names else files.roots()
    pattern = (rest if colon and root in names else text).strip().removeprefix("./").lstrip("/")
    return tuple(Wanted(place, is_file=False, pattern=pattern) for place in here)


def files_in(files: Files, texts: Sequence[str]) -> tuple[str, ...]:
    """Those of some words, of a command line for example, that are files."""
    return tuple(text for text in texts if _kind(files, text) == "file")


def _is_there(files: Files, text: str) -> bool:
    return _kind(files, text) != ""


def _kind(files: Files, text: str) -> str:
    try:
        entry = files.entry(files.place(text))
    except ToolError:
        return ""
    return entry.kind if entry else ""


def room_name(files: Files, place: Place) -> str:
    """What a file is called in a Room: as in its folder, below the Root's name in further Roots.

    Raises:
        InvalidArgumentsError: it lies in a folder of the first Root that is called like another Root.
    """
    if place.root:
        return f"{place.root}/{place.path}"
    head, slash, _ = place.path.partition("/")
    if slash and head in {root.root for root in files.roots()}:
        told = f"{shown(str(place))!r} cannot be given: {shown(head)!r} is also the name of another granted folder."
        raise InvalidArgumentsError(told)
    return place.path


def place_named(files: Files, name: str) -> Place:
    """Where a new file of that name in a Room belongs."""
    head, _, rest = name.partition("/")
    if rest and head in {root.root for root in files.roots() if root.root}:
        return files.place(f"{head}:{rest}", new=True)
    return files.place(f"./{name}", new=True)


@dataclass
class Filling:
    """Fills a Room. `stop` may be called from another thread: what is not cloned yet is left."""

    files: Files
    wanted: Sequence[Wanted]
    _stopped: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """Clone no more."""
        self._stopped.set()

    def fill(self, room: Fillable) -> Given:
        """Empty the Room and clone everything into it. Blocks.

        Raises:
            NotFoundError: nothing fits a pattern.
            ToolError: too many files or bytes (code "too_large"), before any is copied; a file that was named cannot be
                read.
        """
        meant = self._measured()
        room.empty()
        pool = ThreadPoolExecutor(_AT_ONCE)
        try:
            made = {name: pool.submit(self._cloned, room, name, place) for name, (place, _) in meant.items()}
            return self._collected(meant, made)
        finally:
            pool.shutdown(cancel_futures=True)

    def _cloned(self, room: Fillable, name: str, place: Place) -> Snapshot:
        self._go_on()
        return self.files.clone(place, room.path(name))

    @staticmethod
    def _collected(meant: Mapping[str, tuple[Place, bool]], made: Mapping[str, "Future[Snapshot]"]) -> Given:
        clones: dict[str, Snapshot] = {}
        left: list[str] = []
        size = 0
        for name, (place, named) in meant.items():
            try:
                clones[name] = made[name].result()
            except ToolError as error:
                if named or error.code == "stopped":
                    raise
                left.append(f"{shown(str(place))}: {error}")
                continue
            size += clones[name].size
            if size > MOST_BYTES:  # one has grown since it was measured
                raise _too_much()
        return Given(clones, tuple(left))

    def _measured(self) -> Mapping[str, tuple[Place, bool]]:
        """Each file by its name in the Room, and whether it was named itself. Raises as `fill`."""
        meant: dict[str, tuple[Place, bool]] = {}
        size = 0
        for place, named in self._places():
            name = room_name(self.files, place)
            if name in meant:
                continue
            size += self._size(place)
            if size > MOST_BYTES or len(meant) >= MOST_FILES:
                raise _too_much()
            meant[name] = place, named
        return meant

    def _places(self) -> Iterator[tuple[Place, bool]]:
        """Each file, and whether it was named itself."""
        found: dict[str, bool] = {}
        for one in dict.fromkeys(self.wanted):
            self._go_on()
            if one.is_file:
                yield one.place, True
                continue
            found.setdefault(one.pattern, False)
            for place in self._below(one):
                found[one.pattern] = True
                yield place, False
        if missing := [pattern for pattern, any_file in found.items() if pattern and not any_file]:
            raise NotFoundError(_NONE.of(pattern=shown(missing[0])))

    def _below(self, one: Wanted) -> Iterator[Place]:
        for entry in self.files.walk(one.place):
            self._go_on()
            if entry.kind == "file" and (not one.pattern or matches(entry.place, one.pattern)):
                yield entry.place

    def _size(self, place: Place) -> int:
        entry = self.files.entry(place)
        return entry.size if entry is not None else 0

    def _go_on(self) -> None:
        if self._stopped.is_set():
            raise ToolError(_STOPPED, "stopped")


def _too_much() -> ToolError:
    return ToolError(_TOO_MUCH.of(files=MOST_FILES, size=MOST_BYTES // 1024**3), "too_large")
