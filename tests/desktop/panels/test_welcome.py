"""The page of an empty Session."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from agent.core.events import RootGranted
from desktop.views.panels.card_button import CardButton
from desktop.views.panels.welcome import WelcomePage
from desktop.wire.messages import RecipeView, Suggestion

ROOTS = (RootGranted("", "/data/October"),)
RECIPE = RecipeView("files:organise", "Organise", "By month", "folder-tree", ())


@pytest.fixture
def page(qtbot) -> WelcomePage:
    made = WelcomePage()
    made.resize(700, 700)
    made.show()
    qtbot.addWidget(made)
    qtbot.waitExposed(made)
    return made


def test_the_first_run_asks_for_a_folder_and_offers_samples(page):
    page.show_state((), (), (), model_connected=False)
    sampled = QSignalSpy(page.sample_wanted)
    assert page.drop.isVisible()
    page.sample.click()
    assert sampled.count() == 1


def test_a_dropped_folder_is_handed_over_and_text_is_no_drop(page):
    chosen = QSignalSpy(page.folder_chosen)
    text, folder = QMimeData(), QMimeData()
    text.setText("hello")
    folder.setUrls([QUrl.fromLocalFile("/data/経費")])
    for mime, taken in ((text, False), (folder, True)):
        none = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        entered = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, *none)
        entered.ignore()
        QApplication.sendEvent(page.drop, entered)
        assert entered.isAccepted() is taken
    none = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(page.drop, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, folder, *none))
    assert chosen.at(0) == ["/data/経費"]


def test_a_folder_is_chosen_in_the_systems_dialog(page):
    chosen = QSignalSpy(page.folder_chosen)
    page.drop.choose.click()
    dialog = page.findChild(QFileDialog)
    dialog.fileSelected.emit("/data/October")
    dialog.close()
    assert chosen.at(0) == ["/data/October"]


def test_a_recent_folder_is_one_click_away(page, qtbot):
    page.show_state((), (), (), ROOTS, model_connected=True)
    chosen = QSignalSpy(page.folder_chosen)
    next(b for b in page.recent.findChildren(QPushButton) if b.text() == "October").click()
    assert chosen.at(0) == ["/data/October"]


def test_a_suggestion_gives_the_recipe_and_its_values(page):
    fits = Suggestion("files:organise", {"by": "month"}, "14 files of October")
    stale = Suggestion("gone:recipe", {}, "")
    page.show_state(ROOTS, (fits, stale), (RECIPE,), model_connected=False)
    chosen = QSignalSpy(page.recipe_chosen)
    cards = page.suggestions.findChildren(CardButton)
    assert len(cards) == 1
    cards[0].click()
    assert chosen.at(0) == ["files:organise", {"by": "month"}]
    assert not page.drop.isVisible()


def test_the_note_about_models_leaves_when_one_is_connected(page):
    page.show_state((), (), (), model_connected=False)
    assert page.connect_model.isVisible()
    wanted = QSignalSpy(page.connect_wanted)
    page.connect_model.click()
    assert wanted.count() == 1
    page.show_state((), (), (), model_connected=True)
    assert not page.connect_model.isVisible()
