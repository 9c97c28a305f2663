"""The inspector: plan, changed files, preview, access."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from agent.core.actions import Question
from agent.core.changes import Changed, Checkpoint
from agent.core.events import RootGranted
from agent.core.plans import PlanStep, StepState
from desktop.presenter.picture import SentTo, SessionPicture
from desktop.views.panels.inspector import Inspector
from desktop.wire.messages import Look, Preview

MADE = Checkpoint(
    "c1",
    "s",
    "Tidy",
    "",
    (
        Changed("modify", "sheet.xlsx"),
        Changed("move", "scan.pdf", "in/evil\u202efdp.pdf"),
        Changed("delete", "old.docx"),
    ),
)
ROOTS = (RootGranted("", "/home/aya/October"), RootGranted("Clients", "/home/aya/Clients", writable=False))


@pytest.fixture
def inspector(qtbot) -> Inspector:
    made = Inspector()
    made.resize(340, 800)
    made.show()
    qtbot.addWidget(made)
    qtbot.waitExposed(made)
    return made


def words(inspector: Inspector) -> list[str]:
    QApplication.processEvents()  # new lines become visible when their layout is told
    return [label.text() for label in inspector.findChildren(QLabel) if label.isVisible() and label.text()]


def choose(inspector: Inspector, row: int) -> None:
    view = inspector.changes.view
    at = view.visualRect(inspector.changes.model.index(row)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_an_empty_session_shows_neither_plan_nor_files(inspector):
    inspector.show_picture(SessionPicture(roots=ROOTS))
    assert not inspector.plan.isVisible()
    assert not inspector.changes.isVisible()
    assert inspector.access.isVisible()


def test_the_plan_counts_what_is_done(inspector):
    steps = (PlanStep("Read", StepState.DONE), PlanStep("Write", StepState.ACTIVE), PlanStep("Check"))
    inspector.show_picture(SessionPicture(plan=steps))
    assert (inspector.plan.bar.value(), inspector.plan.bar.maximum()) == (1, 3)
    assert inspector.plan.steps.count() == 3


def test_the_state_of_a_step_is_also_a_word(inspector):
    failed = SessionPicture(plan=(PlanStep("Write", StepState.FAILED),))
    active = SessionPicture(plan=(PlanStep("Write", StepState.ACTIVE),), running=True)
    waiting = SessionPicture(plan=active.plan, question=Question("q", "?"), running=True)
    left = SessionPicture(plan=active.plan)
    seen = []
    for picture in (failed, active, waiting, left):
        inspector.show_picture(picture)
        seen.append(tuple(words(inspector)))
    assert len(set(seen)) == 4


def test_a_plan_that_did_not_change_is_not_drawn_again(inspector):
    picture = SessionPicture(plan=(PlanStep("Read"),))
    inspector.show_picture(picture)
    before = inspector.plan.steps.itemAt(0).widget()
    inspector.show_picture(picture)
    assert inspector.plan.steps.itemAt(0).widget() is before


def test_a_click_on_a_file_asks_what_changed_in_it(inspector):
    inspector.show_picture(SessionPicture(checkpoints=(MADE,)))
    asked = QSignalSpy(inspector.change_preview_wanted)
    choose(inspector, 0)
    assert asked.at(0) == ["c1", "sheet.xlsx", Look()]


def test_the_same_picture_again_asks_for_nothing_and_keeps_the_mark(inspector):
    picture = SessionPicture(checkpoints=(MADE,))
    inspector.show_picture(picture)
    choose(inspector, 1)
    asked = QSignalSpy(inspector.change_preview_wanted)
    more = Checkpoint("c2", "s", "More", "", (Changed("create", "new.md"),))
    inspector.show_picture(SessionPicture(checkpoints=(MADE, more)))
    assert asked.count() == 0
    marked = inspector.changes.marked()
    assert marked is not None
    assert marked.place == "scan.pdf"


def test_undo_names_the_checkpoint_and_the_one_place(inspector):
    inspector.show_picture(SessionPicture(checkpoints=(MADE,)))
    undone = QSignalSpy(inspector.undo_wanted)
    assert not inspector.undo.isVisible()
    choose(inspector, 1)
    inspector.undo.click()
    assert undone.at(0) == ["c1", ("scan.pdf",)]


def test_what_was_undone_cannot_be_undone_again(inspector):
    inspector.show_picture(SessionPicture(checkpoints=(MADE,)))
    choose(inspector, 0)
    back = frozenset(("c1", changed.place) for changed in MADE.changed)
    inspector.show_picture(SessionPicture(checkpoints=(MADE,), back=back))
    assert not inspector.undo.isVisible()
    assert not inspector.changes.undo_all.isEnabled()


def test_undo_all_is_one_wish(inspector):
    inspector.show_picture(SessionPicture(checkpoints=(MADE,)))
    wanted = QSignalSpy(inspector.undo_all_wanted)
    inspector.changes.undo_all.click()
    assert wanted.count() == 1


def test_a_moved_file_is_opened_and_turned_where_it_is(inspector):
    inspector.show_picture(SessionPicture(checkpoints=(MADE,)))
    choose(inspector, 1)
    opened, pages = QSignalSpy(inspector.open_wanted), QSignalSpy(inspector.change_preview_wanted)
    inspector.open.click()
    inspector.show_preview(Preview("table", "x", rows=(("a",),), page=1, pages=2))
    inspector.preview.pages.on.click()
    assert opened.at(0) == ["in/evil\u202efdp.pdf"]
    assert pages.at(0) == ["c1", "scan.pdf", Look(2)]


def test_a_deleted_file_cannot_be_opened(inspector):
    inspector.show_picture(SessionPicture(checkpoints=(MADE,)))
    choose(inspector, 2)
    assert not inspector.open.isVisible()


def test_hostile_names_are_escaped(inspector):
    inspector.show_picture(SessionPicture(checkpoints=(MADE,)))
    name = inspector.changes.model.index(1).data()
    assert name == "evil\\u202efdp.pdf"


def test_thousands_of_changed_files_are_one_list(inspector):
    changed = tuple(Changed("move", f"a/{n}.pdf", f"b/{n}.pdf") for n in range(3_000))
    inspector.show_picture(SessionPicture(checkpoints=(Checkpoint("c", "s", "t", "", changed),)))
    assert inspector.changes.model.rowCount() == 3_000
    assert inspector.changes.view.height() < 220


def test_a_granted_folder_is_revoked_by_its_name(inspector):
    inspector.show_picture(SessionPicture(roots=ROOTS))
    revoked = QSignalSpy(inspector.access.revoke_wanted)
    buttons = [b for b in inspector.access.findChildren(QPushButton) if "Clients" in b.accessibleName()]
    buttons[0].click()
    assert revoked.at(0) == ["Clients"]


def test_what_left_the_computer_names_the_host_and_the_cost(inspector):
    inspector.show_picture(SessionPicture(sent=(SentTo("m", "api.example.com", 82_000, 1_400, 0.21),)))
    text = "\n".join(words(inspector))
    assert "api.example.com" in text
    assert "0.21" in text


def test_a_source_that_was_named_elsewhere_is_opened_where_its_words_stand(inspector):
    asked = QSignalSpy(inspector.file_preview_wanted)
    inspector.show_file("invoice.pdf", "p3")
    inspector.show_file("invoice.pdf")
    assert [asked.at(at) for at in range(2)] == [["invoice.pdf", Look(0, spot="p3")], ["invoice.pdf", Look()]]
