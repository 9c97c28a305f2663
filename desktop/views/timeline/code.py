"""A block of code, or of what code printed, with a button that copies it."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.panels.pieces import push, tool, words
from desktop.views.panels.wording import counted
from desktop.views.theme.fonts import fixed_families
from desktop.views.theme.tokens import SIZES
from desktop.views.timeline.highlight import PYTHON, PythonColours

HEAD = 30
_READ = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
EDGE = 10


class Code(QFrame):
    """Draws lines as they are; long ones scroll sideways. Of more than `most` lines the rest waits for a click; 0 is
    all of them. `name` is what a screen reader says. `resized` when more lines are shown.
    """

    resized = Signal()

    def __init__(
        self, text: str, language: str, parent: QWidget | None = None, *, title: str = "", most: int = 0
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", "well")
        self._text, self._most = "", most
        self._lines = CodeLines()
        self._lines.setAccessibleName(title or self.tr("Code"))
        if language.lower() in PYTHON:
            self._lines.colour()
        copy = tool(self.tr("Copy: {what}").replace("{what}", title) if title else self.tr("Copy code"), "copy")
        copy.clicked.connect(self._copy)
        head = QHBoxLayout()
        head.setContentsMargins(EDGE, 0, 2, 0)
        head.addWidget(words(title or language, "small"), 1)
        head.addWidget(copy)
        self.more = push("", "link")
        self.more.clicked.connect(self._show_all)
        self.more.hide()
        foot = QHBoxLayout()
        foot.setContentsMargins(EDGE, 0, EDGE, 0)
        foot.addWidget(self.more)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 1, 0, 4)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._lines)
        layout.addLayout(foot)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Draw other lines."""
        if text == self._text:
            return
        self._text = text
        lines = text.split("\n")
        is_cut = 0 < self._most < len(lines)
        self._lines.setPlainText("\n".join(lines[: self._most]) if is_cut else text)
        self._lines.updateGeometry()
        self.more.setText(counted(self.tr("Show all: 1 line"), self.tr("Show all: {n} lines"), len(lines)))
        self.more.setVisible(is_cut)

    def heightForWidth(self, width: int) -> int:
        """One line of the screen for each line."""
        more = 0 if self.more.isHidden() else self.more.sizeHint().height()
        return HEAD + self._lines.sizeHint().height() + more + 5

    def sizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(200, self.heightForWidth(200))

    def _show_all(self) -> None:
        self._lines.setPlainText(self._text)
        self._lines.updateGeometry()
        self._lines.setFocus()
        self.more.hide()
        self.updateGeometry()
        self.resized.emit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)


class CodeLines(QPlainTextEdit):
    """As high as its lines."""

    _colours: PythonColours | None = None  # known before the first change of its style

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(_READ)
        self.setProperty("role", "code")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        font = self.font()
        font.setFamilies(fixed_families())
        font.setPixelSize(SIZES["small"])
        self.setFont(font)

    def colour(self) -> None:
        """Colour it as Python."""
        self._colours = PythonColours(self.document())

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has other colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._colours is not None:
            self._colours.rehighlight()

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
