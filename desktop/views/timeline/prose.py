"""One block of Markdown as a text that can be selected: prose or a table."""

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from desktop.views.theme.current import color
from desktop.views.theme.tokens import SIZES

LINE_HEIGHT = 150
PARAGRAPH_GAP = 8
BAR = 12
FEATURES = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
_HEADINGS = (20, 17, 15)


class Prose(QTextBrowser):
    """Draws Markdown without HTML. It loads nothing: no picture, no file, no address.

    It is as high as its text; a table that is wider than the pane scrolls sideways. Links are not followed:
    `anchorClicked` tells which was meant.
    """

    measured = Signal()

    def __init__(self, markdown: str, *, table: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._markdown = ""
        self._heights: dict[int, int] = {}
        self.setProperty("role", "words")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if table else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self.set_markdown(markdown)

    def set_markdown(self, markdown: str) -> None:
        """Draw other words."""
        if markdown == self._markdown:
            return
        self._markdown = markdown
        self._draw()

    def heightForWidth(self, width: int) -> int:
        """The height that the text needs at `width`."""
        if width not in self._heights:
            self._heights[width] = self._measured(width)
        return self._heights[width]

    def _measured(self, width: int) -> int:
        if not self._table:
            self.document().setTextWidth(width)
            return int(self.document().size().height()) + 2
        # On a copy: another width of the document that is shown makes its scroll bar come, which gives it another
        # height, which makes the layout ask again, for ever.
        document = self.document().clone()
        document.setTextWidth(max(width, int(document.idealWidth())))
        bar = BAR if document.size().width() > width + 1 else 0
        return int(document.size().height()) + bar + 2

    def sizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(80, 20)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Nothing is ever loaded for words that a stranger may have written."""
        return None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The timeline scrolls, not its texts; but a wide table moves sideways."""
        if self._table and event.angleDelta().x():
            super().wheelEvent(event)
        else:
            event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        """The colours of code and links lie in the document: draw it again after a switch of the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._markdown:
            self._draw()

    def _draw(self) -> None:
        self._heights.clear()
        document = self.document()
        shown = QPalette(self.palette())
        shown.setColor(QPalette.ColorRole.Link, color("accent"))
        font = self.font()
        font.setPixelSize(SIZES["body"] if self._table else SIZES["reading"])
        document.setDefaultFont(font)
        document.setMarkdown(self._markdown, FEATURES)
        self._style_blocks()
        self._style_tables()
        self.updateGeometry()
        self.measured.emit()

    def _style_blocks(self) -> None:
        block = self.document().begin()
        first = True
        while block.isValid():
            cursor = QTextCursor(block)
            if not self._table:
                self._space(cursor, first=first)
            level = block.blockFormat().headingLevel()
            for piece in self._pieces(block):
                self._style_piece(cursor, piece, level)
            block, first = block.next(), False

    def _space(self, cursor: QTextCursor, *, first: bool) -> None:
        form = QTextBlockFormat()
        form.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        heading = bool(cursor.blockFormat().headingLevel())
        listed = cursor.currentList() is not None
        form.setTopMargin(0 if first else PARAGRAPH_GAP * 1.5 if heading else 2 if listed else PARAGRAPH_GAP)
        form.setBottomMargin(0)
        cursor.mergeBlockFormat(form)

    def _pieces(self, block: Any) -> list[tuple[int, int, QTextCharFormat]]:
        found = []
        iterator = block.begin()
        while not iterator.atEnd():
            fragment = iterator.fragment()
            found.append((fragment.position(), fragment.length(), fragment.charFormat()))
            iterator += 1
        return found

    def _style_piece(self, cursor: QTextCursor, piece: tuple[int, int, QTextCharFormat], level: int) -> None:
        start, length, form = piece
        wanted = QTextCharFormat()
        if form.isAnchor():
            wanted.setForeground(QBrush(color("accent")))
        if form.fontFixedPitch():
            # The families of code have no or ugly Japanese letters; a ground shows as well that it is a name.
            wanted.setFontFamilies(self.font().families())
            wanted.setFontFixedPitch(False)
            wanted.setBackground(QBrush(color("hover")))
        if level:
            wanted.setProperty(QTextCharFormat.Property.FontPixelSize, _HEADINGS[min(level, len(_HEADINGS)) - 1])
            wanted.clearProperty(QTextCharFormat.Property.FontSizeAdjustment)
            wanted.setProperty(QTextCharFormat.Property.FontSizeAdjustment, 0)
        if wanted.propertyCount():
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(wanted)

    def _style_tables(self) -> None:
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                form = frame.format()
                form.setBorder(1)
                form.setBorderBrush(QBrush(color("border")))
                form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                form.setBorderCollapse(True)
                form.setCellPadding(7)
                form.setCellSpacing(0)
                form.setMargin(0)
                form.setWidth(QTextLength())
                frame.setFormat(form)
