"""What a person or a model writes, as the folder itself calls it.

A name that is typed is mostly in NFC, while a folder from a Mac may hold it in NFD; and on a disk that does not tell
upper from lower case, one file answers to many names. So a name that the folder does not have is taken for the only
one in it that differs just in that.
"""

import os
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence

from agent.core.errors import AgentError
from agent.core.paths import Place
from agent.workspace.listing import inside, names_in
from agent.workspace.roots import Root, Spot, spot
from agent.workspace.twins import folded

_Listing = Mapping[str, Sequence[str]]


class TrueNames:
    """Looks names up. Keeps the names of the last folder as long as that does not change."""

    def __init__(self) -> None:
        self._last: tuple[tuple[int, ...], _Listing] = ((), {})

    def of(self, root: Root, place: Place) -> Place:
        """The same place under its true name; what is not there, or is out of reach, keeps the name that was given."""
        known = Place(place.root, "")
        parts = place.path.split("/") if place.path else []
        try:
            for at, part in enumerate(parts):
                name = self._name(root, known, part)
                if name is None:
                    return known.child("/".join(parts[at:]))
                known = known.child(name)
        except (AgentError, OSError):
            return place
        return known

    def _name(self, root: Root, folder: Place, name: str) -> str | None:
        """The name of one entry; None when there is none."""
        with spot(root, inside(folder)) as at:
            other = _otherwise(name)
            if _is_there(at, name) and (other == name or not _is_there(at, other)):
                return name
            info = os.stat(at.name, dir_fd=at.folder)
        names = self._listing(root, folder, info).get(folded(name), ())
        twins = [one for one in names if one == name or root.shows(folder.child(one))]
        return name if name in twins else twins[0] if len(twins) == 1 else None

    def _listing(self, root: Root, folder: Place, info: os.stat_result) -> _Listing:
        state = (info.st_dev, info.st_ino, info.st_mtime_ns)
        known, names = self._last
        if known == state:
            return names
        found: dict[str, list[str]] = defaultdict(list)
        for name in names_in(root, folder):
            found[folded(name)].append(name)
        self._last = (state, found)
        return found


def _otherwise(name: str) -> str:
    """A name that is another one, unless the folder takes them for the same."""
    is_apart = unicodedata.is_normalized("NFD", name)
    return unicodedata.normalize("NFC" if is_apart else "NFD", name).swapcase()


def _is_there(at: Spot, name: str) -> bool:
    try:
        os.stat(name if at.folder is not None else os.path.join(at.name, name), dir_fd=at.folder, follow_symlinks=False)  # noqa: PTH118
    except OSError:
        return False
    return True
