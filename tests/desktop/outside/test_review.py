"""The review of a package: what it shows, what it asks to be filled in, what its buttons do."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit

from agent.packages.package import MemberKind, Need, Setting, Signed
from desktop.views.packages.member_list import MemberDialog
from desktop.views.packages.review_dialog import ReviewDialog
from desktop.views.packages.review_lines import ConnectorLine
from desktop.views.packages.setting_form import SettingForm
from desktop.wire.messages import DeclaredView, MemberText, MemberView, ReviewView, UpdateView

LINE = "node server.js --folder ${user_config.folder} " + " ".join(f"--flag-{n} value-{n}" for n in range(40))
REVIEW = ReviewView(
    "d1", "ledger", "Bundle (MCPB)", "/tmp/ledger.mcpb", "Ledger\u202e", "1.0",
    members=(MemberView("README.md", 10, MemberKind.TEXT), MemberView("run.exe", 10, MemberKind.PROGRAM)),
    connectors=(DeclaredView("ledger", True, LINE, ("TOKEN",)),),
    settings=(Setting("token", Need.HIDDEN, "Token", required=True),
              Setting("most", Need.NUMBER, "Most", least=1, most=9, default="3")),
    unused=("2 hooks",),
)  # fmt: skip


@pytest.fixture
def shown(qtbot):
    def made(review=REVIEW):
        dialog = ReviewDialog(review)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return made


def texts(dialog):
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_return_and_escape_are_cancel(shown, qtbot):
    dialog = shown()
    with qtbot.assertNotEmitted(dialog.install_wanted), qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    other = shown()
    with qtbot.waitSignal(other.rejected):
        qtbot.keyClick(other, Qt.Key.Key_Escape)


def test_the_command_line_is_shown_whole(shown, qtbot):
    dialog = shown()
    line = dialog.findChild(ConnectorLine).line
    assert line.toPlainText() == LINE
    qtbot.waitUntil(lambda: line.height() >= line.document().size().height())


def test_what_cannot_be_seen_in_a_name_is_written_out(shown):
    assert "Ledger\\u202e" in shown().windowTitle()


def test_what_could_run_stands_first(shown):
    assert shown().members.topLevelItem(0).text(0) == "run.exe"


def test_what_never_runs_and_the_publisher_that_is_only_said_are_named(shown):
    told = texts(shown(replace(REVIEW, publisher="Harbour")))
    assert "2 hooks" in told
    assert "Harbour (by its own word)" in told
    assert "(by its own word)" not in texts(shown(replace(REVIEW, publisher="Harbour", signed=Signed.TRUSTED)))


def test_install_waits_for_what_is_needed_and_carries_the_digest_that_was_shown(shown, qtbot):
    dialog = shown()
    with qtbot.assertNotEmitted(dialog.install_wanted):
        dialog.install.click()
    assert dialog.problem.text() == "“Token” is needed."
    assert dialog.focusWidget() is dialog.form.editors["token"].target
    dialog.form.editors["token"].set_value("s3cret")
    assert dialog.problem.text() == ""
    with qtbot.waitSignal(dialog.install_wanted) as wanted:
        dialog.install.click()
    assert (wanted.args[0].digest, dict(wanted.args[0].values)) == ("d1", {"token": "s3cret", "most": "3"})
    assert not dialog.install.isEnabled()
    dialog.show_problem("The disk is full.")
    assert dialog.install.isEnabled()


def test_what_is_refused_cannot_be_installed(shown):
    dialog = shown(replace(REVIEW, settings=(), refused="It brings nothing."))
    assert not dialog.install.isEnabled()
    assert dialog.problem.text() == "It brings nothing."


def test_an_update_shows_what_differs(shown, qtbot):
    dialog = shown(replace(REVIEW, update=UpdateView("0.9", ("new.py",), ("run.exe",), ("old.py",))))
    told = texts(dialog)
    assert dialog.install.text() == "Update"
    assert "What differs from version 0.9" in told
    assert [one.text() for one in dialog.differing] == ["new: new.py", "changed: run.exe", "gone: old.py"]
    with qtbot.waitSignal(dialog.member_wanted) as wanted:
        dialog.differing[1].click()
    assert wanted.args == ["run.exe"]


def test_return_on_a_file_shows_it_and_cancels_nothing(shown, qtbot):
    dialog = shown()
    dialog.members.setCurrentItem(dialog.members.topLevelItem(0))
    with qtbot.assertNotEmitted(dialog.rejected), qtbot.waitSignal(dialog.member_wanted) as wanted:
        qtbot.keyClick(dialog.members, Qt.Key.Key_Return)
    assert wanted.args == ["run.exe"]


def test_lines_that_differ_are_drawn_with_their_signs_as_plain_text(shown, qtbot):
    member = MemberText("a.md", "<b>new</b>", difference=("-old", "+<b>new\u202e</b>", "@", " same"))
    dialog = MemberDialog(member)
    qtbot.addWidget(dialog)
    assert dialog.text.toPlainText().split("\n") == ["− old", "+ <b>new\\u202e</b>", "⋯ ", "  same"]


def test_a_plugin_of_a_marketplace_is_chosen(shown, qtbot):
    dialog = shown(replace(REVIEW, choices=("one", "two"), refused="Choose one."))
    button = next(one for one in dialog.findChildren(type(dialog.install)) if one.text() == "two")
    with qtbot.waitSignal(dialog.choice_wanted) as chosen:
        button.click()
    assert chosen.args == ["two"]


def test_a_file_is_shown_with_what_nobody_sees(qtbot):
    dialog = MemberDialog(MemberText("a.md", "Hello\u200b\tworld\n\u202eend", cut=True))
    qtbot.addWidget(dialog)
    assert dialog.text.toPlainText() == "Hello\\u200b\tworld\n\\u202eend"


@pytest.fixture
def form(qtbot):
    made = SettingForm()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    ("setting", "value", "problem"),
    [
        (Setting("a", Need.NUMBER, "A", least=1, most=5), "9", "“A” must be between 1 and 5."),
        (Setting("a", Need.NUMBER, "A"), "1-2", "“A” must be a number."),
        (Setting("a", Need.NUMBER, "A", multiple=True), "1\nx", "“A” must be a number."),
        (Setting("a", Need.NUMBER, "A", least=1), "２", ""),
        (Setting("a", Need.FOLDER, "A", required=True), "", "“A” is needed."),
        (Setting("a", Need.FILE, "A", multiple=True), "/x\n/y", ""),
        (Setting("a", Need.TEXT, "A", choices=("x", "y"), required=True), "y", ""),
    ],
)
def test_a_value_that_does_not_fit_is_said(form, setting, value, problem):
    form.show_settings((setting,))
    form.editors["a"].set_value(value)
    assert form.problem() == problem


def test_a_secret_that_is_kept_is_neither_shown_nor_asked_for_again(form):
    form.show_settings((Setting("a", Need.HIDDEN, "A", required=True),), {}, ("a",))
    line = form.findChild(QLineEdit)
    assert (line.text(), line.placeholderText(), line.echoMode()) == ("", "Unchanged", QLineEdit.EchoMode.Password)
    assert (form.problem(), form.values()) == ("", {})


def test_a_flag_and_a_choice_have_their_defaults(form):
    form.show_settings((Setting("f", Need.FLAG, "F", default="true"), Setting("c", Need.TEXT, "C", choices=("x",))))
    assert form.values() == {"f": "true", "c": ""}
    assert form.editors["f"].target.accessibleName() == "F"


def test_picked_folders_join_the_others(form):
    form.show_settings((Setting("a", Need.FOLDER, "A", multiple=True),), {"a": "/x"})
    form.editors["a"].take(["/y", "/x"])
    assert form.values() == {"a": "/x\n/y"}


def test_a_choice_is_called_by_its_title_and_given_by_its_value(form):
    form.show_settings((Setting("a", Need.TEXT, "A", choices=("", "tls"), titles=("Nothing", "Encrypted")),))
    box = form.findChild(QComboBox)
    assert [box.itemText(at) for at in range(box.count())] == ["Nothing", "Encrypted"]
    form.editors["a"].set_value("tls")
    assert form.values() == {"a": "tls"}
