"""What our dialogs have in common: width, title, buttons at the foot. They are opened with `open()`."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.views.panels.pieces import Picture, push, words

WIDTH = 460


class Dialog(QDialog):
    """A titled box with a body and a foot; it is gone when it closes. Escape is Cancel."""

    def __init__(self, icon_name: str, shade: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(WIDTH)
        self._title = words(role="h2", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Picture(icon_name, shade, 20), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(8)
        self._foot.addStretch(1)
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(14)
        layout.addLayout(head)
        layout.addLayout(self.body)
        layout.addSpacing(4)
        layout.addLayout(self._foot)

    def set_title(self, title: str) -> None:
        """The question or the name, in the box and for the window manager."""
        self.setWindowTitle(title)
        self._title.setText(title)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as the wrapped words need at this width."""
        self.setFixedHeight(self._layout.heightForWidth(WIDTH))
        super().showEvent(event)

    def add_buttons(self, cancel: str, act: str, *, safe: bool) -> tuple[QPushButton, QPushButton]:
        """Cancel and the act. Return presses the act when it is `safe`, else Cancel."""
        no, yes = push(cancel), push(act, "primary" if safe else "danger")
        no.clicked.connect(self.reject)
        for button in (no, yes):
            button.setAutoDefault(False)
            self._foot.addWidget(button)
        first = yes if safe else no
        first.setDefault(True)
        first.setFocus()
        return no, yes
