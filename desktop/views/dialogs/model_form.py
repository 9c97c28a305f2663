"""The form for one model: program or service, name, address, model, key."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.views.dialogs.model_presets import LOCAL_PRESETS, Preset, host_of, stays_here
from desktop.views.panels.pieces import push, set_property, words
from desktop.wire.messages import AddModel, ModelView


class ModelForm(QWidget):
    """`saved` carries an AddModel. The key is never shown again once it was saved."""

    saved = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presets = (*LOCAL_PRESETS, Preset(self.tr("Other (OpenAI-compatible)"), "https://", "", True))
        self._title = words(role="strong")
        self.name = QLineEdit()
        self.address = QLineEdit()
        self.model = QLineEdit()
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.goes = words(role="small", wrap=True)
        self._kept = words(
            self.tr("Kept in this computer's key store and nowhere else. "
                    "Where there is no safe one, it is forgotten when Deskhand closes."), "small", wrap=True,
        )  # fmt: skip
        self.problem = words(role="danger", wrap=True)
        self.save = push(self.tr("Save and test"), "primary")
        self.save.clicked.connect(self._save)
        self._cancel = push(self.tr("Cancel"))
        self._cancel.clicked.connect(self.cancelled)
        self.address.textChanged.connect(self._say_where)
        for line in (self.name, self.address, self.model, self.key):
            line.returnPressed.connect(self._save)
        self._lay_out()

    def begin(self, model: ModelView | None = None) -> None:
        """An empty form with the first program chosen, or the form of a configured model."""
        self.problem.hide()
        self.key.clear()
        self.name.setReadOnly(model is not None)
        self._choices.setVisible(model is None)
        if model is None:
            self._title.setText(self.tr("Add a model"))
            self.name.clear()
            self.model.clear()
            self._choose(self._presets[0])
            self._first.setChecked(True)
            self._first.setFocus()
            return
        self._title.setText(self.tr("Change “{model}”").replace("{model}", model.name))
        self.name.setText(model.name)
        self.address.setText(model.base_url)
        self.model.setText(model.model)
        kept = model.key in ("kept", "memory")
        self.key.setPlaceholderText(self.tr("Unchanged") if kept else self.tr("Only if the service asks for one"))
        self.model.setFocus()

    def show_problem(self, sentence: str) -> None:
        """Say why it was not saved."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _choose(self, preset: Preset) -> None:
        self.address.setText(preset.base_url)
        self.model.setPlaceholderText(self.tr("For example {model}").replace("{model}", preset.example or "gpt-5-mini"))
        self.name.setPlaceholderText(self.tr("As the model is called"))
        hint = self.tr("From your account there") if preset.needs_key else self.tr("Not needed")
        self.key.setPlaceholderText(hint)

    def _say_where(self, address: str) -> None:
        local = stays_here(address)
        host = host_of(address)
        self.goes.setVisible(bool(host))
        text = (
            self.tr("Stays on this computer.")
            if local
            else self.tr("Your words, and what is read from files, go to {host}.")
        )
        self.goes.setText(text.replace("{host}", host))
        set_property(self.goes, "role", "success" if local else "warning")

    def _save(self) -> None:
        model, address = self.model.text().strip(), self.address.text().strip()
        if not host_of(address):
            self._refuse(self.address, self.tr("Give the address, such as http://127.0.0.1:11434/v1."))
        elif not model:
            self._refuse(self.model, self.tr("Give the model's id, as the program or the service calls it."))
        else:
            self.show_problem("")
            name = self.name.text().strip() or model
            self.saved.emit(AddModel(name, address, model, self.key.text().strip()))
            self.key.clear()

    def _refuse(self, line: QLineEdit, sentence: str) -> None:
        self.show_problem(sentence)
        line.setFocus()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._title)
        layout.addWidget(self._preset_row())
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        rows = (
            (self.tr("Address"), self.address, self.goes),
            (self.tr("Model"), self.model, None),
            (self.tr("Key"), self.key, self._kept),
            (self.tr("Name"), self.name, None),
        )
        at = 0
        for label, line, below in rows:
            text = words(label)
            text.setBuddy(line)
            line.setAccessibleName(label)
            grid.addWidget(text, at, 0)
            grid.addWidget(line, at, 1)
            if below is not None:
                grid.addWidget(below, at + 1, 1)
            at += 2
        layout.addLayout(grid)
        layout.addWidget(self.problem)
        layout.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self.save)
        layout.addLayout(buttons)

    def _preset_row(self) -> QWidget:
        self._choices = QWidget()
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self._choices)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        buttons: list[QPushButton] = []
        for preset in self._presets:
            button = push(preset.title, "chip")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._choose, preset))
            self._group.addButton(button)
            row.addWidget(button)
            buttons.append(button)
        row.addStretch(1)
        self._first = buttons[0]
        return self._choices
