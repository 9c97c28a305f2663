"""The `Files` port over Changes that are only staged: reads see them, the disk does not."""

import shutil
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from agent.core.changes import Change, ChangeSet, Create, Delete, MakeFolder, Modify, Move, Staged
from agent.core.errors import NotFoundError, RefusedError, StaleError, ToolError
from agent.core.paths import Place, shown
from agent.core.ports import Entry, Files, Snapshot
from agent.workspace import checks
from agent.workspace.duplicates import duplicate
from agent.workspace.overlay_net import net
from agent.workspace.overlay_tree import Held, Layer, Shown, Tree
from agent.workspace.twins import folded


@dataclass(frozen=True, slots=True)
class Basis:
    """What was at a place of the base when the work first read or changed it: `kind` "" is nothing.

    `sha256` is known of files whose contents were read or replaced.
    """

    kind: str
    size: int = 0
    modified_ns: int = 0
    sha256: str = ""


class OverlayFiles:
    """A Workspace as it would be after staged Changes. May lie over another overlay.

    `staging` is an own folder for new contents, the base's when None. `bases` are those of an overlay that was kept,
    whose Changes are to be laid again. All methods may be called from any thread; a ChangeSet is laid at one moment.
    """

    def __init__(self, base: Files, staging: Path | None = None, bases: Mapping[Place, Basis] | None = None) -> None:
        self._base = base
        self._staging = staging
        self._tree = Tree(base)
        self._bases: dict[Place, Basis] = dict(bases or {})
        self._lock = threading.Lock()
        if staging is not None:
            staging.mkdir(parents=True, exist_ok=True, mode=0o700)

    @property
    def bases(self) -> Mapping[Place, Basis]:
        """What this work stands on: every place of the base that it read or changed, as it was."""
        return dict(self._bases)

    def place(self, text: str, *, new: bool = False) -> Place:
        """See Files. Names that only the overlay has are found as the base finds its own."""
        place = self._base.place(text, new=new)
        if self._tree.at(place) is not None:
            return place
        folder = self._true(place.parent) if place.path else place
        return folder.child(place.name) if new or not place.path else self._true(place)

    def roots(self) -> tuple[Place, ...]:
        """See Files."""
        return self._base.roots()

    def called(self, place: Place) -> str:
        """See Files."""
        return self._base.called(place)

    def entry(self, place: Place) -> Entry | None:
        """See Files."""
        return self._tree.entry(place)

    def walk(self, folder: Place, *, deep: bool = True, hidden: bool = False) -> Iterator[Entry]:
        """See Files."""
        tree, waiting = self._tree, [folder]
        while waiting:
            below = []
            for entry, _ in tree.below(waiting.pop(), hidden=hidden):
                if deep and entry.kind == "folder":
                    below.append(entry.place)
                yield entry
            waiting += reversed(below)

    def snapshot(self, place: Place) -> Snapshot:
        """See Files."""
        match self._tree.at(place):
            case Held(staged, modified_ns):
                path = self._under(Path(staged.path), place)
                return Snapshot(place, path, staged.sha256, staged.size, modified_ns)
            case Shown(base):
                found = self._base.snapshot(base)
                self._stand_on(base, Basis("file", found.size, found.modified_ns, found.sha256))
                return replace(found, place=place, path=self._under(found.path, place))
            case Layer(Place() as base):
                return self._base.snapshot(base)  # which says why a folder has none
            case _:
                raise _gone(place)

    def clone(self, place: Place, target: Path) -> Snapshot:
        """See Files."""
        match self._tree.at(place):
            case Held(staged, modified_ns):
                return duplicate(Snapshot(place, Path(staged.path), staged.sha256, staged.size, modified_ns), target)
            case Shown(base):
                found = self._base.clone(base, target)
                self._stand_on(base, Basis("file", found.size, found.modified_ns, found.sha256))
                return replace(found, place=place)
            case Layer(Place() as base):
                return self._base.clone(base, target)  # which says why a folder has none
            case _:
                raise _gone(place)

    def sha256(self, place: Place) -> str:
        """See Files."""
        match self._tree.at(place):
            case Held(staged):
                return staged.sha256
            case Shown(base):
                found, entry = self._base.sha256(base), self._base.entry(base)
                if entry is not None:
                    self._stand_on(base, Basis(entry.kind, entry.size, entry.modified_ns, found))
                return found
            case Layer(Place() as base):
                return self._base.sha256(base)
            case _:
                raise _gone(place)

    def stage(self, suffix: str) -> Path:
        """See Files."""
        return self._base.stage(suffix) if self._staging is None else self._staging / f"{uuid.uuid4().hex}{suffix}"

    def staged(self, path: Path) -> Staged:
        """See Files."""
        return self._base.staged(path)

    def lay(self, changes: ChangeSet) -> None:
        """Lay a set over what is there, all of it or nothing.

        Raises:
            NotFoundError, StaleError, RefusedError: as a Ledger would.
        """
        with self._lock:
            tree, bases = self._tree, dict(self._bases)
            for change in changes.changes:
                tree = _laid(tree, change, bases)
            self._tree = tree
            for place, basis in bases.items():
                self._stand_on(place, basis)

    def merged(self, title: str) -> ChangeSet:
        """All that was laid, as one set for the Ledger of the base; what came and went again is not in it."""
        hashes = {place: basis.sha256 for place, basis in self._bases.items() if basis.sha256}
        return ChangeSet(title, net(self._tree, hashes))

    def drifted(self) -> tuple[Place, ...]:
        """Places of the base that are not any more as this work read or changed them."""
        return tuple(place for place, basis in self.bases.items() if not self._is_still(place, basis))

    def tree(self) -> Tree:
        """The state now, which `back_to` takes."""
        return self._tree

    def back_to(self, tree: Tree) -> None:
        """Forget what was laid since."""
        self._tree = tree

    def _is_still(self, place: Place, basis: Basis) -> bool:
        try:
            entry = self._base.entry(place)
            if entry is None or not basis.kind:
                return entry is None and not basis.kind
            if entry.kind == "file" and basis.sha256:
                return self._base.sha256(place) == basis.sha256
        except ToolError:
            return False
        return entry.kind == basis.kind and (
            entry.kind != "file" or (entry.size, entry.modified_ns) == (basis.size, basis.modified_ns)
        )

    def _stand_on(self, base: Place, basis: Basis) -> None:
        known = self._bases.get(base)
        if known is None or (basis.sha256 and not known.sha256):
            self._bases[base] = basis

    def _true(self, place: Place) -> Place:
        """The same place as the overlay calls it: what is not there is taken for the only one that some systems cannot
        tell from it.
        """
        if not place.path or self._tree.at(place) is not None:
            return place
        folder = self._true(place.parent)
        names = [entry.place.name for entry, _ in self._tree.below(folder, hidden=True)]
        alike = [name for name in names if folded(name) == folded(place.name)]
        return folder.child(alike[0] if len(alike) == 1 else place.name)

    def _under(self, path: Path, place: Place) -> Path:
        """The same contents under an extension that says what they are now."""
        suffix = Path(place.name).suffix
        return path if path.suffix == suffix else Path(shutil.copyfile(path, self.stage(suffix)))


def _laid(tree: Tree, change: Change, bases: dict[Place, Basis]) -> Tree:
    node = tree.at(change.place)
    if isinstance(change, (Create, MakeFolder)):
        _must_be_free(tree, change.place, bases)
    elif node is None:
        raise NotFoundError(checks.GONE.of(name=shown(str(change.place))))
    match change:
        case Create(place, staged, modified_ns):
            return tree.put(place, Held(staged, modified_ns or time.time_ns()))
        case MakeFolder(place):
            return tree.put(place, Layer(None))
        case Modify(place, expects, staged):
            _must_be(tree, place, expects, bases)
            locks = change.lock_ok or (isinstance(node, Held) and node.lock_ok)
            return tree.put(place, Held(staged, time.time_ns(), locks))
        case Delete(place, expects):
            _must_be(tree, place, expects, bases)
            return tree.put(place, None)
        case Move(place, to):
            checks.inside_itself(change)
            _must_be(tree, place, None, bases)
            without = tree.put(place, None)
            _must_be_free(tree if to == place else without, to, bases)
            return without.put(to, node)


def _must_be_free(tree: Tree, place: Place, bases: dict[Place, Basis]) -> None:
    """Nothing is there, nor what some systems cannot tell from it; that the base has nothing there is noted."""
    if tree.at(place) is not None:
        raise RefusedError(checks.TAKEN.of(name=shown(str(place))), "collision")
    for entry, _ in tree.below(place.parent, hidden=True):
        if folded(entry.place.name) == folded(place.name):
            words = checks.TWIN.of(name=shown(str(place)), other=shown(entry.place.name))
            raise RefusedError(words, "twin")
    if place not in bases and tree.base.entry(place) is None:
        bases[place] = Basis("")


def _must_be(tree: Tree, place: Place, expects: str | None, bases: dict[Place, Basis]) -> None:
    """The contents are those that are expected; what lies there of the base is noted."""
    node = tree.at(place)
    if isinstance(node, Held):
        if expects is not None and node.staged.sha256 != expects:
            raise StaleError(checks.STALE.of(name=shown(str(place))))
        return
    base = None if node is None else node.base
    entry = None if base is None else tree.base.entry(base)
    if base is None or entry is None:
        return
    digest = tree.base.sha256(base) if expects is not None else ""
    if expects is not None and digest != expects:
        raise StaleError(checks.STALE.of(name=shown(str(place))))
    known = bases.get(base)
    if known is None or (digest and not known.sha256):
        bases[base] = Basis(entry.kind, entry.size, entry.modified_ns, digest)


def _gone(place: Place) -> NotFoundError:
    return NotFoundError(checks.GONE.of(name=shown(str(place))))
