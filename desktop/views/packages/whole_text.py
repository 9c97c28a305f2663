"""Words that are shown whole: a command line, an address, a file. Long ones break anywhere; what is long scrolls."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from agent.core.paths import shown

_EDGE = 6


class WholeText(QTextEdit):
    """Read only, selectable, in letters of one width. With `most` lines it is as high as its words, up to these.

    Not a QPlainTextEdit: that one counts the lines of what was never painted as one, and would hide the others.
    """

    def __init__(self, text: str, name: str, *, most: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "whole")
        self.setAccessibleName(name)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        if most:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Other words. Letters that cannot be seen are escaped; tabs and ends of lines stay."""
        self.setPlainText("\n".join("\t".join(map(shown, line.split("\t"))) for line in text.split("\n")))
        self._fit()

    def _fit(self) -> None:
        if self._most:
            edge = 2 * int(self.document().documentMargin()) + _EDGE
            line = QFontMetrics(self.document().defaultFont()).lineSpacing()
            wanted = int(self.document().size().height()) + _EDGE
            self.setFixedHeight(min(max(wanted, line + edge), self._most * line + edge) + 2)
