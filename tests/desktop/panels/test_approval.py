"""The approval card: what it says, what is ticked, and what the answer carries."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from agent.core.actions import Approval, Effect, Grant, Question, Row
from agent.core.events import RootGranted
from desktop.views.panels.approval import ApprovalCard
from desktop.views.panels.row_delegate import LINE_HEIGHT
from desktop.views.panels.row_groups import RowKind
from desktop.wire.messages import Look, Preview, Told

ROOTS = (RootGranted("", "/home/aya/October"), RootGranted("Clients", "/home/aya/Clients"))
ROWS = (
    Row(0, Effect.WRITE, "sheet.xlsx", "changed", True, 4_000),
    Row(3, Effect.DELETE, "old/a.pdf", "deleted", True),
    Row(4, Effect.DELETE, "old/b.pdf", "deleted", True),
    Row(7, Effect.WRITE, "Clients:summary.docx", "new", False, 18_000),
)
QUESTION = Question("q1", "Tidy up", rows=ROWS, digest="d")


class Desk:
    """A window with a card in it, and what came out of it."""

    def __init__(self, qtbot) -> None:
        self.window = QWidget()
        self.elsewhere = QLineEdit()
        self.card = ApprovalCard()
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.card)
        layout.addWidget(self.elsewhere)
        self.window.resize(700, 600)
        self.window.show()
        qtbot.addWidget(self.window)
        qtbot.waitExposed(self.window)
        self.answers: list[Approval] = []
        self.card.answered.connect(self.answers.append)
        self.previews = QSignalSpy(self.card.preview_wanted)

    def lines(self) -> list[str]:
        model = self.card.rows.model
        return [model.index(row).data() for row in range(model.rowCount())]

    def click_line(self, number: int, *, tick: bool) -> None:
        view = self.card.rows.view
        area: QRect = view.visualRect(self.card.rows.model.index(number))
        x = area.left() + 36 if tick else area.left() + 160
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, area.center().y()))

    def words(self) -> str:
        return "\n".join(label.text() for label in self.card.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def desk(qtbot) -> Desk:
    return Desk(qtbot)


def test_everything_is_ticked_at_first_and_the_button_counts_it(desk):
    desk.card.show_question(QUESTION, ROOTS)
    assert desk.card.rows.model.ticked() == (0, 3, 4, 7)
    assert "4" in desk.card.bar.allow.text()


def test_an_approval_carries_exactly_the_ticked_rows(desk):
    desk.card.show_question(QUESTION, ROOTS)
    desk.click_line(desk.lines().index("a.pdf"), tick=True)
    desk.card.bar.allow.click()
    assert desk.answers == [Approval("q1", (0, 4, 7), yes=True, digest="d")]


def test_a_group_ticks_its_rows_and_shows_when_only_some_are_ticked(desk):
    desk.card.show_question(QUESTION, ROOTS)
    model = desk.card.rows.model
    head = model.index(0)
    assert model.groups[0].kind is RowKind.DELETED
    model.setData(model.index(1), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert Qt.CheckState(head.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.PartiallyChecked
    desk.card.rows.view.setFocus()
    desk.card.rows.view.setCurrentIndex(head)
    QTest.keyClick(desk.card.rows.view, Qt.Key.Key_Space)
    assert model.ticked() == (0, 3, 4, 7)
    QTest.keyClick(desk.card.rows.view, Qt.Key.Key_Space)
    assert model.ticked() == (0, 7)


def test_select_none_leaves_nothing_to_allow(desk):
    desk.card.show_question(QUESTION, ROOTS)
    desk.card.rows.none.click()
    assert not desk.card.bar.allow.isEnabled()
    QTest.keyClick(desk.window, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert desk.answers == []


def test_a_refusal_carries_its_reason_and_no_rows(desk):
    desk.card.show_question(QUESTION, ROOTS)
    QTest.keyClicks(desk.card.bar.reason, "keep the PDFs")
    desk.card.bar.decline.click()
    assert desk.answers == [Approval("q1", (), yes=False, text="keep the PDFs", digest="d")]


def test_the_keyboard_answers_from_anywhere_in_the_window(desk):
    desk.card.show_question(QUESTION, ROOTS)
    desk.elsewhere.setFocus()
    QTest.keyClick(desk.elsewhere, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    desk.card.show_question(Question("q2", "More", rows=ROWS[:1], digest="d"), ROOTS)
    QTest.keyClick(desk.elsewhere, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert [(a.question, a.accepted) for a in desk.answers] == [("q1", ()), ("q2", (0,))]


def test_a_question_is_answered_once(desk):
    desk.card.show_question(QUESTION, ROOTS)
    for _ in range(3):
        QTest.keyClick(desk.window, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    desk.card.bar.decline.click()
    assert len(desk.answers) == 1


def test_a_hidden_card_answers_nothing(desk):
    desk.card.show_question(QUESTION, ROOTS)
    desk.card.clear()
    QTest.keyClick(desk.window, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert desk.answers == []


def test_a_new_question_does_not_take_the_focus_from_somebody_who_types(desk):
    desk.elsewhere.setFocus()
    desk.card.show_question(QUESTION, ROOTS)
    assert QApplication.focusWidget() is desk.elsewhere


def test_the_focus_goes_to_the_answer_that_does_no_harm(desk):
    desk.card.show_question(QUESTION, ROOTS)
    desk.card.focus_answer()
    decline = desk.card.bar.decline
    assert decline.hasFocus()
    QTest.keyClick(decline, Qt.Key.Key_Space)
    assert desk.answers[0].accepted == ()


def test_the_button_is_red_only_while_something_grave_is_ticked(desk):
    desk.card.show_question(QUESTION, ROOTS)
    assert desk.card.bar.allow.property("kind") == "danger"
    model = desk.card.rows.model
    for name in ("a.pdf", "b.pdf", "sheet.xlsx"):
        model.setData(model.index(desk.lines().index(name)), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert desk.card.bar.allow.property("kind") == "primary"


def test_a_marked_row_asks_for_its_preview_and_shows_it_in_the_card(desk):
    desk.card.show_question(QUESTION, ROOTS)
    desk.click_line(desk.lines().index("sheet.xlsx"), tick=False)
    assert desk.previews.at(0) == ["q1", 0, Look()]
    preview = Preview("differences", "sheet.xlsx", differences=(Told("A1", "value", (("-", "1"), ("+", "2"))),))
    desk.card.show_preview("another question", 0, preview)
    assert desk.card.rows.preview.isHidden()
    desk.card.show_preview("q1", 3, preview)
    assert desk.card.rows.preview.isHidden()
    desk.card.show_preview("q1", 0, preview)
    assert desk.card.rows.preview.isVisible()


def test_arrow_keys_walk_through_the_previews(desk):
    desk.card.show_question(QUESTION, ROOTS)
    view = desk.card.rows.view
    view.setFocus()
    view.setCurrentIndex(desk.card.rows.model.index(0))
    for _ in range(2):
        QTest.keyClick(view, Qt.Key.Key_Down)
    assert [desk.previews.at(n)[1] for n in range(desk.previews.count())] == [3, 4]


def test_rows_are_grouped_gravest_first_with_the_folder_in_the_persons_words(desk):
    desk.card.show_question(QUESTION, ROOTS)
    groups = [(group.kind, group.folder, len(group.rows)) for group in desk.card.rows.model.groups]
    assert groups == [
        (RowKind.DELETED, "October / old", 2),
        (RowKind.CHANGED, "October", 1),
        (RowKind.NEW, "Clients", 1),
    ]


def test_hostile_names_are_shown_escaped_and_never_as_markup(desk):
    names = ("evil\u202efdp.exe", "two\nlines.txt", "<img src='file:///etc/passwd'>.txt")
    rows = tuple(Row(n, Effect.DELETE, name, "deleted", True) for n, name in enumerate(names))
    desk.card.show_question(Question("q", "Remove\u202e <b>all</b>", rows=rows, digest="d"), ROOTS)
    shown = "\n".join([*desk.lines(), desk.words()])
    assert "\u202e" not in shown
    assert "\\u202e" in shown
    assert "two\\nlines.txt" in shown
    assert all(
        label.textFormat() is Qt.TextFormat.PlainText for label in desk.card.findChildren(QLabel) if label.text()
    )


def test_a_thousand_rows_are_drawn_by_one_list_and_answered_at_once(desk, qtbot):
    rows = tuple(Row(n, Effect.MOVE, f"in/{n:04}.pdf", f"→ out/{n:04}.pdf", True) for n in range(1_000))
    desk.card.show_question(Question("q", "Rename", rows=rows, digest="d"), ROOTS)
    with_thousand = len(desk.card.findChildren(QWidget))
    other = Desk(qtbot)
    other.card.show_question(Question("q", "Rename", rows=rows[:1], digest="d"), ROOTS)
    assert with_thousand == len(other.card.findChildren(QWidget))
    assert desk.card.rows.view.height() < 8 * LINE_HEIGHT
    desk.card.rows.model.tick_all(False)
    desk.card.rows.model.tick_all(True)
    desk.card.bar.allow.click()
    assert desk.answers[0].accepted == tuple(range(1_000))


def test_a_screen_reader_hears_what_each_row_does(desk):
    desk.card.show_question(QUESTION, ROOTS)
    model = desk.card.rows.model
    spoken = model.index(desk.lines().index("a.pdf")).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "old/a.pdf" in spoken
    assert model.kind_word(RowKind.DELETED) in spoken
    nameless = [
        b for b in desk.card.findChildren(QPushButton) if b.isVisible() and not (b.text() or b.accessibleName())
    ]
    assert nameless == []


def test_what_cannot_be_undone_is_said(desk):
    outward = Question("q", "Rates", rows=(Row(0, Effect.CONNECT, "api.example.org"),), undoable=False)
    desk.card.show_question(outward, ROOTS)
    assert desk.card.bar.undo.property("role") == "danger"
    desk.card.show_question(QUESTION, ROOTS)
    assert desk.card.bar.undo.property("role") == "small"


def test_a_standing_permission_is_taken_only_when_it_was_chosen(desk):
    grant = Grant(Effect.WRITE, "reports/*.xlsx")
    offered = Question("q", "Write", rows=ROWS[:1], digest="d", offers=(grant,))
    desk.card.show_question(offered, ROOTS)
    desk.card.bar.allow.click()
    desk.card.show_question(offered, ROOTS)
    desk.card.bar.offers.menu().actions()[2].trigger()
    desk.card.bar.allow.click()
    assert [answer.grant for answer in desk.answers] == [None, grant]


def test_the_models_question_is_answered_by_a_choice(desk):
    desk.card.show_question(Question("q", "Which total?", choices=("12,480", "12,840")))
    button = next(b for b in desk.card.choices.findChildren(QPushButton) if b.text() == "12,840")
    button.click()
    assert desk.answers == [Approval("q", yes=True, text="12,840")]


def test_the_models_question_is_answered_in_words_once_the_input_method_is_done(desk):
    desk.card.show_question(Question("q", "Client?"))
    line = desk.card.choices.line
    line.setFocus()
    QApplication.sendEvent(line, QInputMethodEvent("とうきょう", []))
    assert line.text() == ""
    assert not desk.card.choices.send.isEnabled()
    done = QInputMethodEvent()
    done.setCommitString("東京商事")
    QApplication.sendEvent(line, done)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert desk.answers == [Approval("q", yes=True, text="東京商事")]


def test_the_focus_of_the_models_question_goes_to_its_first_choice(desk, qtbot):
    desk.card.show_question(Question("q", "Which total?", choices=("12,480", "12,840")))
    desk.card.focus_answer()
    first = next(b for b in desk.card.choices.findChildren(QPushButton) if b.text() == "12,480")
    qtbot.waitUntil(first.hasFocus)


def test_the_models_question_can_be_skipped(desk):
    desk.card.show_question(Question("q", "Client?"))
    desk.card.choices.skip.click()
    assert desk.answers == [Approval("q")]


OUTWARD = Question(
    "q9", "Send a mail", "The address comes from a file.",
    (Row(0, Effect.SEND, "mail.example.com", "to: a@b.example\ntext: " + "word " * 400, True, notes=("Not named.",)),),
    digest="d", undoable=False,
)  # fmt: skip


def test_what_leaves_has_a_look_of_its_own_and_the_refusal_first(desk):
    looks = []
    for question in (QUESTION, OUTWARD):
        desk.card.show_question(question, ROOTS)
        bar = desk.card.bar
        heading = next(label.text() for label in desk.card.findChildren(QLabel) if label.property("role") == "h2")
        looks.append((desk.card.property("card"), heading, bar.allow.x() < bar.decline.x()))
    assert len({look[0] for look in looks}) == len({look[1] for look in looks}) == 2
    desk.card.bar.layout().activate()
    assert desk.card.bar.decline.x() < desk.card.bar.allow.x()


def test_what_leaves_can_be_allowed_only_after_it_was_seen_for_a_moment(desk, qtbot):
    desk.card.show_question(OUTWARD, ROOTS)
    assert not desk.card.bar.allow.isEnabled()
    QTest.keyClick(desk.elsewhere, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert desk.answers == []
    qtbot.waitUntil(desk.card.bar.allow.isEnabled)
    desk.card.bar.allow.click()
    assert desk.answers == [Approval("q9", (0,), yes=True, digest="d")]


def test_who_comes_back_to_the_window_waits_again(desk, qtbot):
    desk.card.show_question(OUTWARD, ROOTS)
    qtbot.waitUntil(desk.card.bar.allow.isEnabled)
    QApplication.sendEvent(desk.card.bar, QEvent(QEvent.Type.ActivationChange))
    assert not desk.card.bar.allow.isEnabled()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_key_that_is_held_down_answers_nothing(desk, qtbot, key):
    desk.card.show_question(OUTWARD, ROOTS)
    qtbot.waitUntil(desk.card.bar.allow.isEnabled)
    for button in (desk.card.bar.allow, desk.card.bar.decline):
        button.setFocus()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            held = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "", True)
            QApplication.sendEvent(button, held)
    assert desk.answers == []


def test_all_that_would_leave_can_be_read_and_nothing_in_it_is_markup(desk):
    tricky = replace(OUTWARD.rows[0], detail="to: <b>a</b>\u202e@b.example\ntext: " + "word " * 400 + "end")
    desk.card.show_question(replace(OUTWARD, rows=(tricky,)), ROOTS)
    text = desk.card.full.toPlainText()
    assert "<b>a</b>\\u202e@b.example" in text
    assert text.count("word") == 400
    assert "Not named." in text
    assert desk.card.full.document().size().width() <= desk.card.full.viewport().width()
    assert desk.card.full.verticalScrollBar().maximum() > 0
    assert not desk.card.rows.isVisible()


def test_a_warning_stands_below_its_row_in_full_and_is_not_ticked(desk):
    address = "https://collect.example.net/" + "x" * 300
    noted = replace(ROWS[0], notes=(f"Opening it would contact {address}.", "Not in the plan."))
    desk.card.show_question(Question("q", "Tidy", rows=(noted, *ROWS[1:3]), digest="d"), ROOTS)
    model, view = desk.card.rows.model, desk.card.rows.view
    at = next(row for row in range(model.rowCount()) if address in str(model.index(row).data()))
    assert model.index(at + 1).data() == "Not in the plan."
    assert view.sizeHintForIndex(model.index(at)).height() > LINE_HEIGHT
    assert not model.flags(model.index(at)) & Qt.ItemFlag.ItemIsUserCheckable
    assert "Not in the plan." in model.index(at + 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert model.ticked() == (0, 3, 4)


def test_a_group_says_how_many_and_how_large(desk):
    rows = (*ROWS[:1], Row(5, Effect.WRITE, "b.xlsx", "changed", True, 6_000), *ROWS[1:3])
    desk.card.show_question(Question("q", "Tidy", rows=rows, digest="d"), ROOTS)
    model = desk.card.rows.model
    spoken = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert any("2" in words and "10 kB" in words for words in spoken)


def test_the_reason_of_a_question_stands_above_its_rows(desk):
    desk.card.show_question(replace(QUESTION, why="Delete 2, overwrite 1."), ROOTS)
    assert "Delete 2, overwrite 1." in desk.words()


def test_targets_are_large_enough(desk):
    desk.card.show_question(QUESTION, ROOTS)
    heights = [b.height() for b in desk.card.findChildren(QPushButton) if b.isVisible()]
    assert min([*heights, LINE_HEIGHT]) >= 28


def test_a_closed_question_takes_its_choices_only_and_the_focus_is_where_nothing_happens(desk):
    desk.card.show_question(Question("q", "Go on elsewhere?", choices=("Go on", "Stop here"), closed=True))
    assert not any(one.isVisible() for one in (desk.card.choices.line, desk.card.choices.send, desk.card.choices.skip))
    desk.card.focus_answer()
    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "Stop here"
    desk.card.show_question(Question("r", "Which total?", choices=("12,480", "12,840")))
    assert desk.card.choices.line.isVisible()
