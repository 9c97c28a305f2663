"""The settings dialog."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from desktop.views.dialogs.confirm import RemoveModel
from desktop.views.dialogs.settings import ABOUT, GENERAL, SettingsDialog
from desktop.wire import messages as wire
from desktop.wire.messages import AddModel, ModelView, Preferences

HERE = ModelView("Here", "openai-chat", "http://127.0.0.1:11434/v1", "qwen3:8b", "none", local=True, active=True)
AWAY = ModelView("Away", "openai-chat", "https://llm.example.com/v1", "m", "memory", local=False, active=False)


@pytest.fixture
def settings(qtbot) -> SettingsDialog:
    made = SettingsDialog(Preferences(theme="dark"), (HERE, AWAY), "0.1.0", "/state/folder")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    made.open()
    qtbot.addWidget(made)
    qtbot.waitExposed(made)
    return made


def words(settings: SettingsDialog) -> str:
    return "\n".join(label.text() for label in settings.findChildren(QLabel))


def fill(settings: SettingsDialog, address: str, model: str, key: str = "", name: str = "") -> None:
    form = settings.models.form
    for line, text in ((form.address, address), (form.model, model), (form.key, key), (form.name, name)):
        line.clear()
        QTest.keyClicks(line, text)


def test_a_program_on_this_computer_is_one_choice_and_a_model_id(settings):
    settings.models.add.click()
    added = QSignalSpy(settings.add_wanted)
    QTest.keyClicks(settings.models.form.model, "qwen3:8b")
    settings.models.form.save.click()
    assert added.at(0) == [AddModel("qwen3:8b", "http://127.0.0.1:11434/v1", "qwen3:8b")]


def test_each_program_has_its_own_address(settings):
    settings.models.add.click()
    form = settings.models.form
    addresses = []
    for button in [b for b in form.findChildren(QPushButton) if b.property("kind") == "chip"][:3]:
        button.click()
        addresses.append(form.address.text())
    assert addresses == ["http://127.0.0.1:11434/v1", "http://127.0.0.1:1234/v1", "http://127.0.0.1:8080/v1"]


def test_a_key_is_masked_sent_once_and_never_shown_again(settings):
    settings.models.add.click()
    form = settings.models.form
    added = QSignalSpy(settings.add_wanted)
    fill(settings, "https://llm.example.com/v1", "m", "sk-secret", "Work")
    assert form.key.echoMode() is QLineEdit.EchoMode.Password
    form.save.click()
    assert added.at(0) == [AddModel("Work", "https://llm.example.com/v1", "m", "sk-secret")]
    assert form.key.text() == ""
    settings.models.cards[1].edit.click()
    assert form.key.text() == ""


def test_the_form_says_where_words_go(settings):
    settings.models.add.click()
    fill(settings, "https://llm.example.com/v1", "m")
    assert "llm.example.com" in words(settings)
    assert settings.models.form.goes.property("role") == "warning"
    fill(settings, "http://localhost:9999/v1", "m")
    assert settings.models.form.goes.property("role") == "success"


@pytest.mark.parametrize(("address", "model"), [("", "m"), ("not an address", "m"), ("http://127.0.0.1/v1", "")])
def test_what_is_missing_is_said_and_nothing_is_sent(settings, address, model):
    settings.models.add.click()
    added = QSignalSpy(settings.add_wanted)
    fill(settings, address, model)
    settings.models.form.save.click()
    assert added.count() == 0
    assert settings.models.form.problem.isVisible()


def test_a_saved_model_is_tested_and_its_answer_shown(settings):
    settings.models.add.click()
    tested = QSignalSpy(settings.test_wanted)
    fill(settings, "http://127.0.0.1:1/v1", "m", name="New")
    settings.models.form.save.click()
    assert tested.count() == 0
    new = ModelView("New", "openai-chat", "http://127.0.0.1:1/v1", "m", "none", local=True, active=False)
    settings.show_models((HERE, AWAY, new))
    assert tested.at(0) == ["New"]
    settings.show_test("New", wire.TestAnswer(ok=False, sentence="Nothing answers there."))
    assert "Nothing answers there." in words(settings)
    settings.show_models((HERE, AWAY, new))
    assert tested.count() == 1


def test_a_refused_model_leaves_the_form_open_with_the_reason(settings):
    settings.models.add.click()
    fill(settings, "http://127.0.0.1:1/v1", "m")
    settings.models.form.save.click()
    settings.show_problem("This name is taken.")
    assert settings.models.form.isVisible()
    assert "This name is taken." in words(settings)


def test_the_truth_about_each_key_is_told(settings):
    by_key = {}
    for key in ("kept", "memory", "none", "missing"):
        settings.show_models((ModelView("M", "p", "https://x.example/v1", "m", key, local=False, active=False),))
        card = settings.models.cards[0]
        by_key[key] = tuple(label.text() for label in card.findChildren(QLabel))
    assert len(set(by_key.values())) == 4


def test_use_names_the_model_and_the_one_in_use_does_not_offer_it(settings):
    used = QSignalSpy(settings.use_wanted)
    assert not settings.models.cards[0].use.isVisible()
    settings.models.cards[1].use.click()
    assert used.at(0) == ["Away"]


def test_a_model_is_removed_only_after_a_yes(settings, qtbot):
    removed = QSignalSpy(settings.remove_wanted)
    settings.models.cards[1].remove.click()
    asking = settings.findChild(RemoveModel)
    assert removed.count() == 0
    asking.act.click()
    assert removed.at(0) == ["Away"]


def test_each_general_choice_counts_at_once_and_leaves_the_others(settings):
    settings.show_page(GENERAL)
    changed = QSignalSpy(settings.preferences_changed)
    page = settings.general
    page.language.setCurrentIndex(page.language.findData("ja"))
    page.enter.click()
    assert changed.at(1) == [Preferences("ja", "dark", send_with_enter=False)]


def test_about_tells_where_the_state_lies(settings):
    settings.show_page(ABOUT)
    assert "0.1.0" in words(settings)
    assert "/state/folder" in words(settings)


def test_nothing_can_be_given_to_the_trash_before_it_is_known_what_is_kept(settings):
    assert not settings.versions.purge.isEnabled()
