"""Wishes about connectors: set up, approve, test, switch, remove."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from agent.core.actions import Approval
from agent.core.paths import shown
from desktop.app.controller import Controller
from desktop.views.connectors.asking_dialog import AskingDialog
from desktop.views.connectors.connectors_page import ConnectorsPage
from desktop.wire import messages as wire

_AGAIN_MS = 1500
"""While one is connecting, it is asked so often how it stands."""


class ConnectorWishes(QObject):
    """Serves the page while the settings are open. `source_wanted` carries the path or address of a package to review,
    `use_wanted` words that begin a request.
    """

    source_wanted = Signal(str)
    use_wanted = Signal(str)

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self._page: ConnectorsPage | None = None
        self._first: tuple[str, ...] = ()
        controller.connector_asks.connect(self._ask)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self.look)

    def serve(self, page: ConnectorsPage) -> None:
        """The settings were opened."""
        self._page = page
        page.changed.connect(self._change)
        page.switched.connect(self._switch)
        page.test_wanted.connect(self._test)
        page.log_wanted.connect(self._log)
        page.file_wanted.connect(self.review_file)
        page.searched.connect(self._search)
        page.source_wanted.connect(self.source_wanted)
        page.use_wanted.connect(self._use)
        self.look()

    def leave(self) -> None:
        """They were closed."""
        self._page, self._first = None, ()
        self._again.stop()

    def show_first(self, names: tuple[str, ...]) -> None:
        """The next list that comes is shown with the page of the only one of these open."""
        self._first = names

    @Slot()
    def look(self) -> None:
        """Ask how they stand."""
        if self._page is not None:
            self._controller.ask(wire.ListConnectors(), self._came, self._refused)

    @Slot(str)
    def review_file(self, path: str) -> None:
        """What a configuration file declares."""
        self._controller.ask(wire.ReviewImport(path), self._import_came, self._refused)

    def _came(self, view: wire.ConnectorsView) -> None:
        if self._page is None:
            return
        self._page.show_connectors(view)
        if self._first and any(one.id in self._first for one in view.connectors):  # an older list may come first
            self._page.open_named(self._first)
            self._first = ()
        if any(one.standing == "connecting" for one in view.connectors):
            self._again.start()

    def _refused(self, failed: wire.Failed) -> None:
        if self._page is not None:
            self._page.show_problem(f"{failed.sentence} {failed.remedy}".strip())

    def _not_changed(self, failed: wire.Failed) -> None:
        """What a switch shows must be so: the list is read again, then the reason is said."""
        self._controller.ask(wire.ListConnectors(), partial(self._came_with, failed), self._refused)

    def _came_with(self, failed: wire.Failed, view: wire.ConnectorsView) -> None:
        self._came(view)
        self._refused(failed)

    @Slot(object)
    def _change(self, request: object) -> None:
        self._controller.ask(request, self._came, self._refused)

    @Slot(str, bool)
    def _switch(self, name: str, on: bool) -> None:
        self._controller.ask(wire.SwitchConnector(name, on), self._came, self._not_changed)

    @Slot(str)
    def _test(self, name: str) -> None:
        self._controller.ask(wire.TestConnector(name), self._tested, self._refused)

    def _tested(self, test: wire.ConnectorTest) -> None:
        if self._page is not None:
            self._page.show_test(test)
            self.look()

    @Slot(object)
    def _ask(self, asks: wire.ConnectorAsks) -> None:
        parent = self._page.window() if self._page is not None else self._controller.window
        dialog = AskingDialog(asks.question, parent)
        dialog.answered.connect(self._answer)
        dialog.open()

    @Slot(object)
    def _answer(self, approval: Approval) -> None:
        self._controller.ask(wire.AnswerConnector(approval))

    @Slot(object)
    def _use(self, connector: wire.ConnectorView) -> None:
        self.use_wanted.emit(self.tr("Use “{name}” to ").replace("{name}", shown(connector.title)))

    @Slot(str)
    def _log(self, name: str) -> None:
        self._controller.ask(wire.ReadLog(name), self._log_came, self._refused)

    def _log_came(self, log: wire.LogText) -> None:
        if self._page is not None:
            self._page.show_log(log)

    def _import_came(self, view: wire.ImportView) -> None:
        if self._page is not None:
            self._page.show_import(view)

    @Slot(str)
    def _search(self, words: str) -> None:
        self._controller.ask(wire.SearchRegistry(words), self._found, self._refused)

    def _found(self, view: wire.RegistryView) -> None:
        if self._page is not None:
            self._page.show_found(view)
