"""The words before the History are true of the folder as it is now."""

import datetime

from agent.core.actions import Mode
from agent.core.changes import Changed, Checkpoint
from agent.core.events import RootGranted
from agent.session.prompt import system_prompt


def prompted(*checkpoints):
    root = RootGranted("", "/home/me/Receipts")
    return system_prompt((root,), Mode.ACT, datetime.date(2026, 11, 25), checkpoints=checkpoints)


def test_what_the_person_undid_is_told_though_the_history_says_done():
    made = Checkpoint("1", "s", "Make", "", (Changed("create", "a.xlsx"), Changed("modify", "b.txt")), undone=True)
    undo = Checkpoint("2", "s", "Undo", "", (Changed("delete", "a.xlsx"), Changed("modify", "b.txt")), undoes="1")
    assert "undid" not in prompted(Checkpoint("1", "s", "Make", "", (Changed("create", "a.xlsx"),)))
    assert "this is what the undo did: delete a.xlsx, modify b.txt." in prompted(made, undo)


def test_an_undo_that_was_undone_itself_is_no_news():
    undo = Checkpoint("2", "s", "Undo", "", (Changed("delete", "a.xlsx"),), undoes="1", undone=True)
    redo = Checkpoint("3", "s", "Redo", "", (Changed("create", "a.xlsx"),), undoes="2")
    assert "undid" not in prompted(undo, redo)
