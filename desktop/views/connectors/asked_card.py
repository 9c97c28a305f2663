"""What of a connector waits for the person: a command line, an address or a tool, with what differs from before."""

import difflib
import html

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.views.packages.whole_text import WholeText
from desktop.views.panels.pieces import Picture, push, words
from desktop.views.theme.current import color
from desktop.wire.messages import AskedView

_LINES = 400
_TALLEST = 4000


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
            column.addWidget(DifferenceText(asked.before, asked.after, title))
        else:
            column.addWidget(WholeText(asked.after, title, most=_LINES))

    def _label(self, asked: AskedView) -> str:
        if asked.what == "start":
            return self.tr("Agree and switch on")
        return self.tr("Agree to the change") if asked.before else self.tr("Agree")

    def _approve(self) -> None:
        self.approve.setEnabled(False)
        self.approved.emit(self.asked)


class DifferenceText(QTextBrowser):
    """Lines that went and lines that came, each with its sign; all lines are there."""

    def __init__(self, before: str, after: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "full")
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        lines = difflib.ndiff(before.split("\n"), after.split("\n"))
        told = [line for line in lines if not line.startswith("?")]
        self.setHtml("".join(map(_line, told)))

    def _fit(self) -> None:
        self.setFixedHeight(min(max(int(self.document().size().height()) + 4, 40), _TALLEST))


def _line(line: str) -> str:
    """One line with its sign, as markup that holds it as plain text."""
    shade = {"+": "success", "-": "danger"}.get(line[:1], "muted")
    sign = {"+": "+ ", "-": "− "}.get(line[:1], "  ")
    text = html.escape(shown(line[2:])) or "&nbsp;"
    return f'<p style="margin:0 8px; white-space:pre-wrap; color:{color(shade).name()}">{sign}{text}</p>'
