"""The folder of a Room: clones go in, code works in it, what differs comes out as copies.

It lies below the state folder and belongs to this process as long as that lives. Code can change what is below `work`
and `apart`; what is put in waits beside them, so that no code can lay a link into its way, and what is taken out goes
there too before it is deleted.
"""

import shutil
import sys
import uuid
from collections.abc import Callable, Mapping
from errno import EDQUOT, ENOSPC
from functools import cached_property
from pathlib import Path

from agent.core.errors import NeedsUserError, ToolError
from agent.core.paths import shown
from agent.core.running import Bounds, Harvest
from agent.core.words import Words
from agent.sandbox.stage.facts import NOTHING, blocks, note
from agent.sandbox.stage.harvesting import Harvesting
from agent.sandbox.stage.owning import Owned, sweep
from agent.sandbox.stage.removing import move_out, remove, remove_below
from agent.sandbox.stage.telling import Telling, telling
from agent.sandbox.stage.walking import DEEPEST, below
from agent.sandbox.windows.rights import inherit_here

_OUTSIDE = Words(
    "{name!r} cannot be the name of an input: it is no relative path, or it is taken.",
    "「{name}」は相対パスでないか、すでに使われているため、プログラムに渡せません。",
)
_FULL = Words(
    "The disk that holds Deskhand's own files is full.", "Deskhand のファイルを置くディスクの空き容量がありません。"
)
_MAKE_ROOM = Words("Make room and try again.", "空き容量を確保してから、もう一度お試しください。")
_STUCK = Words(
    "The working folder of the code could not be emptied, so nothing was run. Wait until it has ended.",
    "プログラムの作業フォルダーを空にできなかったため、実行していません。終了するまでお待ちください。",
)
_UNSEEN = Words(
    "What the code made could not be looked at, so nothing of it was taken.",
    "プログラムが作成したものを確認できなかったため、何も取り込んでいません。",
)
_LOW = 512 * 1024**2  # bytes; when so little is free, all that went since the beginning counts as written
_MANY = 200_000  # files; nobody may write as many, so they are not all counted
_ENDLESS = 1 << 62
_APART, _APART_FILES = 64 * 1024**2, 1_000  # what a new process may find there: lists of fonts, settings


class Rooms:
    """All Rooms of this computer's user, below `base`, which nobody else may read."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._is_swept = False

    def sweep(self) -> None:
        """Delete what processes that are no more have left. Blocks."""
        self._is_swept = True
        sweep(self._base, remove)

    def folder(self) -> "RoomFolder":
        """A new one; the first time, what others left goes before. Raises OSError."""
        if not self._is_swept:
            self.sweep()
        self._base.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._base.chmod(0o700)
        while not (owned := Owned(self._base, uuid.uuid4().hex)).take():
            continue
        return RoomFolder(owned)


class RoomFolder:
    """`agent.sandbox.parts.Folder`, below a folder that this process owns."""

    def __init__(self, owned: Owned) -> None:
        self._owned = owned
        self._top = owned.folder
        self.work, self.apart, self.figures = self._top / "work", self._top / "apart", self._top / "figures"
        self._filling, self._trash = self._top / "filling", self._top / "trash"
        self._facts = NOTHING
        for folder in (self._top, self.work, self.apart, self.figures, self._filling, self._trash):
            folder.mkdir(mode=0o700)
        self._free = shutil.disk_usage(self._top).free

    def empty(self) -> None:
        """See Folder. Raises ToolError: code that still runs fills it again (code "busy")."""
        self._facts = NOTHING
        remove_below(self._filling)
        remove_below(self.figures)  # whoever ran code has looked at them
        try:
            move_out(self.work, self._trash)
        except OSError as error:
            raise ToolError(_STUCK, "busy") from error
        remove_below(self._trash)

    def path(self, name: str) -> Path:
        """See Folder."""
        parts = name.split("/")
        if not name or "\0" in name or "\\" in name or not {"", ".", ".."}.isdisjoint(parts) or Path(name).drive:
            raise _outside(name)
        target = self._filling.joinpath(*parts)
        try:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if target.exists() or target.is_symlink():
                raise _outside(name)
        except OSError as error:
            raise _full() if error.errno in (ENOSPC, EDQUOT) else _outside(name) from error
        return target

    def begin(self) -> None:
        """See Folder. Raises ToolError as `empty`, also when something of that name is there already."""
        try:
            put_in = sorted(self._filling.iterdir())
            for path in put_in:
                path.rename(self.work / path.name)
            if sys.platform == "win32":
                inherit_here(self.work / path.name for path in put_in)
            if put_in:  # else what earlier runs made still counts as made
                self._facts = note(self.work, self._how)
        except OSError as error:
            raise ToolError(_STUCK, "busy") from error
        self._free = shutil.disk_usage(self._top).free

    def begin_process(self) -> None:
        """See Folder. What counts against the bounds of every run (see `written`) must not stay for good."""
        size, files = self._in(self.apart)
        if size > _APART or files > _APART_FILES:
            remove_below(self.apart)

    def written(self) -> tuple[int, int]:
        """See Folder. Blocks that it writes in files without a name show only when the disk is nearly full."""
        (work, files), (apart, others) = self._in(self.work), self._in(self.apart)
        size = max(0, work - self._facts.taken) + apart
        free = shutil.disk_usage(self._top).free
        if free < _LOW:
            size = max(size, self._free - free)
        return size, max(0, files - len(self._facts.files)) + others

    def harvest(self, stage: Callable[[str], Path], bounds: Bounds, known: Mapping[str, str]) -> Harvest:
        """See Folder."""
        try:
            return Harvesting(self.work, self._facts, self._how, known).gathered(stage, bounds)
        except OSError as error:
            if error.errno in (ENOSPC, EDQUOT):
                raise _full() from error
            raise ToolError(_UNSEEN, "busy") from error

    def close(self) -> None:
        """See Folder. What cannot be deleted now is swept at a later start."""
        if remove(self._top):
            self._owned.leave()

    @cached_property
    def _how(self) -> Telling:
        return telling(self._trash)

    def _in(self, folder: Path) -> tuple[int, int]:
        """Bytes on the disk and files below it."""
        size = files = 0
        for seen in below(folder, _MANY):
            files += not seen.is_folder
            size += blocks(seen.info)
            if files > _MANY or (seen.is_closed and seen.name.count("/") + 1 >= DEEPEST):
                return _ENDLESS, files
        return size, files


def _outside(name: str) -> ToolError:
    return ToolError(_OUTSIDE.of(name=shown(name)), "outside_room")


def _full() -> NeedsUserError:
    return NeedsUserError(_FULL, _MAKE_ROOM, "disk_full")
