"""Wishes about packages from outside: looked at first, installed when the person approved what was shown."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from agent.core.paths import shown
from desktop.app.controller import Controller
from desktop.app.folders import Folders
from desktop.app.settings import SettingsWishes
from desktop.views.packages.asking import AskAddress
from desktop.views.packages.member_list import MemberDialog
from desktop.views.packages.review_dialog import ReviewDialog
from desktop.wire import messages as wire


class PackageWishes(QObject):
    """The same way for a drop, a double-click, an argument, an address and the page of the settings.

    One review at a time: another package that comes meanwhile waits until it is closed.
    """

    def __init__(self, controller: Controller, settings: SettingsWishes, folders: Folders) -> None:
        super().__init__(controller)
        self._controller, self._settings, self._folders = controller, settings, folders
        self._waiting: list[Callable[[], None]] = []
        self._looks = False
        self.dialog: ReviewDialog | None = None
        folders.package_came.connect(self._came)
        folders.configuration_came.connect(settings.import_connectors)
        settings.skills.source_wanted.connect(self.review)
        settings.skills.update_wanted.connect(self._update)
        settings.connectors.source_wanted.connect(self.review)
        controller.crashed.connect(self._crashed)

    @Slot(str)
    def review(self, source: str) -> None:
        """Look at what lies at a path or an address that the person named."""
        self._queue(wire.ReviewPackage(source))

    @Slot(str, bool)
    def _came(self, source: str, maybe: bool) -> None:
        if source.startswith(("https://", "http://")):
            self._ask_address(source)
        else:
            self._queue(wire.ReviewPackage(source), source if maybe else "")

    def _ask_address(self, address: str) -> None:
        """Whoever made the link or the command may not be the person: an address is shown before it is fetched."""
        asking = AskAddress(self._parent())
        asking.line.setText(address)
        asking.given.connect(self.review)
        asking.open()

    @Slot(str)
    def _update(self, name: str) -> None:
        self._queue(wire.ReviewPackage("", name))

    def _queue(self, request: wire.ReviewPackage, file: str = "") -> None:
        """`file` is the path of what may just as well be a file for the task."""
        self._waiting.append(partial(self._look, request, file))
        self._next()

    def _next(self) -> None:
        if self._waiting and not self._looks and self.dialog is None:
            self._waiting.pop(0)()

    def _look(self, request: wire.ReviewPackage, file: str) -> None:
        self._looks = True
        told = self.tr("Looking at “{source}”…").replace("{source}", shown(request.source or request.installed))
        self._settings.say(told)
        self._controller.ask(request, partial(self._reviewed, file), partial(self._looked, file))

    def _looked(self, file: str, failed: wire.Failed) -> None:
        """An archive that is no package is a file like others. A hostile one is refused wherever it goes."""
        self._looks = False
        self._settings.unsay()
        if file and failed.code in NO_PACKAGE:
            self._folders.take_files([file])
        else:
            self._settings.refused(failed)
        self._next()

    def _reviewed(self, file: str, review: wire.ReviewView) -> None:
        self._looks = False
        self._settings.unsay()
        if file and not (review.skills or review.prompts or review.roles or review.connectors or review.choices):
            self._discard(review.digest)
            self._folders.take_files([file])
            self._next()
            return
        self.dialog = dialog = ReviewDialog(review, self._parent())
        dialog.install_wanted.connect(self._install)
        dialog.member_wanted.connect(self._read)
        dialog.choice_wanted.connect(self._choose)
        dialog.rejected.connect(partial(self._discard, review.digest))
        dialog.finished.connect(self._closed)
        dialog.open()

    def _discard(self, digest: str) -> None:
        self._controller.ask(wire.DiscardPackage(digest), None, _leave)

    @Slot(str)
    def _choose(self, plugin: str) -> None:
        """One of a marketplace: it is reviewed by itself."""
        if self.dialog is not None:
            self._queue(wire.ReviewPackage(self.dialog.review.origin, plugin=plugin))
            self.dialog.reject()

    @Slot()
    def _closed(self) -> None:
        self.dialog = None
        self._next()

    @Slot()
    def _crashed(self) -> None:
        """The host that unpacked it is gone: what is shown could not be installed any more."""
        self._looks = False
        if self.dialog is not None:
            self.dialog.reject()

    @Slot(object)
    def _install(self, request: wire.InstallPackage) -> None:
        self._controller.ask(request, self._installed, self._not_installed)

    def _not_installed(self, failed: wire.Failed) -> None:
        if self.dialog is not None:
            self.dialog.show_problem(f"{failed.sentence} {failed.remedy}".strip())

    def _installed(self, installed: wire.Installed) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self._settings.skills.look()
        self._settings.connectors.look()
        act, then = "", None
        if installed.connectors:
            act, then = self.tr("Set it up…"), partial(self._settings.open_connectors, installed.connectors)
        elif installed.skills:
            act, then = self.tr("Use it"), partial(self._settings.begin, f"/{installed.skills[0]} ")
        self._settings.say(installed.sentence, act, then)

    @Slot(str)
    def _read(self, name: str) -> None:
        if self.dialog is not None:
            request = wire.ReadMember(self.dialog.review.digest, name)
            self._controller.ask(request, self._show_member, self._not_installed)

    def _show_member(self, member: wire.MemberText) -> None:
        if self.dialog is not None:
            MemberDialog(member, self.dialog).open()

    def _parent(self) -> QWidget:
        """The settings when they are open: a dialog of the window would lie behind them."""
        return self._settings.dialog or self._controller.window


def _leave(_: wire.Failed) -> None:
    """What was unpacked goes with the next start at the latest."""


NO_PACKAGE = frozenset({"no_archive", "no_bundle"})
"""Codes of a Failed that say: this archive is none of a package."""
