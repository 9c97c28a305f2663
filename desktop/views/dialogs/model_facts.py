"""What a model can do, line by line: an icon, a name, a sentence."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from agent.core.paths import shown
from desktop.views.panels.pieces import Picture, clear_layout, words
from desktop.wire.messages import FactView

_ICONS = {
    "thinking": "sparkles",
    "pictures": "image",
    "video": "play",
    "context": "file-text",
    "tools": "wrench",
    "cache": "zap",
    "price": "receipt",
}
_SHADES = {"yes": "accent", "no": "placeholder", "unknown": "placeholder", "away": "warning"}
_ROLES = {"no": "muted", "unknown": "muted", "away": "warning"}


class FactRows(QWidget):
    """A grid of facts. Colours only repeat what the sentences say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(2, 1)

    def show_facts(self, facts: Sequence[FactView]) -> None:
        """Draw them; those before are gone."""
        clear_layout(self._grid)
        for row, fact in enumerate(facts):
            icon = _ICONS.get(fact.key, "globe" if fact.state == "away" else "monitor")
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(Picture(icon, _SHADES.get(fact.state, "muted"), 16), row, 0, top)
            title = words(shown(fact.title), "small")
            title.setMinimumWidth(96)
            self._grid.addWidget(title, row, 1, top)
            sentence = words(shown(fact.sentence), "" if fact.state == "yes" else _ROLES[fact.state], wrap=True)
            sentence.setAccessibleName(f"{fact.title}: {fact.sentence}")
            self._grid.addWidget(sentence, row, 2)
