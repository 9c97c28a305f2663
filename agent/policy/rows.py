"""The rows of a Question about a ChangeSet: what each Change does, whether it is destructive, and what to note."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from agent.core.actions import Row
from agent.core.changes import Change, ChangeSet, Create, Delete, Finding, MakeFolder, Modify, Move, effect_of
from agent.core.paths import Place, shown
from agent.core.ports import Entry
from agent.core.words import Words
from agent.policy.facts import Facts
from agent.policy.grants import covered
from agent.policy.kinds import kinds_told, size_told
from agent.policy.values import Said, address, carries

MASS_MOVES = 10
MASS_FILES = 100
_UNPLANNED = Words("Not in the plan.", "計画にない操作です。")
_MOVED_THERE = Words(
    "It holds {count} that were moved there just now.", "先ほどここへ移動したものが {count} 件含まれています。"
)
_HOLDS = Words(
    "A folder with {files} {files:file|files} ({size}): {kinds}.",
    "{files} 個のファイルを含むフォルダー({size}): {kinds}。",
)
_EMPTY = Words("An empty folder.", "空のフォルダーです。")

Look = Callable[[Place], Sequence[Entry]]
"""What is at a Place and, for a folder, everything below it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A row of a Question. `outward` asks in every Mode: opening or clicking would carry words out.

    `files` are what the row is about: for a folder, all in it; `planned` is False when a plan exists and does not name
    it.
    """

    row: Row
    outward: bool
    files: tuple[Entry, ...]
    planned: bool


def judged_rows(
    changes: ChangeSet, facts: Facts, findings: Sequence[Finding], look: Look, language: str
) -> tuple[Judged, ...]:
    """One for each Change, in order. Notes are in `language`."""
    seen = tuple(tuple(look(change.place)) if _looked_into(change) else () for change in changes.changes)
    judging = _Judging(changes.changes, facts, findings, seen, Said(facts.said), language)
    return tuple(judging.judged(index, change) for index, change in enumerate(changes.changes))


@dataclass(frozen=True, slots=True)
class _Judging:
    """What the rows of one set are judged by; `seen` is what lies at the place of each Change."""

    changes: tuple[Change, ...]
    facts: Facts
    findings: Sequence[Finding]
    seen: tuple[tuple[Entry, ...], ...]
    said: Said
    language: str

    @property
    def many_moves(self) -> bool:
        """Whether this is no small tidying up any more: many moves, or folders with very many files."""
        moves = [index for index, change in enumerate(self.changes) if isinstance(change, Move)]
        return len(moves) > MASS_MOVES or sum(len(_files(self.seen[index])) for index in moves) > MASS_FILES

    def judged(self, index: int, change: Change) -> Judged:
        """The row of one Change."""
        own = tuple(finding for finding in self.findings if finding.index == index)
        outward = any(_leads_out(finding, self.said) for finding in own)
        planned = not self.facts.plan or _planned(change, self.facts.plan)
        notes = [*(finding.words for finding in own), *self._notes(index, change), *([] if planned else [_UNPLANNED])]
        detail, destructive = self._done(index, change)
        row = Row(
            index,
            effect_of(change),
            str(change.place),
            detail,
            destructive or outward,
            _size(change, self.seen[index]),
            tuple(note.text(self.language) for note in notes),
        )
        return Judged(row, outward, _files(self.seen[index]), planned)

    def _done(self, index: int, change: Change) -> tuple[str, bool]:
        """The word for what is done, and whether it is destructive."""
        granted = self._granted(index, change)
        theirs = not self._is_made(change) and not granted
        match change:
            case Create():
                return "new", False
            case MakeFolder():
                return "new folder", False
            case Move(to=to):
                return f"→ {to}", self.many_moves and not granted
            case Modify():
                return "changed", theirs
            case Delete():
                return "deleted", theirs

    def _granted(self, index: int, change: Change) -> bool:
        """Whether Grants cover it: with a folder all that it holds, and nothing that just got its name or its place."""
        effect, place, grants = effect_of(change), str(change.place), self.facts.grants
        if not covered(effect, place, grants) or any(_is_at(moved, place) for moved in self.facts.moved):
            return False
        held = _files(self.seen[index]) if _is_folder(self.seen[index]) else ()
        return all(covered(effect, str(entry.place), grants) for entry in held)

    def _is_made(self, change: Change) -> bool:
        """Whether it is about what this Session made, as it made it: what the person wrote there since is theirs."""
        expects = change.expects if isinstance(change, (Modify, Delete)) else None
        return expects is not None and self.facts.made.get(str(change.place)) == expects

    def _notes(self, index: int, change: Change) -> list[Words]:
        if not isinstance(change, Delete):
            return []
        folder = [_told(self.seen[index])] if _is_folder(self.seen[index]) else []
        arrived = _arrived(change, self.changes[:index], self.facts)
        return folder + ([_MOVED_THERE.of(count=arrived)] if arrived else [])


def _looked_into(change: Change) -> bool:
    return isinstance(change, (Delete, Move))


def _files(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.kind != "folder")


def _is_folder(entries: Sequence[Entry]) -> bool:
    return bool(entries) and entries[0].kind == "folder"


def _size(change: Change, seen: Sequence[Entry]) -> int | None:
    match change:
        case Create(staged=staged) | Modify(staged=staged):
            return staged.size
        case Delete():
            return sum(entry.size for entry in _files(seen)) if seen else None
        case _:
            return None


def _told(seen: Sequence[Entry]) -> Words:
    files = _files(seen)
    if not files:
        return _EMPTY
    size = size_told(sum(entry.size for entry in files))
    return _HOLDS.of(files=len(files), size=size, kinds=kinds_told([str(entry.place) for entry in files]))


def _leads_out(finding: Finding, said: Said) -> bool:
    """What opening would fetch, unless the person said exactly that; a link that can carry words out; a program."""
    if finding.code == "runs":
        return True
    named = bool(finding.address) and said.knows(address(finding.address))
    if finding.code == "fetches":
        return not named
    return finding.code == "links" and not named and (not finding.address or carries(finding.address))


def _planned(change: Change, plan: Sequence[str]) -> bool:
    """Whether the plan names it: "effect pattern", where the pattern fits what is changed, or where it goes."""
    places = [str(change.place), *([str(change.to)] if isinstance(change, Move) else [])]
    for line in plan:
        effect, _, pattern = line.strip().partition(" ")
        if effect == effect_of(change) and any(_fits(place, pattern.strip()) for place in places):
            return True
    return False


def _fits(place: str, pattern: str) -> bool:
    name = PurePosixPath(place).name
    return fnmatchcase(place, pattern) or ("/" not in pattern and fnmatchcase(name, pattern))


def _arrived(change: Delete, before: Sequence[Change], facts: Facts) -> int:
    """How much of what a deleted folder holds was moved into it by this Session just now, or by this set before."""
    moves = [str(one.to) for one in before if isinstance(one, Move)]
    return sum(place != str(change.place) and _is_at(place, str(change.place)) for place in {*facts.moved, *moves})


def _is_at(place: str, target: str) -> bool:
    """Whether a place is the target or lies in it."""
    return place == target or place.startswith(f"{target}/")


def names(rows: Sequence[Judged]) -> tuple[str, ...]:
    """Texts of the files that the rows are about: those in a folder instead of the folder."""
    return tuple(
        text for one in rows for text in ([shown(str(file.place)) for file in one.files] or [shown(one.row.target)])
    )
