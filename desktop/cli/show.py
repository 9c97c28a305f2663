"""What the command line prints while a Turn runs: Events as JSON lines, or words for a person."""

import sys
from collections.abc import Callable

from agent.core.codec import dumps
from agent.core.errors import AgentError, NeedsUserError
from agent.core.events import (
    CallEnded,
    CallProgress,
    CallStarted,
    CheckpointMade,
    Ending,
    MessageAdded,
    Noted,
    Notice,
    PlanSet,
    StepState,
    TextStreamed,
    TurnEnded,
)
from agent.core.messages import AssistantMessage, Outcome, text_of
from agent.core.paths import shown

EXIT = {
    Ending.DONE: 0,
    Ending.FAILED: 1,
    Ending.STOPPED: 1,
    Ending.REFUSED: 3,
    Ending.LIMIT: 4,
    Ending.NEEDS_USER: 5,
}
_USAGE = 2
_MARKS = {StepState.OPEN: "○", StepState.ACTIVE: "◐", StepState.DONE: "●", StepState.FAILED: "✗"}


def json_lines(_session: str, seq: int, notice: Notice) -> None:
    """Print every Event as one line; streamed pieces are left out."""
    if seq:
        say(dumps(notice))


def words(_session: str, seq: int, notice: Notice) -> None:
    """Print what a person wants to see: what is done to standard error, the answer to standard output."""
    match notice:
        case CallStarted(title=title):
            tell(f"· {shown(title)}")
        case CallEnded(result) if result.outcome is not Outcome.DONE:
            tell(f"  {result.outcome}: {result.for_user or text_of(result.for_model)}")
        case CheckpointMade(checkpoint):
            tell(f"  {len(checkpoint.changed)} changes, undo with: deskhand undo {checkpoint.id}")
        case PlanSet(steps):
            tell("\n".join(f"  {_MARKS[step.state]} {step.title}" for step in steps))
        case Noted(text=text):
            tell(f"  {text}")
        case MessageAdded(AssistantMessage(parts)) if text := text_of(parts):
            say(text)
        case TextStreamed() | CallProgress():
            return
        case _:
            return


def ended(ending: TurnEnded, *, as_json: bool) -> int:
    """Say why a Turn is over when that is not plain, and give the exit code."""
    if ending.ending is not Ending.DONE and not as_json:
        tell(" ".join(part for part in (ending.sentence, ending.remedy) if part))
    return EXIT[ending.ending]


def failed(error: AgentError, *, as_json: bool) -> int:
    """Say why a command could not be carried out, and give the exit code. `as_json`: as the end of a Turn too."""
    needs = isinstance(error, NeedsUserError)
    remedy = error.remedy if isinstance(error, NeedsUserError) else ""
    tell(" ".join(part for part in (str(error), remedy) if part))
    ending = Ending.NEEDS_USER if needs else Ending.FAILED
    if as_json:
        say(dumps(TurnEnded(ending, str(error), remedy, error.code)))
    return _USAGE if error.code == "usage" else EXIT[ending]


def printing(*, as_json: bool) -> Callable[[str, int, Notice], None]:
    """The printer that fits."""
    return json_lines if as_json else words


def say(text: str) -> None:
    """One line to standard output, whatever its encoding can write."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    sys.stdout.flush()


def tell(text: str) -> None:
    """One line to standard error."""
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
