"""What the person should know of Changes before they are made: losses of size, and new ways out of this machine."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.core.changes import ChangeSet, Create, Finding, Modify, Move
from agent.core.documents import Reach
from agent.core.errors import ToolError
from agent.core.paths import Place, shown
from agent.core.words import Words
from agent.workspace import checks
from agent.workspace.programs import runs, starts
from agent.workspace.workspace import Workspace

Check = Callable[[Path], None]
Reaches = Callable[[Path], Sequence[Reach]]
# What programs follow in a file of such a name, when it is opened or something in it is clicked.
_ACTED_ON = frozenset({
    ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".hta", ".svg", ".xml", ".md", ".markdown", ".csv", ".tsv", ".tab",
    ".slk", ".dif", ".iqy", ".url", ".desktop", ".website", ".webloc", ".lnk", ".eml", ".msg", ".ics", ".vcf", ".pdf",
    ".rtf", ".doc", ".docx", ".docm", ".dot", ".dotx", ".dotm", ".xls", ".xlsx", ".xlsm", ".xlsb", ".xlt", ".xltx",
    ".xltm", ".ppt", ".pptx", ".pptm", ".pps", ".ppsx", ".pot", ".potx", ".odt", ".ods", ".odp", ".fodt", ".fods",
    ".one",
})  # fmt: skip
_FETCHES = Words(
    "Opening it would contact {address} ({how}, {anchor}).",
    "開くと {address} に接続します({how}、{anchor})。",
)
_LINKS = Words("It links to {address} ({anchor}).", "{address} へのリンクがあります({anchor})。")
_HOLDS = Words(
    "It holds another file or program: {how} ({anchor}).", "別のファイルやプログラムを含みます: {how}({anchor})。"
)
_ACTS = Words(
    "Opening it may run or fetch something: {how} ({anchor}).",
    "開くと、実行や接続が起こる可能性があります: {how}({anchor})。",
)
_RUNS = Words("Opening it would run it as a program.", "開くと、プログラムとして実行されます。")
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
        if isinstance(change, (Create, Move)) and _becomes_a_program(change, workspace):
            found.append(Finding(index, "runs", _RUNS))
        if isinstance(change, (Create, Modify)) or (isinstance(change, Move) and _is_opened_anew(change, workspace)):
            found += _outward(index, change, workspace, reaches)
    return tuple(found)


def _becomes_a_program(change: Create | Move, workspace: Workspace) -> bool:
    """Whether the new name makes a program of the file, which a copy or the same file elsewhere was not before."""
    now = _name_of(change)
    if isinstance(change, Create):
        return starts(now) or (runs(now) and not workspace.knows(change.staged.sha256, now.suffix))
    entry = workspace.entry(change.place)
    was_one = starts(change.place) or (runs(change.place) and not starts(now))
    return entry is not None and entry.kind == "file" and runs(now) and not was_one


def _is_opened_anew(change: Move, workspace: Workspace) -> bool:
    """Whether another program will open the same bytes: a text that is called a page or a table can fetch."""
    old, new = change.place.suffix, change.to.suffix
    if old == new or new not in _ACTED_ON:
        return False
    entry = workspace.entry(change.place)
    return entry is not None and entry.kind != "folder"


def _outward(index: int, change: Create | Modify | Move, workspace: Workspace, reaches: Reaches) -> Iterator[Finding]:
    """Every new way out; those that the file, or the file that it is a copy of, had before are the person's own."""
    if not isinstance(change, Move) and workspace.knows(change.staged.sha256, change.place.suffix):
        return
    try:
        now = reaches(_as_it_will_be(change, workspace))
        before = reaches(workspace.snapshot(change.place).path) if now and _had_its_reaches(change) else ()
    except ToolError as error:
        yield Finding(index, "fetches", _UNKNOWN.of(why=error.words))
        return
    known = {_known_by(reach) for reach in before}
    for reach in now:
        if _carries_changes(reach, change) or _known_by(reach) not in known:
            yield Finding(index, "fetches" if reach.fetches else "links", _words(reach), reach.address)


def _words(reach: Reach) -> Words:
    how, anchor = shown(reach.how), shown(reach.anchor)
    if not reach.address and "formula" not in how and "computed" not in how:
        return (_ACTS if reach.fetches else _HOLDS).of(how=how, anchor=anchor)
    address = shown(reach.address) if reach.address else _COMPUTED
    return (_FETCHES if reach.fetches else _LINKS).of(address=address, how=how, anchor=anchor)


def _had_its_reaches(change: Create | Modify | Move) -> bool:
    """Whether what the bytes lead to was so before: not what nothing acted on, as long as it was called otherwise."""
    match change:
        case Create():
            return False
        case Modify():
            return True
        case Move(place=place):
            return place.suffix in _ACTED_ON


def _as_it_will_be(change: Create | Modify | Move, workspace: Workspace) -> Path:
    """The new contents under the extension that they will have, which says what opens them."""
    path = workspace.snapshot(change.place).path if isinstance(change, Move) else Path(change.staged.path)
    suffix = _name_of(change).suffix
    if path.suffix.lower() == suffix:
        return path
    return Path(shutil.copyfile(path, workspace.stage(suffix)))


def _name_of(change: Create | Modify | Move) -> Place:
    return change.to if isinstance(change, Move) else change.place


def _known_by(reach: Reach) -> tuple[str, ...]:
    return (reach.how, reach.address) if reach.address else (reach.how, reach.anchor, reach.made_by)


def _carries_changes(reach: Reach, change: Create | Modify | Move) -> bool:
    """Whether an address that is fetched is made of contents that are changed: an old formula carries out new words."""
    return isinstance(change, Modify) and reach.fetches and reach.how.endswith(" computed")
