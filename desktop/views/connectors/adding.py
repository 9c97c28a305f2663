"""The ways to a new connector: a kind and its form, what another program has set up, what a registry knows."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.views.packages.review_lines import ConnectorLine, breakable, bullets
from desktop.views.packages.setting_form import SettingForm
from desktop.views.panels.card_button import CardButton
from desktop.views.panels.pieces import clear_layout, push, scrolled, set_property, words
from desktop.wire.messages import (
    AddConnector,
    AddEntry,
    EntryView,
    ImportConnectors,
    ImportView,
    KindView,
    RegistryView,
)


class AddingPage(QWidget):
    """The frame of them: Back above, what they show in a scrolled column."""

    back_wanted = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = push(self.tr("Back"), "ghost", "arrow-left", "muted")
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self.back_wanted)
        self.title = words(title, "h2", wrap=True)
        self.problem = words(role="danger", wrap=True)
        self.problem.hide()
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 8, 0)
        self.column.setSpacing(10)
        self.column.addWidget(self.title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(scrolled(inside), 1)

    def show_problem(self, sentence: str) -> None:
        """Something that was wanted could not be done; "" when it could."""
        self.problem.setText(shown(sentence))
        self.problem.setVisible(bool(sentence))


class KindsPage(AddingPage):
    """`chosen` carries a KindView; `file_wanted` and `registry_wanted` lead to what others declared."""

    chosen = Signal(object)
    file_wanted = Signal()
    registry_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.title.setText(self.tr("Add a connector"))
        self.cards: dict[str, CardButton] = {}
        self._kinds = QVBoxLayout()
        self._kinds.setSpacing(8)
        self.file = push(self.tr("From a file of another program…"), "", "file")
        self.registry = push(self.tr("Search the MCP Registry…"), "", "search")
        self.file.clicked.connect(self.file_wanted)
        self.registry.clicked.connect(self.registry_wanted)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.file, self.registry):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(self._kinds)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def show_kinds(self, kinds: Sequence[KindView]) -> None:
        """What can be set up."""
        clear_layout(self._kinds)
        self.cards = {}
        for kind in kinds:
            card = CardButton(kind.icon, shown(kind.title), shown(kind.sentence))
            card.clicked.connect(partial(self.chosen.emit, kind))
            self.cards[kind.kind] = card
            self._kinds.addWidget(card)


class ConnectorForm(AddingPage):
    """The form of a kind. `added` carries an AddConnector."""

    added = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._kind: KindView | None = None
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name"))
        self.form = SettingForm()
        self.lead = words(role="muted", wrap=True)
        self.save = push(self.tr("Add"), "primary")
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self._save)
        label = words(self.tr("Name"), "label")
        label.setBuddy(self.name)
        for widget in (self.lead, label, self.name, self.form, self.problem):
            self.column.addWidget(widget)
        self.column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)

    def begin(self, kind: KindView) -> None:
        """An empty form."""
        self._kind = kind
        self.title.setText(shown(kind.title))
        self.lead.setText(shown(kind.sentence))
        self.name.setText(kind.title)
        self.form.show_settings(kind.settings)
        self.show_problem("")
        self.save.setEnabled(True)
        self.name.setFocus()

    def show_problem(self, sentence: str) -> None:
        """It was not added."""
        super().show_problem(sentence)
        self.save.setEnabled(True)

    def _save(self) -> None:
        if self._kind is None:
            return
        self.show_problem(self.form.problem())
        if not self.problem.text():
            self.save.setEnabled(False)
            title = self.name.text().strip() or self._kind.title
            self.added.emit(AddConnector(self._kind.kind, title, self.form.values()))


class ImportPage(AddingPage):
    """What a file of another program declares, to be ticked. `wanted` carries an ImportConnectors."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.title.setText(self.tr("Take over connectors"))
        self._view: ImportView | None = None
        self.boxes: dict[str, QCheckBox] = {}
        self._where = words(role="muted", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        told = self.tr("They come switched off. Keys in the file move to this computer's key store; the file stays "
                       "as it is.")  # fmt: skip
        self.take = push(self.tr("Take over"), "primary")
        self.take.setAutoDefault(False)
        self.take.clicked.connect(self._take)
        self.column.addWidget(self._where)
        self.column.addWidget(words(told, "small", wrap=True))
        self.column.addLayout(self._lines)
        self.column.addWidget(self.problem)
        self.column.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)

    def show_import(self, view: ImportView) -> None:
        """Draw what the file declares; what cannot be used is not ticked."""
        self._view = view
        clear_layout(self._lines)
        self._where.setText(breakable(shown(view.path)))
        self.show_problem("")
        self.boxes = {}
        for one in view.connectors:
            line = ConnectorLine(one, tick=True)
            line.box.toggled.connect(self._look)
            self.boxes[one.name] = line.box
            self._lines.addWidget(line)
        if view.problems:
            self._lines.addWidget(bullets(view.problems, "warning"))
        self._look()

    def _look(self) -> None:
        self.take.setEnabled(any(box.isChecked() for box in self.boxes.values()))

    def _take(self) -> None:
        if self._view is not None:
            names = tuple(name for name, box in self.boxes.items() if box.isChecked())
            self.take.setEnabled(False)
            self.wanted.emit(ImportConnectors(self._view.path, self._view.digest, names))


class RegistryPage(AddingPage):
    """Search the registry when the person asks. `searched` carries words, `wanted` an AddEntry."""

    searched = Signal(str)
    wanted = Signal(object)
    bundle_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.title.setText(self.tr("MCP Registry"))
        self.line = QLineEdit()
        self.line.setAccessibleName(self.tr("What to search for"))
        self.line.setPlaceholderText(self.tr("What to search for"))
        self.search = push(self.tr("Search"), "primary")
        self.state = words(role="small", wrap=True)
        self.state.hide()
        self.search.setAutoDefault(False)
        self.search.clicked.connect(self._search)
        self.line.returnPressed.connect(self._search)
        self.entries: dict[str, EntryCard] = {}
        self._found = QVBoxLayout()
        self._found.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.search)
        told = self.tr("A public list that anybody can add to. Your words go to registry.modelcontextprotocol.io when "
                       "you press Search.")  # fmt: skip
        self.column.addWidget(words(told, "muted", wrap=True))
        self.column.addLayout(row)
        self.column.addWidget(self.state)
        self.column.addWidget(self.problem)
        self.column.addLayout(self._found)
        self.column.addStretch(1)

    def show_found(self, view: RegistryView) -> None:
        """Draw what was found."""
        self.show_problem("")
        clear_layout(self._found)
        self._say(shown(view.note) if view.entries else self.tr("Nothing was found."))
        self.entries = {one.name: EntryCard(one) for one in view.entries}
        for card in self.entries.values():
            card.wanted.connect(self.wanted)
            card.bundle_wanted.connect(self.bundle_wanted)
            self._found.addWidget(card)

    def show_problem(self, sentence: str) -> None:
        """It could not be asked, or an entry could not be added."""
        super().show_problem(sentence)
        self.search.setEnabled(True)
        self._say("")

    def _say(self, text: str) -> None:
        self.state.setText(text)
        self.state.setVisible(bool(text))

    def _search(self) -> None:
        if self.line.text().strip():
            self.search.setEnabled(False)
            self._say(self.tr("Searching…"))
            self.searched.emit(self.line.text().strip())


class EntryCard(QFrame):
    """A server of the registry. `wanted` carries an AddEntry; a form is shown first when it needs values.

    `bundle_wanted` carries the address of one that is a package.
    """

    wanted = Signal(object)
    bundle_wanted = Signal(str)

    def __init__(self, entry: EntryView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        set_property(self, "card", "plain")
        self.add = push(self.tr("Add"))
        self.add.setAutoDefault(False)
        self.add.setAccessibleDescription(shown(entry.name))
        self.add.clicked.connect(self._add)
        self.form = SettingForm()
        self.form.show_settings(entry.settings)
        self.form.hide()
        self.problem = words(role="danger", wrap=True)
        self.problem.hide()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(words(shown(entry.title or entry.name), "strong", wrap=True), 1)
        head.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 10, 12)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(words(breakable(shown(f"{entry.name} · {entry.version}")), "small", wrap=True))
        column.addWidget(words(shown(entry.description), wrap=True))
        column.addWidget(ConnectorLine(entry.declared))
        column.addWidget(self.form)
        column.addWidget(self.problem)

    def _add(self) -> None:
        if self.entry.bundle:
            self.bundle_wanted.emit(self.entry.bundle)
            return
        if self.entry.settings and self.form.isHidden():
            self.form.show()
            return
        problem = self.form.problem()
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if not problem:
            self.wanted.emit(AddEntry(self.entry.name, self.entry.version, self.form.values()))
