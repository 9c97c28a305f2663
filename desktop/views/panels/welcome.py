"""What a Session without words shows: a folder is asked for, or Recipes that fit the one that is there."""

from collections.abc import Sequence
from functools import partial
from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agent.core.events import RootGranted
from agent.core.paths import shown
from desktop.views.panels.card_button import CardButton
from desktop.views.panels.card_grid import CardGrid
from desktop.views.panels.drop_target import DropTarget
from desktop.views.panels.pieces import Picture, clear_layout, push, scrolled, words
from desktop.views.panels.wording import roots_name, shortened
from desktop.wire.messages import RecipeView, Suggestion

WIDTH = 640
RECENT = 4


class WelcomePage(QWidget):
    """First run and empty Session.

    `folder_chosen` carries an absolute path (dropped, picked or recent; what was dropped may be a file),
    `recipe_chosen` the id of a Recipe and the values of its Suggestion.
    """

    folder_chosen = Signal(str)
    sample_wanted = Signal()
    recipe_chosen = Signal(str, object)
    recipes_wanted = Signal()
    connect_wanted = Signal()
    find_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = words(role="h1", wrap=True)
        self._lead = words(role="muted", wrap=True)
        self.drop = DropTarget()
        self.drop.dropped.connect(self._take)
        self.drop.choose_wanted.connect(self._choose)
        self.recent = QWidget()
        self._recent = QHBoxLayout(self.recent)
        self._recent.setContentsMargins(0, 0, 0, 0)
        self._recent.setSpacing(8)
        self.sample = CardButton(
            "sparkles",
            self.tr("Try it with sample files"),
            self.tr("A task from start to finish in under a minute. No account, nothing of yours is touched."),
        )
        self.sample.clicked.connect(self.sample_wanted)
        self.suggestions = CardGrid(most_columns=2)
        self.more = push(self.tr("All recipes"), "ghost", "layout-grid", "muted")
        self.more.clicked.connect(self.recipes_wanted)
        self._note = self._model_note()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 32, 24, 24)
        column.setSpacing(16)
        column.addStretch(1)
        for widget in (self._title, self._lead, self.drop, self.recent, self.sample, self.suggestions):
            column.addWidget(widget)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._note)
        column.addStretch(2)
        page.setMaximumWidth(WIDTH)
        self._lay_out(page)
        self.show_state((), (), (), model_connected=False)

    def show_state(
        self,
        roots: Sequence[RootGranted],
        suggestions: Sequence[Suggestion],
        recipes: Sequence[RecipeView],
        recent: Sequence[RootGranted] = (),
        *,
        model_connected: bool,
    ) -> None:
        """Without `roots` a folder is asked for, with `recent` ones to pick; else the Recipes that fit are offered."""
        asked = not roots
        self._show_recent(recent if asked else ())
        self.drop.setVisible(asked)
        self.sample.setVisible(asked)
        self.suggestions.setVisible(not asked)
        self._note.setVisible(not model_connected)
        self._title.setText(self.tr("Hand over a folder, say what you need.") if asked else self._ready(roots))
        self._lead.setText(
            self.tr("Deskhand reads, edits and creates the files in it. You see every change, and can undo it.")
            if asked
            else self._offer(suggestions, model_connected=model_connected)
        )
        known = {recipe.id: recipe for recipe in recipes}
        fitting = [one for one in suggestions if one.recipe in known]
        self.suggestions.set_cards([self._card(one, known[one.recipe]) for one in fitting])

    def _ready(self, roots: Sequence[RootGranted]) -> str:
        name = roots_name(roots, 60)
        return self.tr("What shall be done in “{folder}”?").replace("{folder}", name)

    def _offer(self, suggestions: Sequence[Suggestion], *, model_connected: bool) -> str:
        if suggestions and model_connected:
            return self.tr("Write it below, or start with one of these:")
        if suggestions:
            return self.tr("These fit what lies in it:")
        return self.tr("Write it below.") if model_connected else self.tr("Choose a recipe.")

    def _card(self, suggestion: Suggestion, recipe: RecipeView) -> CardButton:
        card = CardButton(recipe.icon, recipe.title, recipe.summary, suggestion.why)
        card.clicked.connect(partial(self.recipe_chosen.emit, suggestion.recipe, dict(suggestion.values)))
        return card

    def _show_recent(self, recent: Sequence[RootGranted]) -> None:
        clear_layout(self._recent)
        self.recent.setVisible(bool(recent))
        self._recent.addWidget(words(self.tr("Recent"), "section"))
        for root in recent[:RECENT]:
            button = push(shortened(shown(PurePath(root.path).name or root.path)), "chip", "folder", "muted")
            button.setToolTip(shown(root.path))
            button.clicked.connect(partial(self.folder_chosen.emit, root.path))
            self._recent.addWidget(button)
        self._recent.addStretch(1)

    def _take(self, paths: list[str]) -> None:
        for path in paths:
            self.folder_chosen.emit(path)

    def _choose(self) -> None:
        dialog = QFileDialog(self.window(), self.tr("Choose a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.folder_chosen)
        dialog.open()

    def _model_note(self) -> QFrame:
        note = QFrame()
        note.setProperty("card", "note")
        self.connect_model = push(self.tr("Connect a model…"), "link")
        self.connect_model.clicked.connect(self.connect_wanted)
        self.find_models = push(self.tr("Find models on this computer"), "link")
        self.find_models.clicked.connect(self.find_wanted)
        row = QHBoxLayout(note)
        row.setContentsMargins(14, 10, 10, 10)
        row.setSpacing(14)
        row.addWidget(Picture("unplug", "muted", 16))
        row.addWidget(words(self.tr("No model is connected. Recipes work without one."), "small", wrap=True), 1)
        row.addWidget(self.find_models)
        row.addWidget(self.connect_model)
        return note

    def _lay_out(self, page: QWidget) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(page))
