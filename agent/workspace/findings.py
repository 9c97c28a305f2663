"""What the person should know of Changes before they are made: losses of size, and new ways out of this machine."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.core.changes import ChangeSet, Create, Finding, Modify
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
        if isinstance(change, (Create, Modify)):
            found += _outward(index, change, workspace, reaches)
    return tuple(found)


def _outward(index: int, change: Create | Modify, workspace: Workspace, reaches: Reaches) -> Iterator[Finding]:
    """Every new way out; those that the file, or the file that it is a copy of, had before are the person's own."""
    if workspace.knows(change.staged.sha256):
        return
    try:
        now = reaches(Path(change.staged.path))
        before = reaches(workspace.snapshot(change.place).path) if now and isinstance(change, Modify) else ()
    except ToolError as error:
        yield Finding(index, "fetches", _UNKNOWN.of(why=error.words))
        return
    known = {(reach.how, reach.address) for reach in before if reach.address}
    known_computed = {(reach.how, reach.anchor) for reach in before if not reach.address}
    for reach in now:
        old = (reach.how, reach.address) in known if reach.address else (reach.how, reach.anchor) in known_computed
        if not old:
            address = shown(reach.address) if reach.address else _COMPUTED
            words = (_FETCHES if reach.fetches else _LINKS).of(
                address=address, how=shown(reach.how), anchor=shown(reach.anchor)
            )
            yield Finding(index, "fetches" if reach.fetches else "links", words, reach.address)
