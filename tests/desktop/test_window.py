"""The real window, without a screen, with the real host behind it."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from agent.core.actions import Approval
from desktop.app.client import Client
from desktop.views.main_window import MainWindow
from desktop.views.theme.apply import apply_theme
from tests.journeys.program import SAMPLES, tree

PATIENCE = 30_000


@pytest.fixture
def folder(tmp_path):
    """A copy of the sample files."""
    made = tmp_path / "October"
    made.mkdir()
    for source in sorted((SAMPLES / "en").iterdir()):
        (made / source.name).write_bytes(source.read_bytes())
        os.utime(made / source.name, ns=(10**18, 10**18 + 5))
    return made


@pytest.fixture
def window(qtbot, tmp_path, monkeypatch):
    """The window, shown, with a host of its own."""
    monkeypatch.setenv("DESKHAND_HOME", str(tmp_path / "home"))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, "light")
    client = Client()
    shown = MainWindow(client, "en")
    qtbot.addWidget(shown)
    client.start()
    shown.begin([])
    shown.show()
    yield shown
    client.close()


def dropped(window, path: Path):
    """Drop a folder on the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    where = QPoint(300, 300)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(where, Qt.DropAction.CopyAction, data, buttons, keys))


def test_a_dropped_folder_is_worked_on_by_a_recipe_approved_row_by_row_and_put_back(qtbot, window, folder):
    before = tree(folder)
    with qtbot.waitSignal(window.opened, timeout=PATIENCE):
        dropped(window, folder)
    window.form.run_wanted.emit("files:organise", {})
    qtbot.waitUntil(window.approval.isVisible, timeout=PATIENCE)
    question = window._picture.question
    kept = question.rows[0]
    accepted = tuple(row.index for row in question.rows if row is not kept)
    window.approval.answered.emit(Approval(question.id, accepted, True))
    qtbot.waitUntil(lambda: not window._picture.running, timeout=PATIENCE)
    assert (folder / kept.target).exists()
    assert tree(folder) != before
    assert not window.approval.isVisible()
    window.inspector.undo_all_wanted.emit()
    qtbot.waitUntil(lambda: tree(folder) == before, timeout=PATIENCE)


def test_a_host_that_is_killed_comes_back_and_the_window_goes_on(qtbot, window, folder):
    with qtbot.waitSignal(window.opened, timeout=PATIENCE):
        dropped(window, folder)
    before = tree(folder)
    window.form.run_wanted.emit("files:organise", {})
    qtbot.waitUntil(window.approval.isVisible, timeout=PATIENCE)
    client = window._host
    with qtbot.waitSignal(window.opened, timeout=PATIENCE):
        client._process.kill()
    assert not window.banner.isHidden()
    assert not window._picture.running
    assert tree(folder) == before


def test_the_sample_is_ready_in_one_step(qtbot, window):
    with qtbot.waitSignal(window.opened, timeout=PATIENCE):
        window.page.sample_wanted.emit()
    assert window._picture.roots


def test_words_without_a_model_offer_what_fits_and_stay(qtbot, window, folder):
    with qtbot.waitSignal(window.opened, timeout=PATIENCE):
        dropped(window, folder)
    window.composer.set_draft("find duplicate files")
    window.composer.send.click()
    qtbot.waitUntil(window.offer.isVisible, timeout=PATIENCE)
    assert window.composer.draft()[0] == "find duplicate files"


def test_enter_sends_but_not_while_an_input_method_composes(qtbot, window):
    sent = []
    window.composer.sent.connect(lambda text, _: sent.append(text))
    QApplication.sendEvent(window.composer.editor, QInputMethodEvent("にほ", []))
    assert sent == []
    done = QInputMethodEvent()
    done.setCommitString("日本語")
    QApplication.sendEvent(window.composer.editor, done)
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert sent == []
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return)
    assert sent == ["日本語"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_states_are_drawn_for_a_look(qtbot, window, folder, theme):
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    target = Path(__file__).resolve().parents[2] / "screenshots"
    target.mkdir(exist_ok=True)
    qtbot.waitUntil(lambda: window._welcome is not None, timeout=PATIENCE)
    apply_theme(app, theme)
    assert window.grab().save(str(target / f"first-{theme}.png"))
    with qtbot.waitSignal(window.opened, timeout=PATIENCE):
        dropped(window, folder)
    qtbot.wait(500)
    assert window.grab().save(str(target / f"folder-{theme}.png"))
    window.form.run_wanted.emit("files:organise", {})
    qtbot.waitUntil(window.approval.isVisible, timeout=PATIENCE)
    qtbot.wait(200)
    assert window.grab().save(str(target / f"question-{theme}.png"))
    question = window._picture.question
    window.approval.answered.emit(Approval(question.id, tuple(r.index for r in question.rows), True))
    qtbot.waitUntil(lambda: not window._picture.running, timeout=PATIENCE)
    qtbot.wait(300)
    shot = window.grab()
    assert shot.save(str(target / f"done-{theme}.png"))
    assert len({shot.toImage().pixel(x, 400) for x in range(0, shot.width(), 7)}) > 3
