"""Add a model, first step: where from? Find it on this computer, or choose a system."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.views.panels.card_button import CardButton
from desktop.views.panels.card_grid import CardGrid
from desktop.views.panels.pieces import push, scrolled, words
from desktop.wire.messages import PresetView


class SystemsPage(QWidget):
    """`chosen` carries a PresetView."""

    back_wanted = Signal()
    find_wanted = Signal()
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[str, CardButton] = {}
        self.back = push(self.tr("All models"), "ghost", "arrow-left", "muted")
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self.back_wanted)
        self.search = CardButton(
            "search",
            self.tr("Find models on this computer"),
            self.tr("Looks for Ollama, LM Studio, llama.cpp, vLLM and Jan. Only this computer is asked."),
        )
        self.search.clicked.connect(self.find_wanted)
        self._services, self._programs = CardGrid(most_columns=2), CardGrid(most_columns=2)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        column.addWidget(self.search)
        column.addWidget(words(self.tr("Services"), "section"))
        column.addWidget(self._services)
        column.addWidget(words(self.tr("Programs on this computer, and other addresses"), "section"))
        column.addWidget(self._programs)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(scrolled(inside), 1)

    def show_presets(self, presets: Sequence[PresetView]) -> None:
        """The systems that can be chosen."""
        services = [one for one in presets if not one.local and one.addresses]
        programs = [one for one in presets if one.local or not one.addresses]
        self.cards = {}
        self._services.set_cards([self._card(one, "globe") for one in services])
        self._programs.set_cards([self._card(one, "monitor" if one.local else "link") for one in programs])

    def _card(self, preset: PresetView, icon: str) -> CardButton:
        card = CardButton(icon, shown(preset.title), shown(preset.good_for))
        card.clicked.connect(partial(self.chosen.emit, preset))
        self.cards[preset.id] = card
        return card
