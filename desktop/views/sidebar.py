"""The left pane: new task, recipes, and every Session with its state in a word."""

import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.presenter.sessions import Age, Sessions, age
from desktop.views.panels.pieces import push, words
from desktop.views.theme.icons import icon
from desktop.wire.messages import SessionView

_ICONS = {
    "running": ("loader-circle", "accent"),
    "waiting": ("shield", "warning"),
    "done": ("circle-check", "success"),
    "failed": ("circle-alert", "danger"),
    "limit": ("circle-alert", "warning"),
    "needs_user": ("circle-alert", "warning"),
    "refused": ("ban", "muted"),
    "stopped": ("circle-stop", "muted"),
}


class Sidebar(QWidget):
    """Draws the list of Sessions."""

    new_wanted = Signal()
    folder_wanted = Signal()
    recipes_wanted = Signal()
    settings_wanted = Signal()
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.new = self._button(self.tr("New task"), "square-pen", self.new_wanted)
        self.folder = self._button(self.tr("Open a folder…"), "folder-plus", self.folder_wanted)
        self.recipes = self._button(self.tr("Recipes"), "layout-grid", self.recipes_wanted)
        self.settings = self._button(self.tr("Settings"), "settings", self.settings_wanted)
        self.list = QListWidget()
        self.list.setProperty("role", "sessions")
        self.list.setIconSize(QSize(20, 16))
        self.list.setAccessibleName(self.tr("Tasks"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._picked)
        self.list.itemClicked.connect(self._picked)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 14, 12, 12)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 10)
        head.addWidget(words("Deskhand", "brand"))
        column.addLayout(head)
        for button in (self.new, self.folder, self.recipes):
            column.addWidget(button)
        column.addSpacing(16)
        label = words(self.tr("Recent tasks"), "section")
        label.setContentsMargins(8, 0, 0, 4)
        column.addWidget(label)
        column.addWidget(self.list, 1)
        column.addWidget(self.settings)

    def show_sessions(self, sessions: Sessions) -> None:
        """Draw the lines; the open one is marked."""
        now = datetime.datetime.now().astimezone()
        self.list.clear()
        for view in sessions.found:
            title = shown(view.title) or self.tr("New task")
            item = QListWidgetItem(f"{title}\n{self._line(view, now)}")
            item.setIcon(icon(*_ICONS.get(view.state, ("circle", "muted")), 16))
            item.setData(Qt.ItemDataRole.UserRole, view.id)
            item.setToolTip("\n".join(shown(root.path) for root in view.roots))
            self.list.addItem(item)
            if view.id == sessions.chosen:
                self.list.setCurrentItem(item)

    def _button(self, text: str, name: str, signal: object) -> QPushButton:
        button = push(text, "nav", name, "text")
        button.clicked.connect(signal)
        return button

    def _line(self, view: SessionView, now: datetime.datetime) -> str:
        states = {
            "running": self.tr("running"),
            "waiting": self.tr("waiting for you"),
            "done": self.tr("done"),
            "failed": self.tr("failed"),
            "limit": self.tr("a limit was reached"),
            "needs_user": self.tr("needs you"),
            "refused": self.tr("declined"),
            "stopped": self.tr("stopped"),
        }
        state = states.get(view.state, self.tr("not started"))
        passed = age(view.updated, now)
        return f"{state} · {self._age(passed)}" if passed else state

    def _age(self, passed: Age) -> str:
        match passed.unit:
            case "now":
                return self.tr("now")
            case "minutes":
                return self.tr("{n} min ago").replace("{n}", str(passed.count))
            case "hours":
                return self.tr("{n} h ago").replace("{n}", str(passed.count))
            case "yesterday":
                return self.tr("yesterday")
            case _:
                return passed.day.isoformat()

    def _picked(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
