"""Wishes about models: set up, find, test, use, forget."""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from desktop.app.controller import Controller
from desktop.presenter.window import with_models
from desktop.views.dialogs.models_page import ModelsPage
from desktop.views.dialogs.settings import SettingsDialog
from desktop.wire import messages as wire


class ModelWishes(QObject):
    """Carries out what is chosen on the page of models while the settings are open."""

    changed = Signal()

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self._page: ModelsPage | None = None
        controller.test_line.connect(self._line_came)

    def serve(self, dialog: SettingsDialog) -> None:
        """The settings were opened."""
        dialog.add_wanted.connect(self._add)
        dialog.remove_wanted.connect(self._remove)
        dialog.use_wanted.connect(self.use)
        dialog.test_wanted.connect(self._test)
        dialog.options_wanted.connect(self._choose_options)
        dialog.describe_wanted.connect(self._describe)
        dialog.find_wanted.connect(self._find)
        self._page = dialog.models
        self._controller.ask(wire.ListPresets(), self._presets_came)

    def leave(self) -> None:
        """They were closed. A test that runs goes on, and its result is kept."""
        self._page = None

    @Slot(str)
    def use(self, name: str) -> None:
        """New Sessions use this model."""
        self._controller.ask(wire.UseModel(name), self._models_changed)

    def _presets_came(self, presets: wire.Presets) -> None:
        if self._page is not None:
            self._page.show_presets(presets.presets)

    @Slot(object)
    def _add(self, request: wire.AddModel) -> None:
        self._controller.ask(request, self._models_changed, self._not_saved)

    def _not_saved(self, failed: wire.Failed) -> None:
        if self._page is not None:
            self._page.show_problem(f"{failed.sentence} {failed.remedy}")

    @Slot(object)
    def _choose_options(self, request: wire.SetModelOptions) -> None:
        self._controller.ask(request, self._models_changed, self._options_refused)

    def _options_refused(self, failed: wire.Failed) -> None:
        """Two options that exclude each other: the page shows again what counts, and says why."""
        if self._page is not None and self._page.page.model is not None:
            self._page.page.show_model(self._page.page.model)
            self._page.page.show_refusal(f"{failed.sentence} {failed.remedy}")

    @Slot(str)
    def _remove(self, name: str) -> None:
        self._controller.ask(wire.RemoveModel(name), self._models_changed)

    @Slot(str)
    def _test(self, name: str) -> None:
        self._controller.ask(wire.TestModel(name), partial(self._tested, name), partial(self._not_tested, name))

    @Slot(object)
    def _line_came(self, told: wire.TestLine) -> None:
        if self._page is not None:
            self._page.show_line(told)

    def _tested(self, name: str, answer: wire.TestAnswer) -> None:
        self._controller.show(with_models(self._controller.picture, wire.Models(answer.models)))
        if self._page is not None:
            self._page.show_test(name, answer)

    def _not_tested(self, name: str, failed: wire.Failed) -> None:
        if self._page is not None:
            self._page.show_untested(name, f"{failed.sentence} {failed.remedy}")

    @Slot(object)
    def _describe(self, request: wire.DescribeModel) -> None:
        self._controller.ask(request, partial(self._described, request))

    def _described(self, request: wire.DescribeModel, page: wire.Described) -> None:
        if self._page is not None:
            self._page.show_described(request, page)

    @Slot()
    def _find(self) -> None:
        self._controller.ask(wire.DiscoverModels(), self._found, self._not_found)

    def _found(self, found: wire.Discovered) -> None:
        if self._page is not None:
            self._page.found.show_servers(found.servers)

    def _not_found(self, failed: wire.Failed) -> None:
        if self._page is not None:
            self._page.found.show_problem(f"{failed.sentence} {failed.remedy}")

    def _models_changed(self, models: wire.Models) -> None:
        self._controller.show(with_models(self._controller.picture, models))
        if self._page is not None:
            self._page.show_models(models.models)
        self.changed.emit()
