"""Modification times of folders: what a commit did to them, also to those that it moved, and how they come back."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from agent.core.paths import Place
from agent.workspace.records import FolderTime, Step
from agent.workspace.steps import Hands, Location

_Moves = dict[str, list[tuple[int, Location]]]


def folder_times(hands: Hands, steps: Sequence[Step]) -> tuple[FolderTime, ...]:
    """The folders below Roots in which names will come or go, each once, with their times now.

    A folder that the steps make is left out: there is no time to go back to.
    """
    made: set[str] = set()
    came, went = _moves(steps, "to", "from"), _moves(steps, "from", "to")
    found: dict[str, FolderTime] = {}
    for number, step in enumerate(steps):
        for above in parents(step):
            origin = _followed(above, number, came, back=True)
            if _name(origin) not in found and _name(above) not in made:
                end = _followed(above, number, went, back=False)
                found[_name(origin)] = FolderTime(dict(origin), hands.modified_ns(origin), 0, dict(end))
        if step["do"] == "folder":
            made.add(_name(step["at"]))
    return tuple(time for time in found.values() if time.before)


def ended(hands: Hands, times: Sequence[FolderTime]) -> tuple[FolderTime, ...]:
    """The same with the times that the folders have now, where they are now."""
    return tuple(FolderTime(one.origin, one.before, hands.modified_ns(one.end), one.end) for one in times)


def time_steps(hands: Hands, times: Sequence[FolderTime]) -> list[Step]:
    """Steps that give the folders of a commit that is undone their times back: those that nobody changed since."""
    return [
        {"do": "time", "at": one.origin, "modified": one.before, "inode": None, "sha256": ""}
        for one in times
        if hands.modified_ns(one.end) == one.after
    ]


def parents(step: Step) -> list[Location]:
    """The folders below Roots in which a step changes names."""
    if step["do"] == "time":
        return []
    places = [Place(w["root"], w["path"]).parent for w in map(step.get, ("at", "from", "to")) if w and "root" in w]
    return [{"root": place.root, "path": place.path} for place in places]


def _moves(steps: Sequence[Step], by: str, other: str) -> _Moves:
    found: _Moves = {}
    for number, step in enumerate(steps):
        if step["do"] == "move":
            found.setdefault(_name(step[by]), []).append((number, step[other]))
    return found


def _followed(folder: Location, number: int, moves: _Moves, *, back: bool) -> Location:
    """Where a folder of step `number` was before the first step (`back`), or is after the last one."""
    while True:
        hop = _hop(folder, number, moves, back=back)
        if hop is None:
            return folder
        number, folder = hop


def _hop(folder: Location, number: int, moves: _Moves, *, back: bool) -> tuple[int, Location] | None:
    """The nearest step that moved the folder or one that holds it, and where the folder was at its other end."""
    found: list[tuple[int, Location]] = []
    for above, inside in _above(folder):
        hops = [(at, other) for at, other in moves.get(_name(above), ()) if at != number and (at < number) == back]
        found += [(at, within(other, inside)) for at, other in hops]
    if not found:
        return None
    return max(found, key=lambda one: one[0]) if back else min(found, key=lambda one: one[0])


def _above(folder: Location) -> Iterator[tuple[Location, str]]:
    """The folder and those that hold it, each with the path from it to the folder."""
    key = "vault" if "vault" in folder else "path"
    path, inside = PurePath(folder[key]), ""
    while path.name:
        yield {**folder, key: path.as_posix() if key == "path" else str(path)}, inside
        inside = f"{path.name}/{inside}" if inside else path.name
        path = path.parent


def within(location: Location, inside: str) -> Location:
    """The location of a path below another location."""
    if not inside:
        return location
    if "vault" in location:
        return {"vault": f"{location['vault']}/{inside}"}
    return {**location, "path": f"{location['path']}/{inside}"}


def _name(location: Mapping[str, str]) -> str:
    return location["vault"] if "vault" in location else f"{location['root']}:{location['path']}"
