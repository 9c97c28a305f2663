"""The page of one model: what it can do, its last self-test, what can be chosen, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.views.dialogs.model_facts import FactRows
from desktop.views.dialogs.model_lines import TestLines
from desktop.views.panels.pieces import ElidedLabel, clear_layout, push, scrolled, set_property, words
from desktop.wire.messages import LineView, ModelView, OptionView, SetModelOptions, TestView


class ModelPage(QWidget):
    """`test_wanted`, `use_wanted` and `remove_wanted` carry a name, `edit_wanted` the ModelView, `options_wanted` a
    SetModelOptions."""

    back_wanted = Signal()
    test_wanted = Signal(str)
    use_wanted = Signal(str)
    remove_wanted = Signal(str)
    edit_wanted = Signal(object)
    options_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: ModelView | None = None
        self.testing = ""
        self.boxes: dict[str, QComboBox] = {}
        self.back = push(self.tr("All models"), "ghost", "arrow-left", "muted")
        self._name = ElidedLabel("", "h2")
        self._state = words(role="chip")
        self._where = ElidedLabel("", "small")
        self.use = push(self.tr("Use this one"), "primary")
        self.test = push(self.tr("Test again"), "", "refresh-cw")
        self.edit = push(self.tr("Change"), "", "pencil")
        self.remove = push(self.tr("Remove"), "", "trash-2")
        self.lines = TestLines()
        self.facts = FactRows()
        self._notes = words(role="small", wrap=True)
        self._options = QGridLayout()
        self._options_title = words(self.tr("Options"), "section")
        self._refusal = words(role="danger", wrap=True)
        for button in (self.back, self.use, self.test, self.edit, self.remove):
            button.setAutoDefault(False)
        self.back.clicked.connect(self.back_wanted)
        self.test.clicked.connect(self.start_test)
        self.use.clicked.connect(self._use)
        self.remove.clicked.connect(self._remove)
        self.edit.clicked.connect(self._edit)
        self._lay_out()

    def show_model(self, model: ModelView) -> None:
        """Draw a model; a test of it that runs goes on being shown."""
        again = self.model is not None and self.model.name == model.name
        self.model = model
        self._name.setText(shown(model.name))
        self._where.setText(" · ".join(shown(part) for part in (model.system, model.model, model.base_url) if part))
        self.facts.show_facts(model.facts)
        self._notes.setText(shown(model.notes))
        self._notes.setVisible(bool(model.notes))
        self._show_options(model.options)
        self._refusal.hide()
        if self.testing != model.name:
            self._show_last(model.test)
        elif not again:
            self.lines.begin()
        self._show_state()
        if not again:
            self._area.verticalScrollBar().setValue(0)

    def start_test(self) -> None:
        """Ask for the self-test."""
        if self.model is None or self.testing == self.model.name:
            return
        self.testing = self.model.name
        self.lines.begin()
        self._show_state()
        self.test_wanted.emit(self.model.name)

    def add_line(self, name: str, line: LineView) -> None:
        """A line of a test that runs."""
        if self.model is not None and name == self.model.name == self.testing:
            self.lines.add(line)

    def end_test(self, name: str, test: TestView | None, problem: str = "") -> None:
        """The test is over; `problem` says why it could not be run."""
        if self.testing == name:
            self.testing = ""
        if self.model is None or self.model.name != name:
            return
        if test is not None:
            self.lines.show_test(test)
        else:
            self.lines.show_problem(problem)
        self._show_state()

    def show_refusal(self, sentence: str) -> None:
        """Options were not taken."""
        self._refusal.setText(shown(sentence))
        self._refusal.show()

    def _show_last(self, test: TestView | None) -> None:
        if test is None:
            self.lines.show_none()
        else:
            self.lines.show_test(test)

    def _show_state(self) -> None:
        model = self.model
        if model is None:
            return
        runs = self.testing == model.name
        ready = model.test is not None and model.test.ready
        self.test.setEnabled(not runs)
        self.test.setText(self.tr("Test again") if model.test else self.tr("Test"))
        self.use.setVisible(not model.active)
        self.use.setText(self.tr("Use this one") if ready or model.test is None else self.tr("Use it anyway"))
        set_property(self.use, "kind", "primary" if ready else "")
        text, role = self._state_words(model)
        self._state.setText(text)
        set_property(self._state, "role", role)

    def _state_words(self, model: ModelView) -> tuple[str, str]:
        if self.testing == model.name:
            return self.tr("Testing"), "chip-accent"
        if model.test is None:
            return self.tr("Not tested"), "chip"
        return (self.tr("Ready"), "chip-success") if model.test.ready else (self.tr("Not ready"), "chip-danger")

    def _show_options(self, options: tuple[OptionView, ...]) -> None:
        clear_layout(self._options)
        self.boxes = {}
        self._options_title.setVisible(bool(options))
        for row, option in enumerate(options):
            box = QComboBox()
            for value, label in zip(option.values, option.labels, strict=True):
                box.addItem(shown(label), value)
            box.setCurrentIndex(max(box.findData(option.value), 0))
            box.setAccessibleName(option.title)
            box.activated.connect(self._choose)
            self.boxes[option.name] = box
            title = words(shown(option.title))
            title.setBuddy(box)
            self._options.addWidget(title, 2 * row, 0)
            self._options.addWidget(box, 2 * row, 1)
            if option.outward:
                self._options.addWidget(self._outward(option), 2 * row + 1, 1)

    def _outward(self, option: OptionView) -> QLabel:
        text = self.tr("On, the provider searches the web with what you and your files say. Off unless you choose it.")
        return words(text, "warning" if option.value == "on" else "small", wrap=True)

    def _choose(self) -> None:
        if self.model is not None:
            chosen = {name: str(box.currentData()) for name, box in self.boxes.items() if box.currentData()}
            self.options_wanted.emit(SetModelOptions(self.model.name, chosen))

    def _edit(self) -> None:
        if self.model is not None:
            self.edit_wanted.emit(self.model)

    def _use(self) -> None:
        if self.model is not None:
            self.use_wanted.emit(self.model.name)

    def _remove(self) -> None:
        if self.model is not None:
            self.remove_wanted.emit(self.model.name)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.remove, self.edit):
            foot.addWidget(button)
        foot.addStretch(1)
        for button in (self.test, self.use):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self._area = scrolled(self._inside())
        layout.addWidget(self._area, 1)
        layout.addLayout(foot)

    def _inside(self) -> QWidget:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._name, 1)
        head.addWidget(self._state)
        self._options.setHorizontalSpacing(12)
        self._options.setVerticalSpacing(6)
        self._options.setColumnStretch(1, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._where)
        column.addWidget(self.lines)
        column.addWidget(words(self.tr("What it can do"), "section"))
        column.addWidget(self.facts)
        column.addWidget(self._notes)
        column.addWidget(self._options_title)
        column.addLayout(self._options)
        column.addWidget(self._refusal)
        column.addStretch(1)
        return inside
