"""A long Session that comes in parts looks in the end as it does when it comes at once."""

from dataclasses import fields, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.core.actions import Approval, Effect, Grant, Mode, Question
from agent.core.changes import Changed, Checkpoint
from agent.core.events import (
    CallEnded,
    CallStarted,
    Checked,
    CheckpointMade,
    Ending,
    GrantGiven,
    MessageAdded,
    Noted,
    QuestionAnswered,
    QuestionAsked,
    RootGranted,
    SessionChanged,
    Spent,
    Steered,
    TextStreamed,
    TurnEnded,
    TurnResumed,
    TurnStarted,
)
from agent.core.messages import AssistantMessage, Outcome, Text, ToolCall, ToolResult, Usage, UserMessage
from desktop.presenter.items import Earlier
from desktop.presenter.parts import PART, begun
from desktop.presenter.window import Page, WindowPicture, earlier, noticed, opened, opening
from desktop.wire.messages import Published, SessionHistory, SessionView

CALLS = st.sampled_from(["c1", "c2", "c3"])
NAMES = st.sampled_from(["k1", "k2"])
EVENT = st.one_of(
    st.just(TurnStarted("t", "Go")),
    st.just(MessageAdded(UserMessage((Text("Go"),)))),
    st.just(MessageAdded(AssistantMessage((Text("I look."),)))),
    CALLS.map(lambda call: CallStarted(ToolCall(call, "read", "{}"), "Read")),
    CALLS.map(lambda call: CallEnded(ToolResult(call, Outcome.DONE, (), "Read it."))),
    st.builds(
        lambda name, call, undoes: CheckpointMade(
            Checkpoint(name, "s", "title", "now", (Changed("modify", "a.txt"),), undoes), call
        ),
        NAMES,
        CALLS,
        st.sampled_from(["", "k1"]),
    ),
    CALLS.map(lambda call: QuestionAsked(call, Question("q", "Which?"))),
    st.just(QuestionAnswered(Approval("q", text="This one"))),
    st.just(GrantGiven(Grant(Effect.WRITE, "*"))),
    st.just(Noted("Retry", "retry")),
    st.just(Steered("and then?")),
    st.just(SessionChanged(mode=Mode.ACT)),
    st.just(RootGranted("", "/tmp")),
    st.just(Spent("r", "m", Usage(1, 1, 0, 0.5), "h")),
    st.just(Checked(())),
    st.just(TurnResumed("t")),
    st.sampled_from([Ending.DONE, Ending.LIMIT]).map(TurnEnded),
)
LIVE = st.lists(st.one_of(EVENT, st.just(TextStreamed("word "))), max_size=12)


def view(state="done"):
    return SessionView("s", "Go", state, "", Mode.DESTRUCTIVE, "", ())


def come(events, before, live, state):
    """The picture when `before` of the events come later, and `live` between the parts."""
    picture = opened(opening(WindowPicture(), "s"), SessionHistory(view(state), tuple(events[before:]), before))
    newest = picture.session
    live = [Published("s", 0, one) for one in live]
    while picture.reading is not None:
        after, last = picture.reading.next
        picture = noticed(picture, live[:3], 1.0)
        live = live[3:]
        picture = earlier(picture, SessionHistory(view(state), tuple(events[after:last]), after))
    return noticed(picture, live, 1.0), newest


def unnumbered(session):
    """The picture without the numbers of its Items."""
    items = [replace(item, key=item.key.rstrip("0123456789")) for item in session.items]
    return [items] + [getattr(session, one.name) for one in fields(session) if one.name not in ("items", "count")]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(EVENT, min_size=2, max_size=40), st.integers(1, 20), st.integers(1, 800), LIVE,
    st.sampled_from(["done", "running", "interrupted"]),
)  # fmt: skip
def test_it_looks_as_if_all_had_come_at_once(events, times, before, live, state):
    events = events * times
    before = min(before, len(events) - 1)
    parts, _ = come(events, before, live, state)
    at_once, _ = come(events, 0, live, state)
    assert unnumbered(parts.session) == unnumbered(at_once.session)
    keys = [item.key for item in parts.session.items]
    assert len(set(keys)) == len(keys)


def turns(count):
    """Turns of five Events each."""
    return tuple(event for number in range(count) for event in turn(f"c{number}"))


def turn(call):
    """A Turn of five Events, three Items."""
    yield TurnStarted("t", "Go")
    yield MessageAdded(UserMessage((Text("Go"),)))
    yield CallStarted(ToolCall(call, "read", "{}"), "Read")
    yield CallEnded(ToolResult(call, Outcome.DONE, (), "Read it."))
    yield TurnEnded(Ending.DONE)


def test_the_newest_part_is_drawn_at_once_and_keeps_its_keys():
    events = turns(300)
    whole, newest = come(events, 1480, (), "done")
    assert isinstance(newest.items[0], Earlier)
    assert newest.items[1:] == whole.session.items[-12:]
    assert len(whole.session.items) == 900


def test_sums_and_lists_are_not_shown_before_all_of_it_is_there():
    events = (Spent("r", "m", Usage(1, 1, 0, 0.5), "h"), *turns(200), Spent("r", "m", Usage(1, 1, 0, 0.5), "h"))
    history = SessionHistory(view(), events[901:], 901)
    picture = opened(opening(WindowPicture(), "s"), history)
    assert picture.page is Page.TALK
    assert picture.side.cost is None
    whole, _ = come(events, 901, (), "done")
    assert whole.side.cost == 1.0


def test_a_turn_that_began_long_ago_still_runs():
    picture, reading = begun(SessionHistory(view("running"), (Noted("Working", ""),), 5000))
    assert picture.running
    assert reading is not None
    assert reading.next == (0, PART)


def test_a_part_that_came_twice_or_for_another_session_changes_nothing():
    events = turns(300)
    picture = opened(opening(WindowPicture(), "s"), SessionHistory(view(), events[1400:], 1400))
    part = SessionHistory(view(), events[:PART], 0)
    after = earlier(picture, part)
    assert after.reading is not None
    assert after.reading.told == PART
    assert earlier(after, part) is after
    assert earlier(opening(after, "other"), part).reading is None
