"""Every state of the window as a picture below screenshots/: to be looked at.

Here in two looks, which between them have both languages and both themes; `pytest tests/long/looks.py` draws all four.
"""

import base64
import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from agent.core.documents import Passage
from agent.documents.drawing.drawing import draw_passages
from desktop.compose.previews import BY_OFFICE
from desktop.presenter.window import Page
from desktop.views.dialogs.sent_dialog import SentDialog
from desktop.views.dialogs.settings import CODE, GENERAL, MODELS, PERMISSIONS, SPENDING, VERSIONS
from desktop.views.timeline.delegates_card import DelegatesCard
from desktop.views.timeline.figures import Figures
from desktop.wire.messages import Preferences, Preview
from tests.desktop.conftest import PATIENCE

TARGET = Path(__file__).resolve().parents[2] / "screenshots"
LOOKS = [("light", "en"), ("dark", "ja")]


def wait(condition):
    """Wait for something that the host answers."""
    for _ in range(PATIENCE // 20):
        if condition():
            return
        QTest.qWait(20)
    raise AssertionError("it never came")


def steps_open(stage):
    """Open the steps that changed files."""
    for card in list(stage.window.timeline._cards.values()):
        for row in getattr(card, "rows", [])[-1:]:
            row.pressed.emit()


def delegates_open(stage):
    """The lines of all delegates, and below one its steps."""
    card = next(card for card in stage.window.timeline._cards.values() if isinstance(card, DelegatesCard))
    card.head.pressed.emit()
    card.rows["x.11"].pressed.emit()
    bar = stage.window.timeline.verticalScrollBar()
    wait(lambda: bar.maximum() > 400)
    QTest.qWait(200)
    bar.setValue(bar.maximum() - 60)


def change_shown(stage):
    """Look at the first changed file."""
    stage.window.inspector.show_newest()


def recipe_form(stage):
    """The form of the first recipe."""
    stage.window.start.recipe_chosen.emit("files:organise", {})


def recipe_list(stage):
    """All recipes."""
    stage.controller.turn_to(Page.RECIPES)


def settings(page):
    """A page of the settings."""
    return lambda stage: stage.settings._open(page)


def history(stage):
    """The history of the open task."""
    stage.window.header.history_wanted.emit()
    wait(lambda: stage.history._history is not None)


def history_file(stage):
    """A file of it, before and after."""
    history(stage)
    tree = stage.history._history.tree
    tree.setCurrentItem(tree.topLevelItem(2).child(0))
    view = stage.history._history.preview.differences
    wait(view.isVisible)


def history_all(stage):
    """The history of all tasks."""
    stage.window.sidebar.history.click()
    wait(lambda: stage.history._history is not None)
    tree = stage.history._history.tree
    tree.setCurrentItem(tree.topLevelItem(1).child(0))


def record(stage):
    """Whether the record is as it was written."""
    stage.window.header.record_wanted.emit()
    card = stage.history._record._card
    wait(lambda: card.property("card") != "well")


def purge(stage):
    """The question before earlier versions go."""
    stage.settings._open(VERSIONS)
    page = stage.settings._dialog.versions
    wait(lambda: page.purge.isEnabled())
    page.purge.click()


def grant(path):
    """The question about a folder."""
    return lambda stage: (stage.tasks.new(), stage.folders.take([path]))


def words_sent(stage):
    """Words without a model."""
    stage.window.composer.set_draft(stage.controller.tr("Find duplicates"))
    stage.window.composer.send.click()


def veil(stage):
    """Files are dragged over the window."""
    stage.window.veil.show()


def small(stage):
    """The smallest window that people use."""
    stage.window.resize(760, 620)


def sent(stage):
    """All that left."""
    stage.window.inspector.sent_wanted.emit()
    wait(lambda: stage.window.findChild(SentDialog) is not None)


def armed(stage):
    """The question has been seen long enough."""
    QTest.qWait(900)


def page(stage):
    """A page of a letter, and who drew it."""
    change_shown(stage)
    pane = stage.window.inspector.preview
    wait(lambda: pane.stack.currentWidget() is pane.differences)
    words = ["Delivery date", "Dear Mr Sato,", "the goods will arrive on January 15.", "納期のご案内", "敬具"]
    with tempfile.TemporaryDirectory() as folder:
        drawn = Path(folder, "page.png")
        passages = [Passage(f"P{at}", text, "text" if at else "heading", 1) for at, text in enumerate(words)]
        draw_passages(passages, 1, drawn, 900)
        image = base64.b64encode(drawn.read_bytes()).decode("ascii")
    note = BY_OFFICE.text(stage.controller.language)
    pane.show_preview(Preview("image", "letter.docx", note, image=image, pages=2))


def forecast(stage):
    """Words are written that will cost something: for a model that runs elsewhere."""
    stage.window.composer.model.chosen.emit("Sonnet")
    stage.window.composer.set_draft(stage.controller.tr("Find duplicates"))
    wait(lambda: stage.window.composer.forecast.isVisible())


def limit_raised(stage):
    """The question about another limit."""
    stage.window.timeline.remedy_wanted.emit("limit_task")


def spending(stage):
    """Limits, today's sum and prices."""
    stage.settings._open(SPENDING)
    wait(lambda: stage.settings._dialog.spending.findChildren(QPushButton))


def price(stage):
    """The price of a model that nobody knows."""
    spending(stage)
    stage.settings._dialog.spending.findChildren(QPushButton)[1].click()


def modes(stage):
    """The choice of a Mode."""
    stage.window.composer.mode.click()


def narrow(stage):
    """The window that small screens have."""
    stage.window.resize(800, 600)


def names_opened(stage):
    """Its files too, in the narrow window."""
    narrow(stage)
    change_shown(stage)


def model_page(stage):
    """The page of the first model."""
    stage.settings._open_models()
    wait(lambda: bool(stage.settings._dialog.models.cards))
    stage.settings._dialog.models.cards[0].open.click()


def model_tested(stage):
    """Its self-test runs."""
    model_page(stage)
    page = stage.settings._dialog.models.page
    page.test.click()
    wait(lambda: len(page.lines.lines) == 4)


def nothing_found(stage):
    """No server of models is there."""
    stage.settings._open_models()
    models = stage.settings._dialog.models
    models.look()
    wait(models.found.again.isEnabled)


def thorough(stage):
    """Words of which three drafts shall be made."""
    forecast(stage)
    stage.window.composer.thorough.setChecked(True)
    stage.window.composer.thorough.setFocus()


def code_open(stage):
    """What ran, and what came of it."""
    for _ in range(2):  # first the line of all steps
        steps_open(stage)
        QTest.qWait(100)
    bar = stage.window.timeline.verticalScrollBar()
    bar.setValue(bar.maximum() * 2 // 3)


def figure(stage):
    """A picture in full size."""
    wait(lambda: stage.window.findChildren(Figures))
    stage.window.findChildren(Figures)[-1].buttons[0].click()


def checked(stage):
    """The confinement of code, checked as far as the scene goes."""
    stage.settings._open(CODE)
    page = stage.settings._dialog.code
    wait(lambda: bool(page.cards))
    page.check.click()
    wait(lambda: page.check.isEnabled() or page.bar.value() > 60)


STATES = {
    "settings-code": ("done", settings(CODE)),
    "settings-code-checked": ("done", checked),
    "settings-code-checking": ("testing", checked),
    "settings-code-open": ("away", checked),
    "settings-code-missing": ("nothing", settings(CODE)),
    "code": ("code", None),
    "code-fetch": ("code_fetch", armed),
    "code-open": ("code", code_open),
    "no-sandbox": ("no_sandbox", None),
    "code-done": ("code_done", None),
    "code-done-open": ("code_done", code_open),
    "code-failed": ("code_failed", None),
    "code-figure": ("code_done", figure),
    "small-code": ("code_done", lambda stage: (narrow(stage), code_open(stage))),
    "fallback": ("fallback", armed),
    "small-fallback": ("fallback", narrow),
    "notes": ("notes", None),
    "model-tested": ("testing", model_tested),
    "model-away": ("away", model_page),
    "nothing-found": ("nothing", nothing_found),
    "thorough": ("done", thorough),
    "twenty-delegates": ("twenty", delegates_open),
    "names": ("names", None),
    "small-names": ("names", names_opened),
    "small-delegates": ("twenty", lambda stage: (narrow(stage), delegates_open(stage))),
    "small-reviewed": ("reviewed", narrow),
    "small-limit": ("limit", lambda stage: (narrow(stage), forecast(stage))),
    "first-run": ("welcome", None),
    "folder": ("empty", None),
    "running": ("running", None),
    "approval": ("waiting", change_shown),
    "question": ("asking", None),
    "done": ("done", change_shown),
    "done-open": ("done", steps_open),
    "delegates": ("delegates", None),
    "delegates-open": ("delegates", delegates_open),
    "reviewed": ("reviewed", None),
    "failed": ("failed", None),
    "cut-off": ("cut_off", None),
    "no-model": ("no_model", words_sent),
    "recipe-form": ("empty", recipe_form),
    "recipes": ("empty", recipe_list),
    "settings-models": ("done", settings(MODELS)),
    "settings-general": ("done", settings(GENERAL)),
    "settings-spending": ("done", spending),
    "price": ("done", price),
    "metered": ("metered", None),
    "limit": ("limit", forecast),
    "limit-raised": ("limit", limit_raised),
    "settings-permissions": ("done", settings(PERMISSIONS)),
    "settings-versions": ("done", settings(VERSIONS)),
    "history": ("done", history),
    "history-file": ("done", history_file),
    "history-all": ("done", history_all),
    "record": ("done", record),
    "record-tampered": ("tampered", record),
    "purge": ("done", purge),
    "grant": ("welcome", grant("/usr/share")),
    "drag": ("done", veil),
    "small": ("waiting", small),
    "modes": ("done", modes),
    "page": ("done", page),
    "approval-notes": ("noted", change_shown),
    "sent": ("done", sent),
    "outward": ("outward", armed),
    "small-outward": ("outward", small),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("theme", "language"), LOOKS)  # one after the other: to change the theme costs 0.2 s
def test_a_state_is_drawn_for_a_look(play, qtbot, state, theme, language):
    draw_state(play, qtbot, state, theme, language)


def draw_state(play, qtbot, state, theme, language):
    """Bring the window into that state and keep its picture."""
    scene, act = STATES[state]
    stage = play(scene, language, theme)
    window = stage.window
    if scene not in ("welcome", "empty", "no_model"):
        qtbot.waitUntil(lambda: bool(stage.controller.picture.session.items))
    else:
        qtbot.wait(120)
    if act is not None:
        act(stage)
    qtbot.wait(150)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    shot = window.grab()
    if dialogs := [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]:
        shot = dialogs[-1].grab()
    if (popup := QApplication.activePopupWidget()) is not None:
        shot = popup.grab()
        popup.close()
    TARGET.mkdir(exist_ok=True)
    assert shot.save(str(TARGET / f"{state}-{theme}-{language}.png"))
    colours = {shot.toImage().pixel(x, y) for x in range(0, shot.width(), 9) for y in range(0, shot.height(), 9)}
    assert len(colours) > 6


@pytest.mark.parametrize(("theme", "language"), LOOKS)
def test_a_real_task_is_drawn_from_its_question_to_its_result(play, qtbot, theme, language):
    """With the real host: the sample files, the recipe for receipts. The first one is the picture of the README."""
    stage = play("", language, theme)
    stage.settings._keep(Preferences(language, theme))
    qtbot.waitUntil(lambda: stage.controller.picture.welcome is not None, timeout=PATIENCE)
    window = stage.window
    TARGET.mkdir(exist_ok=True)

    def drawn(name, condition):
        qtbot.waitUntil(condition, timeout=PATIENCE)
        qtbot.wait(200)
        assert window.grab().save(str(TARGET / f"real-{name}-{theme}-{language}.png"))

    window.start.sample.click()
    drawn("sample", lambda: bool(stage.controller.picture.suggestions))
    window.start.recipe_chosen.emit("receipts:expenses", {})
    drawn("form", window.form.isVisible)
    window.form.go.click()
    qtbot.waitUntil(window.approval.isVisible, timeout=PATIENCE)
    window.approval.rows.view.setCurrentIndex(window.approval.rows.model.index(0))
    drawn("question", window.approval.rows.preview.isVisible)
    window.approval.bar.allow.click()
    drawn("result", lambda: not stage.controller.picture.session.running and window.inspector.preview.isVisible())
