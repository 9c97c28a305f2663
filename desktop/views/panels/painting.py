"""Strokes that the delegates share. All colours are roles of the theme, so that a switch needs no redrawing of ours."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop.views.theme.current import color

EDGE = 8
CHIP_HEIGHT = 20
CHIP_PADDING = 8


@dataclass(frozen=True, slots=True)
class Style:
    """How a line of text stands."""

    right: bool = False
    bold: bool = False
    strike: bool = False
    cut_end: bool = False


PLAIN = Style()


def draw_ground(painter: QPainter, option: QStyleOptionViewItem) -> QRect:
    """The ground of a line that is marked, hovered or focused; returns the area for its contents."""
    area: QRect = option.rect
    state: QStyle.StateFlag = option.state
    marked, hovered = state & QStyle.StateFlag.State_Selected, state & QStyle.StateFlag.State_MouseOver
    painter.setPen(Qt.PenStyle.NoPen)
    if marked or hovered:
        painter.setBrush(color("selected" if marked else "hover"))
        painter.drawRoundedRect(area.adjusted(2, 1, -2, -1), 6, 6)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(color("accent"))
        painter.drawRoundedRect(area.adjusted(2, 1, -3, -2), 6, 6)
    return area.adjusted(EDGE, 0, -EDGE, 0)


def draw_text(painter: QPainter, area: QRect, text: str, shade: str, style: Style = PLAIN) -> int:
    """One line, shortened when there is too little room; returns the width that it took."""
    font = QFont(painter.font())
    font.setWeight(QFont.Weight.DemiBold if style.bold else QFont.Weight.Normal)
    font.setStrikeOut(style.strike)
    painter.setFont(font)
    painter.setPen(color(shade))
    mode = Qt.TextElideMode.ElideRight if style.cut_end else Qt.TextElideMode.ElideMiddle
    fitting = painter.fontMetrics().elidedText(text, mode, max(area.width(), 0))
    side = Qt.AlignmentFlag.AlignRight if style.right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(area, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), fitting)
    return painter.fontMetrics().horizontalAdvance(fitting)


def draw_chip(painter: QPainter, area: QRect, text: str, shade: str) -> int:
    """A word on a soft ground at the right end of `area`; returns its width."""
    font = QFont(painter.font())
    font.setPixelSize(11)
    font.setStrikeOut(False)
    painter.save()
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(text) + 2 * CHIP_PADDING
    chip = QRect(area.right() - width, area.center().y() - CHIP_HEIGHT // 2 + 1, width, CHIP_HEIGHT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("hover" if shade == "muted" else f"{shade}_soft"))
    painter.drawRoundedRect(chip, CHIP_HEIGHT / 2, CHIP_HEIGHT / 2)
    painter.setPen(color(shade))
    painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), text)
    painter.restore()
    return width
