"""The history of changes: how each one stands."""

import pytest

from agent.core.actions import Mode
from agent.core.changes import Changed, Checkpoint
from agent.core.events import CheckpointMade
from desktop.presenter.history import PastState, past_tasks
from desktop.wire.messages import Past, SessionView

MADE = Checkpoint("c1", "s", "Tidy", "", (Changed("modify", "a.txt"), Changed("delete", "b.txt")))


def history(*undos, state="done", purged=()):
    """The history of one change and what was put back of it."""
    made = (CheckpointMade(MADE, "call"), *(CheckpointMade(undo) for undo in undos))
    view = SessionView("s", "Title", state, "", Mode.DESTRUCTIVE)
    (task,) = past_tasks((Past(view, made, purged),))
    return task.changes


def undo(*changed, undoes=""):
    return Checkpoint("u1", "s", "Tidy", "", changed, undoes)


@pytest.mark.parametrize(
    ("undos", "purged", "state", "still"),
    [
        ((), (), PastState.THERE, 2),
        ((undo(Changed("modify", "a.txt")),), (), PastState.PARTLY, 1),
        ((undo(*MADE.changed, undoes="c1"),), (), PastState.BACK, 0),
        ((), ("c1",), PastState.PURGED, 0),
        ((undo(*MADE.changed, undoes="c1"),), ("c1",), PastState.BACK, 0),
    ],
)
def test_a_change_says_how_it_stands_and_what_can_still_be_put_back(undos, purged, state, still):
    change = history(*undos, purged=purged)[-1]
    assert (change.state, len(change.open_places)) == (state, still)


def test_the_newest_comes_first_and_an_undo_is_a_line_that_is_not_undone_again():
    newest, oldest = history(undo(*MADE.changed, undoes="c1"))
    assert (newest.state, newest.open_places) == (PastState.UNDO, ())
    assert oldest.checkpoint is MADE


def test_nothing_is_put_back_while_the_task_works():
    assert history(state="running")[0].open_places == ()
