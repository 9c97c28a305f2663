"""Wishes to oversee the work: permissions, what left."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Slot

from desktop.app.controller import Controller
from desktop.views.dialogs.sent_dialog import SentDialog
from desktop.wire import messages as wire


class Oversight(QObject):
    """Connects the inspector's sections about what may be done, and what was sent."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        inspector = controller.window.inspector
        inspector.take_back_wanted.connect(self._take_back)
        inspector.sent_wanted.connect(self._ask_sent)
        controller.window.header.sent_wanted.connect(self._ask_sent)
        controller.permissions_changed.connect(self._ask_permissions)

    @Slot()
    def _ask_permissions(self) -> None:
        session = self._controller.session
        if session:
            self._controller.ask(wire.ListGrants(session), partial(self._show_permissions, session))

    def _show_permissions(self, session: str, grants: wire.Grants) -> None:
        if session == self._controller.session:
            self._controller.show(replace(self._controller.picture, permissions=grants.grants))

    @Slot(object)
    def _take_back(self, view: wire.GrantView) -> None:
        request = wire.RevokeGrant(view, self._controller.session)
        self._controller.ask(request, self._taken_back)

    def _taken_back(self, _: wire.Done) -> None:
        self._ask_permissions()

    @Slot()
    def _ask_sent(self) -> None:
        self._controller.ask(wire.ListSent(self._controller.session), self._show_sent)

    def _show_sent(self, sent: wire.SentList) -> None:
        SentDialog(sent.sent, self._controller.window).open()
