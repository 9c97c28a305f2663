"""The body of a question that the model asks: choices as buttons, and a line for other words."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from agent.core.actions import Question
from agent.core.paths import shown
from desktop.views.panels.pieces import clear_layout, push


class ChoiceList(QWidget):
    """`chosen` carries the words of the answer, never ""; `skipped` is no answer."""

    chosen = Signal(str)
    skipped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(6)
        self.line = QLineEdit()
        self.line.setAccessibleName(self.tr("Your answer"))
        self.line.returnPressed.connect(self._send)
        self.line.textChanged.connect(self._typed)
        self.send = push(self.tr("Answer"), "primary")
        self.send.clicked.connect(self._send)
        self.skip = push(self.tr("Skip"), "ghost")
        self.skip.clicked.connect(self.skipped)
        typed = QHBoxLayout()
        typed.addWidget(self.line, 1)
        typed.addWidget(self.send)
        typed.addWidget(self.skip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._choices)
        layout.addLayout(typed)

    def load(self, question: Question) -> None:
        """Draw the choices of another Question."""
        clear_layout(self._choices)
        for choice in question.choices:
            button = push(shown(choice), "choice")
            button.clicked.connect(partial(self.chosen.emit, choice))
            self._choices.addWidget(button)
        self.line.setPlaceholderText(self.tr("Another answer…") if question.choices else self.tr("Your answer…"))
        self.line.clear()
        self._typed("")
        for widget in (self.line, self.send, self.skip):
            widget.setVisible(not question.closed)

    def first(self) -> QWidget:
        """What takes the focus first: of a closed question the last choice, which leaves things as they are."""
        item = self._choices.itemAt(self._choices.count() - 1 if self.line.isHidden() else 0)
        widget = item.widget() if item else None
        return widget or self.line

    def _typed(self, text: str) -> None:
        self.send.setEnabled(bool(text.strip()))

    def _send(self) -> None:
        if text := self.line.text().strip():
            self.chosen.emit(text)
