"""What the person should know of Changes before they are made: losses of size, and new ways out of this machine."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.core.changes import ChangeSet, Create, Finding, Modify, Move
from agent.core.documents import Reach
from agent.core.errors import ToolError
from agent.core.paths import shown
from agent.core.words import Words
from agent.workspace import checks
from agent.workspace.workspace import Workspace

Check = Callable[[Path], None]
Reaches = Callable[[Path], Sequence[Reach]]
_FETCHES = Words(
    "Opening it would contact {address} ({how}, {anchor}).",
    "開くと {address} に接続します({how}、{anchor})。",
)
_LINKS = Words("It links to {address} ({anchor}).", "{address} へのリンクがあります({anchor})。")
_COMPUTED = Words("an address made of cell contents", "セルの内容から作られるアドレス")
_UNKNOWN = Words(
    "What it would fetch from elsewhere cannot be told: {why}", "外部から何を取得するか確認できません。{why}"
)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is asked of new documents. `check` proves that one opens as what its name says (raises ToolError);
    `reaches` lists what it refers to outside of itself.
    """

    check: Check
    reaches: Reaches = lambda _: ()


def findings(workspace: Workspace, changes: ChangeSet, reaches: Reaches) -> tuple[Finding, ...]:
    """What to tell of the set. `reaches` lists what a document refers to outside of itself."""
    found: list[Finding] = []
    for index, change in enumerate(changes.changes):
        if isinstance(change, Modify) and not change.shrink_ok and (words := checks.shrinking(change, workspace)):
            found.append(Finding(index, "shrink", words))
        if isinstance(change, (Create, Modify)) or (isinstance(change, Move) and _is_opened_anew(change, workspace)):
            found += _outward(index, change, workspace, reaches)
    return tuple(found)


def _is_opened_anew(change: Move, workspace: Workspace) -> bool:
    """Whether another program will open the same bytes: a text that is called a page or a table can fetch."""
    entry = workspace.entry(change.place)
    return change.place.suffix != change.to.suffix and entry is not None and entry.kind != "folder"


def _outward(index: int, change: Create | Modify | Move, workspace: Workspace, reaches: Reaches) -> Iterator[Finding]:
    """Every new way out; those that the file, or the file that it is a copy of, had before are the person's own."""
    if not isinstance(change, Move) and workspace.knows(change.staged.sha256, change.place.suffix):
        return
    try:
        now = reaches(_as_it_will_be(change, workspace))
        before = () if not now or isinstance(change, Create) else reaches(workspace.snapshot(change.place).path)
    except ToolError as error:
        yield Finding(index, "fetches", _UNKNOWN.of(why=error.words))
        return
    known = {_known_by(reach) for reach in before}
    for reach in now:
        if _carries_changes(reach, change) or _known_by(reach) not in known:
            address = shown(reach.address) if reach.address else _COMPUTED
            words = (_FETCHES if reach.fetches else _LINKS).of(
                address=address, how=shown(reach.how), anchor=shown(reach.anchor)
            )
            yield Finding(index, "fetches" if reach.fetches else "links", words, reach.address)


def _as_it_will_be(change: Create | Modify | Move, workspace: Workspace) -> Path:
    """The new contents under the extension that they will have, which says what opens them."""
    if isinstance(change, Move):
        path, suffix = workspace.snapshot(change.place).path, change.to.suffix
    else:
        path, suffix = Path(change.staged.path), change.place.suffix
    if path.suffix.lower() == suffix:
        return path
    return Path(shutil.copyfile(path, workspace.stage(suffix)))


def _known_by(reach: Reach) -> tuple[str, ...]:
    return (reach.how, reach.address) if reach.address else (reach.how, reach.anchor, reach.made_by)


def _carries_changes(reach: Reach, change: Create | Modify | Move) -> bool:
    """Whether an address that is fetched is made of contents that are changed: an old formula carries out new words."""
    return isinstance(change, Modify) and reach.fetches and reach.how.endswith(" computed")
