"""The rows of a Question as an item model: one line for each group and each row, with ticks."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from agent.core.actions import Question, Row
from agent.core.events import RootGranted
from agent.core.paths import shown
from desktop.views.panels.row_groups import Group, RowKind, RowNote, detail_of, grouped, kind_of_row, name_of
from desktop.views.panels.wording import size_text

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole + 1
NO_PARENT = QModelIndex()
Line = Group | Row | RowNote


class RowModel(QAbstractListModel):
    """Lines of groups, rows and the warnings of rows; a group has a line of its own when there is more than one.

    All rows begin ticked.
    """

    ticks_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._roots: tuple[RootGranted, ...] = ()
        self._rows: tuple[Row, ...] = ()
        self._lines: tuple[Line, ...] = ()
        self._ticked: set[int] = set()
        self.groups: tuple[Group, ...] = ()

    def load(self, question: Question, roots: Sequence[RootGranted]) -> None:
        """Draw another Question, with everything ticked."""
        self.beginResetModel()
        self._roots = tuple(roots)
        self._rows = question.rows
        self.groups = grouped(question, roots)
        lines: list[Line] = []
        for group in self.groups:
            lines.extend((group,) if len(self.groups) > 1 else ())
            for row in group.rows:
                lines.extend((row, *(RowNote(row.index, shown(note)) for note in row.notes)))
        self._lines = tuple(lines)
        self._ticked = {row.index for row in question.rows}
        self.endResetModel()
        self.ticks_changed.emit()

    def ticked(self) -> tuple[int, ...]:
        """The indexes of the ticked rows, in the order of the Question."""
        return tuple(row.index for row in self._rows if row.index in self._ticked)

    def ticked_rows(self) -> tuple[Row, ...]:
        """The ticked rows, in the order of the Question."""
        return tuple(row for row in self._rows if row.index in self._ticked)

    def tick_all(self, ticked: bool) -> None:
        """Tick every row, or none."""
        self._set_ticks({row.index for row in self._rows}, ticked)

    def row_at(self, index: Index) -> Row | None:
        """The row of a line, also of its warnings; None for a group's line."""
        line = self._lines[index.row()] if index.isValid() else None
        if isinstance(line, RowNote):
            return next(row for row in self._rows if row.index == line.index)
        return line if isinstance(line, Row) else None

    @property
    def has_notes(self) -> bool:
        """Whether a line may be higher than the others."""
        return any(row.notes for row in self._rows)

    def name(self, row: Row) -> str:
        """The name of the row's target, safe to show."""
        return name_of(row, self._roots)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Lines of groups and rows together."""
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every line but a warning can be ticked."""
        if index.isValid() and isinstance(self._lines[index.row()], RowNote):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, tick, tool tip and the words for a screen reader; LINE is the Group or Row itself."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(line)
            case Qt.ItemDataRole.CheckStateRole:
                return None if isinstance(line, RowNote) else self._tick_of(line)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(line) if isinstance(line, Row) else None
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(line)
            case _:
                return line if role == LINE else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a row, or every row of a group."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        line = self._lines[index.row()]
        if isinstance(line, RowNote):
            return False
        indexes = {line.index} if isinstance(line, Row) else {row.index for row in line.rows}
        self._set_ticks(indexes, Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def kind_word(self, kind: RowKind) -> str:
        """One word for what happens."""
        words = {
            RowKind.DELETED: self.tr("Delete"),
            RowKind.SENT: self.tr("Send"),
            RowKind.RUN: self.tr("Run"),
            RowKind.CONNECTED: self.tr("Connect"),
            RowKind.CHANGED: self.tr("Change"),
            RowKind.MOVED: self.tr("Move or rename"),
            RowKind.NEW: self.tr("Create"),
            RowKind.FOLDER: self.tr("Create folder"),
            RowKind.READ: self.tr("Read"),
        }
        return words[kind]

    def kind_word_of(self, row: Row) -> str:
        """The same for a row."""
        return self.kind_word(kind_of_row(row))

    def grave_word(self, kind: RowKind) -> str:
        """The mark of a row that replaces or removes what is there; "" for a move, whose contents stay."""
        words = {RowKind.DELETED: self.tr("removed"), RowKind.CHANGED: self.tr("replaced"), RowKind.MOVED: ""}
        return words.get(kind, self.tr("check this"))

    def _set_ticks(self, indexes: set[int], ticked: bool) -> None:
        self._ticked = self._ticked | indexes if ticked else self._ticked - indexes
        if self._lines:
            last = self.index(len(self._lines) - 1)
            self.dataChanged.emit(self.index(0), last, [Qt.ItemDataRole.CheckStateRole])
        self.ticks_changed.emit()

    def _tick_of(self, line: Group | Row) -> Qt.CheckState:
        if isinstance(line, Row):
            return Qt.CheckState.Checked if line.index in self._ticked else Qt.CheckState.Unchecked
        count = sum(row.index in self._ticked for row in line.rows)
        if count == len(line.rows):
            return Qt.CheckState.Checked
        return Qt.CheckState.PartiallyChecked if count else Qt.CheckState.Unchecked

    def _text(self, line: Line) -> str:
        if isinstance(line, Row):
            return self.name(line)
        return line.text if isinstance(line, RowNote) else line.folder

    def _tip(self, row: Row) -> str:
        return "\n".join(part for part in (shown(row.target), detail_of(row), *map(shown, row.notes)) if part)

    def _spoken(self, line: Line) -> str:
        if isinstance(line, RowNote):
            return self.tr("Warning: {text}").replace("{text}", line.text)
        size = size_text(line.size) if line.size is not None else ""
        if isinstance(line, Group):
            return ", ".join(filter(None, (self.kind_word(line.kind), line.folder, str(len(line.rows)), size)))
        warning = self.tr("replaces or removes what is there") if line.destructive else ""
        parts = (self.kind_word(kind_of_row(line)), shown(line.target), detail_of(line), size, warning)
        return ", ".join(part for part in parts if part)
