"""Draws the lines of a RowModel: tick, icon, name, detail, size; and answers ticks by mouse and keyboard."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from agent.core.actions import Row
from desktop.views.panels.painting import EDGE, Style, draw_chip, draw_ground, draw_text
from desktop.views.panels.row_groups import Group, RowKind, RowNote, detail_of, kind_of_row
from desktop.views.panels.row_model import LINE, Line, RowModel
from desktop.views.panels.wording import file_icon, size_text
from desktop.views.theme.current import color
from desktop.views.theme.icons import icon

Index = QModelIndex | QPersistentModelIndex
LINE_HEIGHT = 30
TICK = 16
GAP = 8
SIZE_WIDTH = 72
INDENT = 20
SCROLL_BAR = 10
NOTE_SPACE = 8
TALLEST_NOTE = 2_000
WRAPPED = int(Qt.TextFlag.TextWrapAnywhere | Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop)
_ICONS = {
    RowKind.SENT: "send", RowKind.RUN: "terminal", RowKind.CONNECTED: "globe", RowKind.FOLDER: "folder-plus",
}  # fmt: skip


class RowDelegate(QStyledItemDelegate):
    """One line, as high as all others, so that thousands scroll smoothly."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the view and one line high; a warning is as high as all of its words need."""
        line, model = index.data(LINE), index.model()
        if not isinstance(line, RowNote) or not isinstance(model, RowModel):
            return QSize(0, LINE_HEIGHT)
        width = option.widget.width() if isinstance(option.widget, QWidget) else 0
        room = QRect(0, 0, width - 2 * EDGE - _note_indent(model) - TICK - GAP - SCROLL_BAR, TALLEST_NOTE)
        return QSize(0, option.fontMetrics.boundingRect(room, WRAPPED, line.text).height() + NOTE_SPACE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a group or a row."""
        line, model = index.data(LINE), index.model()
        if line is None or not isinstance(model, RowModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = draw_ground(painter, option)
        if isinstance(line, RowNote):
            _draw_note(painter, area.adjusted(_note_indent(model), 0, -SCROLL_BAR, 0), line)
            painter.restore()
            return
        area.adjust(indent(model, line), 0, 0, 0)
        ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
        _draw_tick(painter, _square(area), ticked)
        inner = area.adjusted(TICK + GAP, 0, 0, 0)
        if isinstance(line, Group):
            _draw_group(painter, inner, line, model)
        else:
            _draw_row(painter, inner, line, model, off=ticked is Qt.CheckState.Unchecked)
        painter.restore()

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click on the tick, or Space, turns it over."""
        if isinstance(event, QMouseEvent):
            area: QRect = option.rect
            line = index.data(LINE)
            if isinstance(line, RowNote):
                return False
            start = indent(model, line) if isinstance(model, RowModel) else 0
            reach = QRect(area.left() + start, area.top(), EDGE + TICK + GAP, area.height())
            hit = event.button() is Qt.MouseButton.LeftButton and reach.contains(event.position().toPoint())
            if hit and event.type() is QEvent.Type.MouseButtonRelease:
                _turn_over(model, index)
            return hit
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            _turn_over(model, index)
            return True
        return False


def indent(model: RowModel, line: Line) -> int:
    """Rows stand a step to the right of their group's line."""
    return INDENT if isinstance(line, Row) and len(model.groups) > 1 else 0


def _turn_over(model: QAbstractItemModel, index: Index) -> None:
    ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked
    state = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
    model.setData(index, state, Qt.ItemDataRole.CheckStateRole)


def _square(area: QRect) -> QRect:
    return QRect(area.left(), area.center().y() - TICK // 2 + 1, TICK, TICK)


def _draw_tick(painter: QPainter, area: QRect, state: Qt.CheckState) -> None:
    ticked = state is not Qt.CheckState.Unchecked
    painter.setPen(color("accent" if ticked else "border_strong"))
    painter.setBrush(color("accent") if ticked else QColor(Qt.GlobalColor.transparent))
    painter.drawRoundedRect(area.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    if ticked:
        name = "check" if state is Qt.CheckState.Checked else "minus"
        icon(name, "on_accent", 12).paint(painter, area.adjusted(2, 2, -2, -2))


def _draw_group(painter: QPainter, area: QRect, group: Group, model: RowModel) -> None:
    used = draw_text(painter, area, model.kind_word(group.kind), "text", Style(bold=True)) + GAP
    used += draw_text(painter, area.adjusted(used, 0, 0, 0), str(len(group.rows)), "muted") + 2 * GAP
    size = 0
    if group.size is not None:
        size = draw_text(painter, area, size_text(group.size), "muted", Style(right=True)) + GAP
    draw_text(painter, area.adjusted(used, 0, -size, 0), group.folder, "muted")


def _note_indent(model: RowModel) -> int:
    """A warning stands under the name of its row."""
    return (INDENT if len(model.groups) > 1 else 0) + TICK + GAP


def _draw_note(painter: QPainter, area: QRect, note: RowNote) -> None:
    sign = QRect(area.left(), area.top() + 3, TICK, TICK)
    icon("triangle-alert", "warning", TICK).paint(painter, sign.adjusted(1, 1, -1, -1))
    painter.setPen(color("warning"))
    painter.drawText(area.adjusted(TICK + GAP, 2, 0, 0), WRAPPED, note.text)


def _draw_row(painter: QPainter, area: QRect, row: Row, model: RowModel, *, off: bool) -> None:
    kind, name = kind_of_row(row), model.name(row)
    icon(_ICONS.get(kind, file_icon(name)), "muted", TICK).paint(painter, _square(area))
    left = area.adjusted(TICK + GAP, 0, 0, 0)
    if row.size is not None:
        draw_text(painter, left, size_text(row.size), "muted", Style(right=True))
        left.adjust(0, 0, -SIZE_WIDTH, 0)
    if row.destructive and (mark := model.grave_word(kind)):
        left.adjust(0, 0, -draw_chip(painter, left, mark, "danger") - GAP, 0)
    detail = detail_of(row)
    share = left.width() * 55 // 100 if detail else left.width()
    first = QRect(left.left(), left.top(), share, left.height())
    used = draw_text(painter, first, name, "muted" if off else "text", Style(strike=off))
    draw_text(painter, left.adjusted(used + 2 * GAP, 0, 0, 0), detail, "muted")
