"""Wishes about Recipes: the list, a filled form, the run."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Slot

from desktop.app.controller import Controller
from desktop.presenter.window import Page
from desktop.wire import messages as wire


class RecipeWishes(QObject):
    """Connects what offers a Recipe with its form, and the form with the host."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        window = self._window = controller.window
        controller.connected.connect(self._connected)
        window.sidebar.recipes_wanted.connect(self._all_recipes)
        window.start.recipe_chosen.connect(self._fill)
        window.start.recipes_wanted.connect(self._all_recipes)
        window.recipes.chosen.connect(self._fill_anew)
        window.offer.suggestion_chosen.connect(self.take)
        window.form.run_wanted.connect(self._run)
        window.form.closed.connect(self._close)

    @Slot()
    def _connected(self) -> None:
        self._window.recipes.show_recipes(tuple(self._controller.picture.recipes.values()))

    @Slot(object)
    def take(self, suggestion: wire.Suggestion) -> None:
        """Show the filled form of a Recipe that fits."""
        self._fill(suggestion.recipe, suggestion.values, suggestion.why)

    @Slot(str)
    def _fill_anew(self, recipe: str) -> None:
        self._fill(recipe, {})

    @Slot(str, object)
    def _fill(self, recipe: str, values: Mapping[str, str], why: str = "") -> None:
        known = self._controller.picture.recipes.get(recipe)
        if known is not None:
            self._window.form.show_recipe(known, self._controller.picture.session.roots, values, why)
            self._controller.turn_to(Page.FORM)

    @Slot(str, object)
    def _run(self, recipe: str, values: Mapping[str, str]) -> None:
        controller = self._controller
        if not controller.session:
            self._window.form.show_problem(self.tr("First hand over a folder: this works on its files."))
            self._window.folder_wanted.emit()
            return
        request = wire.RunRecipe(controller.session, recipe, values)
        controller.ask(request, self._started, self._refused)

    def _started(self, answer: wire.TurnAnswer) -> None:
        if answer.started:
            self._window.offer.hide()
            self._controller.turn_to(Page.TALK)
            self._window.timeline.go_to_end()
            self._window.composer.setFocus()
        else:
            self._window.form.show_problem(answer.sentence)

    def _refused(self, failed: wire.Failed) -> None:
        self._window.form.show_problem(f"{failed.sentence} {failed.remedy}")

    @Slot()
    def _all_recipes(self) -> None:
        self._window.recipes.search.clear()
        self._controller.turn_to(Page.RECIPES)
        self._window.recipes.setFocus()

    @Slot()
    def _close(self) -> None:
        self._controller.turn_to(Page.TALK if self._controller.picture.session.items else Page.START)
        self._window.composer.setFocus()
