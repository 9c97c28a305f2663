"""The `Files` port of which only a declared set is seen: no tool behind it can read anything else."""

from collections.abc import Iterator
from pathlib import Path

from agent.core.changes import Staged
from agent.core.errors import OutsideWorkspaceError
from agent.core.paths import Place, shown
from agent.core.ports import Entry, Files, Snapshot
from agent.core.words import Words
from agent.workspace.overlay_scope import Scope

_NOT_DECLARED = Words(
    "{name!r} is not among the files that this piece of work declared. It may see: {seen}. Say in your report what is "
    "missing.",
    "「{name}」は、この作業で使うと宣言されたファイルに含まれていません(使えるもの: {seen})。",
)
_NAMED = 12


class BoundedFiles:
    """What `scope` covers of `files`, and the folders on the way to it."""

    def __init__(self, files: Files, scope: Scope) -> None:
        self._files = files
        self._scope = scope

    def place(self, text: str, *, new: bool = False) -> Place:
        """See Files. Raises OutsideWorkspaceError also for what was not declared."""
        place = self._files.place(text, new=new)
        if not self._scope.leads_to(place):
            raise self._undeclared(place)
        return place

    def roots(self) -> tuple[Place, ...]:
        """See Files."""
        return tuple(root for root in self._files.roots() if self._scope.leads_to(root))

    def called(self, place: Place) -> str:
        """See Files."""
        return self._files.called(place)

    def entry(self, place: Place) -> Entry | None:
        """See Files."""
        return self._files.entry(place) if self._scope.leads_to(place) else None

    def walk(self, folder: Place, *, deep: bool = True, hidden: bool = False) -> Iterator[Entry]:
        """See Files. Folders that hold nothing of the set are not looked into."""
        waiting = [folder] if self._scope.leads_to(folder) else []
        while waiting:
            below = []
            for entry in self._files.walk(waiting.pop(), deep=False, hidden=hidden):
                is_folder = entry.kind == "folder"
                if not (self._scope.leads_to if is_folder else self._scope.covers)(entry.place):
                    continue
                if deep and is_folder:
                    below.append(entry.place)
                yield entry
            waiting += reversed(below)

    def snapshot(self, place: Place) -> Snapshot:
        """See Files."""
        self._must_cover(place)
        return self._files.snapshot(place)

    def clone(self, place: Place, target: Path) -> Snapshot:
        """See Files."""
        self._must_cover(place)
        return self._files.clone(place, target)

    def sha256(self, place: Place) -> str:
        """See Files."""
        self._must_cover(place)
        return self._files.sha256(place)

    def stage(self, suffix: str) -> Path:
        """See Files."""
        return self._files.stage(suffix)

    def staged(self, path: Path) -> Staged:
        """See Files."""
        return self._files.staged(path)

    def _must_cover(self, place: Place) -> None:
        if not self._scope.covers(place):
            raise self._undeclared(place)

    def _undeclared(self, place: Place) -> OutsideWorkspaceError:
        texts = [shown(one.text) for one in self._scope.patterns]
        seen = ", ".join(texts[:_NAMED]) + (" ..." if len(texts) > _NAMED else "")
        return OutsideWorkspaceError(_NOT_DECLARED.of(name=shown(str(place)), seen=seen), "not_declared")
