"""The window: sidebar, conversation and inspector. It draws what the host says and sends what the person wants."""

import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol, cast

from PySide6.QtCore import Signal, SignalInstance, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from agent.core.actions import Approval, Mode
from agent.core.events import RootGranted
from desktop.presenter.fold import drawn, shown
from desktop.presenter.picture import SessionPicture
from desktop.presenter.sessions import Sessions, listed, updated
from desktop.views.banner import Banner
from desktop.views.composer import Composer, ComposerState
from desktop.views.dialogs.settings import SettingsDialog
from desktop.views.header import Header
from desktop.views.offer import Offer
from desktop.views.panels.approval import ApprovalCard
from desktop.views.panels.inspector import Inspector
from desktop.views.panels.recipe_form import RecipeForm
from desktop.views.panels.recipe_list import RecipeList
from desktop.views.panels.welcome import WelcomePage
from desktop.views.sidebar import Sidebar
from desktop.views.theme.apply import apply_theme
from desktop.views.timeline.timeline import Timeline
from desktop.wire import messages as wire

NARROW, SMALL = 1200, 900


class Host(Protocol):
    """What the window needs of the client."""

    noticed: SignalInstance
    failed: SignalInstance
    restarted: SignalInstance

    def ask(self, request: Any, taker: Any = None) -> None:
        """Send a request; `taker` gets its answer."""
        ...


class MainWindow(QMainWindow):
    """One open Session at a time; the others are lines of the sidebar."""

    opened = Signal(str)

    def __init__(self, host: Host, language: str) -> None:
        super().__init__()
        self._host = host
        self._language = language
        self._welcome: wire.Welcome | None = None
        self._sessions = Sessions()
        self._picture = SessionPicture()
        self._paths: list[str] = []
        self.setWindowTitle("Deskhand")
        self.setAcceptDrops(True)
        self.resize(1440, 940)
        self.sidebar, self.composer, self.inspector = Sidebar(), Composer(), Inspector()
        self.timeline, self.approval, self.page = Timeline(), ApprovalCard(), WelcomePage()
        self.banner, self.offer, self.header = Banner(), Offer(), Header()
        self.form, self.recipes = RecipeForm(), RecipeList()
        self._lay_out()
        self._connect()
        host.noticed.connect(self._noticed)
        host.failed.connect(self._failed)
        host.restarted.connect(self._restarted)

    def begin(self, paths: list[str]) -> None:
        """Say hello; then open the folders and files that were given."""
        self._paths = paths
        self._host.ask(wire.Hello(self._language), self._welcomed)

    @Slot(list)
    def take_paths(self, paths: list[str]) -> None:
        """Folders and files that were dropped, or that another start handed over."""
        self.raise_()
        self.activateWindow()
        if not paths:
            return
        if self._sessions.chosen and self._picture.roots:
            for path in paths:
                self._host.ask(wire.GrantRoot(self._sessions.chosen, _root(path)), self._updated)
            return
        self._host.ask(wire.StartSession(tuple(map(_root, paths))), self._show_session)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Folders and files may be dropped anywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        self.take_paths([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def resizeEvent(self, event: Any) -> None:
        """The right pane and then the sidebar give way in a small window."""
        super().resizeEvent(event)
        self.inspector.setVisible(self.width() >= NARROW and bool(self._sessions.chosen))
        self.sidebar.setVisible(self.width() >= SMALL)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing ends the program; the client stops the host in order."""
        event.accept()
        QApplication.quit()

    def _lay_out(self) -> None:
        middle = QWidget()
        middle.setProperty("ground", "window")
        column = QVBoxLayout(middle)
        column.setContentsMargins(24, 12, 24, 16)
        self.stack = QStackedWidget()
        for page in (self.page, self.timeline, self.form, self.recipes):
            self.stack.addWidget(page)
        column.addWidget(self.header)
        column.addWidget(self.stack, 1)
        column.addWidget(self.banner)
        column.addWidget(self.offer)
        column.addWidget(self.approval)
        column.addWidget(self.composer)
        self.approval.hide()
        self.banner.hide()
        self.offer.hide()
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        self.sidebar.setFixedWidth(256)
        self.inspector.setFixedWidth(340)
        for part in (self.sidebar, middle, self.inspector):
            line.addWidget(part, 1 if part is middle else 0)
        self.inspector.hide()
        self.setCentralWidget(row)

    def _connect(self) -> None:
        self.sidebar.new_wanted.connect(self._new)
        self.sidebar.folder_wanted.connect(self._choose_folder)
        self.sidebar.chosen.connect(self._open)
        self.sidebar.recipes_wanted.connect(partial(self.stack.setCurrentWidget, self.recipes))
        self.sidebar.settings_wanted.connect(self._settings)
        self.composer.sent.connect(self._send)
        self.composer.stop_wanted.connect(self._stop)
        self.composer.dropped.connect(self.take_paths)
        self.composer.mode.chosen.connect(self._set_mode)
        self.composer.model.chosen.connect(self._set_model)
        self.composer.model.connect_wanted.connect(self._settings)
        self.composer.folder.chosen.connect(lambda path: self.take_paths([path]))
        self.composer.folder.choose_wanted.connect(self._choose_folder)
        self.offer.suggestion_chosen.connect(lambda one: self._fill(one.recipe, one.values, one.why))
        self.offer.connect_wanted.connect(self._settings)
        self.header.undo_wanted.connect(lambda: self._undo(self._picture.undoable, ()))
        self.header.sidebar_wanted.connect(lambda: self.sidebar.setVisible(self.sidebar.isHidden()))
        self.header.inspector_wanted.connect(lambda: self.inspector.setVisible(self.inspector.isHidden()))
        self.approval.answered.connect(self._answer)
        self.approval.preview_wanted.connect(self._preview_row)
        self.page.folder_chosen.connect(lambda path: self.take_paths([path]))
        self.page.sample_wanted.connect(self._sample)
        self.page.recipe_chosen.connect(self._fill)
        self.page.recipes_wanted.connect(partial(self.stack.setCurrentWidget, self.recipes))
        self.page.connect_wanted.connect(self._settings)
        self.recipes.chosen.connect(lambda recipe: self._fill(recipe, {}))
        self.form.run_wanted.connect(self._run_recipe)
        self.form.closed.connect(self._draw)
        inspector = self.inspector
        inspector.undo_wanted.connect(self._undo)
        inspector.undo_all_wanted.connect(lambda: self._undo("", ()))
        inspector.change_preview_wanted.connect(self._preview_change)
        inspector.file_preview_wanted.connect(self._preview_file)
        inspector.revoke_wanted.connect(self._revoke)
        inspector.grant_wanted.connect(self._choose_folder)
        QShortcut(QKeySequence.StandardKey.New, self, self._new)
        QShortcut(QKeySequence.StandardKey.Open, self, self._choose_folder)
        QShortcut(QKeySequence("Ctrl+,"), self, self._settings)
        QShortcut(QKeySequence("Esc"), self, self._stop)

    # What the host says

    def _welcomed(self, welcome: wire.Welcome) -> None:
        self._welcome = welcome
        apply_theme(_application(), welcome.preferences.theme)
        self._sessions = listed(self._sessions, welcome.sessions)
        self.recipes.show_recipes(welcome.recipes)
        self._draw()
        paths, self._paths = self._paths, []
        self.take_paths(paths)
        if self._sessions.chosen:
            self._open(self._sessions.chosen)

    @Slot(list)
    def _noticed(self, batch: list[Any]) -> None:
        for message in batch:
            if isinstance(message, wire.SessionUpdated):
                self._sessions = updated(self._sessions, message.view)
            elif message.session == self._sessions.chosen:
                self._picture = shown(self._picture, message.notice, time.monotonic())
        self._draw()

    @Slot(object)
    def _failed(self, failed: wire.Failed) -> None:
        self._say(f"{failed.sentence} {failed.remedy}")
        self.form.set_busy(False)

    @Slot()
    def _restarted(self) -> None:
        self._say(self.tr("The agent stopped unexpectedly and was started again. Your files are safe."))
        self.begin([])

    # What the person wants

    def _new(self) -> None:
        self._sessions = Sessions(self._sessions.views)
        self._picture = SessionPicture()
        self._draw()

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.filesSelected.connect(self.take_paths)
        dialog.open()

    @Slot(str)
    def _open(self, session: str) -> None:
        self._host.ask(wire.OpenSession(session), self._show_history)

    def _show_session(self, view: wire.SessionView) -> None:
        self._updated(view)
        self._open(view.id)

    def _show_history(self, history: wire.SessionHistory) -> None:
        self._sessions = Sessions(updated(self._sessions, history.view).views, history.view.id)
        self._picture = drawn(history.notices)
        self._draw()
        if not self._picture.items:
            self._host.ask(wire.SuggestRecipes(history.view.id), self._suggested)
        self.opened.emit(history.view.id)

    def _suggested(self, found: wire.Suggestions) -> None:
        recipes = self._welcome.recipes if self._welcome else ()
        self.page.show_state(self._picture.roots, found.suggestions, recipes, model_connected=self._has_model())

    @Slot(str, object)
    def _send(self, text: str, paths: Any) -> None:
        self._say("")
        self.offer.hide()
        if not self._sessions.chosen:
            self._say(self.tr("Choose a folder first."))
            self._choose_folder()
            return
        request = wire.StartTurn(self._sessions.chosen, text, tuple(paths))
        self._host.ask(request, partial(self._turn_answered, text))

    def _turn_answered(self, text: str, answer: wire.TurnAnswer) -> None:
        if answer.started:
            self.composer.accept_sent(text)
            return
        recipes = self._welcome.recipes if self._welcome else ()
        self.offer.show_answer(answer, {recipe.id: recipe for recipe in recipes})
        self.offer.show()

    @Slot(str, object)
    def _fill(self, recipe: str, values: Mapping[str, str], why: str = "") -> None:
        known = {one.id: one for one in self._welcome.recipes} if self._welcome else {}
        if recipe in known:
            self.form.show_recipe(known[recipe], self._picture.roots, values, why)
            self.stack.setCurrentWidget(self.form)

    @Slot(str, object)
    def _run_recipe(self, recipe: str, values: Mapping[str, str]) -> None:
        if not self._sessions.chosen:
            self.form.show_problem(self.tr("Choose a folder first."))
            return
        self.form.set_busy(True)
        self._host.ask(wire.RunRecipe(self._sessions.chosen, recipe, values), self._recipe_started)

    def _recipe_started(self, answer: wire.TurnAnswer) -> None:
        self.form.set_busy(False)
        if answer.started:
            self.stack.setCurrentWidget(self.timeline)
        else:
            self.form.show_problem(answer.sentence)

    @Slot(object)
    def _answer(self, approval: Approval) -> None:
        self._host.ask(wire.AnswerQuestion(self._sessions.chosen, approval))

    @Slot(str, int)
    def _preview_row(self, question: str, index: int) -> None:
        request = wire.PreviewRow(self._sessions.chosen, question, index)
        self._host.ask(request, partial(self.approval.show_preview, question, index))

    @Slot(str, str)
    def _preview_change(self, checkpoint: str, place: str) -> None:
        request = wire.PreviewChange(self._sessions.chosen, checkpoint, place)
        self._host.ask(request, self.inspector.show_preview)

    @Slot(str, int)
    def _preview_file(self, place: str, page: int) -> None:
        self._host.ask(wire.PreviewFile(self._sessions.chosen, place, page), self.inspector.show_preview)

    @Slot(str, object)
    def _undo(self, checkpoint: str, places: Any) -> None:
        request = wire.UndoChange(self._sessions.chosen, checkpoint, tuple(places))
        self._host.ask(request, lambda done: self._say(done.sentence))

    @Slot(str)
    def _revoke(self, name: str) -> None:
        self._host.ask(wire.RevokeRoot(self._sessions.chosen, name), self._updated)

    def _sample(self) -> None:
        self._host.ask(wire.MakeSample(self._language), self._show_session)

    @Slot(object)
    def _set_mode(self, mode: Mode) -> None:
        if self._sessions.chosen:
            self._host.ask(wire.SetSession(self._sessions.chosen, mode=mode), self._updated)

    @Slot(str)
    def _set_model(self, name: str) -> None:
        if self._sessions.chosen:
            self._host.ask(wire.SetSession(self._sessions.chosen, model=name), self._updated)
        self._host.ask(wire.UseModel(name), self._new_models)

    def _stop(self) -> None:
        if self._picture.running:
            self._host.ask(wire.StopTurn(self._sessions.chosen))

    def _settings(self) -> None:
        if self._welcome is None:
            return
        welcome = self._welcome
        dialog = SettingsDialog(welcome.preferences, welcome.models, welcome.version, welcome.home, self)
        dialog.preferences_changed.connect(self._keep)
        dialog.add_wanted.connect(lambda request: self._host.ask(request, partial(self._models, dialog)))
        dialog.remove_wanted.connect(lambda n: self._host.ask(wire.RemoveModel(n), partial(self._models, dialog)))
        dialog.use_wanted.connect(lambda n: self._host.ask(wire.UseModel(n), partial(self._models, dialog)))
        dialog.test_wanted.connect(lambda n: self._host.ask(wire.TestModel(n), partial(dialog.show_test, n)))
        dialog.open()

    def _models(self, dialog: SettingsDialog, models: wire.Models) -> None:
        self._new_models(models)
        dialog.show_models(models.models)

    def _new_models(self, models: wire.Models) -> None:
        if self._welcome is not None:
            self._welcome = replace(self._welcome, models=models.models)
        self._draw()

    @Slot(object)
    def _keep(self, preferences: wire.Preferences) -> None:
        if self._welcome is not None:
            self._welcome = replace(self._welcome, preferences=preferences)
        apply_theme(_application(), preferences.theme)
        self._host.ask(wire.SetPreferences(preferences))

    def _updated(self, view: wire.SessionView) -> None:
        self._sessions = updated(self._sessions, view)
        self._draw()

    # Drawing

    def _say(self, sentence: str) -> None:
        """A sentence of the window itself, until the next thing happens; "" takes it away."""
        self.banner.setVisible(bool(sentence.strip()))
        if sentence.strip():
            self.banner.say(sentence.strip())

    def _draw(self) -> None:
        picture = self._picture
        self.sidebar.show_sessions(self._sessions)
        self.composer.show_state(self._composer_state())
        self.header.show_picture(picture if self._sessions.chosen else None)
        self.inspector.setVisible(self.width() >= NARROW and bool(self._sessions.chosen))
        self.inspector.show_picture(picture)
        if picture.question is None:
            self.approval.clear()
            self.approval.hide()
        elif not self.approval.isVisible():
            self.approval.show_question(picture.question, picture.roots)
            self.approval.show()
        self.timeline.show_items(picture.items)
        if self.stack.currentWidget() not in (self.form, self.recipes) or picture.running:
            self.stack.setCurrentWidget(self.timeline if picture.items else self.page)
        if not picture.items and not self._sessions.chosen and self._welcome is not None:
            recent = self._welcome.recent
            self.page.show_state((), (), self._welcome.recipes, recent, model_connected=self._has_model())

    def _composer_state(self) -> ComposerState:
        welcome, picture = self._welcome, self._picture
        return ComposerState(
            roots=picture.roots,
            recent=welcome.recent if welcome else (),
            mode=picture.mode,
            model=self._model_name(),
            models=welcome.models if welcome else (),
            running=picture.running,
        )

    def _has_model(self) -> bool:
        return self._welcome is not None and any(model.active for model in self._welcome.models)

    def _model_name(self) -> str:
        models = self._welcome.models if self._welcome else ()
        return self._picture.model or next((model.name for model in models if model.active), "")


def _root(path: str) -> RootGranted:
    """A folder as a whole, a file as itself."""
    given = Path(path)
    return RootGranted("", str(given)) if given.is_dir() else RootGranted("", str(given.parent), True, (given.name,))


def _application() -> QApplication:
    return cast("QApplication", QApplication.instance())
