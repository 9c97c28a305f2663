"""Where skills lie, and what is found there: bounded in depth and number, folders of tools skipped.

The places are those that other agents use too (agentskills.io, adding skills support): `.agents/skills` and
`.claude/skills`, in the person's home and in a granted folder; in the home also `.config/agents/skills`.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from skills.pieces import SKIPPED

FILE = "SKILL.md"
DEEPEST, MOST_FOLDERS, MOST_SKILLS = 5, 2_000, 1_000
_IN_HOME = (".agents/skills", ".config/agents/skills", ".claude/skills")
_IN_FOLDER = (".agents/skills", ".claude/skills")


class Where(StrEnum):
    """Whose skill it is: of Deskhand, of an installed pack, in the person's own folder for it, in their home for all
    agents, or in a granted folder. This is also the order in which a key is given to one of several.
    """

    BUILT_IN = "built-in"
    PACK = "pack"
    OWN = "own"
    USER = "user"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Spot:
    """A folder in which skills are looked for. `root` is the granted folder of one, or the folder of a pack; what lies
    in it may not lead out of that. `pack` begins the keys.
    """

    where: Where
    folder: Path
    pack: str
    root: Path | None = None


def person_home() -> Path:
    """The person's home; DESKHAND_PERSON_HOME stands in for it, as DESKHAND_HOME does for the state folder."""
    given = os.environ.get("DESKHAND_PERSON_HOME")
    return Path(given) if given else Path.home()


def home_spots(own: Path, home: Path) -> tuple[Spot, ...]:
    """The person's own folder for Deskhand, and the ones in their home that all agents share."""
    return (Spot(Where.OWN, own, "own"), *(Spot(Where.USER, home / name, "user") for name in _IN_HOME))


def folder_spots(roots: Sequence[Path]) -> tuple[Spot, ...]:
    """Those of granted folders."""
    return tuple(Spot(Where.FOLDER, root / name, "folder", root) for root in roots for name in _IN_FOLDER)


def skill_folders(spot: Spot) -> tuple[Path, ...]:
    """Folders with a SKILL.md at or below the Spot, by name. In the person's home a link to a folder counts, as people
    share skills between agents so; elsewhere no link does.
    """
    found: list[Path] = []
    looked = 0
    waiting = [(spot.folder, 0)]
    if spot.root is not None and not _inside(spot.folder, spot.root):
        return ()
    seen: set[str] = set()
    while waiting and looked < MOST_FOLDERS and len(found) < MOST_SKILLS:
        folder, depth = waiting.pop(0)
        looked += 1
        if os.path.isfile(folder / FILE):  # noqa: PTH113  # twice as fast, and this runs for each Turn
            found.append(folder)
        elif depth < DEEPEST:
            waiting += ((one, depth + 1) for one in _folders(folder, links=spot.root is None, seen=seen))
    return tuple(found)


def _inside(folder: Path, root: Path) -> bool:
    """No part of the way from the root to the folder is a link."""
    return folder.resolve() == root.resolve() / folder.relative_to(root)


def _folders(folder: Path, *, links: bool, seen: set[str]) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name in SKIPPED or not _is_folder(entry, links=links):
            continue
        if entry.is_symlink():
            real = os.path.realpath(entry.path)
            if real in seen:
                continue
            seen.add(real)
        yield folder / entry.name


def _is_folder(entry: "os.DirEntry[str]", *, links: bool) -> bool:
    try:
        return entry.is_dir(follow_symlinks=links)
    except OSError:
        return False
