"""A picture as wide as its place, never larger than it is; high ones scroll."""

import base64
import binascii

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

_WIDEST = 2


class FittedPicture(QScrollArea):
    """Draws a page or an image."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pixmap = QPixmap()
        self._label = QLabel()
        self._label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._label.setAccessibleName(self.tr("Picture of the page"))
        self.setWidget(self._label)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def load(self, data: str, name: str = "") -> bool:
        """Draw a PNG in base64, which a screen reader calls `name`; False when it is none."""
        try:
            raw = base64.b64decode(data, validate=True)
        except (binascii.Error, ValueError):
            return False
        pixmap = QPixmap()
        if not pixmap.loadFromData(raw, "PNG"):
            return False
        self.pixmap = pixmap
        if name:
            self._label.setAccessibleName(name)
        self.verticalScrollBar().setValue(0)
        self._fit()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self.pixmap.isNull():
            return
        ratio = self.devicePixelRatioF()
        room = self.viewport().size()
        # In a place that is wide and low the head of a page alone would say nothing.
        width = min(int(min(room.width(), _WIDEST * room.height()) * ratio), self.pixmap.width())
        fitted = self.pixmap.scaledToWidth(max(width, 1), Qt.TransformationMode.SmoothTransformation)
        fitted.setDevicePixelRatio(ratio)
        self._label.setPixmap(fitted)
