"""Wishes about skills that are there: use, read, trust, remove; and what "/" offers."""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from desktop.app.controller import Controller
from desktop.presenter.window import with_prompts, with_untrusted
from desktop.views.packages.asking import SkillDialog
from desktop.views.packages.member_list import MemberDialog
from desktop.views.packages.skills_page import SkillsPage
from desktop.wire import messages as wire


class SkillWishes(QObject):
    """Serves the page while the settings are open, and tells of folders whose skills nobody trusted yet.

    `source_wanted` carries a path or an address to review, `update_wanted` the name of a package, `use_wanted` words
    that begin a request.
    """

    source_wanted = Signal(str)
    use_wanted = Signal(str)
    update_wanted = Signal(str)

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self._page: SkillsPage | None = None
        self._reading: SkillDialog | None = None
        self._told: frozenset[str] = frozenset()
        """Digests of what the person was told of and put aside in this window."""
        controller.connected.connect(self.look)
        controller.permissions_changed.connect(self.look)
        controller.rested.connect(self.look)
        controller.window.trust.closed.connect(self._put_aside)

    def serve(self, page: SkillsPage) -> None:
        """The settings were opened."""
        self._page = page
        page.source_wanted.connect(self.source_wanted)
        page.update_wanted.connect(self.update_wanted)
        page.switched.connect(self._switch)
        page.read_wanted.connect(self._read)
        page.use_wanted.connect(self._use)
        page.trust_wanted.connect(self._trust)
        page.remove_wanted.connect(self._remove)
        self.look()

    def leave(self) -> None:
        """They were closed."""
        self._page = None

    @Slot()
    def look(self) -> None:
        """Ask what there is now."""
        session = self._controller.session
        self._controller.ask(wire.ListSkills(session), partial(self._came, session), self.show_refused)
        self._controller.ask(wire.ListPrompts(session), self._prompts_came, _leave)

    @Slot(str, bool)
    def _switch(self, key: str, on: bool) -> None:
        self._change(wire.SwitchSkill(key, on, self._controller.session))

    @Slot(object, bool)
    def _trust(self, folder: wire.FolderView, trusted: bool) -> None:
        self._change(wire.TrustFolder(folder.path, folder.digest, trusted, self._controller.session))

    @Slot(str)
    def _remove(self, name: str) -> None:
        self._change(wire.RemovePackage(name, self._controller.session))

    def _change(self, request: object) -> None:
        session = self._controller.session
        self._controller.ask(request, partial(self._changed, session), partial(self._not_changed, session))

    def _changed(self, session: str, view: wire.SkillsView) -> None:
        self._came(session, view)
        self._controller.ask(wire.ListPrompts(session), self._prompts_came, _leave)

    def _not_changed(self, session: str, failed: wire.Failed) -> None:
        """The page shows again what counts, and says why: what a switch shows must be so."""
        self._controller.ask(wire.ListSkills(session), partial(self._came_with, session, failed), self.show_refused)

    def _came_with(self, session: str, failed: wire.Failed, view: wire.SkillsView) -> None:
        self._came(session, view)
        self.show_refused(failed)

    def show_refused(self, failed: wire.Failed) -> None:
        """Say on the page, when it is open, why something was refused."""
        if self._page is not None:
            self._page.show_problem(f"{failed.sentence} {failed.remedy}".strip())

    def _came(self, session: str, view: wire.SkillsView) -> None:
        if self._page is not None:
            self._page.show_skills(view)
        controller = self._controller
        if session == controller.session:
            untrusted = [one for one in view.folders if not one.trusted and one.digest not in self._told]
            if tuple(untrusted) != controller.picture.untrusted:
                controller.show(with_untrusted(controller.picture, untrusted))

    def _prompts_came(self, prompts: wire.Prompts) -> None:
        controller = self._controller
        if prompts.prompts != controller.picture.prompts:
            controller.show(with_prompts(controller.picture, prompts.prompts))

    @Slot(str)
    def _read(self, key: str) -> None:
        self._controller.ask(wire.ReadSkill(key, self._controller.session), self._show_words, self.show_refused)

    def _show_words(self, skill: wire.SkillText) -> None:
        parent = self._page.window() if self._page is not None else self._controller.window
        self._reading = dialog = SkillDialog(skill, parent)
        dialog.file_wanted.connect(partial(self._read_file, skill.key))
        dialog.finished.connect(self._read_enough)
        dialog.open()

    @Slot()
    def _read_enough(self) -> None:
        self._reading = None

    def _read_file(self, key: str, name: str) -> None:
        self._controller.ask(wire.ReadSkillFile(key, name, self._controller.session), self._show_file, self._no_file)

    def _show_file(self, member: wire.MemberText) -> None:
        if self._reading is not None:
            MemberDialog(member, self._reading).open()

    def _no_file(self, failed: wire.Failed) -> None:
        if self._reading is not None:
            self._reading.say(f"{failed.sentence} {failed.remedy}".strip())

    @Slot(str)
    def _use(self, name: str) -> None:
        self.use_wanted.emit(f"/{name} ")

    @Slot(object)
    def _put_aside(self, digests: tuple[str, ...]) -> None:
        self._told |= frozenset(digests)
        self._controller.show(with_untrusted(self._controller.picture, ()))


def _leave(_: wire.Failed) -> None:
    """Without them "/" offers nothing."""
