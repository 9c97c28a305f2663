"""Whose file it is: only what the agent made may be removed unasked, whatever was swapped, put back or granted."""

import asyncio

import pytest

from agent.core.actions import Mode
from agent.core.events import MessageAdded, QuestionAsked, RootGranted, TurnStarted
from agent.core.messages import Text, UserMessage, text_of
from agent.models.scripted import calls, says
from agent.session.claim import Claim
from agent.session.session import Session
from tests.journeys.october import Desk


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path, "en")
    (made.root / "user.txt").write_text("of the person")
    yield made
    made.house.close()


def organise(*items):
    return calls("organise", {"items": list(items)})


def asked_about(desk):
    """Every row that the person was asked about."""
    return [row.target for told in desk.of(QuestionAsked) for row in told.question.rows if row.destructive]


MAKE = calls("write_file", {"path": "mine.txt", "text": "of the agent"})


def test_a_swap_of_names_gives_no_file_of_the_person_away(desk):
    async def work():
        opened = desk.open(mode=Mode.DESTRUCTIVE)
        swap = organise({"move": "mine.txt", "to": "user.txt"}, {"move": "user.txt", "to": "mine.txt"})
        await desk.turn(opened, MAKE, swap, organise({"delete": "mine.txt"}), says("done"))

    asyncio.run(work())
    assert asked_about(desk) == ["mine.txt"]  # it is the person's file by now


def test_what_the_person_put_back_is_theirs_again(desk):
    async def work():
        opened = desk.open(mode=Mode.DESTRUCTIVE)
        first = organise({"delete": "user.txt"}, {"delete": "notes.txt"})
        await desk.turn(opened, first, says("done"))
        await opened.undo(opened.session.state.checkpoints[-1].id, ("user.txt",))
        await desk.turn(opened, organise({"delete": "user.txt"}), says("done"))

    asyncio.run(work())
    assert asked_about(desk) == ["user.txt", "notes.txt", "user.txt"]


def test_another_folder_never_takes_the_name_and_the_rights_of_one_that_was_taken_back(desk, tmp_path):
    other = tmp_path / "Other"
    other.mkdir()
    (other / "mine.txt").write_text("of the person")

    async def work():
        opened = desk.open(mode=Mode.DESTRUCTIVE)
        await desk.turn(opened, MAKE, says("done"))
        (first,) = opened.session.state.roots
        opened.revoke(first.name)
        second = opened.grant(RootGranted("", str(other)))
        assert second.name != first.name
        await desk.turn(opened, organise({"delete": f"{second.name}:mine.txt"}), says("done"))
        opened.revoke(second.name)
        return first.name, opened.grant(RootGranted("", str(desk.root))).name

    first, again = asyncio.run(work())
    assert asked_about(desk) == ["Other:mine.txt"]
    assert again == first


@pytest.mark.parametrize("name", ["~notes.txt", "a:b.txt", "October:c.txt"])
def test_a_session_that_worked_on_an_odd_name_is_opened_again(desk, name):
    (desk.root / name).write_text("one")

    async def work():
        opened = desk.open()
        change = calls("edit", {"path": f"./{name}", "ops": [{"op": "replace", "find": "one", "with": "two"}]})
        await desk.turn(opened, calls("read", {"path": f"./{name}"}), change, says("done"))
        assert (desk.root / name).read_text() == "two"
        return desk.house.open(opened.session.id, lambda *_: None)

    again = asyncio.run(work())
    assert again.session.state.checkpoints


def test_a_session_hears_what_another_process_did_in_it_before_it_goes_on(desk, tmp_path):
    async def work():
        journal, told = desk.house.journal, []
        journal.start("s")
        theirs = Session("s", journal, lambda *_: None, (claim := Claim(tmp_path / "s.lock")), "en")
        assert theirs.recover()
        ours = Session("s", journal, lambda seq, notice: told.append(notice), Claim(tmp_path / "s.lock"), "en")
        assert not ours.recover()
        theirs.emit(TurnStarted("t", "second"))
        theirs.emit(MessageAdded(UserMessage((Text("second"),))))
        claim.free()
        assert ours.recover()
        return ours, told

    ours, told = asyncio.run(work())
    assert [text_of(message.parts) for message in ours.state.history if isinstance(message, UserMessage)] == ["second"]
    assert [type(notice).__name__ for notice in told][:2] == ["TurnStarted", "MessageAdded"]
