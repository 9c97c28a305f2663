"""One delegate's own conversation: its Events go into the Journal of the Session in an envelope."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.core.actions import Allow, Approval, Deny, Effect, Intent, Mode, Question, Source, Verdict
from agent.core.changes import ChangeSet, Finding
from agent.core.events import CallProgress, Delegated, Noted, Notice, TextStreamed
from agent.core.ports import Emit
from agent.core.words import Words
from agent.policy.gate import PLAN_ONLY
from agent.session.fold import Fold
from agent.session.state import SessionState

_OUTWARD = (Effect.CONNECT, Effect.SEND, Effect.EXECUTE)
_NOT_OUTSIDE = Deny(
    "A delegate reaches nothing outside of the folders. Say in your report what is needed from there.",
    Words("A delegate reaches nothing outside.", "分担された作業からは、外部には接続しません。"),
)


class Conversation:
    """What one delegate said, heard, used and sent. Streamed words are not told: those of a hundred at once would only
    be noise.
    """

    def __init__(self, item: str, emit: Emit, language: str = "") -> None:
        self.language = language
        self._fold = Fold(SessionState())
        self._item = item
        self._emit = emit

    @property
    def state(self) -> SessionState:
        """The state of its own conversation now."""
        return self._fold.state

    def emit(self, notice: Notice) -> None:
        """Keep an Event in its envelope, and fold it."""
        if isinstance(notice, (TextStreamed, CallProgress)):
            return
        self._emit(Delegated(self._item, notice))
        self._fold.take(notice)

    def note(self, words: Words) -> None:
        """Something happened to its requests."""
        self.emit(Noted(words.text(self.language), "delegate"))


@dataclass(frozen=True, slots=True)
class DelegateGate:
    """Lets stay inside what is inside: reads and drafts are bounded by the files themselves."""

    mode: Mode

    def judge(self, intent: Intent, heard: Sequence[Source] = ()) -> Verdict:
        """See `agent.core.ports.Gate`."""
        if any(action.effect in _OUTWARD for action in intent.actions):
            return _NOT_OUTSIDE
        return Allow("a draft of one piece, within its bounds")

    def judge_changes(self, changes: ChangeSet, findings: Sequence[Finding] = ()) -> Verdict:
        """A draft is only laid over the files; the whole is judged when it would be committed."""
        return PLAN_ONLY if self.mode is Mode.PLAN else Allow("only a draft")


class NobodyToAsk:
    """Delegates ask nobody: what they cannot know they say in their report."""

    async def ask(self, question: Question, call: str = "") -> Approval:
        """Always a refusal."""
        return Approval(question.id)
