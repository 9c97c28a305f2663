"""Settings: the models that can be used, and the way to a new one."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.views.dialogs.confirm import RemoveModel
from desktop.views.dialogs.model_card import ModelCard
from desktop.views.dialogs.model_form import ModelForm
from desktop.views.dialogs.model_found import FoundPage
from desktop.views.dialogs.model_page import ModelPage
from desktop.views.dialogs.model_systems import SystemsPage
from desktop.views.panels.pieces import push, scrolled, words
from desktop.wire.messages import (
    AddModel,
    Described,
    DescribeModel,
    FoundView,
    ModelView,
    PresetView,
    ServerView,
    TestAnswer,
    TestLine,
)

_NO_PRESET = PresetView("other", "", "", local=False)


class ModelsPage(QWidget):
    """The list, and what leads on from it. `add_wanted` carries an AddModel, `options_wanted` a SetModelOptions,
    `describe_wanted` a DescribeModel, the others a name or nothing."""

    add_wanted = Signal(object)
    remove_wanted = Signal(str)
    use_wanted = Signal(str)
    test_wanted = Signal(str)
    options_wanted = Signal(object)
    describe_wanted = Signal(object)
    find_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saved = ""
        self._models: tuple[ModelView, ...] = ()
        self._presets: dict[str, PresetView] = {}
        self.cards: tuple[ModelCard, ...] = ()
        self.form = ModelForm()
        self.systems = SystemsPage()
        self.found = FoundPage()
        self.page = ModelPage()
        self.add = push(self.tr("Add a model…"), "primary", "plus", "on_accent")
        self.search = push(self.tr("Find models on this computer"), "", "search")
        self._none = words(
            self.tr("No model is connected. Recipes work without one; for tasks in your own words, connect a model "
                    "that runs on this computer or at a service."), "muted", wrap=True,
        )  # fmt: skip
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self._stack = QStackedWidget()
        self._list = self._list_page()
        for page in (self._list, self.systems, self.found, self.form, self.page):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._connect()

    def show_models(self, models: Sequence[ModelView]) -> None:
        """Draw the models. One that was just saved is shown and tested at once."""
        self._models = tuple(models)
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = tuple(self._card(model) for model in models)
        for card in self.cards:
            self._column.addWidget(card)
        self._none.setVisible(not models)
        saved, self._saved = self._named(self._saved), ""
        if saved is not None:
            self.open_page(saved)
            self.page.start_test()
        elif self.page.model is not None and (same := self._named(self.page.model.name)) is not None:
            self.page.show_model(same)

    def show_presets(self, presets: Sequence[PresetView]) -> None:
        """The systems that can be chosen."""
        self._presets = {one.id: one for one in presets}
        self.systems.show_presets(presets)

    def show_line(self, told: TestLine) -> None:
        """A line of a test that runs."""
        self.page.add_line(told.name, told.line)

    def show_test(self, name: str, answer: TestAnswer) -> None:
        """What came of a test."""
        self.page.end_test(name, answer.test)
        self.show_models(answer.models or self._models)

    def show_untested(self, name: str, sentence: str) -> None:
        """A test could not be run."""
        self.page.end_test(name, None, sentence)

    def show_described(self, asked: DescribeModel, page: Described) -> None:
        """The page of a model that is being set up."""
        self.form.show_described(asked, page)

    def show_problem(self, sentence: str) -> None:
        """A model could not be saved."""
        self._saved = ""
        if self._stack.currentWidget() is self.found:
            self.found.show_problem(sentence)
        else:
            self.form.show_problem(sentence)

    def open_page(self, model: ModelView) -> None:
        """The page of a model."""
        self.page.show_model(model)
        self._stack.setCurrentWidget(self.page)
        self.page.test.setFocus()

    def look(self) -> None:
        """Look for models on this computer."""
        self.found.show_looking()
        self._stack.setCurrentWidget(self.found)
        self.find_wanted.emit()

    def choose_system(self) -> None:
        """The first step of adding one."""
        self._stack.setCurrentWidget(self.systems)
        self.systems.search.setFocus()

    def _connect(self) -> None:
        self.add.clicked.connect(self.choose_system)
        self.search.clicked.connect(self.look)
        for back in (self.systems.back_wanted, self.page.back_wanted):
            back.connect(self._show_list)
        self.found.back_wanted.connect(self.choose_system)
        self.form.cancelled.connect(self._cancel)
        self.systems.find_wanted.connect(self.look)
        self.systems.chosen.connect(self._begin)
        self.found.look_wanted.connect(self.look)
        self.found.add_wanted.connect(self._add_found)
        self.found.key_wanted.connect(self._add_locked)
        self.found.open_wanted.connect(self._open_named)
        self.form.saved.connect(self._save)
        self.form.describe_wanted.connect(self.describe_wanted)
        self.page.test_wanted.connect(self.test_wanted)
        self.page.use_wanted.connect(self.use_wanted)
        self.page.options_wanted.connect(self.options_wanted)
        self.page.edit_wanted.connect(self._begin_change)
        self.page.remove_wanted.connect(self._ask_remove)

    def _list_page(self) -> QWidget:
        page = QWidget()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.add, self.search):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        column.addWidget(self._none)
        column.addLayout(self._column)
        column.addLayout(buttons)
        column.addStretch(1)
        return scrolled(page)

    def _card(self, model: ModelView) -> ModelCard:
        card = ModelCard(model)
        card.use_wanted.connect(self._use)
        card.opened.connect(self.open_page)
        return card

    def _named(self, name: str) -> ModelView | None:
        return next((one for one in self._models if one.name == name), None)

    def _preset(self, name: str) -> PresetView:
        return self._presets.get(name, _NO_PRESET)

    def _save(self, model: AddModel) -> None:
        self._saved = model.name
        self.add_wanted.emit(model)

    def _add_found(self, server: ServerView, model: FoundView) -> None:
        names = {one.name for one in self._models}
        tries = (model.id, *(f"{model.id} ({number})" for number in range(2, len(names) + 3)))
        name = next(one for one in tries if one not in names)
        self._save(AddModel(name, server.base_url, model.id, preset=server.preset))

    def _add_locked(self, server: ServerView) -> None:
        self._stack.setCurrentWidget(self.form)
        self.form.begin(replace(self._preset(server.preset), title=server.title), server.base_url)

    def _begin(self, preset: PresetView) -> None:
        self._stack.setCurrentWidget(self.form)
        self.form.begin(preset)

    def _begin_change(self, model: ModelView) -> None:
        self._stack.setCurrentWidget(self.form)
        self.form.begin_change(model, self._preset(model.preset))

    def _cancel(self) -> None:
        if self.form.name.isReadOnly() and self.page.model is not None:
            self._stack.setCurrentWidget(self.page)
        else:
            self.choose_system()

    def _open_named(self, name: str) -> None:
        if (model := self._named(name)) is not None:
            self.open_page(model)

    def _show_list(self) -> None:
        self._stack.setCurrentWidget(self._list)
        self.page.model = None
        self.add.setFocus()

    def _use(self, model: ModelView) -> None:
        self.use_wanted.emit(model.name)

    def _ask_remove(self, name: str) -> None:
        asking = RemoveModel(name, self.window())
        asking.confirmed.connect(self._remove)
        asking.open()

    def _remove(self, name: str) -> None:
        self._show_list()
        self.remove_wanted.emit(name)
