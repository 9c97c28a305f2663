"""What a registry knows of connectors, when the person asks it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.views.connectors.adding import AddingPage
from desktop.views.packages.review_lines import ConnectorLine, breakable
from desktop.views.packages.setting_form import SettingForm
from desktop.views.panels.pieces import clear_layout, push, set_property, words
from desktop.wire.messages import AddEntry, EntryView, RegistryView


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
        known = (entry.name if entry.title else "", entry.version)
        column.addWidget(words(breakable(shown(" · ".join(filter(None, known)))), "small", wrap=True))
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
