"""What stands between a question and its answer."""

from collections.abc import Callable, Sequence

from agent.core.actions import Approval, Ask, Grant, Intent, Question, Source, Verdict
from agent.core.changes import ChangeSet, Finding
from agent.core.ports import Approver, Gate


class SeenGate:
    """A Gate that remembers which ChangeSet a Question is about, so that its rows can be previewed."""

    def __init__(self, gate: Gate, proposed: dict[str, ChangeSet]) -> None:
        self._gate = gate
        self._proposed = proposed

    def judge(self, intent: Intent, heard: Sequence[Source] = ()) -> Verdict:
        """As the gate behind it."""
        return self._gate.judge(intent, heard)

    def judge_changes(self, changes: ChangeSet, findings: Sequence[Finding] = ()) -> Verdict:
        """As the gate behind it."""
        verdict = self._gate.judge_changes(changes, findings)
        if isinstance(verdict, Ask):
            self._proposed[verdict.question.id] = changes
        return verdict


class EarlierAnswers:
    """An Approver that asks nobody what the person answered just before the Turn was cut off: exactly this question,
    about this call. `earlier` knows that answer, once.
    """

    def __init__(self, earlier: Callable[[Question, str], Approval | None], approver: Approver) -> None:
        self._earlier = earlier
        self._approver = approver

    async def ask(self, question: Question, call: str = "") -> Approval:
        """See `agent.core.ports.Approver`."""
        known = self._earlier(question, call)
        return known if known is not None else await self._approver.ask(question, call)


class KeptAnswers:
    """An Approver that hands a permission for always, taken with an answer, to `keep`; only one that was offered."""

    def __init__(self, approver: Approver, keep: Callable[[Grant], None]) -> None:
        self._approver = approver
        self._keep = keep

    async def ask(self, question: Question, call: str = "") -> Approval:
        """See `agent.core.ports.Approver`."""
        approval = await self._approver.ask(question, call)
        taken = approval.grant
        if taken is not None and taken.lifetime == "always" and question.gives(approval):
            self._keep(taken)
        return approval
