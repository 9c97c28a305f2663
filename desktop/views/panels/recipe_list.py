"""All Recipes as cards, with a line to search them."""

import unicodedata
from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.views.panels.card_button import CardButton
from desktop.views.panels.card_grid import CardGrid
from desktop.views.panels.pieces import scrolled, words
from desktop.views.panels.recipe_form import FORM_WIDTH
from desktop.views.theme.icons import icon
from desktop.wire.messages import RecipeView


class RecipeList(QWidget):
    """`chosen` carries the id of a Recipe."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipes: tuple[RecipeView, ...] = ()
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search recipes"))
        self.search.setAccessibleName(self.tr("Search recipes"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", "muted", 16), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._draw)
        self.search.returnPressed.connect(self._choose_first)
        self._none = words(role="muted", wrap=True)
        self.grid = CardGrid()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(words(self.tr("Recipes"), "h1"))
        column.addWidget(words(self.tr("Tasks that run on this computer from a form, without AI."), "muted", wrap=True))
        column.addWidget(self.search)
        column.addWidget(self._none)
        column.addWidget(self.grid)
        column.addStretch(1)
        page.setMaximumWidth(FORM_WIDTH * 3 // 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(page))
        self.setFocusProxy(self.search)

    def show_recipes(self, recipes: Sequence[RecipeView]) -> None:
        """Draw all Recipes; what was searched for stays."""
        self._recipes = tuple(recipes)
        self._draw()

    def found(self) -> tuple[RecipeView, ...]:
        """The Recipes that have every searched word in title or summary."""
        wanted = _folded(self.search.text()).split()
        return tuple(
            recipe
            for recipe in self._recipes
            if all(word in _folded(f"{recipe.title} {recipe.summary}") for word in wanted)
        )

    def _draw(self) -> None:
        found = self.found()
        cards = [self._card(recipe) for recipe in found]
        self.grid.set_cards(cards)
        for one, following in pairwise((self.search, *cards)):
            QWidget.setTabOrder(one, following)
        self._none.setVisible(not found)
        self._none.setText(self.tr("No recipe fits “{words}”.").replace("{words}", self.search.text().strip()))

    def _choose_first(self) -> None:
        if self.search.text().strip() and (found := self.found()):
            self.chosen.emit(found[0].id)

    def _card(self, recipe: RecipeView) -> CardButton:
        card = CardButton(recipe.icon, recipe.title, recipe.summary)
        card.clicked.connect(partial(self.chosen.emit, recipe.id))
        return card


def _folded(text: str) -> str:
    """Full-width and half-width, upper and lower case alike."""
    return unicodedata.normalize("NFKC", text).casefold()
