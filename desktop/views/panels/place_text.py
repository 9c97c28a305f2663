"""Absolute paths as texts of Places and back. No file is touched."""

from collections.abc import Sequence
from pathlib import Path

from agent.core.errors import OutsideWorkspaceError
from agent.core.events import RootGranted
from agent.core.paths import place_of


def place_text(path: str, roots: Sequence[RootGranted]) -> str | None:
    """`path` as the text of a Place below one of `roots` ("." for a Root itself), or None when it lies elsewhere."""
    wanted = Path(path)
    if ".." in wanted.parts:
        return None
    for root in roots:
        if not wanted.is_relative_to(root.path):
            continue
        below = wanted.relative_to(root.path).as_posix()
        if root.only and below not in root.only:
            continue
        if root.name:
            return f"{root.name}:{'' if below == '.' else below}"
        return below
    return None


def place_label(place: str, roots: Sequence[RootGranted]) -> str:
    """A Place as a person knows it: "October" for the folder "/data/October" itself, "October/a" for what is in it."""
    path = place_path(place, roots) if place else None
    root = next((root for root in roots if path is not None and Path(path).is_relative_to(root.path)), None)
    return place if path is None or root is None else str(Path(path).relative_to(Path(root.path).parent))


def labelled_place(label: str, roots: Sequence[RootGranted]) -> str:
    """The Place that `place_label` gave this label, or `label` itself when it is written as a Place."""
    for root in roots:
        place = place_text(str(Path(root.path).parent / label), (root,)) if label else None
        if place is not None:
            return place
    return label


def place_path(place: str, roots: Sequence[RootGranted]) -> str | None:
    """The absolute path of a Place, or None when it lies in no granted folder."""
    paths = {root.name: root.path for root in roots}
    try:
        found = place_of(place, paths)
    except OutsideWorkspaceError:
        return None
    return str(Path(paths[found.root], found.path)) if found.root in paths else None
