"""Settings: the models that can be used."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.views.dialogs.confirm import RemoveModel
from desktop.views.dialogs.model_card import ModelCard
from desktop.views.dialogs.model_form import ModelForm
from desktop.views.panels.pieces import push, scrolled, words
from desktop.wire.messages import AddModel, ModelView, TestAnswer


class ModelsPage(QWidget):
    """A list of cards, or the form. `add_wanted` carries an AddModel, the others a name."""

    add_wanted = Signal(object)
    remove_wanted = Signal(str)
    use_wanted = Signal(str)
    test_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saved = ""
        self.cards: tuple[ModelCard, ...] = ()
        self.form = ModelForm()
        self.form.saved.connect(self._save)
        self.form.cancelled.connect(self._show_list)
        self.add = push(self.tr("Add a model…"), "", "plus")
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._begin)
        self._none = words(
            self.tr("No model is connected. Recipes work without one; for tasks in your own words, connect a model "
                    "that runs on this computer or at a service."), "muted", wrap=True,
        )  # fmt: skip
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list())
        self._stack.addWidget(self.form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def show_models(self, models: Sequence[ModelView]) -> None:
        """Draw the models. One that was just saved is tested at once."""
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = tuple(self._card(model) for model in models)
        for card in self.cards:
            self._column.addWidget(card)
        self._none.setVisible(not models)
        saved = next((card for card in self.cards if card.model.name == self._saved), None)
        if saved is not None:
            self._saved = ""
            self._show_list()
            saved.test.click()

    def show_test(self, name: str, answer: TestAnswer) -> None:
        """What came of a test."""
        for card in self.cards:
            if card.model.name == name:
                card.show_test(answer)

    def show_problem(self, sentence: str) -> None:
        """A model could not be saved."""
        self._saved = ""
        self.form.show_problem(sentence)

    def _list(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        column.addWidget(self._none)
        column.addLayout(self._column)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return scrolled(page)

    def _card(self, model: ModelView) -> ModelCard:
        card = ModelCard(model)
        card.use_wanted.connect(self._use)
        card.test_wanted.connect(self._test)
        card.edit_wanted.connect(self._begin_change)
        card.remove_wanted.connect(self._ask_remove)
        return card

    def _save(self, model: AddModel) -> None:
        self._saved = model.name
        self.add_wanted.emit(model)

    def _begin(self) -> None:
        self._stack.setCurrentWidget(self.form)
        self.form.begin()

    def _begin_change(self, model: ModelView) -> None:
        self._stack.setCurrentWidget(self.form)
        self.form.begin(model)

    def _show_list(self) -> None:
        self._stack.setCurrentIndex(0)
        self.add.setFocus()

    def _use(self, model: ModelView) -> None:
        self.use_wanted.emit(model.name)

    def _test(self, model: ModelView) -> None:
        self.test_wanted.emit(model.name)

    def _ask_remove(self, model: ModelView) -> None:
        asking = RemoveModel(model.name, self.window())
        asking.confirmed.connect(self.remove_wanted)
        asking.open()
