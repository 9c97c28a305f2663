"""What code made of its Room, as a ChangeSet: the same checks as for what the model writes itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from agent.core.changes import Change, Create, Delete, MakeFolder, Modify, Move
from agent.core.paths import Place
from agent.core.ports import Files, Snapshot
from agent.core.running import Harvest, Made
from agent.tools.inputs import place_named
from agent.tools.ready import ReadLog


@dataclass(frozen=True, slots=True)
class Gathered:
    """Changes in an order that can be carried out, and a line for the model about each."""

    changes: tuple[Change, ...]
    lines: tuple[str, ...]


def gathered(files: Files, log: ReadLog, clones: Mapping[str, Snapshot], harvest: Harvest) -> Gathered:
    """The Changes of what a Room holds now. Blocks.

    Raises:
        StaleError: it would replace a file that the code was not given, and that the model does not know.
        OutsideWorkspaceError: a new file lies in a part that is not granted.
    """
    gathering = _Gathering(files, log, clones)
    found = [(change, one) for one in harvest.made if (change := gathering.change(one)) is not None]
    for change, _ in found:
        if isinstance(change, Create | Modify):
            before = change.expects if isinstance(change, Modify) else None
            log.proposed(change.place, before, change.staged.sha256)
    return Gathered(tuple(change for change, _ in found), tuple(_line(*one) for one in found))


@dataclass(frozen=True, slots=True)
class _Gathering:
    files: Files
    log: ReadLog
    clones: Mapping[str, Snapshot]

    def change(self, made: Made) -> Change | None:
        """None when it is so already."""
        if made.path is not None:
            return self._written(made, made.path)
        match made.kind:
            case "delete":
                clone = self.clones[made.name]
                return Delete(clone.place, clone.sha256)
            case "move":
                return Move(self.clones[made.came].place, place_named(self.files, made.name))
            case _:
                place = place_named(self.files, made.name)
                return None if self.files.entry(place) is not None else MakeFolder(place)

    def _written(self, made: Made, path: Path) -> Change | None:
        staged = self.files.staged(path)
        if made.name in self.clones:
            clone = self.clones[made.name]
            return None if clone.sha256 == staged.sha256 else Modify(clone.place, clone.sha256, staged)
        place = place_named(self.files, made.name)
        if self.files.entry(place) is None:
            return Create(place, staged)
        there = self.files.snapshot(place)
        if there.sha256 == staged.sha256:
            return None
        self.log.must_know(there, replaced=True)
        return Modify(place, there.sha256, staged)


def _line(change: Change, made: Made) -> str:
    size = f" ({change.staged.size:,} bytes)" if isinstance(change, Create | Modify) else ""
    came = f" from {_named(change.place)}" if isinstance(change, Move) else ""
    place: Place = change.to if isinstance(change, Move) else change.place
    return f"{'modify' if isinstance(change, Modify) else made.kind} {_named(place)}{came}{size}"


def _named(place: Place) -> str:
    return repr(str(place))
