"""The body of an approval: the rows with their ticks, and the preview of the marked one."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from agent.core.actions import Question
from agent.core.events import RootGranted
from desktop.views.panels.pieces import push, words
from desktop.views.panels.preview import PreviewPane
from desktop.views.panels.row_delegate import LINE_HEIGHT, RowDelegate
from desktop.views.panels.row_model import RowModel
from desktop.wire.messages import Look, Preview

MOST_LINES = 7
SCROLLED_HEIGHT = LINE_HEIGHT * 13 // 2  # half a line at the end shows that there is more
PREVIEW_HEIGHT = 216
PICTURE_HEIGHT, TALL_WINDOW = 340, 840


class RowList(QWidget):
    """Rows to tick. `row_marked` carries the index of the row whose preview is wanted, and the Look."""

    row_marked = Signal(int, object)
    ticks_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RowModel(self)
        self.model.ticks_changed.connect(self._count)
        self.model.ticks_changed.connect(self.ticks_changed)
        self.view = self._list()
        self.preview = PreviewPane()
        self.preview.setFixedHeight(PREVIEW_HEIGHT)
        self.preview.look_wanted.connect(self._turn)
        self._said = words(role="small")
        self.all = push(self.tr("Select all"), "ghost")
        self.none = push(self.tr("Select none"), "ghost")
        self.all.clicked.connect(self._tick_all)
        self.none.clicked.connect(self._tick_none)
        self._marked = -1
        self._lay_out()

    def _lay_out(self) -> None:
        well = QFrame()
        well.setProperty("card", "well")
        inside = QVBoxLayout(well)
        inside.setContentsMargins(4, 4, 4, 4)
        inside.addWidget(self.view)
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.addWidget(self._said, 1)
        bar.addWidget(self.all)
        bar.addWidget(self.none)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._bar)
        layout.addWidget(well)
        layout.addWidget(self.preview)

    def load(self, question: Question, roots: Sequence[RootGranted]) -> None:
        """Draw the rows of another Question."""
        self._marked = -1
        self.preview.hide()
        self.model.load(question, roots)
        self._bar.setVisible(len(question.rows) > 1)
        self.view.setUniformItemSizes(not self.model.has_notes)
        self._fit()
        self.view.scrollToTop()
        if len(question.rows) == 1 and question.undoable:  # nothing to choose from: show at once what would come
            self.view.setCurrentIndex(self.model.index(0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Warnings take more lines in a narrow window."""
        super().resizeEvent(event)
        if self.model.has_notes:
            self.view.scheduleDelayedItemsLayout()
            self._fit()

    def _fit(self) -> None:
        """As high as the lines; of many the first ones."""
        height = 0
        for row in range(self.model.rowCount()):
            height += self.view.sizeHintForIndex(self.model.index(row)).height()
            if height > MOST_LINES * LINE_HEIGHT:
                height = SCROLLED_HEIGHT
                break
        self.view.setFixedHeight(height)

    def show_preview(self, index: int, preview: Preview) -> None:
        """Show what row `index` would change, when it is still the marked one."""
        if index == self._marked:
            roomy = preview.kind == "image" and self.window().height() >= TALL_WINDOW
            self.preview.setFixedHeight(PICTURE_HEIGHT if roomy else PREVIEW_HEIGHT)
            self.preview.show_preview(preview)
            self.preview.show()

    def _list(self) -> QListView:
        view = QListView()
        view.setModel(self.model)
        view.setItemDelegate(RowDelegate(view))
        view.setUniformItemSizes(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setProperty("role", "rows")
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setMouseTracking(True)
        view.setAccessibleName(self.tr("What would be changed"))
        view.selectionModel().currentChanged.connect(self._mark)
        return view

    def _mark(self, current: QModelIndex) -> None:
        row = self.model.row_at(current)
        if row is None or row.index == self._marked:
            return
        self._marked = row.index
        self.row_marked.emit(row.index, Look())

    def _turn(self, look: Look) -> None:
        self.row_marked.emit(self._marked, look)

    def _tick_all(self) -> None:
        self.model.tick_all(True)

    def _tick_none(self) -> None:
        self.model.tick_all(False)

    def _count(self) -> None:
        total = sum(len(group.rows) for group in self.model.groups)
        text = self.tr("{ticked} of {total} selected · click a line to see the change")
        ticked = len(self.model.ticked())
        self._said.setText(text.replace("{ticked}", str(ticked)).replace("{total}", str(total)))
        self.all.setEnabled(ticked < total)
        self.none.setEnabled(ticked > 0)
