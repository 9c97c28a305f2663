"""The changed files of a Session as an item model."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from agent.core.paths import shown
from desktop.presenter.picture import ChangedPlace

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
CHANGE = Qt.ItemDataRole.UserRole + 1


class ChangeModel(QAbstractListModel):
    """One line for each ChangedPlace."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._files: tuple[ChangedPlace, ...] = ()

    @property
    def files(self) -> tuple[ChangedPlace, ...]:
        """What is drawn."""
        return self._files

    def load(self, files: Sequence[ChangedPlace]) -> None:
        """Draw other files."""
        self.beginResetModel()
        self._files = tuple(files)
        self.endResetModel()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """One for each file."""
        return 0 if parent.isValid() else len(self._files)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, tool tip, words for a screen reader; CHANGE is the ChangedPlace itself."""
        if not index.isValid():
            return None
        file = self._files[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return name_now(file)
            case Qt.ItemDataRole.ToolTipRole:
                return f"{shown(file.place)}\n→ {shown(file.to)}" if file.to else shown(file.place)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{name_now(file)}, {self.kind_word(file)}"
            case _:
                return file if role == CHANGE else None

    def kind_word(self, file: ChangedPlace) -> str:
        """One word for what happened."""
        if file.undone:
            return self.tr("undone")
        words = {
            "create": self.tr("new"),
            "modify": self.tr("changed"),
            "move": self.tr("moved"),
            "delete": self.tr("deleted"),
            "folder": self.tr("new folder"),
        }
        return words.get(file.kind, file.kind)


def name_now(file: ChangedPlace) -> str:
    """The name that the file has, safe to show."""
    target = file.to or file.place
    return shown(PurePosixPath(target).name or target)
