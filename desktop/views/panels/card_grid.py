"""Cards in as many columns as there is room for."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.views.panels.card_button import CardButton

NARROWEST = 260
GAP = 10


class CardGrid(QWidget):
    """Lays its cards out again when its width asks for another number of columns."""

    def __init__(self, most_columns: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most_columns
        self._cards: tuple[CardButton, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._columns = 0

    def set_cards(self, cards: Sequence[CardButton]) -> None:
        """Show these cards; those before are gone."""
        for card in self._cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = tuple(cards)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may hold another number of columns."""
        super().resizeEvent(event)
        if self._fitting() != self._columns:
            self._lay_out()

    def _fitting(self) -> int:
        return max(1, min(self._most, (self.width() + GAP) // (NARROWEST + GAP)))

    def _lay_out(self) -> None:
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 0)
        self._columns = self._fitting()
        for number, card in enumerate(self._cards):
            self._grid.addWidget(card, number // self._columns, number % self._columns)
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 1)
