"""What lies below a folder that code may change meanwhile."""

import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from os import stat_result
from pathlib import Path

from agent.sandbox.stage.spots import Opened, Spot, into, is_link, top

DEEPEST = 100
"""Folders in folders; what lies deeper is not looked at. The person's own are never so deep."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A name below the folder, relative and with "/"; its Spot holds until the next one is asked for.

    `is_closed`: a folder that was not looked into, because it cannot be opened or lies too deep.
    """

    name: str
    info: stat_result
    at: Spot
    is_closed: bool = False

    @property
    def is_folder(self) -> bool:
        """Whether it is one, and no link to one."""
        return stat.S_ISDIR(self.info.st_mode) and not is_link(self.info)


def below(folder: Path, most: int) -> Iterator[Seen]:
    """All that lies below, folders before what is in them, names in order; of one folder `most` names and one more.

    At most DEEPEST handles are open. What is gone before it is looked at is left out.
    """
    opened = top(folder)
    levels = [(opened, "", iter(opened.names(most)))]
    try:
        while levels:
            here, way, names = levels[-1]
            name = next(names, None)
            if name is None:
                levels.pop()[0].close()
                continue
            seen = _seen(here, f"{way}{name}", name)
            if seen is None:
                continue
            inside = _inside(seen, most) if seen.is_folder and len(levels) < DEEPEST else None
            yield Seen(seen.name, seen.info, seen.at, seen.is_folder and inside is None)
            if inside is not None:
                levels.append((inside[0], f"{seen.name}/", iter(inside[1])))
    finally:
        for opened, _, _ in levels:
            opened.close()


def _seen(here: Opened, path: str, name: str) -> Seen | None:
    at = here.spot(name)
    with suppress(OSError):
        return Seen(path, at.info(), at)
    return None


def _inside(seen: Seen, most: int) -> tuple[Opened, list[str]] | None:
    with suppress(OSError):
        opened = into(seen.at)
        try:
            return opened, opened.names(most)
        except OSError:
            opened.close()
    return None
