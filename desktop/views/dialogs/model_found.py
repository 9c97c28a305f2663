"""Models that were found on this computer."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.views.panels.pieces import ElidedLabel, clear_layout, push, scrolled, words
from desktop.wire.messages import FoundView, ServerView


class FoundPage(QWidget):
    """`add_wanted` carries a ServerView and a FoundView, `key_wanted` a ServerView that asks for a key."""

    back_wanted = Signal()
    look_wanted = Signal()
    add_wanted = Signal(object, object)
    key_wanted = Signal(object)
    open_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {}
        self.back = push(self.tr("Back"), "ghost", "arrow-left", "muted")
        self.again = push(self.tr("Look again"), "", "refresh-cw")
        for button in (self.back, self.again):
            button.setAutoDefault(False)
        self.back.clicked.connect(self.back_wanted)
        self.again.clicked.connect(self.look_wanted)
        self.state = words(role="muted", wrap=True)
        self._servers = QVBoxLayout()
        self._servers.setSpacing(10)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        column.addWidget(words(self.tr("Models on this computer"), "h2"))
        column.addWidget(self.state)
        column.addLayout(self._servers)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(scrolled(inside), 1)

    def show_looking(self) -> None:
        """Nothing is known yet."""
        clear_layout(self._servers)
        self.again.setEnabled(False)
        self.state.setText(self.tr("Looking for model servers on this computer…"))

    def show_servers(self, servers: Sequence[ServerView]) -> None:
        """What answers now."""
        clear_layout(self._servers)
        self.buttons = {}
        self.again.setEnabled(True)
        self.again.setFocus()
        self.state.setText(self._summary(servers))
        for server in servers:
            self._servers.addWidget(self._card(server))

    def show_problem(self, sentence: str) -> None:
        """It could not be looked."""
        self.again.setEnabled(True)
        self.state.setText(shown(sentence))

    def _summary(self, servers: Sequence[ServerView]) -> str:
        if not servers:
            return self.tr("No model server answers. Start Ollama, LM Studio, llama.cpp, vLLM or Jan, then look again.")
        return self.tr("Add the one that shall work for you; it is tested at once.")

    def _card(self, server: ServerView) -> QFrame:
        card = QFrame()
        card.setProperty("card", "plain")
        column = QVBoxLayout(card)
        column.setContentsMargins(14, 10, 10, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(ElidedLabel(shown(server.title), "strong"), 1)
        head.addWidget(words(shown(server.base_url), "small"))
        if server.locked and not server.models:
            key = push(self.tr("Add with a key…"))
            key.setAutoDefault(False)
            key.clicked.connect(partial(self.key_wanted.emit, server))
            self.buttons[server.base_url] = key
            head.addWidget(key)
        column.addLayout(head)
        if server.advice:
            column.addWidget(words(shown(server.advice), "small", wrap=True))
        for model in server.models:
            column.addLayout(self._row(server, model))
        return card

    def _row(self, server: ServerView, model: FoundView) -> QVBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(ElidedLabel(shown(model.id)), 1)
        for chip in model.chips:
            row.addWidget(words(shown(chip), "chip"))
        row.addWidget(self._button(server, model))
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(row)
        for sentence in model.advice:
            column.addWidget(words(shown(sentence), "small" if model.usable else "warning", wrap=True))
        return column

    def _button(self, server: ServerView, model: FoundView) -> QPushButton:
        button = push(self.tr("Open")) if model.added else push(self.tr("Add"), "primary" if model.usable else "")
        button.setAutoDefault(False)
        button.setAccessibleDescription(shown(model.id))
        if model.added:
            button.clicked.connect(partial(self.open_wanted.emit, model.added))
        else:
            button.clicked.connect(partial(self.add_wanted.emit, server, model))
        self.buttons[model.id] = button
        return button
