"""One model to be set up: what its system can do, and the fields for address, model, key and name."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.views.dialogs.model_address import host_of, stays_here
from desktop.views.dialogs.model_facts import FactRows
from desktop.views.panels.pieces import push, scrolled, set_property, words
from desktop.wire.messages import AddModel, Described, DescribeModel, ModelView, PresetView


class ModelForm(QWidget):
    """`saved` carries an AddModel, `describe_wanted` a DescribeModel. A key is never shown again once it was saved."""

    saved = Signal(object)
    cancelled = Signal()
    describe_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preset = PresetView("other", "", "", local=False)
        self._protocol, self._options = "", dict[str, str]()
        self._back = push(self.tr("Back"), "ghost", "arrow-left", "muted")
        self._title = words(role="h2")
        self._lead = words(role="muted", wrap=True)
        self.facts = FactRows()
        self._notes = words(role="small", wrap=True)
        self.name = QLineEdit()
        self.address = _Box()
        self.model = _Box()
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.goes = words(role="small", wrap=True)
        self.from_where = words(role="small", wrap=True)
        self._kept = words(
            self.tr("Kept in this computer's key store and nowhere else. "
                    "Where there is no safe one, it is forgotten when Deskhand closes."), "small", wrap=True,
        )  # fmt: skip
        self.problem = words(role="danger", wrap=True)
        self.save = push(self.tr("Save and test"), "primary")
        self._cancel = push(self.tr("Cancel"))
        for button in (self._back, self.save, self._cancel):
            button.setAutoDefault(False)
        self._connect()
        self._lay_out()

    def begin(self, preset: PresetView, address: str = "", model: str = "") -> None:
        """An empty form for a system, perhaps at an address that was found."""
        self._begin(preset, self.tr("Add {system}").replace("{system}", shown(preset.title)))
        self._protocol, self._options = "", {}
        self.name.clear()
        self.name.setReadOnly(False)
        self.name.setPlaceholderText(self.tr("As the model is called"))
        _fill(self.address, preset.addresses, address or next(iter(preset.addresses), ""))
        _fill(self.model, preset.models, model or next(iter(preset.models), ""))
        self.address.line.setPlaceholderText("https://api.example.com/v1")
        self.model.line.setPlaceholderText(self.tr("As the program or the service calls it"))
        self.key.setPlaceholderText(self._key_hint())
        self._say_where()
        self._describe()
        (self.key if preset.models else self.model if preset.addresses else self.address).setFocus()

    def begin_change(self, model: ModelView, preset: PresetView) -> None:
        """The form of a configured model."""
        self._begin(preset, self.tr("Change “{model}”").replace("{model}", shown(model.name)))
        self._protocol, self._options = model.protocol, {one.name: one.value for one in model.options if one.value}
        self.name.setText(model.name)
        self.name.setReadOnly(True)
        _fill(self.address, preset.addresses, model.base_url)
        _fill(self.model, preset.models, model.model)
        kept = model.key in ("kept", "memory")
        self.key.setPlaceholderText(self.tr("Unchanged") if kept else self._key_hint())
        self.facts.show_facts(model.facts)
        self._say_where()
        self.model.setFocus()

    def show_described(self, asked: DescribeModel, page: Described) -> None:
        """What was asked about the model that is in the fields; an answer that comes late is left."""
        if asked == self._asked():
            self.facts.show_facts(page.facts)

    def show_problem(self, sentence: str) -> None:
        """Say why it was not saved."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _begin(self, preset: PresetView, title: str) -> None:
        self._preset = preset
        self.problem.hide()
        self._area.verticalScrollBar().setValue(0)
        self.key.clear()
        self._title.setText(title)
        self._lead.setText(shown(preset.good_for))
        self._notes.setText(shown(preset.notes))
        self._notes.setVisible(bool(preset.notes))
        told = self.tr("Where to get one: {place}").replace("{place}", shown(preset.key))
        self.from_where.setText(told)
        self.from_where.setVisible(bool(preset.key))

    def _key_hint(self) -> str:
        if self._preset.key:
            return self.tr("From your account there")
        return self.tr("Only if the server asks for one")

    def _asked(self) -> DescribeModel:
        return DescribeModel(self._preset.id, self.model.currentText().strip(), self.address.currentText().strip())

    def _describe(self) -> None:
        self.describe_wanted.emit(self._asked())

    def _say_where(self) -> None:
        address = self.address.currentText()
        local, host = stays_here(address), host_of(address)
        self.goes.setVisible(bool(host))
        text = (
            self.tr("Stays on this computer.")
            if local
            else self.tr("Your words, and what is read from files, go to {host}.")
        )
        self.goes.setText(text.replace("{host}", host))
        set_property(self.goes, "role", "success" if local else "warning")

    def _save(self) -> None:
        model, address = self.model.currentText().strip(), self.address.currentText().strip()
        if not host_of(address):
            self._refuse(self.address, self.tr("Give the address, such as http://127.0.0.1:11434/v1."))
        elif not model:
            self._refuse(self.model, self.tr("Give the model's id, as the program or the service calls it."))
        else:
            self.show_problem("")
            name, key = self.name.text().strip() or model, self.key.text().strip()
            self.saved.emit(AddModel(name, address, model, key, self._protocol, self._preset.id, self._options))
            self.key.clear()

    def _refuse(self, field: QWidget, sentence: str) -> None:
        self.show_problem(sentence)
        field.setFocus()

    def _connect(self) -> None:
        self._back.clicked.connect(self.cancelled)
        self._cancel.clicked.connect(self.cancelled)
        self.save.clicked.connect(self._save)
        self.address.currentTextChanged.connect(self._say_where)
        for box in (self.address, self.model):
            box.activated.connect(self._describe)
            box.line.editingFinished.connect(self._describe)
            box.line.returnPressed.connect(self._save)
        for line in (self.name, self.key):
            line.returnPressed.connect(self._save)

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        for widget in (self._title, self._lead):
            column.addWidget(widget)
        column.addLayout(self._fields())
        column.addWidget(words(self.tr("What it can do"), "section"))
        column.addWidget(self.facts)
        column.addWidget(self._notes)
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        self._area = scrolled(inside)
        layout.addWidget(self._area, 1)
        layout.addWidget(self.problem)
        layout.addLayout(buttons)

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str, QWidget, tuple[QWidget, ...]], ...] = (
            (self.tr("Model"), self.model, ()),
            (self.tr("Key"), self.key, (self.from_where, self._kept)),
            (self.tr("Address"), self.address, (self.goes,)),
            (self.tr("Name"), self.name, ()),
        )
        at = 0
        for label, field, below in rows:
            text = words(label)
            text.setBuddy(field)
            field.setAccessibleName(label)
            grid.addWidget(text, at, 0)
            grid.addWidget(field, at, 1)
            for number, one in enumerate(below):
                grid.addWidget(one, at + 1 + number, 1)
            at += 1 + len(below)
        return grid


class _Box(QComboBox):
    """A line that offers choices."""

    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.setEditable(True)
        self.setLineEdit(self.line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)


def _fill(box: QComboBox, choices: Sequence[str], text: str) -> None:
    box.clear()
    box.addItems([shown(one) for one in choices])
    box.setEditText(text)
