"""What lies over the window while files are dragged over it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.views.theme.current import color
from desktop.views.theme.tokens import RADIUS, SIZES

EDGE = 12
OPACITY = 0.88


class DropVeil(QWidget):
    """Says that a drop counts anywhere. It takes no events, so that the drop reaches what is below it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = self.tr("Drop folders or files to hand them over")
        self.setAccessibleName(self._words)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frame and one sentence over everything."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(OPACITY)
        painter.fillRect(self.rect(), color("accent_soft"))
        painter.setOpacity(1.0)
        painter.setPen(QPen(color("accent"), 2, Qt.PenStyle.DashLine))
        radius = RADIUS["composer"]
        painter.drawRoundedRect(self.rect().adjusted(EDGE, EDGE, -EDGE, -EDGE), radius, radius)
        font = painter.font()
        font.setPixelSize(SIZES["h1"])
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(color("text"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._words)
        painter.end()

    def showEvent(self, event: object) -> None:
        """Over everything that was made since."""
        self.raise_()
