"""A sentence across the middle pane that stays until it is closed or replaced: something went wrong outside a task."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.panels.pieces import Picture, push, set_property, tool, words


class Banner(QFrame):
    """Hidden until something is said. `act_wanted` when its button is pressed."""

    act_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = Picture("circle-alert", "danger", 16)
        self._sentence = words(role="strong", wrap=True)
        self._remedy = words(wrap=True)
        self.act = push("", "")
        self.act.clicked.connect(self.act_wanted)
        self.close_button = tool(self.tr("Close this message"), "x")
        self.close_button.clicked.connect(self.hide)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._sentence)
        texts.addWidget(self._remedy)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addLayout(texts, 1)
        row.addWidget(self.act)
        row.addWidget(self.close_button)
        self.hide()

    def say(self, sentence: str, remedy: str = "", *, act: str = "", bad: bool = True) -> None:
        """Show a sentence; with `act` a button that has these words."""
        set_property(self, "card", "error" if bad else "note")
        self._icon.draw("circle-alert" if bad else "info", "danger" if bad else "accent")
        self._sentence.setText(sentence)
        self._remedy.setText(remedy)
        self._remedy.setVisible(bool(remedy))
        self.act.setText(act)
        self.act.setVisible(bool(act))
        self.close_button.setVisible(not (act and bad))  # the way out of a dead end cannot be closed
        self.setAccessibleName(f"{sentence} {remedy}".strip())
        self.show()
