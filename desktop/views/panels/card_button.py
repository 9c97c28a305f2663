"""A card that is one button: icon, title, words, and a line that says why."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.panels.pieces import Picture, words


class CardButton(QPushButton):
    """Pressed by mouse, Space or Return. Texts wrap; the card is as high as they need."""

    def __init__(self, icon_name: str, title: str, text: str, why: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAutoDefault(True)
        self.setAccessibleName(title)
        self.setAccessibleDescription(" ".join(part for part in (text, why) if part))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(words(title, "strong", wrap=True))
        column.addWidget(words(text, "small", wrap=True))
        if why:
            column.addSpacing(4)
            column.addWidget(words(why, "accent", wrap=True))
        column.addStretch(1)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(12)
        row.addWidget(Picture(icon_name, "accent", 20), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """What the texts need, not what a button's single line needs."""
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the layout can be."""
        return self._row.minimumSize()

    def heightForWidth(self, width: int) -> int:
        """The height that the wrapped texts need."""
        return self._row.heightForWidth(width)
