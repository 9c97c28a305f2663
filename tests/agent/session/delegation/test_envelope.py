"""What delegates use, send and hear of counts for the Session; what they do in their drafts does not."""

from agent.core.actions import Source, Trust
from agent.core.changes import Changed, Checkpoint
from agent.core.events import CallEnded, CheckpointMade, Delegated, Event, MessageAdded, Sent, TurnStarted, UsageAdded
from agent.core.messages import Outcome, Text, ToolResult, Usage, UserMessage
from agent.session.account import account_of
from agent.session.fold import folded
from agent.session.journal import Journal, Record
from agent.session.state import SessionState

FILE = Source(Trust.FILE, "a.pdf")
HEARD = CallEnded(ToolResult("c", Outcome.DONE, (Text("12"),), sources=(FILE,)))
USED = UsageAdded("small", Usage(100, 20, cost=0.5), "api.example")
SENT = Sent("api.example", "small", 900, (FILE,))
DRAFT = CheckpointMade(Checkpoint("1", "", "t", "", (Changed("create", "out.txt"),), staged=True))
PIECE = UserMessage((Text("a piece"),))
OWN: tuple[Event, ...] = (TurnStarted("2", "a piece"), MessageAdded(PIECE), SENT, USED, HEARD, DRAFT)
EVENTS: tuple[Event, ...] = (TurnStarted("1", "go"), *(Delegated("i1", one) for one in OWN))


def test_usage_what_was_sent_and_what_was_heard_count_and_the_rest_does_not():
    state = folded(SessionState(), EVENTS)
    assert (state.usage.cost, state.total.input, state.steps) == (0.5, 100, 0)
    assert (state.sent, state.sources) == ((SENT,), (FILE,))
    assert (state.history, state.checkpoints, state.made, state.said) == ((), (), {}, ("go",))
    assert state.turn == EVENTS[0]


def test_a_delegates_own_state_is_the_same_fold_of_its_events():
    state = folded(SessionState(), OWN)
    assert state.history == (PIECE,)
    assert state.steps == 1


def test_the_account_tells_what_delegates_read_sent_and_cost_and_no_draft():
    account = account_of([Record(number, "2026-11-26T00:00:00+00:00", event) for number, event in enumerate(EVENTS)])
    assert list(account.files) == [FILE]
    assert [sent for _, sent in account.sent] == [SENT]
    assert account.usage["small", "api.example"].output == 20
    assert account.changes == []


def test_the_journal_gives_them_back(tmp_path):
    journal = Journal(tmp_path / "j.db")
    journal.start("s")
    for event in EVENTS:
        journal.append("s", event)
    assert tuple(record.event for record in journal.records("s")) == EVENTS
    assert not journal.tells("s", "1")
    journal.close()
