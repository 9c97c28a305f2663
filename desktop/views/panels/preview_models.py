"""Item models of the preview: a grid of cells, and a list of differences."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from agent.core.documents import Difference
from agent.core.paths import shown
from desktop.views.theme.current import color

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
BEFORE, AFTER = 1, 2
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_KEPT = 16
_NUMBER = frozenset("0123456789.,-+%¥￥$€£()△▲ ")


class GridModel(QAbstractTableModel):
    """Cells as texts, with the letters and numbers of a spreadsheet around them. The first row is a header."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[str, ...], ...] = ()
        self._columns = 0

    def load(self, rows: tuple[tuple[str, ...], ...]) -> None:
        """Draw other cells."""
        self.beginResetModel()
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
        return letters(section) if orientation is Qt.Orientation.Horizontal else str(section + 1)


class DifferenceModel(QAbstractTableModel):
    """Where, before and after; a sign stands before each value so that colour is not the only mark."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._differences: tuple[Difference, ...] = ()

    def load(self, differences: tuple[Difference, ...]) -> None:
        """Draw other differences."""
        self.beginResetModel()
        self._differences = differences
        self.endResetModel()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """One for each difference."""
        return 0 if parent.isValid() else len(self._differences)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Where, before, after."""
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text with its sign, and its colour."""
        one = self._differences[index.row()]
        column = index.column()
        text = (one.anchor, *apart(one.before, one.after))[column]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                sign = ("", "− ", "+ ")[column]
                return f"{sign}{one_line(text)}" if text else "" if column == 0 else "–"
            case Qt.ItemDataRole.ToolTipRole:
                return lines((one.anchor, one.before, one.after)[column]) or None
            case Qt.ItemDataRole.ForegroundRole:
                return color(("muted", "danger", "success")[column] if text else "muted")
            case _:
                return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """The names of the columns."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is Qt.Orientation.Vertical:
            return None
        return (self.tr("Where"), self.tr("Before"), self.tr("After"))[section]


def apart(before: str, after: str) -> tuple[str, str]:
    """Both without most of what they begin with alike: a cell is narrow, and shall show what differs."""
    pairs = enumerate(zip(before, after, strict=False))
    alike = next((at for at, (one, other) in pairs if one != other), min(len(before), len(after)))
    if alike < 2 * _KEPT:
        return before, after
    start = before.rfind(" ", alike - 2 * _KEPT, alike - _KEPT) + 1 or alike - _KEPT
    return f"…{before[start:]}", f"…{after[start:]}"


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
