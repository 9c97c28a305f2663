"""A Gate that keeps what it was asked about."""

from collections.abc import Sequence

from agent.core.actions import Ask, Intent, Source, Verdict
from agent.core.changes import ChangeSet, Finding
from agent.core.ports import Gate


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
