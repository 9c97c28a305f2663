"""What of a connector waits for the person: a command line, an address or a tool, with what differs from before."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.views.packages.difference_text import DifferenceText, differing
from desktop.views.packages.whole_text import WholeText
from desktop.views.panels.pieces import Picture, push, words
from desktop.wire.messages import AskedView

_LINES = 400


class AskedCard(QFrame):
    """`approved` carries the AskedView. What is approved is shown whole."""

    approved = Signal(object)

    def __init__(self, asked: AskedView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asked = asked
        self.setProperty("card", "approval")
        title = shown(asked.title)
        self.approve = push(self._label(asked))
        self.approve.setAutoDefault(False)
        self.approve.setAccessibleDescription(title)
        self.approve.clicked.connect(self._approve)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Picture("shield-question-mark", "warning"))
        head.addWidget(words(title, "strong", wrap=True), 1)
        head.addWidget(self.approve)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 10, 12)
        column.setSpacing(6)
        column.addLayout(head)
        if asked.before:
            column.addWidget(words(self.tr("It is not what you agreed to. What differs:"), "small", wrap=True))
            column.addWidget(DifferenceText(differing(asked.before, asked.after), title, whole=True))
        else:
            column.addWidget(WholeText(asked.after, title, most=_LINES))

    def _label(self, asked: AskedView) -> str:
        if asked.what == "start":
            return self.tr("Agree and switch on")
        return self.tr("Agree to the change") if asked.before else self.tr("Agree")

    def _approve(self) -> None:
        self.approve.setEnabled(False)
        self.approved.emit(self.asked)
