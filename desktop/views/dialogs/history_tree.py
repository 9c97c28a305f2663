"""The list of a history: tasks, below them their changes, below those their files."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from PySide6.QtCore import QDateTime, QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from agent.core.paths import shown
from desktop.presenter.history import PastChange, PastState, PastTask
from desktop.presenter.picture import ChangedPlace
from desktop.views.panels.wording import file_icon
from desktop.views.theme.current import color
from desktop.views.theme.icons import icon

CHANGE, PLACE = Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2
WHEN_WIDTH, STATE_WIDTH = 132, 140
_SHADES = {
    PastState.THERE: "muted", PastState.PARTLY: "warning", PastState.BACK: "success", PastState.PURGED: "muted",
    PastState.UNDO: "muted",
}  # fmt: skip


class HistoryTree(QTreeWidget):
    """`marked` carries a PastChange and the ChangedPlace in it, or None for all of it; both None for a task."""

    marked = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Changes, the newest first"))
        self.setHeaderLabels([self.tr("Change"), self.tr("When"), self.tr("State")])
        self.setIconSize(QSize(20, 16))
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, WHEN_WIDTH), (2, STATE_WIDTH)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)
        self.currentItemChanged.connect(self._mark)

    def load(self, tasks: Sequence[PastTask]) -> None:
        """Draw another history; what was marked stays so. One task alone needs no line of its own."""
        before = self._key(self.currentItem())
        self.blockSignals(True)
        self.clear()
        for task in tasks:
            parent: QTreeWidgetItem | None = None
            if len(tasks) > 1:
                parent = QTreeWidgetItem([shown(task.title) or self.tr("New task"), "", ""])
                font = parent.font(0)
                font.setBold(True)
                parent.setFont(0, font)
                self.addTopLevelItem(parent)
            for change in task.changes:
                self._add(parent, change)
            if parent is not None:
                parent.setExpanded(True)
        self.blockSignals(False)
        self._mark_again(before)

    def _add(self, parent: QTreeWidgetItem | None, change: PastChange) -> None:
        made = change.checkpoint
        moment = QDateTime.fromString(made.at, Qt.DateFormat.ISODateWithMs).toLocalTime()
        when = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
        title = shown(made.title)
        if change.state is PastState.UNDO:
            title = self.tr("Put back: {title}").replace("{title}", title)
        line = QTreeWidgetItem([title, when, self.state_word(change.state)])
        line.setToolTip(0, title)
        line.setIcon(0, icon("undo-2" if change.state is PastState.UNDO else "file-diff"))
        line.setForeground(2, color(_SHADES[change.state]))
        line.setData(0, CHANGE, change)
        if parent is None:
            self.addTopLevelItem(line)
        else:
            parent.addChild(line)
        for place in change.places:
            line.addChild(self._file(change, place))

    def _file(self, change: PastChange, place: ChangedPlace) -> QTreeWidgetItem:
        name = shown(PurePosixPath(place.to or place.place).name or place.place)
        line = QTreeWidgetItem([name, self.kind_word(place), self.tr("put back") if place.undone else ""])
        line.setToolTip(0, f"{shown(place.place)} → {shown(place.to)}" if place.to else shown(place.place))
        line.setIcon(0, icon("folder" if place.kind == "folder" else file_icon(name)))
        line.setForeground(1, color("muted"))
        line.setForeground(2, color("success"))
        line.setData(0, CHANGE, change)
        line.setData(0, PLACE, place)
        return line

    def kind_word(self, place: ChangedPlace) -> str:
        """What happened to a file, in a word."""
        words = {
            "create": self.tr("new"),
            "modify": self.tr("changed"),
            "move": self.tr("moved"),
            "delete": self.tr("deleted"),
            "folder": self.tr("new folder"),
        }
        return words.get(place.kind, place.kind)

    def state_word(self, state: PastState) -> str:
        """How a change stands, in a word."""
        return {
            PastState.THERE: self.tr("can be put back"),
            PastState.PARTLY: self.tr("partly put back"),
            PastState.BACK: self.tr("put back"),
            PastState.PURGED: self.tr("no earlier version"),
            PastState.UNDO: "",
        }[state]

    def _mark(self, now: QTreeWidgetItem | None) -> None:
        if now is None:
            self.marked.emit(None, None)
        else:
            self.marked.emit(now.data(0, CHANGE), now.data(0, PLACE))

    def _key(self, item: QTreeWidgetItem | None) -> tuple[str, str]:
        change = item.data(0, CHANGE) if item is not None else None
        place = item.data(0, PLACE) if item is not None else None
        return (change.checkpoint.id if change else "", place.place if place else "")

    def _mark_again(self, key: tuple[str, str]) -> None:
        """The same line as before, else the newest change."""
        lines = self.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
        there = next((line for line in lines if any(key) and self._key(line) == key), None)
        first = next((line for line in lines if line.data(0, CHANGE) is not None), None)
        line = there or first
        if line is None:
            self.marked.emit(None, None)
            return
        self.setCurrentItem(line)
        self.scrollToItem(line)  # opens what it lies in
