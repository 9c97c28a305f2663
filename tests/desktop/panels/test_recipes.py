"""Recipe list, form and place fields."""

from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget

from agent.core.events import RootGranted
from desktop.views.panels.card_button import CardButton
from desktop.views.panels.place_text import labelled_place, place_label, place_text
from desktop.views.panels.recipe_form import RecipeForm
from desktop.views.panels.recipe_list import RecipeList
from desktop.wire.messages import Choice, FieldView, RecipeView

ROOTS = (RootGranted("", "/data/October"), RootGranted("Clients", "/data/Clients"))
FIELDS = (
    FieldView("words", "Words", "text", "hello"),
    FieldView("number", "Number", "number", "1"),
    FieldView("deep", "Subfolders", "bool", "true"),
    FieldView("day", "Day", "date"),
    FieldView("by", "By", "choice", "month", choices=(Choice("year", "Year"), Choice("month", "Month"))),
    FieldView("folder", "Folder", "folder"),
    FieldView("table", "Table", "file", required=True),
    FieldView("files", "Files", "files"),
)
RECIPE = RecipeView("tables:clean", "Clean a table", "Real dates and numbers", "sparkles", FIELDS)


@pytest.fixture
def form(qtbot) -> RecipeForm:
    made = RecipeForm()
    made.resize(640, 700)
    made.show()
    qtbot.addWidget(made)
    qtbot.waitExposed(made)
    return made


def named(form: RecipeForm, label: str) -> Any:
    return next(w for w in form.findChildren(QWidget) if w.accessibleName() == label)


def only_card(recipes: RecipeList) -> CardButton:
    (card,) = recipes.findChildren(CardButton)
    return card


def drop(widget: QWidget, *paths: str) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
    none = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, *none))
    QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, *none))


def test_an_empty_form_has_its_defaults_as_text(form):
    form.show_recipe(RECIPE, ROOTS)
    assert form.values() == {
        "words": "hello",
        "number": "1",
        "deep": "true",
        "day": "",
        "by": "month",
        "folder": "",
        "table": "",
        "files": "",
    }


def test_a_suggestion_fills_the_form_and_run_gives_its_values_back(form):
    filled = {
        "words": "請求書",
        "number": "2.5",
        "deep": "false",
        "day": "2026-10-03",
        "by": "year",
        "folder": "sub",
        "table": "a.csv",
        "files": "a.pdf\nClients:b.pdf",
    }
    form.show_recipe(RECIPE, ROOTS, filled, "3 tables lie here.")
    run = QSignalSpy(form.run_wanted)
    form.go.click()
    assert run.at(0) == ["tables:clean", filled]


def test_a_needed_field_is_asked_for_and_gets_the_focus(form):
    form.show_recipe(RECIPE, ROOTS)
    run = QSignalSpy(form.run_wanted)
    form.go.click()
    assert run.count() == 0
    assert any("Table" in label.text() for label in form.findChildren(QLabel) if label.property("role") == "danger")
    assert QApplication.focusWidget() is named(form, "Table")


def test_full_width_digits_are_numbers(form):
    form.show_recipe(RECIPE, ROOTS)
    line = named(form, "Number")
    assert isinstance(line, QLineEdit)
    line.clear()
    typed = QInputMethodEvent()
    typed.setCommitString("１２．５")
    QApplication.sendEvent(line, typed)
    assert form.values()["number"] == "12.5"
    QTest.keyClicks(line, "abc")
    assert form.values()["number"] == "12.5"


def test_every_editor_is_reached_by_tab_and_has_a_name(form):
    form.show_recipe(RECIPE, ROOTS)
    seen = set()
    named(form, "Words").setFocus()
    for _ in range(40):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.add(focused.accessibleName() or getattr(focused, "text", str)())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert {"Words", "Number", "Subfolders", "Day", "By", "Folder", "Table", form.go.text()} <= seen


def test_dropped_files_become_places_and_strangers_are_refused(form):
    form.show_recipe(RECIPE, ROOTS)
    files = named(form, "Files").parent()
    drop(files, "/data/October/a.pdf", "/data/Clients/x/b.pdf", "/etc/passwd", "/data/October/a.pdf")
    assert form.values()["files"] == "a.pdf\nClients:x/b.pdf"
    assert files.problem.isVisible()


def test_marked_files_are_taken_out_by_the_delete_key(form):
    form.show_recipe(RECIPE, ROOTS, {"files": "a.pdf\nb.pdf"})
    view = named(form, "Files")
    view.setFocus()
    view.selectAll()
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert form.values()["files"] == ""


def test_the_picker_opens_in_the_granted_folder_without_blocking(form, tmp_path, qtbot):
    (tmp_path / "in").mkdir()
    form.show_recipe(RECIPE, (RootGranted("", str(tmp_path)),))
    button = next(b for b in named(form, "Folder").parent().findChildren(QPushButton))
    button.click()
    dialog = form.findChild(QFileDialog)
    assert dialog.directory().path() == str(tmp_path)
    dialog.filesSelected.emit([str(tmp_path / "in")])
    assert form.values()["folder"] == "in"
    dialog.close()


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/data/October", "."),
        ("/data/October/a b/ü.pdf", "a b/ü.pdf"),
        ("/data/Clients", "Clients:"),
        ("/data/Octoberfest/a", None),
        ("/data/October/../x", None),
    ],
)
def test_only_what_lies_below_a_granted_folder_is_a_place(path, place):
    assert place_text(path, ROOTS) == place


@pytest.mark.parametrize("place", [".", "a b/ü.pdf", "Clients:", "Clients:x/y", "October"])
def test_a_place_is_shown_by_the_name_of_its_folder_and_read_back(place):
    label = place_label(place, ROOTS)
    assert label.startswith(("October", "Clients"))
    assert labelled_place(label, ROOTS) == place


def test_a_place_that_is_typed_by_hand_stays_as_it_is():
    for text in ("", "new.xlsx", "../x", "/etc"):
        assert labelled_place(text, ROOTS) == text


def test_a_root_of_single_files_gives_only_those():
    only = (RootGranted("", "/data", only=("a.pdf",)),)
    assert (place_text("/data/a.pdf", only), place_text("/data/b.pdf", only)) == ("a.pdf", None)


def test_recipes_are_found_by_their_words_whatever_the_width(qtbot):
    recipes = RecipeList()
    qtbot.addWidget(recipes)
    recipes.show_recipes((RECIPE, RecipeView("pdf:pages", "PDF の結合", "ページを選ぶ", "files", ())))
    for typed, expected in (("", 2), ("clean NUMBERS", 1), ("ｐｄｆ", 1), ("nothing like it", 0)):
        recipes.search.setText(typed)
        assert len(recipes.found()) == expected


def test_a_card_is_pressed_by_the_keyboard(qtbot):
    recipes = RecipeList()
    recipes.resize(600, 400)
    recipes.show()
    qtbot.addWidget(recipes)
    recipes.show_recipes((RECIPE,))
    chosen = QSignalSpy(recipes.chosen)
    card = only_card(recipes)
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Space)
    assert chosen.at(0) == ["tables:clean"]
    assert card.accessibleName() == "Clean a table"
