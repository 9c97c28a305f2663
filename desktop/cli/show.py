"""What the command line prints while a Turn runs: Events as JSON lines, or words for a person."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.core.actions import Trust
from agent.core.codec import dumps
from agent.core.errors import AgentError, NeedsUserError
from agent.core.events import (
    CallEnded,
    CallStarted,
    Checked,
    CheckpointMade,
    Ending,
    ItemEnded,
    MessageAdded,
    Noted,
    Notice,
    PlanSet,
    TurnEnded,
)
from agent.core.messages import AssistantMessage, Outcome, UserMessage, text_of
from agent.core.paths import shown
from agent.core.plans import Check, CheckState, StepState
from agent.core.words import NO_WORDS, Words, joined
from agent.review.found import is_objection
from agent.session.checks import checks_summary, checks_told
from agent.session.terms import OUTCOMES

EXIT = {
    Ending.DONE: 0,
    Ending.FAILED: 1,
    Ending.STOPPED: 1,
    Ending.REFUSED: 3,
    Ending.LIMIT: 4,
    Ending.NEEDS_USER: 5,
}
_CHANGED = Words(
    "  {count} {count:change|changes}, undo with: deskhand undo {id}",
    "  {count} 件を変更しました。元に戻すには: deskhand undo {id}",
)
_SENT_BACK = Words(
    "This answer was sent back because of what is said above; a new one follows:",
    "次の回答は、上の点検結果を受けてモデルに差し戻しました。新しい回答が続きます。",
)
_ITEM = Words("  {item}: {how}. {said}", "  {item}: {how}。{said}")
_USAGE = 2
_MARKS = {StepState.OPEN: "○", StepState.ACTIVE: "◐", StepState.DONE: "●", StepState.FAILED: "✗"}


def json_lines(_session: str, seq: int, notice: Notice) -> None:
    """Print every Event as one line; streamed pieces are left out."""
    if seq:
        say(dumps(notice))


@dataclass
class Told:
    """Prints what a person wants to see: what is done to standard error, the answer to standard output.

    An answer without calls waits until it counts: the Review may send it back, and then it is told as such, to standard
    error, so that standard output never holds what was not right.
    """

    language: str
    _answer: str = ""

    def __call__(self, notice: Notice) -> None:
        """Print one."""
        match notice:
            case MessageAdded(UserMessage(parts, by=Trust.HOST)) if self._answer and is_objection(text_of(parts)):
                head = _SENT_BACK.text(self.language)
                tell(f"{head}\n{_indented(self._answer)}")
                self._answer = ""
            case MessageAdded() | CallStarted() | TurnEnded():
                self._say_answer()
        match notice:
            case MessageAdded(AssistantMessage(parts) as message) if not message.calls:
                self._answer = text_of(parts)
            case _:
                words(notice, self.language)

    def _say_answer(self) -> None:
        if self._answer:
            say(self._answer)
        self._answer = ""


def words(notice: Notice, language: str) -> None:
    """Print one that stands for itself."""
    match notice:
        case CallStarted(title=title):
            tell(f"· {shown(title)}")
        case CallEnded() | CheckpointMade() | ItemEnded() | Checked():
            _made(notice, language)
        case PlanSet(steps):
            tell("\n".join(f"  {_MARKS[step.state]} {step.title}" for step in steps))
        case Noted(text=text):
            tell(f"  {text}")
        case MessageAdded(AssistantMessage(parts)) if text := text_of(parts):
            say(text)
        case _:
            return


def _made(notice: CallEnded | CheckpointMade | ItemEnded | Checked, language: str) -> None:
    match notice:
        case CallEnded(result) if result.outcome is not Outcome.DONE:
            outcome = OUTCOMES[result.outcome].text(language)
            tell(f"  {outcome}: {result.for_user}" if result.for_user else f"  {outcome}")
        case CheckpointMade(checkpoint):
            tell(_CHANGED.of(count=len(checkpoint.changed), id=checkpoint.id).text(language))
        case ItemEnded(item, outcome, sentence):
            name = shown(item.partition(".")[2])
            tell(_ITEM.of(item=name, how=OUTCOMES[outcome], said=shown(sentence)).text(language))
        case Checked(checks):
            tell(checked(checks).text(language))
        case _:
            return


def checked(checks: Sequence[Check]) -> Words:
    """The count, and every line that did not go well."""
    told = checks_told([check for check in checks if check.state is not CheckState.PASSED])
    head = checks_summary(checks)
    if not told.en:
        return head
    return Words(f"{head.en}\n{_indented(told.en)}", f"{head.ja}\n{_indented(told.ja)}")


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def ended(ending: TurnEnded, *, as_json: bool) -> int:
    """Say why a Turn is over when that is not plain, and give the exit code."""
    if ending.ending is not Ending.DONE and not as_json:
        tell(" ".join(part for part in (ending.sentence, ending.remedy) if part))
    return EXIT[ending.ending]


def failed(error: AgentError, language: str, *, as_json: bool) -> int:
    """Say why a command could not be carried out, and give the exit code. `as_json`: as the end of a Turn too."""
    needs = isinstance(error, NeedsUserError)
    remedy = error.remedy if isinstance(error, NeedsUserError) else NO_WORDS
    tell(joined(error.words, remedy).text(language))
    ending = Ending.NEEDS_USER if needs else Ending.FAILED
    if as_json:
        say(dumps(TurnEnded(ending, error.words.text(language), remedy.text(language), error.code)))
    return _USAGE if error.code == "usage" else EXIT[ending]


def printing(language: str, *, as_json: bool) -> Callable[[str, int, Notice], None]:
    """The printer that fits."""
    if as_json:
        return json_lines
    told = Told(language)
    return lambda _session, _seq, notice: told(notice)


def say(text: str) -> None:
    """One line to standard output, whatever its encoding can write."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    sys.stdout.flush()


def teller(language: str) -> Callable[[Words], None]:
    """Tells a person Words in their language."""
    return lambda words: tell(words.text(language))


def tell(text: str) -> None:
    """One line to standard error."""
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
