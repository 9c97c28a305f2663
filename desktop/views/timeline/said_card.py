"""What the person said."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.presenter.items import Item, Said
from desktop.views.panels.pieces import Picture, words
from desktop.views.panels.wording import file_icon
from desktop.views.timeline.card import Card

WIDEST = 78
"""Per cent of the column that words of the person may take."""


class SaidCard(Card):
    """Draws Said at the right, as people know it from messages."""

    def __init__(self, item: Item, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bubble = QFrame()
        self._bubble.setProperty("card", "user")
        self._column = QVBoxLayout(self._bubble)
        self._column.setContentsMargins(14, 10, 14, 10)
        self._column.setSpacing(6)
        self._words = words(role="reading", wrap=True)
        self._words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._column.addWidget(self._words)
        self._queued = words(self.tr("Heard at the next step"), "small")
        self._column.addWidget(self._queued)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(100 - WIDEST)
        row.addWidget(self._bubble)
        if isinstance(item, Said):
            for place in item.attachments:
                self._column.addWidget(_attachment(place))
        self.show_item(item)

    def show_item(self, item: Item) -> None:
        """Draw the words."""
        if isinstance(item, Said):
            self._words.setText(item.text)
            self._queued.setVisible(item.queued)
            self._words.setAccessibleName(self.tr("You: {words}").replace("{words}", item.text))

    def height_at(self, width: int) -> int:
        """As high as the bubble at the width that it takes."""
        self._bubble.setFixedWidth(self._wide(width))
        return self._bubble.heightForWidth(self._bubble.width())

    def _wide(self, width: int) -> int:
        most = width * WIDEST // 100
        metrics = self._words.fontMetrics()
        lines = self._words.text().split("\n")
        longest = max(metrics.horizontalAdvance(line) for line in lines) + 4
        children = [w.sizeHint().width() for w in self._bubble.findChildren(QLabel) if w is not self._words]
        return min(max(longest, 40, *(child + 24 for child in children), 0) + 32, most)


def _attachment(place: str) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(Picture(file_icon(place), "muted", 16))
    name = words(shown(place), "small")
    name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    row.addWidget(name, 1)
    return line
