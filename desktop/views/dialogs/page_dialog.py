"""A dialog that shows a page of something: a title, words below it, the page, and Close. It can be made larger."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.panels.pieces import push, words

EDGE = 24


class PageDialog(QDialog):
    """`page` takes the contents."""

    def __init__(self, size: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(size)
        self._title = words(role="h2")
        self._words = words(role="muted", wrap=True)
        self._words.hide()
        self.page = QVBoxLayout()
        self.page.setSpacing(10)
        self.close_button = push(self.tr("Close"))
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, 20, EDGE, 16)
        layout.setSpacing(10)
        layout.addWidget(self._title)
        layout.addWidget(self._words)
        layout.addLayout(self.page, 1)
        layout.addLayout(foot)

    def set_title(self, title: str) -> None:
        """The name, in the page and for the window manager."""
        self.setWindowTitle(title)
        self._title.setText(title)

    def say(self, text: str) -> None:
        """The words below the title; "" for none."""
        self._words.setText(text)
        self._words.setVisible(bool(text))
