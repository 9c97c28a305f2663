"""The settings dialog."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel

from desktop.views.dialogs.settings import ABOUT, GENERAL, SettingsDialog
from desktop.wire.messages import ModelView, Preferences

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
