"""A Session as a line of a list: what the window, the command line and editors list of Sessions that are not open."""

from agent.core.events import (
    QuestionAnswered,
    QuestionAsked,
    RootGranted,
    RootRevoked,
    SessionChanged,
    TurnEnded,
    TurnResumed,
    TurnStarted,
)
from agent.session.fold import folded
from agent.session.journal import Journal
from agent.session.state import SessionState

_SHOWN = (
    TurnStarted, TurnResumed, TurnEnded, RootGranted, RootRevoked, SessionChanged, QuestionAsked, QuestionAnswered,
)  # fmt: skip


def line_of(journal: Journal, session: str) -> tuple[SessionState, str]:
    """What a list shows (title, mode, model, roots, turn, question, ending), and when it was last used (ISO 8601, UTC).

    Everything else of the state is empty: its Messages, which are most of a Session, are not read.
    """
    records = journal.records(session, kinds=_SHOWN)
    return folded(SessionState(), (record.event for record in records)), journal.last_used(session)
