"""What is asked, allowed and denied, by effects and Mode."""

import pytest

from agent.core.actions import Action, Allow, Ask, Deny, Effect, Grant, Intent, Mode
from agent.core.changes import ChangeSet, Create, Delete, MakeFolder, Modify, Move, Staged
from agent.core.paths import Place
from agent.policy.facts import Facts
from agent.policy.gate import RuleGate
from agent.policy.rows import MASS_MOVES

STAGED = Staged("/staging/1", "00", 12)
NEW = Create(Place("", "new.txt"), STAGED)
OVERWRITE = Modify(Place("", "old.txt"), "11", STAGED)
GONE = Delete(Place("", "gone.txt"))


def move(number):
    return Move(Place("", f"{number}.txt"), Place("", f"sorted/{number}.txt"))


def gate(mode=Mode.DESTRUCTIVE, grants=(), made=()):
    return RuleGate(lambda: Facts(mode, tuple(grants), dict(made)))


def judged(*changes, **facts):
    return gate(**facts).judge_changes(ChangeSet("A change", changes))


def test_new_files_and_folders_are_not_asked_by_default():
    assert isinstance(judged(NEW, MakeFolder(Place("", "f"))), Allow)


@pytest.mark.parametrize("change", [OVERWRITE, GONE])
def test_overwriting_and_deleting_what_was_there_is_asked_by_default(change):
    verdict = judged(NEW, change)
    assert isinstance(verdict, Ask)
    assert [row.destructive for row in verdict.question.rows] == [False, True]
    assert [row.index for row in verdict.question.rows] == [0, 1]


@pytest.mark.parametrize("change", [OVERWRITE, Delete(Place("", "old.txt"), "11")])
def test_files_that_this_session_made_may_be_changed_again_until_the_person_writes_there(change):
    assert isinstance(judged(change, made=[("old.txt", "11")]), Allow)
    assert isinstance(judged(change, made=[("old.txt", "10")]), Ask)
    assert isinstance(judged(GONE, made=[("gone.txt", "11")]), Ask)


def test_a_few_moves_are_not_asked_and_many_are():
    assert isinstance(judged(*map(move, range(MASS_MOVES))), Allow)
    assert isinstance(judged(*map(move, range(MASS_MOVES + 1))), Ask)


def test_the_mode_decides():
    assert isinstance(judged(NEW, mode=Mode.PLAN), Deny)
    assert isinstance(judged(NEW, mode=Mode.CHANGES), Ask)
    assert isinstance(judged(GONE, mode=Mode.ACT), Allow)


def test_a_standing_grant_covers_its_pattern_and_nothing_else():
    grant = Grant(Effect.DELETE, "*.tmp")
    assert isinstance(judged(Delete(Place("", "a.tmp")), grants=[grant]), Allow)
    assert isinstance(judged(Delete(Place("", "a.txt")), grants=[grant]), Ask)
    assert isinstance(judged(Modify(Place("", "a.tmp"), "11", STAGED), grants=[grant]), Ask)


def test_the_question_is_bound_to_the_bytes():
    one = judged(OVERWRITE)
    other = judged(Modify(OVERWRITE.place, "11", Staged("/staging/1", "01", 12)))
    assert isinstance(one, Ask)
    assert isinstance(other, Ask)
    assert one.question.digest != other.question.digest


def test_reading_is_what_a_folder_is_granted_for():
    assert isinstance(gate().judge(Intent("Read", (Action(Effect.READ, "a.txt"),))), Allow)


@pytest.mark.parametrize("mode", [mode for mode in Mode if mode is not Mode.PLAN])
@pytest.mark.parametrize("effect", [Effect.EXECUTE, Effect.CONNECT, Effect.SEND])
def test_what_leaves_the_folder_is_always_asked(effect, mode):
    verdict = gate(mode).judge(Intent("Send", (Action(Effect.READ, "a"), Action(effect, "host"))))
    assert isinstance(verdict, Ask)
    assert not verdict.question.undoable
    assert [row.target for row in verdict.question.rows] == ["host"]
