"""Taking steps back that were done, without touching what the person did meanwhile."""

import errno
from collections.abc import Collection, Sequence
from pathlib import PurePosixPath

from agent.core.paths import Place, shown
from agent.core.words import Words
from agent.workspace.records import Step
from agent.workspace.steps import Hands, Location, mirrored

_BESIDE = Words(" (before undo)", "(元に戻す前)")
_LONGEST = 255
KEPT_BOTH = Words(
    "{name!r} was changed since, so it is kept; the version before is {before!r}.",
    "「{name}」はその後変更されているため、残しました。変更前の版は「{before}」です。",
)
CHANGED = Words("{name!r} was changed since, so it is kept.", "「{name}」はその後変更されているため、残しました。")
_CAME_BESIDE = Words(
    "There is a new {name!r}, so the one from before came back as {before!r}.",
    "新しい「{name}」があるため、元のものは「{before}」という名前で戻しました。",
)


def taken_back(hands: Hands, steps: Sequence[Step], language: str = "") -> tuple[Words, ...]:
    """Take back those steps that were done, the last one first. May be cut off and repeated.

    Returns sentences about what is kept beside. `language` is that of the name that it gets.

    Raises:
        OSError, AgentError: it cannot be done now; what a folder that is out of reach holds is never taken for undone.
    """
    kept = []
    for step in reversed(steps):
        hands.reach()
        match step["do"]:
            case "swap":
                kept.append(_swap_back(hands, step, language))
            case "move":
                kept.append(_move_back(hands, step, language))
            case "folder":
                _folder_back(hands, step)
            case "remove" if hands.applied(step):
                hands.make_way(step["at"])
                hands.apply(mirrored(step))
            case _:
                continue
    hands.reach()
    return tuple(words for words in kept if words is not None)


def _swap_back(hands: Hands, step: Step, language: str) -> Words | None:
    """A swap whose old file is the last one of that name, because its own name is gone, is put right too."""
    at, now = step["at"], hands.identity(step["at"])
    if hands.identity(step["old"]) is None or now == step["was"]:
        return None
    if now is None and hands.identity(step["new"]) is not None and not _is_last(hands, step):
        return None  # it was never swapped
    if now is None:
        hands.make_way(at)
        hands.apply({"do": "move", "from": step["old"], "to": at})
        return None
    if now != step["inode"] and hands.identity(step["new"]) is not None:
        return None  # it was somebody else's before we could swap it
    if now == step["inode"] and hands.sha256(at) == step["sha256"]:
        hands.apply(mirrored(step))
        return None
    return _beside(hands, step["old"], at, KEPT_BOTH, language)


def _is_last(hands: Hands, step: Step) -> bool:
    """Whether what was kept is the file itself, and lies nowhere else."""
    kept = hands.stat(step["old"])
    return kept is not None and [kept.st_dev, kept.st_ino] == step["was"] and kept.st_nlink == 1


def _move_back(hands: Hands, step: Step, language: str) -> Words | None:
    source, to = step["from"], step["to"]
    if not hands.applied(step):
        return None
    if "root" not in source:
        if step["sha256"] and hands.sha256(to) != step["sha256"]:
            return CHANGED.of(name=shown(str(Place(to["root"], to["path"]))))
    elif hands.identity(source) not in (None, step["inode"]):
        return _beside(hands, to, source, _CAME_BESIDE, language)
    hands.make_way(source)
    hands.apply(mirrored(step))
    return None


def _folder_back(hands: Hands, step: Step) -> None:
    try:
        if hands.applied(step):
            hands.apply(mirrored(step))
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):  # somebody's: it stays
            raise


def _beside(hands: Hands, kept: Location, wanted: Location, words: Words, language: str) -> Words:
    """What is at `kept` comes beside what is at `wanted`."""
    free = beside(hands, wanted, language)
    hands.apply({"do": "move", "from": kept, "to": free})
    name = shown(str(Place(wanted["root"], wanted["path"])))
    return words.of(name=name, before=shown(Place(free["root"], free["path"]).name))


def beside(hands: Hands, location: Location, language: str, taken: Collection[tuple[str, str]] = ()) -> Location:
    """A free name next to a location below a Root, not among `taken`."""
    place = Place(location["root"], location["path"])
    pure = PurePosixPath(place.name)
    number = 0
    while True:
        number += 1
        mark = _BESIDE.text(language) + (f" {number}" if number > 1 else "")
        stem = pure.stem
        while len(f"{stem}{mark}{pure.suffix}".encode("utf-8", "surrogateescape")) > _LONGEST and stem:
            stem = stem[:-1]
        found = {"root": place.root, "path": place.parent.child(f"{stem}{mark}{pure.suffix}").path}
        if (found["root"], found["path"]) not in taken and hands.identity(found) is None:
            return found
