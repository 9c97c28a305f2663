"""What code drew, as small pictures in a row; a click shows one in its full size."""

import base64
import binascii
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from agent.core.messages import Image
from desktop.views.dialogs.figure_dialog import FigureDialog
from desktop.views.panels.pieces import Button
from desktop.views.panels.wording import counted

WIDTH, HEIGHT = 208, 150
MOST = 3
"""As many as fit beside each other; the dialog has all of them."""


class Figures(QFrame):
    """Draws pictures. `title` says what the run was for: it is what a screen reader says of them."""

    def __init__(self, figures: Sequence[Image], title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._figures = [one for one in figures if not _pixmap(one).isNull()]  # one at a time: unpacked they are large
        self.buttons = [self._button(at, _pixmap(one)) for at, one in enumerate(self._figures[:MOST])]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for button in self.buttons:
            row.addWidget(button)
        if len(self._figures) > MOST:
            row.addWidget(self._rest(len(self._figures) - MOST))
        row.addStretch(1)

    def _button(self, at: int, pixmap: QPixmap) -> QPushButton:
        ratio = self.devicePixelRatioF()
        inside = QSize(round((WIDTH - 16) * ratio), round((HEIGHT - 16) * ratio))
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        small = pixmap.scaled(inside, keep, smooth)
        button = Button()
        button.setProperty("kind", "figure")
        button.setIcon(QIcon(small))
        button.setIconSize(QSize(WIDTH - 16, HEIGHT - 16))
        button.setFixedSize(WIDTH, HEIGHT)
        button.setToolTip(self.tr("Enlarge"))
        button.setAccessibleName(self.name(at))
        button.setAccessibleDescription(self.tr("Enlarge"))
        button.clicked.connect(partial(self._enlarge, at))
        return button

    def _rest(self, count: int) -> QPushButton:
        more = Button(counted(self.tr("and 1 more"), self.tr("and {n} more"), count))
        more.setProperty("kind", "link")
        more.clicked.connect(partial(self._enlarge, MOST))
        return more

    def name(self, at: int) -> str:
        """What a picture is called."""
        name = self.tr("Picture {n} of {all}: {title}").replace("{title}", self._title)
        return name.replace("{n}", str(at + 1)).replace("{all}", str(len(self._figures)))

    def _enlarge(self, at: int) -> None:
        names = [self.name(number) for number in range(len(self._figures))]
        FigureDialog(self._figures, names, at, self.window()).open()


def _pixmap(figure: Image) -> QPixmap:
    pixmap = QPixmap()
    try:
        pixmap.loadFromData(base64.b64decode(figure.data, validate=True))
    except (binascii.Error, ValueError):
        return QPixmap()
    return pixmap
