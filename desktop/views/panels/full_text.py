"""Everything that would leave, word for word: nothing is shortened, long words break, and what is long scrolls."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from agent.core.actions import Row
from agent.core.paths import shown
from desktop.views.panels.row_groups import detail_of
from desktop.views.panels.row_model import RowModel
from desktop.views.theme.current import color

TALLEST = 240
EDGE = 10
SPACE = 8
FRAME = 4


class FullText(QTextEdit):
    """Draws the rows of a Question as plain paragraphs: what happens to which target, what it carries, the notes.

    Texts are inserted as they are, never as markup; what cannot be seen is escaped.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._model: RowModel | None = None
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "full")
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setAccessibleName(self.tr("Everything that would be sent or run"))
        self.document().setDocumentMargin(EDGE)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def load(self, rows: Sequence[Row], model: RowModel) -> None:
        """Draw other rows; `model` has the words for what they do."""
        self._rows, self._model = tuple(rows), model
        self.clear()
        cursor = self.textCursor()
        for at, row in enumerate(self._rows):
            self._draw(cursor, row, model, first=at == 0)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has other colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._model is not None:
            self.load(self._rows, self._model)

    def _draw(self, cursor: QTextCursor, row: Row, model: RowModel, *, first: bool) -> None:
        head = f"{model.kind_word_of(row)}  {shown(row.target)}"
        _paragraph(cursor, head, _style("text", bold=True), 0 if first else SPACE, first=first)
        for line in detail_of(row).split("\n"):
            if line:
                _paragraph(cursor, line, _style("text"), 2)
        for note in row.notes:
            _paragraph(cursor, f"⚠ {shown(note)}", _style("warning"), 4)

    def _fit(self) -> None:
        wanted = int(self.document().size().height()) + 2 * self.frameWidth() + FRAME
        self.setFixedHeight(min(max(wanted, 40), TALLEST))


def _paragraph(cursor: QTextCursor, text: str, style: QTextCharFormat, above: int, *, first: bool = False) -> None:
    block = QTextBlockFormat()
    block.setTopMargin(above)
    if first:
        cursor.setBlockFormat(block)
    else:
        cursor.insertBlock(block)
    cursor.insertText(text, style)


def _style(shade: str, *, bold: bool = False) -> QTextCharFormat:
    style = QTextCharFormat()
    style.setForeground(color(shade))
    style.setFontWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return style
