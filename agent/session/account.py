"""An account of a Session: who asked what, what was read, shown, changed and sent. A fold of its records."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.core.actions import Approval, Grant, Mode, Question, Source
from agent.core.changes import Checkpoint
from agent.core.events import (
    CallEnded,
    CallStarted,
    Checked,
    CheckpointMade,
    Event,
    GrantGiven,
    GrantRevoked,
    ItemEnded,
    ItemsPlanned,
    MessageAdded,
    Noted,
    PlanSet,
    QuestionAnswered,
    QuestionAsked,
    RootGranted,
    RootRevoked,
    Sent,
    SessionChanged,
    Spent,
    TurnEnded,
    TurnStarted,
    UnknownEvent,
    UsageAdded,
)
from agent.core.messages import AssistantMessage, Outcome, Usage, text_of
from agent.session.delegation.envelope import counted
from agent.session.journal import Record
from agent.session.state import summed, titled


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that was put to the person, and what they answered; None when it was never answered."""

    at: str
    question: Question
    approval: Approval | None = None
    answered_at: str = ""


@dataclass(slots=True)
class Account:
    """All times are ISO 8601 in UTC. `files` are the sources that the model heard, with the time of the first time.

    `standing` are permissions that were given (True) or taken back (False). `checked` is what was looked at before each
    end. `usage` counts tokens and dollars by model and host; those in `unpriced` had requests whose price nobody knew.
    `metered`: every request has a Spent, so that nothing is counted twice. `erased` counts records without contents.
    """

    title: str = ""
    begun: str = ""
    ended: str = ""
    ending: TurnEnded | None = None
    mode: Mode = Mode.DESTRUCTIVE
    folders: list[RootGranted] = field(default_factory=list)
    course: list[Record] = field(default_factory=list)
    files: dict[Source, str] = field(default_factory=dict)
    questions: list[Answered] = field(default_factory=list)
    standing: list[tuple[str, Grant, bool]] = field(default_factory=list)
    changes: list[tuple[str, Checkpoint]] = field(default_factory=list)
    sent: list[tuple[str, Sent]] = field(default_factory=list)
    usage: dict[tuple[str, str], Usage] = field(default_factory=dict)
    unpriced: set[tuple[str, str]] = field(default_factory=set)
    metered: bool = False
    checked: list[tuple[str, Checked]] = field(default_factory=list)
    erased: int = 0

    @property
    def undone(self) -> frozenset[str]:
        """The ids of Checkpoints that were put back as a whole."""
        return frozenset(checkpoint.undoes for _, checkpoint in self.changes if checkpoint.undoes)


def account_of(records: Sequence[Record]) -> Account:
    """The account of a Session with these records."""
    account = Account()
    for record in records:
        account.begun = account.begun or record.at
        account.ended = record.at
        if _is_course(record.event):
            account.course.append(record)
        _asked(account, record)
        _deeds(account, record)
        _settled(account, record)
    return account


def _is_course(event: Event) -> bool:
    match event:
        case MessageAdded(AssistantMessage(parts)):
            return bool(text_of(parts))
        case CallEnded(result):
            return result.outcome is not Outcome.DONE
        case SessionChanged(mode=mode):
            return mode is not None
        case _:
            return isinstance(
                event, (TurnStarted, CallStarted, Checked, CheckpointMade, QuestionAnswered, Noted, TurnEnded,
                        RootGranted, RootRevoked, GrantGiven, GrantRevoked, ItemsPlanned, ItemEnded,
                        PlanSet),
            )  # fmt: skip


def _asked(account: Account, record: Record) -> None:
    match record.event:
        case QuestionAsked(question=question):
            account.questions.append(Answered(record.at, question))
        case QuestionAnswered(approval):
            for index, asked in enumerate(account.questions):
                if asked.question.id == approval.question:
                    account.questions[index] = Answered(asked.at, asked.question, approval, record.at)
            if approval.grant is not None:
                account.standing.append((record.at, approval.grant, True))
        case GrantGiven(grant):
            account.standing.append((record.at, grant, True))
        case GrantRevoked(grant):
            account.standing.append((record.at, grant, False))
        case _:
            return


def _deeds(account: Account, record: Record) -> None:
    match counted(record.event):
        case CallEnded(result):
            for source in result.sources:
                account.files.setdefault(source, record.at)
        case CheckpointMade(checkpoint):
            account.changes.append((record.at, checkpoint))
        case Checked() as checked:
            account.checked.append((record.at, checked))
        case Sent() as sent:
            account.sent.append((record.at, sent))
        case (Spent() | UsageAdded()) as used:
            _counted(account, used)
        case UnknownEvent(raw=""):
            account.erased += 1
        case _:
            return


def _counted(account: Account, used: Spent | UsageAdded) -> None:
    account.metered = account.metered or isinstance(used, Spent)
    if isinstance(used, Spent) or not account.metered:
        _paid(account, (used.model, used.host), used.usage)


def _paid(account: Account, to: tuple[str, str], usage: Usage) -> None:
    if usage.input or usage.output:
        account.usage[to] = summed(account.usage.get(to, Usage()), usage)
        if usage.cost is None:
            account.unpriced.add(to)


def _settled(account: Account, record: Record) -> None:
    match record.event:
        case TurnStarted(text=text):
            account.title, account.ending = account.title or titled(text), None
        case SessionChanged(title=title, mode=mode):
            account.title, account.mode = title or account.title, mode or account.mode
        case RootGranted():
            account.folders.append(record.event)
        case TurnEnded() as ending:
            account.ending = ending
        case _:
            return
