"""Why a ChangeSet is refused. Nothing has been changed when one of these is raised."""

import os
import unicodedata
from collections.abc import Callable, Collection
from pathlib import Path

from agent.core.changes import Create, Delete, MakeFolder, Modify, Move
from agent.core.errors import NotFoundError, OutsideWorkspaceError, RefusedError, StaleError, ToolError
from agent.core.paths import Place, shown
from agent.workspace.workspace import Workspace

_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{device}{digit}" for device in ("COM", "LPT") for digit in "0123456789¹²³")}
)
_FORBIDDEN = frozenset('<>:"/\\|?*')
_CHECKED = frozenset({".xlsx", ".xlsm", ".docx", ".docm", ".pptx", ".pptm", ".pdf"})
_SHRINK = 4
_SMALL = 4096


class View:
    """The folder as it will be after the Changes so far: what exists, without touching anything."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._there: dict[Place, bool] = {}
        self._names: dict[Place, dict[str, list[Place]]] = {}

    def exists(self, place: Place) -> bool:
        """Whether something will be there."""
        if place in self._there:
            return self._there[place]
        above = place
        while above.path:
            above = above.parent
            if self._there.get(above) is False:
                return False
        return self._workspace.entry(place) is not None

    def set(self, place: Place, *, there: bool) -> None:
        """Something comes or goes."""
        self._there[place] = there
        if there:
            self._twins(place).append(place)
            while place.path and (place := place.parent).path:
                self._there.setdefault(place, True)

    def twin(self, place: Place, leaving: Collection[Place]) -> Place | None:
        """What will be beside `place` with a name that differs only in case or Unicode form, and is not `leaving`."""
        known = self._twins(place)
        return next((one for one in known if one != place and one not in leaving and self.exists(one)), None)

    def _twins(self, place: Place) -> list[Place]:
        """All names in the folder of `place`, old and new, that some systems cannot tell from its own."""
        folder = place.parent
        if folder not in self._names:
            names = self._names[folder] = {}
            there = self._workspace.entry(folder)
            if there is not None and there.kind == "folder":
                for entry in self._workspace.walk(folder, deep=False, hidden=True):
                    names.setdefault(_folded(entry.place.name), []).append(entry.place)
        return self._names[folder].setdefault(_folded(place.name), [])


def writable(workspace: Workspace, place: Place, *, new: bool) -> None:
    """The Root must be granted for writing, and this path of it."""
    root = workspace.root(place)
    if not root.granted.writable:
        raise RefusedError(f"{shown(root.path.name)!r} was granted for reading only.", "read_only")
    if root.granted.only and not root.shows(place) and not (new and "/" not in place.path):
        raise OutsideWorkspaceError(f"{shown(str(place))!r} is not among the granted files.")
    if not place.path:
        raise RefusedError("The granted folder itself is never changed.", "root")


def safe_name(place: Place) -> None:
    """A new name must be one that every system can hold and that does not lie. Folders on the way are no new names."""
    name = place.name
    bad = any(unicodedata.category(c) in ("Cc", "Cf", "Cs") or c in _FORBIDDEN for c in name)
    stem = name.split(".")[0].rstrip().upper()
    if bad or name.endswith((" ", ".")) or stem in _RESERVED or len(os.fsencode(name)) > 255:
        sentence = f"{shown(name)!r} is no name that every computer can hold. Choose one without control characters"
        raise RefusedError(f'{sentence}, <>:"/\\|?*, a dot or space at its end, and not CON, NUL and the like.', "name")


def free(view: View, place: Place, leaving: Collection[Place] = ()) -> None:
    """Nothing may be at the place, nor a twin of it that differs only in case or Unicode form."""
    if view.exists(place):
        raise RefusedError(f"{shown(str(place))!r} is there already. Choose another name.", "collision")
    if (twin := view.twin(place, leaving)) is not None:
        sentence = f"{shown(str(place))!r} differs from {shown(twin.name)!r} only in case or form."
        raise RefusedError(f"{sentence} Some systems cannot hold both. Choose another name.", "twin")


def unlocked(workspace: Workspace, place: Place) -> None:
    """No Office program may have the file open: it would overwrite the change, or be overwritten."""
    for lock in (f"~${place.name}", f"~${place.name[2:]}", f".~lock.{place.name}#"):
        if workspace.entry(Place(place.root, place.parent.child(lock).path)) is not None:
            raise RefusedError(
                f"{shown(place.name)!r} is open in another program. Close it there first.", "open_elsewhere"
            )


def unchanged(workspace: Workspace, place: Place, expects: str | None) -> str:
    """The file must be what was read. Returns its hash."""
    entry = workspace.entry(place)
    if entry is None:
        raise NotFoundError(f"There is no {shown(str(place))!r} any more. Nothing was changed.")
    if entry.kind != "file":
        return ""
    digest = workspace.sha256(place)
    if expects is not None and digest != expects:
        raise StaleError(f"{shown(str(place))!r} was changed by somebody else since it was read. Read it again.")
    return digest


def sound(change: Create | Modify, check: Callable[[Path], None], workspace: Workspace) -> None:
    """The new contents are sealed, open as what their name says, and are not suspiciously small."""
    staged = Path(change.staged.path)
    try:
        sealed = workspace.staged(staged)
    except OSError as error:
        raise RefusedError("The new contents are not in the staging any more. Make them again.", "staging") from error
    if sealed.sha256 != change.staged.sha256:
        raise RefusedError("The new contents changed after they were shown. Make them again.", "staging")
    if change.place.suffix in _CHECKED:
        try:
            check(staged)
        except ToolError as error:
            raise RefusedError(
                f"The new {shown(change.place.name)!r} would not open: {error}", "broken_result"
            ) from error
    if isinstance(change, Modify) and not change.shrink_ok:
        entry = workspace.entry(change.place)
        if entry is not None and entry.size > _SMALL and change.staged.size * _SHRINK < entry.size:
            sizes = f"{entry.size} to {change.staged.size} bytes"
            raise RefusedError(
                f"{shown(str(change.place))!r} would shrink from {sizes}. That looks like a loss.", "shrink"
            )


def inside_itself(change: Move) -> None:
    """A folder cannot go into itself."""
    if change.to != change.place and change.to.within(change.place):
        raise RefusedError(f"{shown(str(change.place))!r} cannot be moved into itself.", "into_itself")


def places(change: Create | Modify | Move | Delete | MakeFolder) -> tuple[Place, ...]:
    """Every Place that a Change touches."""
    return (change.place, change.to) if isinstance(change, Move) else (change.place,)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
