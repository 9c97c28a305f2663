"""The card above the composer: what is asked, where, why, and the person's answer."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from agent.core.actions import Question
from agent.core.events import RootGranted
from agent.core.paths import shown
from desktop.views.panels.answer_bar import AnswerBar
from desktop.views.panels.approval_choice import ChoiceList
from desktop.views.panels.approval_rows import RowList
from desktop.views.panels.approval_words import ApprovalWords
from desktop.views.panels.full_text import FullText
from desktop.views.panels.pieces import Picture, set_property, words
from desktop.views.panels.row_groups import RowKind
from desktop.wire.messages import Look, Preview

_OUTWARD = {RowKind.SENT: "send", RowKind.CONNECTED: "globe", RowKind.RUN: "square-terminal"}


class ApprovalCard(QFrame):
    """Draws a Question; hidden while nothing is asked. It never takes the focus by itself: somebody may be typing.

    `answered` carries an Approval, once for each Question. `preview_wanted` carries the id of the Question, the index
    of the marked row and the Look; hand the answer to `show_preview`.
    """

    answered = Signal(object)
    preview_wanted = Signal(str, int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question: Question | None = None
        self._open = False
        self._words = ApprovalWords(self)
        self._icon = Picture("shield-alert", "warning", 20)
        self._heading = words(role="h2", wrap=True)
        self._title, self._where, self._why = (words(role=role, wrap=True) for role in ("muted", "small", "warning"))
        self.full = FullText()
        self.rows = RowList()
        self.rows.row_marked.connect(self._mark)
        self.rows.ticks_changed.connect(self._show_ticked)
        self.choices = ChoiceList()
        self.choices.chosen.connect(self._choose)
        self.choices.skipped.connect(self._skip)
        self.bar = AnswerBar()
        self.bar.allowed.connect(self._allow)
        self.bar.declined.connect(self._decline)
        self._lay_out()
        for keys, button in (("Alt+A", self.bar.allow), ("Alt+D", self.bar.decline)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setAutoRepeat(False)  # a key that is held down must not answer the next question too
            shortcut.activated.connect(button.click)
        self.hide()

    @property
    def shown_id(self) -> str:
        """The id of the Question that is drawn, "" for none."""
        return self._question.id if self._question else ""

    def show_question(self, question: Question, roots: Sequence[RootGranted] = ()) -> None:
        """Draw `question`, with every row ticked; `roots` name its folders."""
        self._question = question
        outward = bool(question.rows) and not question.undoable
        if question.rows:
            self._draw_rows(question, roots)
        else:
            self._draw_choices(question)
        self.bar.setVisible(bool(question.rows))
        self.rows.setVisible(bool(question.rows) and not outward)
        self.full.setVisible(outward)
        self.choices.setVisible(not question.rows)
        self.setAccessibleName(self._heading.text())
        self._set_open(True)
        self.show()

    def clear(self) -> None:
        """Nothing is asked."""
        self._question = None
        self.hide()

    def show_preview(self, question: str, index: int, preview: Preview) -> None:
        """Show what a row would change; an answer for another Question or row is left out."""
        if self._question is not None and self._question.id == question:
            self.rows.show_preview(index, preview)

    def focus_answer(self) -> None:
        """Give the focus to the answer that does no harm."""
        asked = self._question
        target = self.bar.decline if asked is None or asked.rows else self.choices.first()
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _draw_rows(self, question: Question, roots: Sequence[RootGranted]) -> None:
        self.rows.load(question, roots)
        self.bar.load(question)
        groups = self.rows.model.groups
        if question.undoable:
            self._dress("approval", "shield-alert", "warning")
            _say(self._heading, self._words.heading(question, groups))
        else:
            self.full.load(question.rows, self.rows.model)
            self._dress("outward", _OUTWARD.get(groups[0].kind, "octagon-alert"), "danger")
            _say(self._heading, self._words.outward(groups))
        _say(self._title, shown(question.title))
        where = self._words.where(groups)
        _say(self._where, where)
        self._folder.setVisible(bool(where))
        set_property(self._why, "role", "small" if question.undoable else "warning")
        _say(self._why, shown(question.why))

    def _draw_choices(self, question: Question) -> None:
        self.choices.load(question)
        self._dress("question", "message-circle-question-mark", "accent")
        _say(self._heading, shown(question.title))
        _say(self._title, shown(question.why))
        self._folder.hide()
        _say(self._why, "")

    def _dress(self, card: str, icon_name: str, shade: str) -> None:
        """Colour and sign: each kind of question has its own, so that none is taken for another one."""
        set_property(self, "card", card)
        set_property(self._chip, "role", f"chip-{shade}")
        self._icon.draw(icon_name, shade)

    def _show_ticked(self) -> None:
        if self._question is not None and not self._question.undoable:
            self.bar.show_outward(self._question.rows, self.rows.model.groups)
            return
        total = sum(len(group.rows) for group in self.rows.model.groups)
        self.bar.show_ticked(self.rows.model.ticked_rows(), total)

    def _mark(self, index: int, look: Look) -> None:
        if self._question is not None:
            self.preview_wanted.emit(self._question.id, index, look)

    def _allow(self) -> None:
        self._answer(accepted=self.rows.model.ticked(), yes=True, text=self.bar.reason.text().strip())

    def _decline(self) -> None:
        self._answer(accepted=(), yes=False, text=self.bar.reason.text().strip())

    def _choose(self, text: str) -> None:
        self._answer(accepted=(), yes=True, text=text)

    def _skip(self) -> None:
        self._answer(accepted=(), yes=False, text="")

    def _answer(self, *, accepted: tuple[int, ...], yes: bool, text: str) -> None:
        if self._question is None or not self._open:
            return
        grant = self.bar.grant if accepted else None
        self._set_open(False)
        self.answered.emit(self._question.answer(accepted, yes, text, grant))

    def _set_open(self, is_open: bool) -> None:
        """One answer for each Question: after it everything is shut until the next one is drawn."""
        self._open = is_open
        for part in (self.rows, self.full, self.choices, self.bar):
            part.setEnabled(is_open)

    def _lay_out(self) -> None:
        self._chip = words(self.tr("Waiting for you"), "chip-warning")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._heading, 1)
        head.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(6)
        layout.addLayout(head)
        self._folder = QWidget()
        folder = QHBoxLayout(self._folder)
        folder.setContentsMargins(0, 0, 0, 0)
        folder.setSpacing(6)
        folder.addWidget(Picture("folder", "muted", 14))
        folder.addWidget(self._where, 1)
        for widget in (self._title, self._folder, self._why, self.full, self.rows, self.choices, self.bar):
            layout.addWidget(widget)


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
