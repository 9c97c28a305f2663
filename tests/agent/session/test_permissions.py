"""Standing permissions over time: given, kept, bound to their folder, and taken back while a task runs."""

import asyncio
import time
from dataclasses import replace

import pytest

from agent.core.actions import Effect, Grant, Mode
from agent.core.errors import NeedsUserError
from agent.core.events import GrantGiven, GrantRevoked, QuestionAsked, RootGranted
from agent.models.scripted import calls, says
from desktop.compose.grants import GrantStore, Standing
from tests.journeys.october import Desk

TXT = Grant(Effect.WRITE, "*.txt")
ALWAYS = replace(TXT, lifetime="always")


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path, "en")
    yield made
    made.house.close()


def write(words):
    return calls("write_file", {"path": "notes.txt", "text": words})


READ = calls("read", {"path": "notes.txt"})


class Taking:
    """A person who takes `offer` with each answer, offered or not."""

    def __init__(self, desk, offer):
        self.desk = desk
        self.offer = offer

    async def ask(self, question, call=""):
        self.desk.told.append(QuestionAsked("", question))
        answer = question.answer(tuple(row.index for row in question.rows), True, grant=self.offer)
        return replace(answer, at=time.time())


def questions(desk):
    return len(desk.of(QuestionAsked))


def new_files(desk, name="more.txt"):
    (desk.root / name).write_text("of the person")


def overwrite(name):
    return [calls("read", {"path": name}), calls("write_file", {"path": name, "text": "new"})]


def test_a_permission_counts_from_the_next_call_and_is_taken_back_at_the_next_call(desk):
    for name in "abc":
        new_files(desk, f"{name}.txt")

    async def work():
        opened = desk.open(mode=Mode.DESTRUCTIVE)
        opened.give_grant(TXT)

        def revoked(_):
            opened.revoke_grant(TXT)
            return overwrite("b.txt")[1]

        read_b = calls("read", {"path": "b.txt"})
        await desk.turn(opened, *overwrite("a.txt"), read_b, revoked, says("done"))
        return opened.grants()

    assert asyncio.run(work()) == ()
    assert [question.question.rows[0].target for question in desk.of(QuestionAsked)] == ["b.txt"]


def test_a_permission_for_always_counts_in_every_session_over_its_folder_and_in_no_other(desk, tmp_path):
    other = tmp_path / "Other"
    other.mkdir()
    (other / "notes.txt").write_text("x")

    async def work():
        first = desk.open(mode=Mode.DESTRUCTIVE)
        first.give_grant(ALWAYS)
        second = desk.house.new_session((RootGranted("", str(other)),), lambda *_: None, "en")
        second.grant(RootGranted("", str(desk.root)))
        return first.grants(), second.grants()

    here, there = asyncio.run(work())
    assert here == ((ALWAYS, str(desk.root)),)
    assert there == ((replace(ALWAYS, pattern="October:*.txt"), str(desk.root)),)


def test_a_permission_that_another_process_takes_back_counts_no_more_in_a_running_task(desk):
    async def work():
        opened = desk.open(mode=Mode.DESTRUCTIVE)
        opened.give_grant(ALWAYS)
        kept = desk.house.grants.list()

        def revoked(_):
            another = GrantStore(desk.house.home.settings / "grants.json", desk.house.home.vault)
            another.remove(kept[0])
            return write("two")

        new_files(desk)
        await desk.turn(opened, *overwrite("more.txt"), READ, revoked, says("done"))

    asyncio.run(work())
    assert [told.question.rows[0].target for told in desk.of(QuestionAsked)] == ["notes.txt"]


@pytest.mark.parametrize("lifetime", ["session", "always"])
def test_an_offer_that_is_taken_with_an_answer_is_kept(desk, lifetime):
    new_files(desk)

    async def work():
        opened = desk.open(mode=Mode.DESTRUCTIVE)
        await desk.turn(opened, READ, write("two"), *overwrite("more.txt"), says("ok"),
                        approver=Through(opened, Taking(desk, replace(TXT, lifetime=lifetime))))  # fmt: skip
        return opened.grants()

    assert asyncio.run(work()) == ((replace(TXT, lifetime=lifetime), str(desk.root)),)
    assert questions(desk) == 2  # asked once, told twice: by the Session and by the person
    assert len(desk.house.grants.list()) == (lifetime == "always")


@pytest.mark.parametrize(
    "wrong",
    [
        Grant(Effect.WRITE, "*"), Grant(Effect.DELETE, "*.txt", "always"), Grant(Effect.SEND, "a@b.test"),
        Grant(Effect.SEND, "a@b.test", "always"),
    ],
)  # fmt: skip
def test_a_permission_that_was_not_offered_is_not_kept(desk, wrong):
    async def work():
        opened = desk.open(mode=Mode.DESTRUCTIVE)
        await desk.turn(opened, READ, write("two"), says("ok"), approver=Through(opened, Taking(desk, wrong)))
        return opened.grants()

    assert asyncio.run(work()) == ()
    assert desk.house.grants.list() == ()


class Through:
    """Asks by the Session, as a front door does, and lets a person answer there."""

    def __init__(self, opened, person):
        self.opened = opened
        self.person = person

    async def ask(self, question, call=""):
        waiting = asyncio.ensure_future(self.opened.session.ask(question))
        await asyncio.sleep(0)
        self.opened.session.answer(await self.person.ask(question))
        return await waiting


def test_deleting_is_never_allowed_for_always_not_even_by_the_file(desk):
    async def work():
        opened = desk.open()
        with pytest.raises(NeedsUserError) as refused:
            opened.give_grant(Grant(Effect.DELETE, "*.txt", "always"))
        path = desk.house.home.settings / "grants.json"
        desk.house.grants.add(Standing(str(desk.root), ALWAYS))
        path.write_text(path.read_text().replace('"write"', '"delete"'))
        return refused.value.code, opened.grants()

    assert asyncio.run(work()) == ("not_always", ())


def test_giving_and_taking_back_are_in_the_journal(desk):
    async def work():
        opened = desk.open()
        for grant in (TXT, ALWAYS):
            opened.give_grant(grant)
            opened.revoke_grant(grant)
        return opened.grants()

    assert asyncio.run(work()) == ()
    assert (
        [told.grant for told in desk.of(GrantGiven)] == [told.grant for told in desk.of(GrantRevoked)] == [TXT, ALWAYS]
    )


def test_a_permission_for_a_folder_that_is_not_granted_cannot_be_given(desk):
    async def work():
        with pytest.raises(NeedsUserError) as refused:
            desk.open().give_grant(replace(ALWAYS, pattern="Elsewhere:*.txt"))
        return refused.value.code

    assert asyncio.run(work()) == "no_folder"


def test_the_file_is_replaced_as_a_whole_and_a_broken_one_permits_nothing(tmp_path):
    store = GrantStore(tmp_path / "grants.json", tmp_path)
    standing = Standing("/a/b", ALWAYS)
    store.add(standing)
    store.add(Standing("", Grant(Effect.SEND, "a@b.test", "always")))
    first = (tmp_path / "grants.json").stat().st_ino
    store.remove(standing)
    assert [one.grant.pattern for one in store.list()] == ["a@b.test"]
    assert (tmp_path / "grants.json").stat().st_ino != first
    (tmp_path / "grants.json").write_text('[{"kind": "standing", "root": 5}]')
    assert store.list() == ()
    (tmp_path / "grants.json").unlink()
    assert store.list() == ()


def test_every_write_of_permissions_takes_the_same_lock(tmp_path):
    (tmp_path / "settings").mkdir()
    store = GrantStore(tmp_path / "settings" / "grants.json", tmp_path)
    for name in "abc":
        store.add(Standing(str(tmp_path), Grant(Effect.WRITE, f"{name}/*.xlsx", "always")))
    first = set((tmp_path / "locks").iterdir())
    store.remove(store.list()[0])
    assert set((tmp_path / "locks").iterdir()) == first
    assert len(store.list()) == 2


class Refusing(Taking):
    """A front door that sends a permission along with a no."""

    async def ask(self, question, call=""):
        return replace(await super().ask(question), accepted=(), yes=False)


@pytest.mark.parametrize("lifetime", ["session", "always"])
def test_a_no_gives_no_permission(desk, lifetime):
    new_files(desk)

    async def work():
        opened = desk.open(mode=Mode.DESTRUCTIVE)
        person = Through(opened, Refusing(desk, replace(TXT, lifetime=lifetime)))
        await desk.turn(opened, *overwrite("more.txt"), says("ok"), approver=person)
        return opened.grants()

    assert asyncio.run(work()) == ()
    assert questions(desk) == 2
    assert desk.house.grants.list() == ()
