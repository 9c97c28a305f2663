"""Wishes about settings: language, appearance, permissions, earlier versions; those about models are beside it."""

import re
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from desktop.app.connectors import ConnectorWishes
from desktop.app.controller import Controller
from desktop.app.models import ModelWishes
from desktop.app.skills import SkillWishes
from desktop.presenter.window import with_preferences, with_versions
from desktop.views.dialogs.settings import CODE, CONNECTORS, GENERAL, MODELS, SKILLS, SPENDING, VERSIONS, SettingsDialog
from desktop.views.theme.apply import apply_theme
from desktop.views.timeline.line_card import CODE_CODES, MODEL_CODES
from desktop.wire import messages as wire

_SLASH = re.compile(r"/\S+\s*")


class SettingsWishes(QObject):
    """Opens the settings and carries out what is chosen there. `language_chosen` when another one is wanted."""

    language_chosen = Signal(str)

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self._dialog: SettingsDialog | None = None
        self._then: Callable[[], object] | None = None
        self._models = ModelWishes(controller)
        self.skills = SkillWishes(controller)
        self.connectors = ConnectorWishes(controller)
        for wish in (self.skills.use_wanted, self.connectors.use_wanted):
            wish.connect(self.begin)
        controller.attempt_told.connect(self._attempt_told)
        for change in (self._models.changed, controller.rested):
            change.connect(self._ask_spending)
        window = controller.window
        for wish in (window.settings_wanted, window.sidebar.settings_wanted):
            wish.connect(self._open_general)
        for wish in (window.composer.model.connect_wanted, window.offer.connect_wanted, window.start.connect_wanted):
            wish.connect(self._open_models)
        window.timeline.remedy_wanted.connect(self._remedy)
        window.start.find_wanted.connect(self._find_models)
        window.composer.model.chosen.connect(self._choose_model)
        window.sidebar.versions_wanted.connect(self._open_versions)
        window.trust.look_wanted.connect(self.open_skills)
        controller.connected.connect(self._connected)

    def say(self, sentence: str, act: str = "", then: Callable[[], object] | None = None) -> None:
        """A sentence where the person is: in the settings while they are open, else in the window behind them."""
        if self._dialog is None:
            self._controller.say(sentence, act=act, then=then, bad=False)
        else:
            self._then = then
            self._dialog.banner.say(sentence, act=act, bad=False)

    def unsay(self) -> None:
        """What was said is over."""
        self._controller.unsay()
        if self._dialog is not None:
            self._dialog.banner.hide()

    def refused(self, failed: wire.Failed) -> None:
        """The host refused something that was asked for from wherever the person is."""
        if self._dialog is None:
            self._controller.refused(failed)
        else:
            self._dialog.banner.say(failed.sentence, failed.remedy)

    @Slot(str)
    def begin(self, words: str) -> None:
        """Close the settings and begin a request with these words; what was written already stays behind them, but for
        a "/name" alone: another one takes its place, and other words follow it.
        """
        if self._dialog is not None:
            self._dialog.accept()
        composer = self._controller.window.composer
        written, files = composer.draft()
        if _SLASH.fullmatch(written):
            words, written = (words, "") if words.startswith("/") else (f"{written.strip()} {words}", "")
        composer.set_draft(f"{words}{written}", files)
        composer.setFocus()

    @Slot()
    def _act(self) -> None:
        then, self._then = self._then, None
        if self._dialog is not None:
            self._dialog.banner.hide()
        if then is not None:
            then()

    @property
    def dialog(self) -> SettingsDialog | None:
        """The settings while they are open."""
        return self._dialog

    @Slot()
    def _connected(self) -> None:
        self._apply(self._controller.picture.preferences)
        self._controller.ask(wire.ListVersions(), self._versions_came)

    @Slot()
    def _open_general(self) -> None:
        self._open(GENERAL)

    @Slot()
    def _open_models(self) -> None:
        self._open(MODELS)

    @Slot()
    def _find_models(self) -> None:
        self._open(MODELS)
        if self._dialog is not None:
            self._dialog.models.look()

    @Slot()
    def open_spending(self) -> None:
        """The page of limits and prices."""
        self._open(SPENDING)

    @Slot()
    def open_skills(self) -> None:
        """The page of skills and packs."""
        self._open(SKILLS)

    @Slot(object)
    def open_connectors(self, names: tuple[str, ...] = ()) -> None:
        """The page of connectors, or of the only one of these."""
        was_open = self._dialog is not None
        self.connectors.show_first(names)
        self._open(CONNECTORS)
        if was_open:
            self.connectors.look()  # a page that was just opened has asked itself

    @Slot(str)
    def import_connectors(self, path: str) -> None:
        """What a configuration file of another program declares."""
        self._open(CONNECTORS)
        self.connectors.review_file(path)

    @Slot(str)
    def _remedy(self, code: str) -> None:
        if code in MODEL_CODES:
            self._open(MODELS)
        elif code in CODE_CODES:
            self._open(CODE)

    @Slot()
    def _open_versions(self) -> None:
        self._open(VERSIONS)

    def _open(self, page: int) -> None:
        picture = self._controller.picture
        if self._dialog is not None:
            self._dialog.show_page(page)
            return
        if picture.welcome is None:
            return
        welcome = picture.welcome
        dialog = SettingsDialog(
            welcome.preferences, welcome.models, welcome.version, welcome.home, self._controller.window
        )
        dialog.preferences_changed.connect(self._keep)
        dialog.banner.act_wanted.connect(self._act)
        self._models.serve(dialog)
        self.skills.serve(dialog.skills)
        self.connectors.serve(dialog.connectors)
        dialog.take_back_wanted.connect(self._take_back)
        dialog.rules_wanted.connect(self._set_rules)
        dialog.purge_wanted.connect(self._purge)
        dialog.price_wanted.connect(self._set_price)
        dialog.check_wanted.connect(self._check)
        dialog.finished.connect(self._closed)
        dialog.show_page(page)
        self._dialog = dialog
        dialog.open()
        self._controller.ask(wire.ListGrants(), self._permissions_came)
        self._controller.ask(wire.ListVersions(), self._versions_came)
        self._controller.ask(wire.ListSpending(), self._spending_came)
        self._controller.ask(wire.ListTiers(), self._sandbox_came, self._not_checked)

    @Slot()
    def _closed(self) -> None:
        self._dialog = None
        self._models.leave()
        self.skills.leave()
        self.connectors.leave()

    @Slot()
    def _check(self) -> None:
        self._controller.ask(wire.CheckSandbox(), self._sandbox_came, self._not_checked)

    @Slot(object)
    def _attempt_told(self, told: wire.AttemptTold) -> None:
        if self._dialog is not None:
            self._dialog.code.show_attempt(told)

    def _sandbox_came(self, view: wire.SandboxView) -> None:
        if self._dialog is not None:
            self._dialog.code.show_sandbox(view)

    def _not_checked(self, failed: wire.Failed) -> None:
        if self._dialog is not None:
            self._dialog.code.show_problem(f"{failed.sentence} {failed.remedy}")

    def _permissions_came(self, grants: wire.Grants) -> None:
        if self._dialog is not None:
            self._dialog.permissions.show_permissions(grants.grants)

    def _versions_came(self, versions: wire.Versions) -> None:
        self._controller.show(with_versions(self._controller.picture, versions))
        if self._dialog is not None:
            self._dialog.versions.show_versions(versions)

    @Slot(object)
    def _take_back(self, view: wire.GrantView) -> None:
        self._controller.ask(wire.RevokeGrant(view), self._taken_back)

    def _taken_back(self, _: wire.Done) -> None:
        self._controller.ask(wire.ListGrants(), self._permissions_came)
        self._controller.permissions_changed.emit()

    @Slot(int, int)
    def _set_rules(self, days: int, percent: int) -> None:
        self._controller.ask(wire.SetRetention(days, percent), self._versions_came)

    @Slot(object)
    def _purge(self, checkpoints: tuple[str, ...]) -> None:
        self._controller.ask(wire.PurgeVersions(checkpoints), self._versions_came)

    @Slot()
    def _ask_spending(self) -> None:
        """Prices belong to models, and a Turn spends: both are read again after a change."""
        if self._dialog is not None:
            self._controller.ask(wire.ListSpending(), self._spending_came)

    def _spending_came(self, spending: wire.SpendingView) -> None:
        if self._dialog is not None:
            self._dialog.spending.show_spending(spending)

    @Slot(object)
    def _set_price(self, request: wire.SetPrice) -> None:
        self._controller.ask(request, self._spending_came)

    @Slot(str)
    def _choose_model(self, name: str) -> None:
        """The chip: the open Session takes this model, and so does the next one."""
        controller = self._controller
        if controller.session:
            controller.ask(wire.SetSession(controller.session, model=name), controller.line_changed)
        self._models.use(name)

    @Slot(object)
    def _keep(self, preferences: wire.Preferences) -> None:
        self._controller.ask(wire.SetPreferences(preferences))
        self._controller.show(with_preferences(self._controller.picture, preferences))
        self._apply(preferences)

    def _apply(self, preferences: wire.Preferences) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, preferences.theme)
        self.language_chosen.emit(preferences.language)
