"""A picture that code drew, in its full size; more than one are leafed through."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from agent.core.messages import Image
from desktop.views.dialogs.page_dialog import PageDialog
from desktop.views.panels.fitted_picture import FittedPicture
from desktop.views.panels.pieces import push, tool

SIZE = QSize(900, 700)


class FigureDialog(PageDialog):
    """`names` say what each of `figures` (PNG files) is."""

    def __init__(self, figures: Sequence[Image], names: Sequence[str], at: int, parent: QWidget | None = None) -> None:
        super().__init__(SIZE, parent)
        self._figures, self._names, self._at = tuple(figures), tuple(names), at
        self.picture = FittedPicture()
        self._before = tool(self.tr("Picture before"), "chevron-left")
        self._after = tool(self.tr("Next picture"), "chevron-right")
        self._before.clicked.connect(self._back)
        self._after.clicked.connect(self._on)
        copy = push(self.tr("Copy picture"), "", "copy")
        copy.setAutoDefault(False)
        copy.clicked.connect(self._copy)
        bar = QHBoxLayout()
        for widget in (self._before, self._after):
            widget.setVisible(len(self._figures) > 1)
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(copy)
        self.page.addWidget(self.picture, 1)
        self.page.addLayout(bar)
        self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right leaf through."""
        if event.key() == Qt.Key.Key_Left:
            self._back()
        elif event.key() == Qt.Key.Key_Right:
            self._on()
        else:
            super().keyPressEvent(event)

    def _back(self) -> None:
        self._at = max(self._at - 1, 0)
        self._draw()

    def _on(self) -> None:
        self._at = min(self._at + 1, len(self._figures) - 1)
        self._draw()

    def _draw(self) -> None:
        self.set_title(self._names[self._at])
        self.picture.load(self._figures[self._at].data, self._names[self._at])
        self._before.setEnabled(self._at > 0)
        self._after.setEnabled(self._at < len(self._figures) - 1)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setPixmap(self.picture.pixmap)
