"""The foot of an approval: allow, don't allow, a reason, a standing permission, and whether it can be undone."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from agent.core.actions import Effect, Grant, Question, Row
from desktop.views.panels.approval_words import ApprovalWords
from desktop.views.panels.pieces import Picture, push, set_property, words


class AnswerBar(QWidget):
    """`allowed` and `declined` are wishes; `reason` and `grant` say more of them."""

    allowed = Signal()
    declined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ApprovalWords(self)
        self.offers = QComboBox()
        self.offers.setAccessibleName(self.tr("Standing permission"))
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
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.allow)
        buttons.addWidget(self.decline)
        buttons.addWidget(self.reason, 1)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self._undo_icon)
        foot.addWidget(self.undo, 1)
        foot.addWidget(words(self.tr("Alt+A allow · Alt+D don't"), "small"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.offers)
        layout.addLayout(buttons)
        layout.addLayout(foot)

    def load(self, question: Question) -> None:
        """Draw another Question, with no reason and no standing permission."""
        self.reason.clear()
        good = question.undoable
        self.undo.setText(self._words.undo(question))
        self._undo_icon.draw("undo-2" if good else "triangle-alert", "success" if good else "danger")
        set_property(self.undo, "role", "small" if good else "danger")
        self.offers.clear()
        self.offers.addItem(self.tr("Just this once"), None)
        for grant in question.offers:
            self.offers.addItem(self._words.offer(grant), grant)
        self.offers.setVisible(bool(question.offers))

    def show_ticked(self, rows: Sequence[Row], total: int) -> None:
        """The button says what it does, and is red when something is replaced or removed."""
        self.allow.setText(self._words.allow(rows, total))
        self.allow.setEnabled(bool(rows))
        set_property(self.allow, "kind", "danger" if any(map(_is_grave, rows)) else "primary")

    def grant(self) -> Grant | None:
        """The standing permission that was chosen."""
        chosen = self.offers.currentData()
        return chosen if isinstance(chosen, Grant) else None


def _is_grave(row: Row) -> bool:
    """A moved file keeps its contents: a thousand of them are many, but none is lost."""
    return row.destructive and row.effect is not Effect.MOVE
