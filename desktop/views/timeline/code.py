"""A block of code with a button that copies it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.panels.pieces import tool, words
from desktop.views.theme.fonts import fixed_families
from desktop.views.theme.tokens import SIZES

HEAD = 30
EDGE = 10


class Code(QFrame):
    """Draws lines as they are; long ones scroll sideways."""

    def __init__(self, text: str, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "well")
        self._lines = CodeLines()
        self._lines.setAccessibleName(self.tr("Code"))
        copy = tool(self.tr("Copy code"), "copy")
        copy.clicked.connect(self._copy)
        head = QHBoxLayout()
        head.setContentsMargins(EDGE, 0, 2, 0)
        head.addWidget(words(language, "small"), 1)
        head.addWidget(copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 1, 0, 4)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._lines)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Draw other lines."""
        if text != self._lines.toPlainText():
            self._lines.setPlainText(text)
            self._lines.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        """One line of the screen for each line."""
        return HEAD + self._lines.sizeHint().height() + 5

    def sizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(200, self.heightForWidth(200))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._lines.toPlainText())


class CodeLines(QPlainTextEdit):
    """As high as its lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setProperty("role", "code")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        font = self.font()
        font.setFamilies(fixed_families())
        font.setPixelSize(SIZES["small"])
        self.setFont(font)

    def sizeHint(self) -> QSize:
        """All lines, and room for the bar below them."""
        return QSize(200, (self.fontMetrics().lineSpacing() + 1) * max(self.blockCount(), 1) + 12)

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(80, self.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The timeline scrolls; sideways is for the code."""
        if event.angleDelta().x():
            super().wheelEvent(event)
        else:
            event.ignore()
