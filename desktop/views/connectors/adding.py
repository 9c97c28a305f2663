"""The ways to a new connector: a kind and its form, and what another program has set up."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.views.packages.review_lines import ConnectorLine, breakable, bullets
from desktop.views.packages.setting_form import SettingForm
from desktop.views.panels.card_button import CardButton
from desktop.views.panels.pieces import clear_layout, push, scrolled, words
from desktop.wire.messages import (
    AddConnector,
    ImportConnectors,
    ImportView,
    KindView,
)


class AddingPage(QWidget):
    """The frame of them: Back above, what they show in a scrolled `column`; below it, `outside` of it, what stays."""

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
        self.outside = layout = QVBoxLayout(self)
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
        self.file = push(self.tr("From a file…"), "", "file")
        self.registry = push(self.tr("Search the MCP Registry…"), "", "search")
        self.file.clicked.connect(self.file_wanted)
        self.registry.clicked.connect(self.registry_wanted)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.file, self.registry):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        told = self.tr("A file is a bundle (.mcpb) or the settings of another program (claude_desktop_config.json).")
        self.column.addLayout(row)
        self.column.addWidget(words(told, "small", wrap=True))
        self.column.addLayout(self._kinds)
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
        if self.problem.text():
            self.form.focus_problem()
        else:
            self.save.setEnabled(False)
            title = self.name.text().strip() or self._kind.title
            self.added.emit(AddConnector(self._kind.kind, title, self.form.values()))


class ImportPage(AddingPage):
    """What a file of another program declares, to be ticked. `wanted` carries an ImportConnectors."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.title.setText(self.tr("Import connectors"))
        self._view: ImportView | None = None
        self.boxes: dict[str, QCheckBox] = {}
        self._where = words(role="muted", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        told = self.tr("They come switched off. Keys in the file move to this computer's key store; the file stays "
                       "as it is.")  # fmt: skip
        self.take = push(self.tr("Import"), "primary")
        self.take.setAutoDefault(False)
        self.take.clicked.connect(self._take)
        self.column.addWidget(self._where)
        self.column.addWidget(words(told, "small", wrap=True))
        self.column.addLayout(self._lines)
        self.column.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.take)
        foot.addWidget(self.problem, 1)
        foot.addStretch()
        self.outside.addLayout(foot)

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
