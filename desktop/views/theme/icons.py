"""Icons of the Lucide set (lucide.dev, ISC licence in icons/LICENSE), drawn in a colour of the theme.

An icon looks up the theme each time it is painted: after a switch a repaint is enough.
"""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.views.theme.current import tokens

FOLDER = Path(__file__).parent / "icons"
STROKE = "1.75"
FALLBACK = "file"


def icon(name: str, color: str = "muted", size: int = 16) -> QIcon:
    """The icon `name` in the colour `color` of Tokens; `size` is the one it is asked for when nobody says.

    A name that is not in the set (a recipe of a newer version) gives a plain file.
    """
    return QIcon(ThemedIcon(name if (FOLDER / f"{name}.svg").is_file() else FALLBACK, color, size))


class ThemedIcon(QIconEngine):
    """Paints one SVG in the colour that the theme has at that moment; disabled icons are paler."""

    def __init__(self, name: str, color: str, size: int) -> None:
        super().__init__()
        self._name, self._color, self._size = name, color, size

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw the icon into the largest square at the left of `rect`: a wide icon size makes a gap before words."""
        side = min(rect.width(), rect.height())
        square = QRect(rect.left(), rect.top() + (rect.height() - side) // 2, side, side)
        shade = "border_strong" if mode is QIcon.Mode.Disabled else self._color
        renderer = QSvgRenderer(QByteArray(_coloured(self._name, getattr(tokens(), shade)).encode()))
        renderer.render(painter, square.toRectF())

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon alone on a transparent ground; `size` is in device pixels."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """The same for a screen with `scale` device pixels for each pixel."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        """Any size is possible."""
        return size if size.isValid() else QSize(self._size, self._size)

    def clone(self) -> QIconEngine:
        """A copy for another QIcon."""
        return ThemedIcon(self._name, self._color, self._size)


@cache
def _coloured(name: str, colour: str) -> str:
    text = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    return text.replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{STROKE}"')
