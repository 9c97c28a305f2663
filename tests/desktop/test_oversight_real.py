"""The same with the real host: a task of the past that deleted a file, its record, its earlier version."""

import asyncio
import sqlite3

import pytest

from agent.core.actions import Effect, Grant
from agent.core.changes import ChangeSet, Delete
from agent.core.events import CheckpointMade, RootGranted, SessionChanged
from agent.core.paths import Place
from desktop.compose.grants import Standing
from desktop.compose.home import Home
from desktop.compose.house import built_house
from desktop.views.dialogs.settings import PERMISSIONS, VERSIONS
from desktop.views.dialogs.versions_page import VERSION
from desktop.views.panels.permission_line import PermissionLine
from tests.desktop.conftest import PATIENCE
from tests.desktop.test_oversight import line, texts
from tests.journeys.program import tree

REPORTS = Grant(Effect.WRITE, "Reports/*.xlsx", "always")


@pytest.fixture
def until(qtbot):
    """Wait for something to become true."""
    return lambda condition: qtbot.waitUntil(condition, timeout=PATIENCE)


async def worked(home, folder):
    """A task deletes a file, and something is allowed for always."""
    house = built_house(home)
    opened = house.new_session((RootGranted("", str(folder)),), lambda *_: None, "en")
    opened.session.emit(SessionChanged("Tidy up"))
    victim = next(path.name for path in sorted(folder.iterdir()) if path.is_file())
    made = await opened.ledger.commit(ChangeSet("Delete one file", (Delete(Place("", victim)),)))
    opened.session.emit(CheckpointMade(made, "c1"))
    house.grants.add(Standing(str(folder), REPORTS))
    opened.session.close()
    house.close()


@pytest.fixture
def past(tmp_path, folder, monkeypatch):
    """A state folder in which a task deleted a file and a permission was given for always."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    home = Home(tmp_path / "home")
    for path in (home.vault, home.staging, home.settings):
        path.mkdir(parents=True)
    before = tree(folder)
    asyncio.run(worked(home, folder))
    return folder, before, home


@pytest.fixture
def stage(past, play, until):
    """A window over it, with the task open."""
    made = play()
    view = made.controller.picture.sessions.views[0]
    made.window.sidebar.chosen.emit(view.id)
    until(lambda: bool(made.controller.picture.session.checkpoints))
    return made


def test_a_change_of_the_past_is_put_back_from_the_history(past, stage, until):
    folder, before, _ = past
    stage.window.sidebar.history.click()
    until(lambda: stage.history._history is not None)
    dialog = stage.history._history
    dialog.tree.setCurrentItem(line(dialog.tree, "Delete one file"))
    dialog.back.click()
    until(lambda: tree(folder) == before)
    until(lambda: line(dialog.tree, "Delete one file").text(2) == "put back")


def test_the_record_is_whole_and_one_that_was_changed_is_not(past, stage, until):
    stage.window.header.record_wanted.emit()
    dialog = stage.history._record
    until(lambda: dialog._card.property("card") == "good")
    dialog.close_button.click()
    with sqlite3.connect(past[2].journal) as database:
        database.execute("UPDATE event SET body = replace(body, 'Tidy up', 'Tidy it') WHERE body LIKE '%Tidy up%'")
    database.close()
    stage.window.header.record_wanted.emit()
    dialog = stage.history._record
    until(lambda: dialog._card.property("card") == "error")


def test_a_permission_for_always_is_listed_and_taken_back_for_good(past, stage, until):
    until(lambda: "Change .xlsx files in “Reports” and below" in texts(stage.window.inspector.access))
    stage.settings._open(PERMISSIONS)
    page = stage.settings._dialog.permissions
    until(lambda: bool(page.findChildren(PermissionLine)))
    page.findChildren(PermissionLine)[0].take_back.click()
    until(lambda: "Nothing is allowed for always." in texts(page))
    until(lambda: not stage.controller.picture.permissions)
    house = built_house(past[2])
    assert house.grants.list() == ()
    house.close()


def test_a_permission_is_taken_back_from_the_inspector(past, stage, until):
    until(lambda: bool(stage.controller.picture.permissions))
    stage.window.inspector.access.findChildren(PermissionLine)[0].take_back.click()
    until(lambda: not stage.controller.picture.permissions)


def test_an_earlier_version_goes_to_the_trash_and_the_history_says_so(past, tmp_path, stage, until):
    stage.settings._open(VERSIONS)
    page = stage.settings._dialog.versions
    until(lambda: page.tree.topLevelItemCount() == 1)
    item = page.tree.topLevelItem(0).child(0)
    assert item.text(0).startswith("Delete one file")
    kept = item.data(0, VERSION)
    stage.settings._purge((kept.checkpoint,))
    until(lambda: page.tree.topLevelItemCount() == 0)
    assert list((tmp_path / "share" / "Trash" / "files").iterdir())
    stage.window.header.history_wanted.emit()
    until(lambda: stage.history._history is not None)
    assert line(stage.history._history.tree, "Delete one file").text(2) == "no earlier version"
