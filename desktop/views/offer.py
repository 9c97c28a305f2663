"""Why words could not be worked on, and the Recipes that fit them instead."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.panels.pieces import Picture, clear_layout, push, tool, words
from desktop.wire.messages import RecipeView, TurnAnswer


class Offer(QFrame):
    """Draws a TurnAnswer that did not start. `suggestion_chosen` carries a Suggestion."""

    suggestion_chosen = Signal(object)
    connect_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "question")
        self._sentence = words(wrap=True)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(6)
        self.connect_model = push(self.tr("Connect a model…"), "link")
        self.connect_model.clicked.connect(self.connect_wanted)
        close = tool(self.tr("Close"), "x")
        close.clicked.connect(self.hide)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Picture("unplug", "accent", 18), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._sentence, 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 10, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(self._choices)
        layout.addWidget(self.connect_model, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_answer(self, answer: TurnAnswer, recipes: Mapping[str, RecipeView]) -> None:
        """Draw the sentence and a button for each Recipe that fits."""
        self._sentence.setText(answer.sentence)
        clear_layout(self._choices)
        for suggestion in answer.suggestions:
            recipe = recipes.get(suggestion.recipe)
            if recipe is not None:
                button = push(recipe.title, "choice", recipe.icon, "accent")
                button.setToolTip(suggestion.why or recipe.summary)
                button.clicked.connect(partial(self.suggestion_chosen.emit, suggestion))
                self._choices.addWidget(button)
        self.setAccessibleName(answer.sentence)
        self.show()
