"""The left pane: new task, recipes, folders, and every Session with its state in a word."""

import datetime
from collections.abc import Sequence
from functools import partial
from pathlib import PurePath

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from agent.core.events import RootGranted
from agent.core.paths import shown
from desktop.presenter.window import WindowPicture
from desktop.views.panels.pieces import ElidedLabel, Picture, clear_layout, push, tool, words
from desktop.views.panels.wording import shortened, size_text
from desktop.views.session_delegate import SessionDelegate
from desktop.views.session_model import LINE, Line, SessionModel
from desktop.views.theme.icons import icon

MOST_FOLDERS = 5


class Sidebar(QWidget):
    """`chosen`, `archive_wanted`, `rename_wanted` and `record_wanted` carry the id of a Session, `folder_chosen` a
    RootGranted.
    """

    new_wanted = Signal()
    folder_wanted = Signal()
    folder_chosen = Signal(object)
    recipes_wanted = Signal()
    settings_wanted = Signal()
    hide_wanted = Signal()
    searched = Signal(str)
    chosen = Signal(str)
    archive_wanted = Signal(str)
    rename_wanted = Signal(str)
    versions_wanted = Signal()
    history_wanted = Signal()
    record_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._drawn: Sequence[RootGranted] = ()
        self._chosen = ""
        self.new = push(self.tr("New task"), "nav", "square-pen", "text")
        self.new.clicked.connect(self.new_wanted)
        self.recipes = push(self.tr("Recipes"), "nav", "layout-grid", "text")
        self.recipes.clicked.connect(self.recipes_wanted)
        self.history = push(self.tr("History of changes"), "nav", "history", "text")
        self.history.clicked.connect(self.history_wanted)
        self.due = push("", "quiet", "info", "muted")
        self.due.clicked.connect(self.versions_wanted)
        self.due.hide()
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search tasks"))
        self.search.setAccessibleName(self.tr("Search tasks"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", "muted", 16), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self.searched)
        self.search.returnPressed.connect(self._pick_first)
        self._folders = QVBoxLayout()
        self._folders.setSpacing(0)
        self.model = SessionModel(self)
        self.list = self._list()
        self._none = words(role="small", wrap=True)
        self._none.setContentsMargins(10, 4, 10, 0)
        self._lay_out()

    def show_window(self, picture: WindowPicture) -> None:
        """Draw folders, Sessions and the model that works; the open Session is marked."""
        sessions = picture.sessions
        self._show_folders(sessions.folders)
        due = self.tr("{size} of earlier versions can go").replace("{size}", size_text(picture.due))
        self.due.setText(due)
        self.due.setToolTip(self.tr("They are old, or take much room. Nothing is removed without you."))
        self.due.setVisible(bool(picture.due))
        self.model.load(sessions, datetime.datetime.now().astimezone())
        self._chosen = sessions.chosen
        self._mark()
        self._none.setVisible(not sessions.found)
        self._none.setText(
            self.tr("No task has these words.") if sessions.search else self.tr("Your tasks will be listed here.")
        )
        local = any(model.local for model in picture.models if model.name == picture.model)
        self._sign.draw("hard-drive" if local else "cloud" if picture.model else "unplug", "muted")
        text = self.tr("{model} on this computer") if local else "{model}"
        self._model.setText(text.replace("{model}", shown(picture.model)) if picture.model else self.tr("No model"))

    def _show_folders(self, roots: Sequence[RootGranted]) -> None:
        if tuple(roots[:MOST_FOLDERS]) == self._drawn:
            return
        self._drawn = tuple(roots[:MOST_FOLDERS])
        clear_layout(self._folders)
        before: QWidget = self._add
        for root in self._drawn:
            name = shown(PurePath(root.path).name or root.path)
            button = push(shortened(name, 26), "nav", "folder" if root.writable else "lock", "muted")
            button.setToolTip(shown(root.path))
            button.setAccessibleName(self.tr("New task in {folder}").replace("{folder}", name))
            button.clicked.connect(partial(self.folder_chosen.emit, root))
            self._folders.addWidget(button)
            QWidget.setTabOrder(before, button)
            before = button
        QWidget.setTabOrder(before, self.search)

    def _list(self) -> QListView:
        view = QListView()
        view.setModel(self.model)
        view.setItemDelegate(SessionDelegate(view))
        view.setProperty("role", "sessions")
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setAccessibleName(self.tr("Tasks"))
        view.clicked.connect(self._pick)
        view.activated.connect(self._pick)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._menu)
        return view

    def _mark(self) -> None:
        """The open Session is marked, whatever was clicked for a menu."""
        row = self.model.row_of(self._chosen)
        if row != self.list.currentIndex().row():
            self.list.setCurrentIndex(self.model.index(row) if row >= 0 else QModelIndex())

    def _pick_first(self) -> None:
        if self.search.text().strip() and self.model.rowCount():
            self._pick(self.model.index(0))

    def _pick(self, index: QModelIndex) -> None:
        line = index.data(LINE)
        if isinstance(line, Line):
            self.chosen.emit(line.id)

    def _menu(self, at: QPoint) -> None:
        line = self.list.indexAt(at).data(LINE)
        if not isinstance(line, Line):
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rename = menu.addAction(icon("pencil", "muted", 16), self.tr("Rename…"))
        rename.triggered.connect(partial(self.rename_wanted.emit, line.id))
        record = menu.addAction(icon("clipboard-list", "muted", 16), self.tr("Record of this task…"))
        record.triggered.connect(partial(self.record_wanted.emit, line.id))
        archive = menu.addAction(icon("archive", "muted", 16), self.tr("Take out of the list"))
        archive.triggered.connect(partial(self.archive_wanted.emit, line.id))
        menu.aboutToHide.connect(self._mark)
        menu.popup(self.list.viewport().mapToGlobal(at))

    def _lay_out(self) -> None:
        hide = tool(self.tr("Hide the sidebar"), "panel-left")
        hide.clicked.connect(self.hide_wanted)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 6)
        head.addWidget(words("Deskhand", "brand"), 1)
        head.addWidget(hide)
        self._add = tool(self.tr("Hand over a folder"), "plus")
        self._add.clicked.connect(self.folder_wanted)
        folders = QHBoxLayout()
        folders.setContentsMargins(8, 0, 0, 0)
        folders.addWidget(words(self.tr("Folders"), "section"), 1)
        folders.addWidget(self._add)
        label = words(self.tr("Recent tasks"), "section")
        label.setContentsMargins(8, 0, 0, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(2)
        column.addLayout(head)
        for button in (self.new, self.recipes, self.history):
            column.addWidget(button)
        column.addSpacing(12)
        column.addLayout(folders)
        column.addLayout(self._folders)
        column.addSpacing(12)
        column.addWidget(label)
        column.addWidget(self.search)
        column.addSpacing(4)
        column.addWidget(self._none)
        column.addWidget(self.list, 1)
        column.addWidget(self.due)
        column.addWidget(self._foot())

    def _foot(self) -> QWidget:
        foot = QWidget()
        self._sign = Picture("unplug", "muted", 16)
        self._model = ElidedLabel("", "muted", Qt.TextElideMode.ElideRight)
        self.settings = tool(self.tr("Settings"), "settings")
        self.settings.clicked.connect(self.settings_wanted)
        row = QHBoxLayout(foot)
        row.setContentsMargins(8, 4, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self._model, 1)
        row.addWidget(self.settings)
        return foot
