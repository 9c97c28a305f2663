"""The changed files: one line each, with what happened to it; click for the preview, undo for one or all."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.presenter.picture import ChangedPlace
from desktop.views.panels.change_model import CHANGE, ChangeModel, name_now
from desktop.views.panels.painting import Style, draw_chip, draw_ground, draw_text
from desktop.views.panels.pieces import push, tool, words
from desktop.views.panels.wording import counted, file_icon, is_document
from desktop.views.theme.icons import icon

LINE_HEIGHT = 30
VISIBLE_LINES = 6
_CHIPS = {"create": "accent", "modify": "success", "move": "warning", "delete": "danger", "folder": "accent"}


class ChangeSection(QWidget):
    """Hidden while nothing was changed. Signals carry the ChangedPlace."""

    chosen = Signal(object)
    undo_wanted = Signal(object)
    undo_all_wanted = Signal()
    history_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ChangeModel(self)
        self._title = words(role="section")
        self.undo_all = push(self.tr("Undo all"), "ghost", "undo-2", "muted")
        self.undo_all.clicked.connect(self.undo_all_wanted)
        self.history = tool(self.tr("History of changes"), "history")
        self.history.clicked.connect(self.history_wanted)
        self._shown: ChangedPlace | None = None
        self.view = self._list()
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.undo_all)
        head.addWidget(self.history)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.view)
        self.hide()

    def show_changes(self, files: Sequence[ChangedPlace], *, running: bool = False) -> None:
        """Draw the files, the newest first; the marked one stays marked. While work goes on nothing can be undone."""
        self.undo_all.setEnabled(not running and any(not file.undone for file in files))
        if tuple(files) == self.model.files:
            return
        marked = self.marked()
        self.model.load(files)
        self.setVisible(bool(files))
        self._title.setText(counted(self.tr("1 changed file"), self.tr("{n} changed files"), len(files)))
        self.view.setFixedHeight(min(len(files), VISIBLE_LINES) * LINE_HEIGHT)
        if marked is not None:
            self._mark_again(marked)

    def marked(self) -> ChangedPlace | None:
        """The file whose preview is shown."""
        found = self.view.currentIndex().data(CHANGE)
        return found if isinstance(found, ChangedPlace) else None

    def mark(self, checkpoint: str, place: str) -> None:
        """Mark a file: `chosen` says which."""
        for row, file in enumerate(self.model.files):
            if (file.checkpoint, file.place) == (checkpoint, place):
                self.view.setCurrentIndex(self.model.index(row))

    def unmark(self) -> None:
        """No file is marked."""
        self._shown = None
        self.view.setCurrentIndex(QModelIndex())

    def newest(self) -> ChangedPlace | None:
        """The newest document that was made or changed, else the newest change that is still there."""
        there = [file for file in self.model.files if not file.undone]
        made = (f for f in there if f.kind in ("create", "modify") and is_document(f.place))
        return next(made, next(iter(there), None))

    def _mark_again(self, marked: ChangedPlace) -> None:
        for row, file in enumerate(self.model.files):
            if (file.checkpoint, file.place) == (marked.checkpoint, marked.place):
                self._shown = file  # it is the same file: nobody asked for its preview again
                self.view.setCurrentIndex(self.model.index(row))

    def _list(self) -> QListView:
        view = QListView()
        view.setModel(self.model)
        view.setItemDelegate(ChangeDelegate(view))
        view.setUniformItemSizes(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setProperty("role", "rows")
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setMouseTracking(True)
        view.setAccessibleName(self.tr("Changed files"))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._menu)
        view.selectionModel().currentChanged.connect(self._mark)
        return view

    def _mark(self, index: QModelIndex) -> None:
        file = index.data(CHANGE)
        if isinstance(file, ChangedPlace) and file != self._shown:
            self._shown = file
            self.chosen.emit(file)

    def _menu(self, at: QPoint) -> None:
        file = self.view.indexAt(at).data(CHANGE)
        if not isinstance(file, ChangedPlace):
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        undo = menu.addAction(icon("undo-2", "muted", 16), self.tr("Undo this change"))
        undo.setEnabled(not file.undone)
        undo.triggered.connect(self._undo_marked)
        menu.popup(self.view.viewport().mapToGlobal(at))

    def _undo_marked(self) -> None:
        if file := self.marked():
            self.undo_wanted.emit(file)


class ChangeDelegate(QStyledItemDelegate):
    """Icon, name and a chip that says what happened."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As wide as the view, one line high."""
        return QSize(0, LINE_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one file."""
        file, model = index.data(CHANGE), index.model()
        if not isinstance(file, ChangedPlace) or not isinstance(model, ChangeModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = draw_ground(painter, option)
        shade = "muted" if file.undone else _CHIPS.get(file.kind, "muted")
        used = draw_chip(painter, area, model.kind_word(file), shade)
        name = name_now(file)
        sign = "folder" if file.kind == "folder" else file_icon(name)
        icon(sign, "muted", 16).paint(painter, QRect(area.left(), area.center().y() - 7, 16, 16))
        gone = file.undone or file.kind == "delete"
        draw_text(painter, area.adjusted(24, 0, -used - 8, 0), name, "muted" if gone else "text", Style(strike=gone))
        painter.restore()
