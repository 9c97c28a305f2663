"""Absolute paths that the person picked, as texts of Places. No file is touched."""

from collections.abc import Sequence
from pathlib import Path

from agent.core.events import RootGranted


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
