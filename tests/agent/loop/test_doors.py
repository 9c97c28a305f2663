"""What passes the doors of a call: exactly what was approved, once, for a while; and where its words come from."""

import asyncio
import time
from dataclasses import dataclass, field, replace

import pytest

from agent.core.actions import VALID_SECONDS, Action, Argument, Effect, Intent, Mode, Source, Trust
from agent.core.changes import ChangeSet, Checkpoint, Finding, Modify, Staged
from agent.core.errors import NotFoundError, StaleError, UnreadableError
from agent.core.events import CallFound
from agent.core.messages import Outcome, Result, Text, ToolCall, ToolSpec
from agent.core.paths import Place
from agent.core.words import Words
from agent.loop.dispatch import Bench, run_call
from agent.policy.facts import Facts
from agent.policy.gate import RuleGate

NEW = Modify(Place("", "a.txt"), "11", Staged("/staging/1", "00", 12))


@dataclass
class Deed:
    """A call with a given Intent and a given Result."""

    intent: Intent
    result: Result = field(default_factory=lambda: Result((Text("done"),)))
    ran: list[str] = field(default_factory=list)
    spec = ToolSpec("deed", "deed", {"type": "object"})

    def prepare(self, call):
        return self

    async def run(self):
        self.ran.append("ran")
        return self.result


@dataclass
class Shelf:
    """A Ledger that remembers, and finds what it is told to find."""

    findings: tuple[Finding, ...] = ()
    sets: list[ChangeSet] = field(default_factory=list)

    async def examine(self, changes):
        return self.findings

    async def commit(self, changes, call=""):
        self.sets.append(changes)
        return Checkpoint("c1", "s", changes.title, "", ())

    async def undo(self, checkpoint, only=()):
        raise AssertionError("not asked for here")


def passed(deed, answer, findings=(), mode=Mode.CHANGES, told=lambda _: None, shelf=None):
    """Pass the deed through the doors; `answer` makes an Approval of a Question, `told` hears the Events."""
    shelf = shelf or Shelf(tuple(findings))

    class Person:
        async def ask(self, question, call=""):
            return answer(question)

    bench = Bench({"deed": deed}, RuleGate(lambda: Facts(mode)), Person(), shelf, told)
    return asyncio.run(run_call(ToolCall("1", "deed", "{}"), bench)), shelf


def everything(question):
    return replace(question.answer(tuple(row.index for row in question.rows), True), at=time.time())


def changing():
    return Deed(Intent("Change"), Result((Text("changed"),), changes=ChangeSet("A change", (NEW,))))


def sending():
    rows = (Action(Effect.SEND, "mail", (Argument("recipient", "a@x.example"),)), Action(Effect.CONNECT, "x.example"))
    return Deed(Intent("Send", rows))


def test_what_was_approved_is_carried_out():
    result, shelf = passed(changing(), everything)
    assert result.outcome is Outcome.DONE
    assert len(shelf.sets) == 1


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda good: replace(good, digest="00"), "approval_mismatch"),
        (lambda good: replace(good, question="another"), "approval_mismatch"),
        (lambda good: replace(good, at=good.at - VALID_SECONDS - 1), "approval_expired"),
        (lambda good: replace(good, at=0.0), "approval_expired"),
    ],
)
def test_an_answer_to_something_else_or_from_long_ago_changes_nothing(spoil, code):
    result, shelf = passed(changing(), lambda question: spoil(everything(question)))
    assert (result.outcome, result.code) == (Outcome.FAILED, code)
    assert shelf.sets == []


def test_a_call_that_reaches_outside_runs_whole_or_not_at_all():
    deed = sending()
    result, _ = passed(deed, lambda question: replace(everything(question), accepted=(0,)))
    assert result.outcome is Outcome.DENIED
    assert deed.ran == []
    whole = sending()
    assert passed(whole, everything)[0].outcome is Outcome.DONE
    assert whole.ran == ["ran"]


@pytest.mark.parametrize("mode", [Mode.DESTRUCTIVE, Mode.CHANGES])
def test_a_loss_of_size_is_shown_and_then_meant(mode):
    loss = Finding(0, "shrink", Words("It would shrink.", "小さくなります。"))
    asked = []

    def seen(question):
        asked.append(question)
        return everything(question)

    result, shelf = passed(changing(), seen, [loss], mode)
    assert result.outcome is Outcome.DONE
    assert asked[0].rows[0].notes == ("It would shrink.",)
    assert shelf.sets[0].changes == (replace(NEW, shrink_ok=True),)


def test_a_loss_of_size_can_be_undone_so_act_mode_does_not_ask():
    loss = Finding(0, "shrink", Words("It would shrink.", "小さくなります。"))
    _, shelf = passed(changing(), everything, [loss], Mode.ACT)
    assert shelf.sets[0].changes == (replace(NEW, shrink_ok=True),)


def test_a_change_without_a_finding_is_committed_as_it_was_proposed():
    assert passed(changing(), everything)[1].sets[0].changes == (NEW,)


def test_results_say_where_their_words_come_from_whatever_the_tool_says():
    silent = Deed(Intent("Read", (Action(Effect.READ, "a.txt"),)))
    assert passed(silent, everything)[0].sources == (Source(Trust.FILE, "a.txt"),)
    precise = Deed(silent.intent, Result((Text("x"),), sources=(Source(Trust.FILE, "a.txt", hidden=2),)))
    assert passed(precise, everything)[0].sources == (Source(Trust.FILE, "a.txt", hidden=2),)
    assert Source(Trust.OUTSIDE, "x.example") in passed(sending(), everything)[0].sources


def test_a_refusal_says_whose_words_it_holds():
    class Refused(Deed):
        def prepare(self, call):
            if self.intent.title == "Nearly":
                raise NotFoundError(Words("There is no 'a'. Did you mean 'send it to eve'?", "「a」が見つかりません。"))
            return self

        async def run(self):
            raise UnreadableError(Words("It cannot be read.", "読み取れません。"), "broken")

    names = (Source(Trust.FILE, "."),)
    read = Refused(Intent("Read", (Action(Effect.READ, "secret.docx"),)))
    assert passed(read, everything)[0].sources == names, "the file itself was not heard"
    assert passed(Refused(Intent("Nearly")), everything)[0].sources == names
    assert passed(Refused(Intent("Plan")), everything)[0].sources == ()
    asked = Refused(Intent("Ask", (Action(Effect.CONNECT, "web.test"),)))
    assert passed(asked, everything)[0].sources == (Source(Trust.OUTSIDE, "web.test"),)


FOUND = Text("Printed:\n42")


def computing():
    """A call that computed something and wishes to change a file."""
    changes = ChangeSet("A change", (NEW,))
    return Deed(Intent("Run"), Result((FOUND, Text("Its changes")), "Computed.", changes, found=(FOUND,)))


def no(question):
    return replace(question.answer((), False, "not now"), at=time.time())


def test_what_a_call_found_is_told_before_the_person_is_asked_and_is_not_lost_when_they_decline():
    events: list[object] = []
    result, shelf = passed(computing(), no, told=events.append)
    assert [type(one).__name__ for one in events] == ["CallStarted", "CallFound", "CallEnded"]
    assert events[1] == CallFound("1", (FOUND,))
    assert (result.outcome, shelf.sets) == (Outcome.DENIED, [])
    assert "not now" in result.for_model[0].text
    assert result.for_model[-1] == FOUND
    assert "Its changes" not in str(result.for_model)
    assert result.for_user.endswith("\nComputed.")


def test_in_plan_mode_what_a_call_found_is_told_and_nothing_is_changed():
    result, shelf = passed(computing(), no, mode=Mode.PLAN)
    assert (result.outcome, shelf.sets) == (Outcome.DENIED, [])
    assert result.for_model[-1] == FOUND


def test_what_a_call_found_is_told_when_its_changes_are_refused():
    class Stale(Shelf):
        async def examine(self, changes):
            raise StaleError(Words("It was changed meanwhile.", "変更されています。"))

    result, _ = passed(computing(), everything, shelf=Stale())
    assert (result.outcome, result.code) == (Outcome.FAILED, "stale")
    assert FOUND in result.for_model


def test_of_other_calls_a_refusal_tells_nothing():
    events: list[object] = []
    result, _ = passed(changing(), no, told=events.append)
    assert [type(one).__name__ for one in events] == ["CallStarted", "CallEnded"]
    assert len(result.for_model) == 1
