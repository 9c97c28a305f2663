"""From a ChangeSet to steps: everything is checked first, and new contents are made ready in the vault."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from agent.core.changes import Change, Changed, ChangeSet, Create, Delete, MakeFolder, Modify, Move
from agent.core.errors import NotFoundError
from agent.core.paths import Place, shown
from agent.workspace import checks
from agent.workspace.attributes import alike, inherit
from agent.workspace.records import Step
from agent.workspace.roots import Spot, spot
from agent.workspace.steps import State, state_of
from agent.workspace.vaults import Slots
from agent.workspace.workspace import Workspace

Check = Callable[[Path], None]


def examine(workspace: Workspace, changes: ChangeSet) -> None:
    """Refuse what can be refused before anybody is asked and anything is made ready.

    Raises:
        ToolError: why the set would be refused.
    """
    filled = checks.Filled()
    for change in changes.changes:
        _writable(workspace, change)
        checks.unlocked(workspace, change.place)
        if isinstance(change, (Delete, Modify)):
            filled.refuse(change.place)
        filled.add(change)


def _writable(workspace: Workspace, change: Change) -> None:
    checks.writable(workspace, change.place, new=isinstance(change, (Create, MakeFolder)))
    if isinstance(change, Move):
        checks.writable(workspace, change.to, new=True)


@dataclass
class Plan:
    """Steps to take and lines for the Checkpoint. `made` are the places that are the agent's own once it is done."""

    workspace: Workspace
    slots: Slots
    check: Check
    steps: list[Step] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    made: list[Place] = field(default_factory=list)
    parked: dict[Place, Step] = field(default_factory=dict)

    def fill(self, changes: ChangeSet) -> None:
        """Check every Change against the folder as it will be by then, and note its steps.

        Raises:
            ToolError: why the set is refused.
        """
        self._make_room(changes)
        view = checks.View(self.workspace)
        sources = {change.place for change in changes.changes if isinstance(change, Move)}
        filled = checks.Filled()
        for change in changes.changes:
            if isinstance(change, (Delete, Modify, Move)) and change.place not in self.parked:
                filled.refuse(change.place)
            self._add(change, view, sources)
            filled.add(change)
            if isinstance(change, Move):
                sources.discard(change.place)

    def _make_room(self, changes: ChangeSet) -> None:
        """A full disk is told before anything is made ready."""
        sizes: dict[str, int] = {}
        for change in changes.changes:
            if isinstance(change, (Create, Modify)):
                sizes[change.place.root] = sizes.get(change.place.root, 0) + change.staged.size
        for name, size in sizes.items():
            self.slots.make_room(self.workspace.root(Place(name, "")), size)

    def _add(self, change: Change, view: checks.View, sources: set[Place]) -> None:
        _writable(self.workspace, change)
        match change:
            case Create():
                self._create(change, view)
            case Modify():
                self._modify(change, view)
            case Move():
                self._move(change, view, sources)
            case Delete():
                self._delete(change, view)
            case MakeFolder(place):
                checks.safe_name(place)
                checks.free(view, place)
                self._folders(place, view)
                self.changed.append(Changed("folder", str(place)))

    def _create(self, change: Create, view: checks.View) -> None:
        checks.safe_name(change.place)
        checks.free(view, change.place)
        checks.unlocked(self.workspace, change.place)
        checks.sound(change, self.check, self.workspace)
        self.made.append(change.place)
        self._folders(change.place.parent, view)
        draft = self._ready(change, _inherits)
        view.set(change.place, there=True)
        self._note(
            {"do": "move", "from": _vault(draft), "to": _at(change.place), "sha256": change.staged.sha256}, draft
        )
        line = Changed("create", str(change.place), after=change.staged.sha256, size=change.staged.size)
        self.changed.append(line)

    def _modify(self, change: Modify, view: checks.View) -> None:
        if not view.exists(change.place):
            raise NotFoundError(checks.GONE.of(name=shown(str(change.place))))
        state = self._state(change.place)
        digest = checks.unchanged(self.workspace, change.place, change.expects)
        checks.unlocked(self.workspace, change.place)
        checks.sound(change, self.check, self.workspace)
        draft = self._ready(change, _is_like)
        step: Step = {
            "do": "swap",
            "at": _at(change.place),
            "new": _vault(draft),
            "old": _vault(self._slot(change.place)),
            "spare": _vault(self._slot(change.place)),
        }
        step |= {"sha256": change.staged.sha256, "was_sha256": digest, "was": state[:2], "state": state}
        self._note(step, draft)
        line = Changed("modify", str(change.place), "", digest, change.staged.sha256, change.staged.size)
        self.changed.append(line)

    def _move(self, change: Move, view: checks.View, sources: set[Place]) -> None:
        checks.inside_itself(change)
        if change.to.name != change.place.name:
            checks.safe_name(change.to)
        if not view.exists(change.place) and change.place not in self.parked:
            raise NotFoundError(checks.GONE.of(name=shown(str(change.place))))
        checks.unlocked(self.workspace, change.place)
        if change.to in sources and change.to != change.place and view.exists(change.to):
            self._park(change.to, view)
        checks.free(view, change.to, leaving=sources)
        self.made.append(change.to)
        self._folders(change.to.parent, view)
        parked = self.parked.pop(change.place, None)
        source = parked["to"] if parked else _at(change.place)
        inode = parked["inode"] if parked else self._identity(change.place)
        self.steps.append({"do": "move", "from": source, "to": _at(change.to), "inode": inode, "sha256": ""})
        if not parked:
            view.set(change.place, there=False)
        view.set(change.to, there=True)
        self.changed.append(Changed("move", str(change.place), str(change.to)))

    def _park(self, place: Place, view: checks.View) -> None:
        """A file in the way that moves on later waits in the vault meanwhile."""
        step: Step = {"do": "move", "from": _at(place), "to": _vault(self._slot(place))}
        step |= {"inode": self._identity(place), "sha256": ""}
        self.steps.append(step)
        self.parked[place] = step
        view.set(place, there=False)

    def _delete(self, change: Delete, view: checks.View) -> None:
        if not view.exists(change.place):
            raise NotFoundError(checks.GONE.of(name=shown(str(change.place))))
        state = self._state(change.place)
        digest = checks.unchanged(self.workspace, change.place, change.expects)
        checks.unlocked(self.workspace, change.place)
        entry = self.workspace.entry(change.place)
        step: Step = {"do": "move", "from": _at(change.place), "to": _vault(self._slot(change.place))}
        self.steps.append(step | {"inode": state[:2], "sha256": digest} | ({"state": state} if digest else {}))
        view.set(change.place, there=False)
        size = entry.size if entry else 0
        self.changed.append(Changed("delete", str(change.place), before=digest, size=size))

    def _folders(self, folder: Place, view: checks.View) -> None:
        """The folders on the way to `folder` that are missing, and it."""
        missing = []
        while folder.path and not view.exists(folder):
            missing.append(folder)
            folder = folder.parent
        for place in reversed(missing):
            checks.safe_name(place)
            self.steps.append({"do": "folder", "at": _at(place), "inode": None, "sha256": ""})
            view.set(place, there=True)

    def _ready(self, change: Create | Modify, fit: Callable[[Spot, int], None]) -> Path:
        """The new contents as a file in the vault of the Root's own disk. `fit` gives it owner and mode."""
        root = self.workspace.root(change.place)
        draft = self.slots.draft(root)
        with Path(change.staged.path).open("rb") as source, draft.open("xb") as target:
            shutil.copyfileobj(source, target, 1024 * 1024)
            target.flush()
            with suppress(NotFoundError), spot(root, change.place.path) as at:  # a folder that is yet to be made
                fit(at, target.fileno())
            if isinstance(change, Create) and change.modified_ns is not None and os.utime in os.supports_fd:
                os.utime(target.fileno(), ns=(change.modified_ns, change.modified_ns))
        return draft

    def _note(self, step: Step, draft: Path) -> None:
        info = draft.stat()
        self.steps.append(step | {"inode": [info.st_dev, info.st_ino]})

    def _slot(self, place: Place) -> Path:
        """A free name in the vault on the disk of the Root."""
        return self.slots.free(self.workspace.root(place))

    def _identity(self, place: Place) -> list[int]:
        return self._state(place)[:2]

    def _state(self, place: Place) -> State:
        """What is there now. Asked for before the contents are checked, it tells whether somebody saves it later."""
        try:
            with spot(self.workspace.root(place), place.path) as at:
                return state_of(os.stat(at.name, dir_fd=at.folder, follow_symlinks=False))
        except (FileNotFoundError, NotADirectoryError) as error:
            raise NotFoundError(checks.GONE.of(name=shown(str(place)))) from error


def _is_like(at: Spot, draft: int) -> None:
    """Mode, owner and attributes of the file that is replaced."""
    old = os.open(at.name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0), dir_fd=at.folder)
    try:
        alike(old, draft, os.fstat(old))
    finally:
        os.close(old)


def _inherits(at: Spot, draft: int) -> None:
    """What a new file in that folder gets from it."""
    if at.folder is not None:
        inherit(at.folder, draft)


def _at(place: Place) -> dict[str, str]:
    return {"root": place.root, "path": place.path}


def _vault(path: Path) -> dict[str, str]:
    return {"vault": str(path)}
