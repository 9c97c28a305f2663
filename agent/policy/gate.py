"""RuleGate: decides from effects, targets, Mode and standing Grants; never from the name of a tool."""

import hashlib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace

from agent.core.actions import Action, Allow, Ask, Deny, Effect, Intent, Mode, Question, Row, Source, Verdict
from agent.core.changes import ChangeSet, Finding
from agent.core.words import Words, joined
from agent.policy import outward
from agent.policy.facts import Facts
from agent.policy.grants import MOST_OFFERS, offered
from agent.policy.rows import Judged, Look, judged_rows
from agent.policy.summary import summary

WHYS = 3
PLAN_ONLY = Deny(
    "This session is in Plan mode: nothing may change. Tell the person the plan instead.",
    Words("Nothing was changed: this task is in Plan mode.", "計画モードのため、何も変更していません。"),
)
PLAN_STAYS_HERE = Deny(
    "This session is in Plan mode: nothing may leave this computer. Tell the person the plan instead.",
    Words("Nothing was sent: this task is in Plan mode.", "計画モードのため、何も送信していません。"),
)


class RuleGate:
    """Judges by the facts of the moment, so that a revoked Grant or another Mode counts at once.

    `language` is that of its Questions; `look` tells what lies at a Place, so that they can say what a folder holds.
    """

    def __init__(self, facts: Callable[[], Facts], language: str = "", look: Look = lambda _: ()) -> None:
        self._facts = facts
        self._language = language
        self._look = look

    def judge(self, intent: Intent, heard: Sequence[Source] = ()) -> Verdict:
        """Reading below the Roots is what the folder was granted for; what leaves them is judged by what it carries.

        Writes, moves and deletes below the Roots are judged by their ChangeSet, where the exact bytes are known.
        """
        actions = tuple(action for action in intent.actions if outward.is_outward(action))
        if not actions:
            return Allow("reading in the granted folders")
        facts = self._facts()
        facts = replace(facts, sources=(*facts.sources, *heard))
        if facts.mode is Mode.PLAN:
            return PLAN_STAYS_HERE
        found = tuple(outward.doubts(action, facts) for action in actions)
        if not any(found):
            return Allow("the person named where it goes, and nothing else in it comes from what was read")
        return Ask(self._about_leaving(intent.title, actions, found, facts))

    def judge_changes(self, changes: ChangeSet, findings: Sequence[Finding] = ()) -> Verdict:
        """Ask once for the whole set, with a row for each Change, when the Mode or a way out of here wants that."""
        facts = self._facts()
        if facts.mode is Mode.PLAN:
            return PLAN_ONLY
        rows = judged_rows(changes, facts, findings, self._look, self._language)
        match facts.mode:
            case Mode.CHANGES:
                asking = True
            case Mode.DESTRUCTIVE:
                asking = any(one.row.destructive for one in rows)
            case Mode.ACT:
                asking = any(one.outward for one in rows)
        return (
            Ask(self._about_changes(changes, rows)) if asking else Allow("it can be undone, and this Mode wants it so")
        )

    def _about_changes(self, changes: ChangeSet, rows: tuple[Judged, ...]) -> Question:
        lines = tuple(one.row for one in rows)
        why = summary(rows).text(self._language)
        bound = _digest(changes.digest, changes.title, why, lines)
        return Question(uuid.uuid4().hex, changes.title, why, lines, digest=bound, offers=offered(lines))

    def _about_leaving(
        self,
        title: str,
        actions: tuple[Action, ...],
        found: tuple[tuple[outward.Doubt, ...], ...],
        facts: Facts,
    ) -> Question:
        """All rows must be accepted: what runs is the whole call. `undoable` False calls for a dialog of its own."""
        rows = tuple(self._leaving(*one) for one in enumerate(zip(actions, found, strict=True)))
        reasons = tuple(dict.fromkeys(doubt.words for doubts in found for doubt in doubts))
        why = joined(*reasons[:WHYS]).text(self._language)
        offers = () if len(actions) > 1 else outward.offers(actions[0], found[0], facts)
        bound = _digest(repr(actions), title, why, rows)
        return Question(uuid.uuid4().hex, title, why, rows, digest=bound, undoable=False, offers=offers[:MOST_OFFERS])

    def _leaving(self, index: int, one: tuple[Action, tuple[outward.Doubt, ...]]) -> Row:
        action, doubts = one
        notes = tuple(doubt.words.text(self._language) for doubt in doubts)
        detail = outward.told(action, self._language)
        final = action.effect in (Effect.DELETE, Effect.EXECUTE)
        return Row(index, action.effect, outward.drawn(action.target), detail, final, notes=notes)


def _digest(what: str, title: str, why: str, rows: tuple[Row, ...]) -> str:
    """SHA-256 in hex over what would be done and everything that the person is shown of it."""
    return hashlib.sha256(repr((what, title, why, rows)).encode("utf-8", "surrogatepass")).hexdigest()
