"""The foot of an approval: allow, don't allow, a reason, a standing permission, and whether it can be undone."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from agent.core.actions import Effect, Grant, Question, Row
from desktop.views.panels.approval_words import ApprovalWords
from desktop.views.panels.offer_button import OfferButton
from desktop.views.panels.pieces import Picture, push, set_property, words
from desktop.views.panels.row_groups import Group

ARM_MS = 800
"""How long a question about what cannot be undone must have been seen before it can be allowed."""


class AnswerBar(QWidget):
    """`allowed` and `declined` are wishes; `reason` and `grant` say more of them.

    What cannot be undone is drawn with the refusal first, and can be allowed only after ARM_MS in an active window: a
    key that was held down, or a click that was meant for what stood there before, allows nothing.
    """

    allowed = Signal()
    declined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ApprovalWords(self)
        self._rows: tuple[Row, ...] = ()
        self._careful = False
        self._arming = QTimer(self)
        self._arming.setSingleShot(True)
        self._arming.setInterval(ARM_MS)
        self._arming.timeout.connect(self._show_allow)
        self.offers = OfferButton()
        self.allow = push("", "primary")
        self.decline = push(self.tr("Don't allow"))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("Reason, or what to do instead (optional)"))
        self.reason.setAccessibleName(self.tr("Reason"))
        self._undo_icon = Picture("undo-2", "success", 14)
        self.undo = words(role="small")
        self.allow.clicked.connect(self.allowed)
        self.decline.clicked.connect(self.declined)
        self.reason.returnPressed.connect(self.declined)
        self._lay_out()

    def load(self, question: Question) -> None:
        """Draw another Question, with no reason and no standing permission."""
        self.reason.clear()
        self._careful = not question.undoable
        self._buttons.insertWidget(0, self.decline if self._careful else self.allow)
        first, second = (self.decline, self.allow) if self._careful else (self.allow, self.decline)
        QWidget.setTabOrder(first, second)
        QWidget.setTabOrder(second, self.reason)
        QWidget.setTabOrder(self.reason, self.offers)
        self.undo.setText(self._words.undo(question))
        sign = ("triangle-alert", "danger") if self._careful else ("undo-2", "success")
        self._undo_icon.draw(*sign)
        set_property(self.undo, "role", "danger" if self._careful else "small")
        self.offers.load(question.offers)
        self._wait()

    def show_ticked(self, rows: Sequence[Row], total: int) -> None:
        """The button says what it does, and is red when something is replaced or removed."""
        self._rows = tuple(rows)
        self.allow.setText(self._words.allow(rows, total))
        set_property(self.allow, "kind", "danger" if any(map(_is_grave, rows)) else "primary")
        self._show_allow()

    def show_outward(self, rows: Sequence[Row], groups: Sequence[Group]) -> None:
        """The same for what leaves this computer: all of it or nothing."""
        self._rows = tuple(rows)
        self.allow.setText(self._words.allow_outward(groups))
        set_property(self.allow, "kind", "danger")
        self._show_allow()

    @property
    def grant(self) -> Grant | None:
        """The standing permission that was chosen."""
        return self.offers.grant

    def changeEvent(self, event: QEvent) -> None:
        """The person came back to the window: what they press now was perhaps meant for another one."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isVisible():
            self._wait()

    def _wait(self) -> None:
        self._arming.stop()
        if self._careful:
            self._arming.start()
        self._show_allow()

    def _show_allow(self) -> None:
        self.allow.setEnabled(bool(self._rows) and not self._arming.isActive())

    def _lay_out(self) -> None:
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addWidget(self.allow)
        self._buttons.addWidget(self.decline)
        self._buttons.addWidget(self.reason, 1)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self._undo_icon)
        foot.addWidget(self.undo)
        foot.addStretch(1)
        foot.addWidget(self.offers)
        foot.addWidget(words(self.tr("Alt+A allow · Alt+D don't"), "small"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._buttons)
        layout.addLayout(foot)


def _is_grave(row: Row) -> bool:
    """A moved file keeps its contents: a thousand of them are many, but none is lost."""
    return row.destructive and row.effect is not Effect.MOVE
