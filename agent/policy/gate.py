"""RuleGate: decides from effects, targets, Mode and standing Grants; never from the name of a tool."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from agent.core.actions import Action, Allow, Ask, Deny, Effect, Grant, Intent, Mode, Question, Row, Source, Verdict
from agent.core.changes import Change, ChangeSet, Create, Delete, Finding, MakeFolder, Modify, Move, effect_of
from agent.core.words import Words

MASS_MOVES = 10
_OUTWARD = frozenset({Effect.EXECUTE, Effect.CONNECT, Effect.SEND})
PLAN_ONLY = Deny(
    "This session is in Plan mode: nothing may change. Tell the person the plan instead.",
    Words("Nothing was changed: this task is in Plan mode.", "計画モードのため、何も変更していません。"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the decision depends on besides the call: the Mode, standing Grants, and the files this Session made.

    `said` is what the person said, word for word; `sources` where everything else that the model heard came from;
    `plan` what the visible plan says will change ("delete *.tmp").
    """

    mode: Mode
    grants: tuple[Grant, ...] = ()
    made: frozenset[str] = frozenset()
    said: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    plan: tuple[str, ...] = ()


class RuleGate:
    """Judges by the facts of the moment, so that a revoked Grant or another Mode counts at once.

    `language` is that of its Questions.
    """

    def __init__(self, facts: Callable[[], Facts], language: str = "") -> None:
        self._facts = facts
        self._language = language

    def judge(self, intent: Intent) -> Verdict:
        """Reading below the Roots is what the folder was granted for; outward Effects are always asked.

        Writes, moves and deletes are judged by their ChangeSet, where the exact bytes are known.
        """
        grants = self._facts().grants
        outward = [action for action in intent.actions if action.effect in _OUTWARD and not _covered(action, grants)]
        if not outward:
            return Allow("reading in the granted folders")
        rows = tuple(Row(i, action.effect, action.target) for i, action in enumerate(outward))
        return Ask(Question(_id(), intent.title, rows=rows, undoable=False))

    def judge_changes(self, changes: ChangeSet, findings: Sequence[Finding] = ()) -> Verdict:
        """Ask once for the whole set, with a row for each Change, when the Mode or a Finding wants that."""
        facts = self._facts()
        asking = any(finding.code in ("shrink", "fetches") for finding in findings)
        match facts.mode:
            case Mode.PLAN:
                return PLAN_ONLY
            case Mode.ACT if not asking:
                return Allow("everything in the folder can be undone")
            case Mode.CHANGES | Mode.ACT:
                return Ask(_question(changes, facts, findings, self._language))
            case Mode.DESTRUCTIVE:
                question = _question(changes, facts, findings, self._language)
                if any(row.destructive for row in question.rows):
                    return Ask(question)
                return Allow("only new files and files of this session")


def _question(changes: ChangeSet, facts: Facts, findings: Sequence[Finding], language: str) -> Question:
    many = sum(isinstance(change, Move) for change in changes.changes) > MASS_MOVES
    told = {
        index: tuple(finding for finding in findings if finding.index == index) for index in range(len(changes.changes))
    }
    rows = tuple(
        _noted(_row(index, change, facts, many), told[index], language) for index, change in enumerate(changes.changes)
    )
    destructive = sum(row.destructive for row in rows)
    why = Words(
        f"{destructive} of {len(rows)} replace, move or remove what was there.",
        f"{len(rows)} 件のうち {destructive} 件は、今あるファイルを置き換え、移動または削除します。",
    )
    return Question(_id(), changes.title, why.text(language) if destructive else "", rows, digest=changes.digest)


def _noted(row: Row, findings: Sequence[Finding], language: str) -> Row:
    notes = tuple(finding.words.text(language) for finding in findings)
    asking = any(finding.code in ("shrink", "fetches") for finding in findings)
    return replace(row, notes=notes, destructive=row.destructive or asking)


def _row(index: int, change: Change, facts: Facts, many_moves: bool) -> Row:
    place = str(change.place)
    effect = effect_of(change)
    standing = _covered(Action(effect, place), facts.grants)
    match change:
        case Create(staged=staged):
            return Row(index, effect, place, "new", size=staged.size)
        case MakeFolder():
            return Row(index, effect, place, "new folder")
        case Move(to=to):
            return Row(index, effect, place, f"→ {to}", many_moves and not standing)
        case Modify(staged=staged):
            destructive = place not in facts.made and not standing
            return Row(index, effect, place, "changed", destructive, staged.size)
        case Delete():
            return Row(index, effect, place, "deleted", place not in facts.made and not standing)


def _covered(action: Action, grants: tuple[Grant, ...]) -> bool:
    return any(grant.effect is action.effect and fnmatchcase(action.target, grant.pattern) for grant in grants)


def _id() -> str:
    return uuid.uuid4().hex
