"""What a file or a change looks like: text, grid, page, differences or a sentence."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QPlainTextEdit,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.views.panels.difference_view import DifferenceView
from desktop.views.panels.fitted_picture import FittedPicture
from desktop.views.panels.pieces import words
from desktop.views.panels.preview_models import GridModel, lines
from desktop.views.panels.side_bar import SideBar
from desktop.wire.messages import Look, Preview

WIDEST_COLUMN = 220
GRID_ROW = 24
LOOKED_AT = 40
"""Rows by which columns get their widths."""


class PreviewPane(QWidget):
    """Draws a Preview. `look_wanted` carries the Look (a page, a sheet, the file before) that the person asks for."""

    look_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._message = words(role="muted", wrap=True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setContentsMargins(16, 16, 16, 16)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setProperty("role", "preview")
        self._text.setAccessibleName(self.tr("Text of the file"))
        self._grid = GridModel(self)
        self._grid_view = _table(self._grid, self.tr("Cells of the file"))
        self.differences = DifferenceView()
        self._picture = FittedPicture()
        self._note = words(role="muted", wrap=True)
        self.bar = SideBar()
        self.bar.wanted.connect(self._look)
        self.pages = self.bar.pages
        self.stack = QStackedWidget()
        for widget in (self._message, self._text, self._grid_view, self.differences, self._picture):
            self.stack.addWidget(widget)
        self._lay_out()
        self.clear()

    def clear(self) -> None:
        """Nothing is chosen."""
        self.show_preview(Preview("message", "", self.tr("Choose a file to look at it here.")))

    def show_loading(self) -> None:
        """The answer is on its way."""
        self.show_preview(Preview("message", "", self.tr("One moment…")))

    def _look(self, look: Look) -> None:
        """What is asked for may take a moment: the old picture must not stand under the new name."""
        self._message.setText(self.tr("One moment…"))
        self.stack.setCurrentWidget(self._message)
        self._note.hide()
        self.look_wanted.emit(look)

    def show_preview(self, preview: Preview) -> None:
        """Draw `preview`; what has nothing to draw says so."""
        match preview.kind:
            case "text" if preview.text.strip():
                self._text.setPlainText(lines(preview.text))
                self.stack.setCurrentWidget(self._text)
            case "table" if preview.rows:
                self._grid.load(preview.rows, preview.first, preview.marks)
                self._fit_grid(preview.mark)
                self.stack.setCurrentWidget(self._grid_view)
            case "differences" if preview.differences:
                self.differences.load(preview.differences)
                self.stack.setCurrentWidget(self.differences)
            case "image" if self._picture.load(preview.image):
                self.stack.setCurrentWidget(self._picture)
            case _:
                self._message.setText(lines(preview.text) or self._empty(preview.kind))
                self.stack.setCurrentWidget(self._message)
        many = self.stack.currentWidget() is self.differences and preview.pages > 1  # else the bar counts them
        shown = (many or self.stack.currentWidget() is self._picture) and bool(preview.text)
        self._note.setText(preview.text if shown else "")
        self._note.setVisible(shown)
        self.bar.show_preview(preview)

    def _empty(self, kind: str) -> str:
        if kind == "differences":
            return self.tr("There is no difference to show.")
        return self.tr("There is nothing to show.")

    def _fit_grid(self, mark: tuple[int, ...]) -> None:
        self._grid_view.scrollToTop()
        self._grid_view.resizeColumnsToContents()
        for column in range(self._grid.columnCount()):
            self._grid_view.setColumnWidth(column, min(self._grid_view.columnWidth(column), WIDEST_COLUMN))
        if len(mark) == 2:
            cell = self._grid.index(*mark)
            self._grid_view.setCurrentIndex(cell)
            self._grid_view.scrollTo(cell, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _lay_out(self) -> None:
        frame = QFrame()
        frame.setProperty("card", "preview")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.stack)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(frame, 1)
        layout.addWidget(self._note)
        layout.addWidget(self.bar)


def _table(model: GridModel, name: str) -> QTableView:
    view = QTableView()
    view.setModel(model)
    view.setAccessibleName(name)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setProperty("role", "grid")
    view.setWordWrap(False)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setTabKeyNavigation(False)  # Tab leaves the table, so that no one is caught in it
    view.setCornerButtonEnabled(False)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setDefaultSectionSize(GRID_ROW)
    view.horizontalHeader().setHighlightSections(False)
    view.horizontalHeader().setResizeContentsPrecision(LOOKED_AT)
    view.verticalHeader().setHighlightSections(False)
    return view
