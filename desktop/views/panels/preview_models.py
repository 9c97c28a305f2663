"""The item model of the preview: a grid of cells."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from agent.core.paths import shown

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NUMBER = frozenset("0123456789.,-+%¥￥$€£()△▲ ")


class GridModel(QAbstractTableModel):
    """Cells as texts, with the letters and numbers of a spreadsheet around them. The first row is a header."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[str, ...], ...] = ()
        self._columns = 0
        self._first = 1

    def load(self, rows: tuple[tuple[str, ...], ...], first: int = 1) -> None:
        """Draw other cells; `first` is the number of the first row."""
        self.beginResetModel()
        self._first = first
        self._rows = rows
        self._columns = max((len(row) for row in rows), default=0)
        self.endResetModel()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Rows with the header."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """The cells of the longest row."""
        return 0 if parent.isValid() else self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The cell, numbers to the right, the header bold."""
        row = self._rows[index.row()]
        text = row[index.column()] if index.column() < len(row) else ""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return one_line(text)
            case Qt.ItemDataRole.ToolTipRole:
                return lines(text) or None
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if looks_like_number(text) else None
            case Qt.ItemDataRole.FontRole:
                return _bold() if index.row() == 0 else None
            case _:
                return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """A, B, C and 1, 2, 3."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return letters(section) if orientation is Qt.Orientation.Horizontal else str(section + self._first)


def one_line(text: str) -> str:
    """`text` safe to show in a cell; the ends of its lines are visible."""
    return " ⏎ ".join(shown(line) for line in text.splitlines())


def lines(text: str) -> str:
    """`text` safe to show over several lines."""
    return "\n".join(shown(line.replace("\t", "    ")) for line in text.splitlines())


def looks_like_number(text: str) -> bool:
    """Whether a cell belongs to the right edge."""
    return any(c.isdigit() for c in text) and all(c in _NUMBER for c in text)


def letters(column: int) -> str:
    """The name of a column as spreadsheets write it: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _bold() -> QFont:
    font = QFont()
    font.setWeight(QFont.Weight.DemiBold)
    return font
