"""Settings: the connectors that are set up, and what leads on from the list."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from agent.core.paths import shown
from desktop.views.connectors.adding import ConnectorForm, ImportPage, KindsPage
from desktop.views.connectors.connector_card import ConnectorCard
from desktop.views.connectors.connector_page import ConnectorPage
from desktop.views.connectors.registry_page import RegistryPage
from desktop.views.dialogs.frame import Dialog
from desktop.views.dialogs.page_dialog import PageDialog
from desktop.views.packages.whole_text import WholeText
from desktop.views.panels.drops import PACKED
from desktop.views.panels.pieces import add_shown, clear_layout, push, scrolled, words
from desktop.views.panels.tab_order import tab_through
from desktop.wire.messages import (
    ConnectorsView,
    ConnectorTest,
    ConnectorView,
    ImportView,
    KindView,
    LogText,
    RegistryView,
    RemoveConnector,
)


class ConnectorsPage(QWidget):
    """`changed` carries a request whose answer is a ConnectorsView; `switched` an id and a yes or no; `test_wanted` and
    `log_wanted` an id; `file_wanted` the path of a configuration file; `searched` words for the registry;
    `source_wanted` the path or address of a package; `use_wanted` a ConnectorView.
    """

    changed = Signal(object)
    switched = Signal(str, bool)
    test_wanted = Signal(str)
    log_wanted = Signal(str)
    file_wanted = Signal(str)
    searched = Signal(str)
    source_wanted = Signal(str)
    use_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._connectors: tuple[ConnectorView, ...] = ()
        self._adding = False
        self.cards: tuple[ConnectorCard, ...] = ()
        self.kinds, self.form, self.page = KindsPage(), ConnectorForm(), ConnectorPage()
        self.imports, self.registry = ImportPage(), RegistryPage()
        self.add = push(self.tr("Add a connector…"), "primary", "plus", "on_accent")
        self.add.setAutoDefault(False)
        self.state = words(role="danger", wrap=True)
        self.state.hide()
        told = self.tr("No connector is set up. The agent works with your folders only.")
        self._none = words(told, "muted", wrap=True)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self.stack = QStackedWidget()
        self._list = self._list_page()
        for page in (self._list, self.kinds, self.form, self.page, self.imports, self.registry):
            self.stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)
        self._connect()

    def show_connectors(self, view: ConnectorsView) -> None:
        """Draw them. One that was just added is opened: it tells what it waits for."""
        before, self._connectors = {one.id for one in self._connectors}, view.connectors
        self.state.hide()
        self.kinds.show_kinds(view.kinds)
        clear_layout(self._column)
        self.cards = tuple(map(self._card, view.connectors))
        for card in self.cards:
            add_shown(self._column, card)
        self._none.setVisible(not view.connectors)
        tab_through((*self.cards, self.add))
        new = [one for one in view.connectors if one.id not in before]
        if self._adding and new:
            self._adding = False
            self.open_page(new[0]) if len(new) == 1 else self.show_list()
        elif self.stack.currentWidget() is self.page:
            self._draw_page()

    def show_test(self, test: ConnectorTest) -> None:
        """What came of a test."""
        self.page.show_test(test)

    def show_log(self, log: LogText) -> None:
        """The end of a log in a window of its own."""
        dialog = PageDialog(QSize(760, 520), self.window())
        dialog.set_title(self.tr("Log of “{name}”").replace("{name}", shown(self._title(log.id))))
        dialog.say("" if log.text else self.tr("It has said nothing yet."))
        text = WholeText(log.text, self.tr("Log"))
        dialog.page.addWidget(text, 1)
        text.verticalScrollBar().setValue(text.verticalScrollBar().maximum())
        dialog.open()

    def show_import(self, view: ImportView) -> None:
        """What a file declares."""
        self.imports.show_import(view)
        self.stack.setCurrentWidget(self.imports)

    def show_found(self, view: RegistryView) -> None:
        """What the registry knows."""
        self.registry.show_found(view)

    def show_problem(self, sentence: str) -> None:
        """Something that was wanted could not be done: said where the person is."""
        self._adding = False
        page = self.stack.currentWidget()
        if isinstance(page, ConnectorForm | ConnectorPage | ImportPage | RegistryPage):
            page.show_problem(sentence)
        else:
            self.state.setText(shown(sentence))
            self.state.show()

    def open_page(self, connector: ConnectorView) -> None:
        """The page of a connector."""
        self.page.show_connector(connector)
        self.stack.setCurrentWidget(self.page)
        self.page.back.setFocus()

    def open_named(self, names: Sequence[str]) -> None:
        """The page of the only one of these ids, else the list."""
        found = [one for one in self._connectors if one.id in names]
        self.open_page(found[0]) if len(found) == 1 else self.show_list()

    def show_list(self) -> None:
        """Back to the list."""
        self.stack.setCurrentWidget(self._list)
        self.add.setFocus()

    def _title(self, name: str) -> str:
        return next((one.title for one in self._connectors if one.id == name), name)

    def _draw_page(self) -> None:
        same = [one for one in self._connectors if self.page.connector and one.id == self.page.connector.id]
        if same:
            self.page.show_connector(same[0])
        else:
            self.show_list()

    def _card(self, connector: ConnectorView) -> ConnectorCard:
        card = ConnectorCard(connector)
        card.switched.connect(self.switched)
        card.opened.connect(self.open_page)
        return card

    def _begin(self, kind: KindView) -> None:
        self.form.begin(kind)
        self.stack.setCurrentWidget(self.form)

    def _add(self, request: object) -> None:
        self._adding = True
        self.changed.emit(request)

    def _ask_remove(self, connector: ConnectorView) -> None:
        asking = RemoveConnectorAsked(connector, self.window())
        asking.confirmed.connect(self._remove)
        asking.open()

    def _remove(self, name: str) -> None:
        self.show_list()
        self.changed.emit(RemoveConnector(name))

    def _show_kinds(self) -> None:
        self.stack.setCurrentWidget(self.kinds)
        self.kinds.back.setFocus()

    def _show_registry(self) -> None:
        self.stack.setCurrentWidget(self.registry)
        self.registry.line.setFocus()

    def _pick(self) -> None:
        dialog = QFileDialog(self.window(), self.tr("Choose a file"), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        known, every = self.tr("Bundles and configurations"), self.tr("All files")
        dialog.setNameFilters([f"{known} (*.mcpb *.dxt *.json)", f"{every} (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take)
        dialog.open()

    def take(self, path: str) -> None:
        """A file that was chosen: a package is reviewed, everything else read as another program's configuration."""
        (self.source_wanted if path.lower().endswith(PACKED) else self.file_wanted).emit(path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the list first; there it closes the settings."""
        if event.key() == Qt.Key.Key_Escape and self.stack.currentWidget() is not self._list:
            self.show_list()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self.add.clicked.connect(self._show_kinds)
        self.kinds.back_wanted.connect(self.show_list)
        self.kinds.chosen.connect(self._begin)
        self.kinds.file_wanted.connect(self._pick)
        self.kinds.registry_wanted.connect(self._show_registry)
        for page in (self.form, self.imports, self.registry):
            page.back_wanted.connect(self._show_kinds)
        self.page.back_wanted.connect(self.show_list)
        self.form.added.connect(self._add)
        self.imports.wanted.connect(self._add)
        self.registry.wanted.connect(self._add)
        self.registry.searched.connect(self.searched)
        self.registry.bundle_wanted.connect(self.source_wanted)
        self.page.approve_wanted.connect(self.changed)
        self.page.configure_wanted.connect(self.changed)
        self.page.test_wanted.connect(self.test_wanted)
        self.page.log_wanted.connect(self.log_wanted)
        self.page.use_wanted.connect(self.use_wanted)
        self.page.remove_wanted.connect(self._ask_remove)

    def _list_page(self) -> QWidget:
        about = self.tr(
            "A connector lets the agent work with a service: mail, a calendar, a database, the web, or an MCP server. "
            "What it sends is asked about like everything that leaves."
        )
        buttons = QHBoxLayout()
        buttons.addWidget(self.add)
        buttons.addStretch(1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        column.addWidget(words(about, "muted", wrap=True))
        column.addWidget(self._none)
        column.addWidget(self.state)
        column.addLayout(self._column)
        column.addLayout(buttons)
        column.addStretch(1)
        return scrolled(page)


class RemoveConnectorAsked(Dialog):
    """Before a connector and its keys are forgotten. `confirmed` carries its id."""

    confirmed = Signal(str)

    def __init__(self, connector: ConnectorView, parent: QWidget | None = None) -> None:
        super().__init__("trash-2", "warning", parent)
        self._id = connector.id
        self.set_title(self.tr("Remove “{name}”?").replace("{name}", shown(connector.title)))
        told = self.tr("Deskhand forgets how it is reached and its keys. What it did outside stays as it is.")
        self.body.addWidget(words(told, "muted", wrap=True))
        _, self.act = self.add_buttons(self.tr("Cancel"), self.tr("Remove"), safe=False)
        self.act.clicked.connect(self._confirm)

    def _confirm(self) -> None:
        self.confirmed.emit(self._id)
        self.accept()
