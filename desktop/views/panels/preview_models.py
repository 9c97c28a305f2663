"""The item model of the preview: a grid of cells."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from agent.core.paths import shown
from desktop.views.theme.current import color

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
        self._marks: frozenset[tuple[int, int]] = frozenset()

    def load(self, rows: tuple[tuple[str, ...], ...], first: int = 1, marks: Iterable[tuple[int, int]] = ()) -> None:
        """Draw other cells; `first` is the number of the first row, `marks` are those that changed."""
        self.beginResetModel()
        self._marks = frozenset((row, column) for row, column in marks)
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
                return self._font(index)
            case _:
                return self._marked(index, role)

    def _font(self, index: Index) -> QFont | None:
        """What changed is underlined as in the differences: colour alone is not seen by everybody."""
        changed = (index.row(), index.column()) in self._marks
        if index.row() and not changed:
            return None
        font = QFont()
        font.setUnderline(changed)
        if not index.row():
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def _marked(self, index: Index, role: int) -> Any:
        if (index.row(), index.column()) not in self._marks:
            return None
        match role:
            case Qt.ItemDataRole.BackgroundRole:
                return color("success_soft")
            case Qt.ItemDataRole.ForegroundRole:
                return color("success")
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self.tr("changed")
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
