"""The Sessions of the sidebar as an item model."""

import datetime
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from agent.core.paths import shown
from desktop.presenter.sessions import Sessions
from desktop.views.wording import ago, state_word
from desktop.wire.messages import SessionView

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
LINE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Line:
    """What is drawn of a Session; `below` are state and age in words."""

    id: str
    title: str
    below: str
    state: str
    folder: str


class SessionModel(QAbstractListModel):
    """One line for each found Session."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()

    def load(self, sessions: Sessions, now: datetime.datetime) -> None:
        """Draw the Sessions; when only words changed, nothing jumps."""
        lines = tuple(self._line(view, now) for view in sessions.found)
        if lines == self._lines:
            return
        same = [line.id for line in lines] == [line.id for line in self._lines]
        if same:
            self._lines = lines
            self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def row_of(self, session: str) -> int:
        """The row of a Session, -1 when it is not drawn."""
        return next((at for at, line in enumerate(self._lines) if line.id == session), -1)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """One for each line."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title; folder as tool tip; title and state for a screen reader; LINE is the Line itself."""
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line = self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.title
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(filter(None, (line.title, line.folder)))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{line.title}, {line.below}"
            case _:
                return line if role == LINE else None

    def _line(self, view: SessionView, now: datetime.datetime) -> Line:
        below = " · ".join(filter(None, (state_word(view.state), ago(view.updated, now))))
        folder = shown(view.roots[0].path) if view.roots else ""
        return Line(view.id, shown(view.title) or self.tr("New task"), below, view.state, folder)
