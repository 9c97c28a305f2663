"""Draws a line of the sidebar: state as icon and word, title, time."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from desktop.views.panels.painting import Style, draw_ground, draw_text
from desktop.views.session_model import LINE, Line
from desktop.views.theme.icons import icon
from desktop.views.theme.tokens import SIZES
from desktop.views.wording import STATE_ICONS

HEIGHT = 46
ICON = 16


class SessionDelegate(QStyledItemDelegate):
    """Two rows of words beside an icon. A colour never stands alone: the state is also a word."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All lines are of one height."""
        return QSize(0, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one Session."""
        line = index.data(LINE)
        if not isinstance(line, Line):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = draw_ground(painter, option)
        name, shade = STATE_ICONS.get(line.state, STATE_ICONS["new"])
        icon(name, shade, ICON).paint(painter, QRect(area.left(), area.top() + 8, ICON, ICON))
        texts = area.adjusted(ICON + 9, 0, 0, 0)
        font = QFont(painter.font())
        upper = QRect(texts.left(), texts.top() + 4, texts.width(), 20)
        draw_text(painter, upper, line.title, "text", Style(bold=line.state in ("waiting", "needs_user"), cut_end=True))
        font.setPixelSize(SIZES["small"])
        painter.setFont(font)
        lower = QRect(texts.left(), texts.top() + 23, texts.width(), 18)
        loud = line.state in ("running", "waiting", "interrupted", "failed", "needs_user", "limit")
        draw_text(painter, lower, line.below, shade if loud else "muted")
        painter.restore()
