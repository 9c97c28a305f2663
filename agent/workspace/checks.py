"""Why a ChangeSet is refused. Nothing has been changed when one of these is raised."""

import os
import sys
import unicodedata
from collections.abc import Callable, Collection
from pathlib import Path

from agent.core.changes import Change, Create, Delete, Modify, Move
from agent.core.errors import NotFoundError, OutsideWorkspaceError, RefusedError, StaleError, ToolError
from agent.core.paths import BLANKS, Place, shown
from agent.core.ports import Files
from agent.core.words import Words
from agent.workspace.listing import names_in
from agent.workspace.obstacles import unobstructed
from agent.workspace.office import lock_names
from agent.workspace.placeholders import stub_of
from agent.workspace.roots import NOT_GRANTED
from agent.workspace.twins import folded
from agent.workspace.workspace import Workspace

_RESERVED = frozenset(
    {
        "CON",
        "PRN",
        "AUX",
        "NUL",
        "CONIN$",
        "CONOUT$",
        *(f"{device}{digit}" for device in ("COM", "LPT") for digit in "0123456789¹²³"),
    }
)
_FORBIDDEN = frozenset('<>:"/\\|?*')
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
_LONGEST = 240  # UTF-16 units of a whole path: what Windows takes of programs that were not made for more
_CHECKED = frozenset({
    ".xlsx", ".xlsm", ".xltx", ".xltm", ".docx", ".docm", ".dotx", ".dotm", ".pptx", ".pptm", ".potx", ".potm", ".ppsx",
    ".ppsm", ".pdf",
})  # fmt: skip
_SHRINK = 4
_SMALL = 4096

GONE = Words(
    "There is no {name!r} any more. Nothing was changed.", "「{name}」が見つかりません。何も変更していません。"
)
_READ_ONLY = Words(
    "{name!r} was granted for reading only.", "「{name}」は読み取り専用で許可されているため、変更できません。"
)
TAKEN = Words("{name!r} is there already. Choose another name.", "「{name}」はすでにあります。別の名前にしてください。")
_OPEN = Words(
    "{name!r} is open in another program. Close it there first.",
    "「{name}」はほかのプログラムで開かれています。先にそちらで閉じてください。",
)
STALE = Words(
    "{name!r} was changed by somebody else since it was read. Read it again.",
    "「{name}」は、読み取った後にほかで変更されています。もう一度読み取ってください。",
)
_INTO_ITSELF = Words("{name!r} cannot be moved into itself.", "「{name}」を、それ自身の中に移動することはできません。")
_BAD_NAME = Words(
    '{name!r} is no name that every computer can hold. Choose one without control characters, <>:"/\\|?*, a dot or '
    "space at its end, and not CON, NUL and the like.",
    '「{name}」は、使えないコンピューターがある名前です。制御文字や <>:"/\\|?* を含まず、末尾が「.」や空白でなく、'
    "CON や NUL などでもない名前にしてください。",
)
_TOO_LONG = Words(
    "The path of {name!r} is too long for Windows. Choose a shorter name or a folder further up.",
    "「{name}」までのパスが Windows で扱える長さを超えます。名前を短くするか、上の階層のフォルダーにしてください。",
)
TWIN = Words(
    "{name!r} differs from {other!r} only in case or form. Some systems cannot hold both. Choose another name.",
    "「{name}」と「{other}」の違いは、大文字・小文字や文字の表し方だけです。両方を置けないシステムがあるため、"
    "別の名前にしてください。",
)
_WOULD_NOT_OPEN = Words(
    "The new {name!r} would not open: {why}", "作成した「{name}」が開けない状態のため、保存していません。{why}"
)
_LOCKS = Words(
    "{name!r} would be locked with a password that it does not have now, and nobody can look into what replaces it. "
    "Write the locked version as a new file beside it.",
    "「{name}」が、今は付いていないパスワードで保護されます。置き換わる内容を確認できないため、"
    "保護した版は別の名前の新しいファイルにしてください。",
)
_SHRINKS = Words(
    "{name!r} would shrink from {before} to {after} {after:byte|bytes}. That looks like a loss.",
    "「{name}」が {before} バイトから {after} バイトに減ります。内容が失われるおそれがあります。",
)
_ORDER = Words(
    "An earlier change of the same set put something at {name!r} or into it, so it cannot be changed again in this set."
    " Make the first changes alone, then the others.",
    "同じ一連の変更の中で「{name}」にはすでに別の変更があるため、続けて変更できません。"
    "先の変更だけを行ってから、残りを行ってください。",
)
_ROOT = Words("The granted folder itself is never changed.", "許可されたフォルダーそのものは変更できません。")
_UNSTAGED = Words(
    "The new contents are not in the staging any more. Make them again.",
    "新しい内容の一時ファイルが見つかりません。もう一度作成してください。",
)
_RESTAGED = Words(
    "The new contents changed after they were shown. Make them again.",
    "新しい内容が、お見せした後に変わっています。もう一度作成してください。",
)


class View:
    """The folder as it will be after the Changes so far: what exists, without touching anything."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._there: dict[Place, bool] = {}
        self._emptied: set[Place] = set()  # what the disk has below these is gone, also when they are made anew
        self._names: dict[Place, dict[str, list[Place]]] = {}

    def exists(self, place: Place) -> bool:
        """Whether something will be there."""
        if place in self._there:
            return self._there[place]
        above = place
        while above.path:
            above = above.parent
            if above in self._emptied:
                return False
        return self._workspace.is_there(place)

    def set(self, place: Place, *, there: bool) -> None:
        """Something comes or goes."""
        self._there[place] = there
        if not there:
            self._emptied.add(place)
        else:
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
            for name in names_in(self._workspace.root(folder), folder):
                names.setdefault(folded(name), []).append(folder.child(name))
        return self._names[folder].setdefault(folded(place.name), [])


class Filled:
    """The places that earlier Changes of a set filled. What was checked there is not what will be there by then."""

    def __init__(self) -> None:
        self._filled: set[Place] = set()
        self._holding: set[Place] = set()

    def add(self, change: Change) -> None:
        """This Change comes before those that are asked about next."""
        place = change.to if isinstance(change, Move) else change.place
        if not isinstance(change, Delete):
            self._filled.add(place)
            self._holding.update(_above(place))

    def refuse(self, place: Place) -> None:
        """Raises RefusedError (code "order") when something at the place, below or above it was filled before."""
        if place in self._holding or not self._filled.isdisjoint((place, *_above(place))):
            raise RefusedError(_ORDER.of(name=shown(str(place))), "order")


def _above(place: Place) -> list[Place]:
    """The folders that hold it, without the Root."""
    found = []
    while (place := place.parent).path:
        found.append(place)
    return found


def writable(workspace: Workspace, place: Place, *, new: bool) -> None:
    """The Root must be granted for writing, and this path of it."""
    root = workspace.root(place)
    if not root.granted.writable:
        raise RefusedError(_READ_ONLY.of(name=shown(root.path.name)), "read_only")
    if root.granted.only and not root.shows(place) and not (new and "/" not in place.path):
        raise OutsideWorkspaceError(NOT_GRANTED.of(name=shown(str(place))))
    if not place.path:
        raise RefusedError(_ROOT, "root")
    if new and sys.platform == "win32" and len(str(root.path / place.path).encode("utf-16-le")) // 2 > _LONGEST:
        raise RefusedError(_TOO_LONG.of(name=shown(place.name)), "name")
    unobstructed(workspace, place, new=new)


def safe_name(place: Place) -> None:
    """A new name must be one that every system can hold and that does not lie. Folders on the way are no new names."""
    name = place.name
    bad = any(unicodedata.category(c) in _UNSEEN or c in _FORBIDDEN | BLANKS for c in name)
    stem = name.split(".")[0].rstrip().upper()
    if bad or name.endswith((" ", ".")) or stem in _RESERVED or len(os.fsencode(name)) > 255:
        raise RefusedError(_BAD_NAME.of(name=shown(name)), "name")


def free(view: View, place: Place, leaving: Collection[Place] = ()) -> None:
    """Nothing may be at the place, nor a twin of it that differs only in case or Unicode form."""
    if view.exists(place) or view.exists(place.parent.child(stub_of(place.name))):
        raise RefusedError(TAKEN.of(name=shown(str(place))), "collision")
    if (twin := view.twin(place, leaving)) is not None:
        raise RefusedError(TWIN.of(name=shown(str(place)), other=shown(twin.name)), "twin")


def unlocked(workspace: Workspace, place: Place) -> None:
    """No Office program may have the file open: it would overwrite the change, or be overwritten."""
    if workspace.is_any_there(place.parent, lock_names(place.name)):
        raise RefusedError(_OPEN.of(name=shown(place.name)), "open_elsewhere")


def unchanged(workspace: Files, place: Place, expects: str | None) -> str:
    """The file must be what was read. Returns its hash."""
    entry = workspace.entry(place)
    if entry is None:
        raise NotFoundError(GONE.of(name=shown(str(place))))
    if entry.kind != "file":
        if expects is not None:
            raise StaleError(STALE.of(name=shown(str(place))))
        return ""
    digest = workspace.sha256(place)
    if expects is not None and digest != expects:
        raise StaleError(STALE.of(name=shown(str(place))))
    return digest


def sound(change: Create | Modify, check: Callable[[Path], None], workspace: Files) -> None:
    """The new contents are sealed, open as what their name says, and are not suspiciously small."""
    staged = Path(change.staged.path)
    try:
        sealed = workspace.staged(staged)
    except OSError as error:
        raise RefusedError(_UNSTAGED, "staging") from error
    if sealed.sha256 != change.staged.sha256:
        raise RefusedError(_RESTAGED, "staging")
    if change.place.suffix in _CHECKED:
        _opens(change, staged, check, workspace)
    if isinstance(change, Modify) and not change.shrink_ok and (loss := shrinking(change, workspace)):
        raise RefusedError(loss, "shrink")


def _opens(change: Create | Modify, staged: Path, check: Callable[[Path], None], workspace: Files) -> None:
    """What is locked cannot be looked into: it may only be new, or replace what was locked before, or be meant."""
    try:
        check(staged)
    except ToolError as error:
        if error.code != "encrypted":
            words = _WOULD_NOT_OPEN.of(name=shown(change.place.name), why=error.words)
            raise RefusedError(words, "broken_result") from error
        if isinstance(change, Modify) and not change.lock_ok and not _is_locked(change.place, check, workspace):
            raise RefusedError(_LOCKS.of(name=shown(change.place.name)), "locks") from error


def _is_locked(place: Place, check: Callable[[Path], None], workspace: Files) -> bool:
    try:
        check(workspace.snapshot(place).path)
    except ToolError as error:
        return error.code == "encrypted"
    return False


def shrinking(change: Modify, workspace: Files) -> Words | None:
    """What to say when the new contents are suspiciously small: a truncated write looks the same."""
    entry = workspace.entry(change.place)
    if entry is None or entry.size <= _SMALL or change.staged.size * _SHRINK >= entry.size:
        return None
    return _SHRINKS.of(name=shown(str(change.place)), before=f"{entry.size:,}", after=f"{change.staged.size:,}")


def inside_itself(change: Move) -> None:
    """A folder cannot go into itself."""
    if change.to != change.place and change.to.within(change.place):
        raise RefusedError(_INTO_ITSELF.of(name=shown(str(change.place))), "into_itself")
