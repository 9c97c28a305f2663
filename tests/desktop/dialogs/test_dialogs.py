"""Grant and confirm dialogs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel

from agent.core.events import RootGranted
from desktop.views.dialogs.confirm import CloseWhileRunning, OpenLink
from desktop.views.dialogs.frame import Dialog
from desktop.views.dialogs.grant import GrantFolder
from desktop.views.dialogs.grant_risk import risk_of


@pytest.fixture
def opened(qtbot):
    """Opens a dialog as the window does; it is closed at the end."""
    dialogs: list[Dialog] = []

    def show(dialog: Dialog) -> Dialog:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        dialog.open()
        qtbot.waitExposed(dialog)
        dialogs.append(dialog)
        return dialog

    yield show
    for dialog in dialogs:
        dialog.close()
        dialog.deleteLater()


def words(dialog: Dialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_an_ordinary_folder_is_granted_to_read_and_change(opened):
    dialog = opened(GrantFolder("/home/aya/Documents/October", "/home/aya"))
    granted = QSignalSpy(dialog.granted)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert granted.at(0) == [RootGranted("", "/home/aya/Documents/October", writable=True)]


def test_reading_only_is_one_choice_away(opened):
    dialog = opened(GrantFolder("/home/aya/Documents", "/home/aya"))
    granted = QSignalSpy(dialog.granted)
    dialog.readable.click()
    dialog.act.click()
    assert granted.at(0)[0].writable is False


@pytest.mark.parametrize("path", ["/home/aya", "/", "/etc"])
def test_return_never_grants_a_folder_that_holds_too_much(opened, path):
    dialog = opened(GrantFolder(path, "/home/aya"))
    granted = QSignalSpy(dialog.granted)
    assert dialog.readable.isChecked()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert granted.count() == 0
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("path", "risk"),
    [
        ("/", "everything"),
        ("/home", "home"),
        ("/home/aya", "home"),
        ("/home/aya/Documents", ""),
        ("/usr/share", "system"),
        ("/home2/aya", ""),
        ("/media/stick", ""),
    ],
)
def test_folders_that_hold_more_than_a_task_needs_are_known(path, risk):
    assert risk_of(path, "/home/aya") == risk


def test_a_home_inside_a_system_folder_is_still_a_home():
    assert risk_of("/root/Documents", "/root") == ""
    assert risk_of("/root", "/root") == "home"


def test_a_hostile_folder_name_is_escaped(opened):
    dialog = opened(GrantFolder("/data/\u202egnp\n.exe", "/home/aya"))
    assert "\u202e" not in words(dialog)
    assert "\\u202e" in words(dialog)


def test_a_link_shows_its_true_host(opened):
    dialog = opened(OpenLink("https://exаmple.com@evil.example/path"))
    assert "evil.example" in words(dialog).splitlines()[1]
    fake = opened(OpenLink("https://ex\u0430mple.com/"))
    assert "xn--" in words(fake)


def test_a_link_is_opened_only_on_the_button(opened):
    first, second = (opened(OpenLink("https://example.com/")) for _ in range(2))
    confirmed = [QSignalSpy(dialog.confirmed) for dialog in (first, second)]
    QTest.keyClick(first, Qt.Key.Key_Escape)
    second.act.click()
    assert [spy.count() for spy in confirmed] == [0, 1]


def test_closing_while_tasks_run_is_not_what_return_does(opened):
    dialog = opened(CloseWhileRunning(2))
    confirmed = QSignalSpy(dialog.confirmed)
    assert "2" in dialog.windowTitle()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert confirmed.count() == 0
