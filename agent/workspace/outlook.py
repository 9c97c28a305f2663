"""The folder as it will be after the steps that an undo has planned so far."""

import stat
from collections.abc import Collection
from pathlib import PurePath

from agent.core.paths import Place
from agent.workspace.steps import Hands, Location
from agent.workspace.times import within

_Key = tuple[str, str]


class Outlook:
    """What will have come to a place below a Root, from where, and what will have left one. The later one counts."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self._clock = 0
        self._coming: dict[_Key, tuple[int, Location | None]] = {}
        self._leaving: dict[_Key, int] = {}

    @property
    def coming(self) -> Collection[_Key]:
        """The places at which something will have come."""
        return self._coming.keys()

    def come(self, to: Location, source: Location | None) -> None:
        """Something comes to `to`: a file or tree from `source`, or a new folder."""
        self._clock += 1
        self._coming[_key(to)] = self._clock, source

    def leave(self, location: Location) -> None:
        """Something leaves that place."""
        self._clock += 1
        self._leaving[_key(location)] = self._clock

    def comes(self, location: Location) -> bool:
        """Whether something will have come to exactly this place."""
        return _key(location) in self._coming

    def is_free(self, location: Location) -> bool:
        """Whether nothing will be there."""
        came, now = self._now(location)
        if self._leaving.get(_key(location), -1) > came:
            return True
        return not self.comes(location) and (now is None or self._hands.identity(now) is None)

    def is_folder(self, location: Location) -> bool:
        """Whether what will be there is a folder."""
        _, now = self._now(location)
        found = None if now is None else self._hands.stat(now)
        return self.comes(location) if found is None else stat.S_ISDIR(found.st_mode)

    def is_emptied(self, folder: Location) -> bool:
        """Whether all that is in a folder now will have left it and nothing will have come."""
        inside = {(folder["root"], f"{folder['path']}/{name}") for name in self._hands.names(folder)}
        return all(self._leaving.get(key, -1) > self._coming.get(key, (0, None))[0] for key in inside)

    def missing(self, place: Place) -> tuple[list[Place], Place | None]:
        """Folders on the way to `place` that will have to be made, the outer ones first; and what is in the way if one
        of them is no folder.
        """
        missing: list[Place] = []
        above = place.parent
        while above.path and not self.comes(_at(above)):
            came, now = self._now(_at(above))
            found = None if now is None else self._hands.stat(now)
            if found is not None and not stat.S_ISDIR(found.st_mode):
                return [], above
            if found is not None and self._leaving.get((above.root, above.path), -1) < came:
                break
            missing.append(above)
            above = above.parent
        return missing[::-1], None

    def _now(self, location: Location) -> tuple[int, Location | None]:
        """When something comes to a place or above it last, and where what will be there is now: in a tree that is yet
        to come, or there; nowhere in a new folder.
        """
        path, inside = PurePath(location["path"]), ""
        while path.name:
            if (found := self._coming.get((location["root"], path.as_posix()))) is not None:
                when, source = found
                return when, None if source is None else within(source, inside)
            inside = f"{path.name}/{inside}" if inside else path.name
            path = path.parent
        return 0, location


def _at(place: Place) -> Location:
    return {"root": place.root, "path": place.path}


def _key(location: Location) -> _Key:
    return location["root"], location["path"]
