"""Wishes about Sessions and Turns: new, open, send, stop, answer, mode."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from agent.core.actions import Approval, Mode
from desktop.app.controller import Controller
from desktop.presenter.sessions import searched, without
from desktop.presenter.window import Page, earlier, opened, opening, suggested, waiting, with_sessions
from desktop.views.dialogs.rename import Rename
from desktop.wire import messages as wire


class Tasks(QObject):
    """Connects the sidebar, the composer and the questions. `recipe_fits` carries the Suggestion for typed words."""

    recipe_fits = Signal(object)

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self._drafts: dict[str, tuple[str, tuple[str, ...]]] = {}
        window = self._window = controller.window
        controller.connected.connect(self._connected)
        controller.crashed.connect(self._wait)
        window.new_wanted.connect(self.new)
        window.back_wanted.connect(self._back)
        side = window.sidebar
        side.new_wanted.connect(self.new)
        side.searched.connect(self._search)
        side.chosen.connect(self.open)
        side.archive_wanted.connect(self._archive)
        side.rename_wanted.connect(self._ask_name)
        window.composer.sent.connect(self._send)
        for stop in (window.composer.stop_wanted, window.timeline.stop_wanted):
            stop.connect(self._stop)
        window.composer.mode.chosen.connect(self._set_mode)
        window.approval.answered.connect(self._answer)
        window.timeline.go_on_wanted.connect(self.go_on)

    @Slot()
    def new(self) -> None:
        """A new task: the next folder that is handed over, or the next words, begin it."""
        self.open("")

    @Slot(str)
    def open(self, session: str) -> None:
        """Show a Session. What is written for the one that is left waits there."""
        controller = self._controller
        if session == controller.session and controller.picture.page is not Page.START:
            controller.turn_to(Page.TALK if controller.picture.session.items else Page.START)
            return
        self._drafts[controller.session] = self._window.composer.draft()
        controller.unsay()
        self._window.close_pane()
        self._window.offer.hide()
        self._window.timeline.clear()
        self._window.inspector.clear_preview()
        controller.show(opening(controller.picture, session))
        self._window.composer.set_draft(*self._drafts.get(session, ("", ())))
        self._window.composer.setFocus()
        if session:
            controller.ask(wire.OpenSession(session), self._opened)

    def remember(self, session: str) -> None:
        """The Session that was open the last time: it is opened as soon as the host says that it is there."""
        picture = self._controller.picture
        self._controller.show(with_sessions(picture, replace(picture.sessions, chosen=session)))

    @Slot(object)
    def started(self, view: wire.SessionView) -> None:
        """The host made a Session: open it. Words that were written before it are for it."""
        self._drafts[view.id] = self._window.composer.draft()
        self._window.composer.set_draft("")
        mode = self._controller.picture.session.mode
        self._controller.line_changed(view)
        if not self._controller.session and mode is not view.mode:
            self._controller.ask(wire.SetSession(view.id, mode=mode))
        self.open(view.id)

    @Slot()
    def suggest(self) -> None:
        """Ask which Recipes fit what lies in the folders."""
        controller = self._controller
        if controller.session and not controller.picture.session.items:
            controller.ask(wire.SuggestRecipes(controller.session), partial(self._suggested, controller.session))

    def _connected(self) -> None:
        if self._controller.session:
            self._wait()
            self._controller.ask(wire.OpenSession(self._controller.session), self._opened)

    @Slot()
    def _wait(self) -> None:
        self._controller.show(waiting(self._controller.picture))

    def _opened(self, history: wire.SessionHistory) -> None:
        self._controller.show(opened(self._controller.picture, history))
        self._controller.permissions_changed.emit()
        self.suggest()
        self._read_on()

    def _read_on(self) -> None:
        """Ask for the next part of what came earlier: the host reads it while the one before is drawn."""
        picture = self._controller.picture
        if picture.reading is not None:
            self._controller.ask(wire.ReadEarlier(picture.sessions.chosen, *picture.reading.next), self._earlier)

    def _earlier(self, part: wire.SessionHistory) -> None:
        before = self._controller.picture
        after = earlier(before, part)
        if after.session is not before.session:
            self._controller.show(after)
        elif after is not before:
            self._controller.picture = after  # nothing that is drawn changed
            self._read_on()

    def _suggested(self, session: str, found: wire.Suggestions) -> None:
        if session == self._controller.session:
            self._controller.show(suggested(self._controller.picture, found))

    @Slot(str)
    def _search(self, text: str) -> None:
        picture = self._controller.picture
        self._controller.show(with_sessions(picture, searched(picture.sessions, text)))

    @Slot(str)
    def _archive(self, session: str) -> None:
        self._controller.ask(wire.ArchiveSession(session), partial(self._archived, session))

    def _archived(self, session: str, _: wire.SessionView) -> None:
        if session == self._controller.session:
            self.new()
        picture = self._controller.picture
        self._controller.show(with_sessions(picture, without(picture.sessions, session)))
        back = partial(self._controller.ask, wire.ArchiveSession(session, False), self._controller.line_changed)
        self._controller.say(self.tr("Taken out of the list."), act=self.tr("Put it back"), then=back, bad=False)

    @Slot(str)
    def _ask_name(self, session: str) -> None:
        view = self._controller.picture.sessions.view(session)
        if view is not None:
            dialog = Rename(view.title, self._window)
            dialog.named.connect(partial(self._rename, session))
            dialog.open()

    def _rename(self, session: str, title: str) -> None:
        self._controller.ask(wire.SetSession(session, title=title), self._controller.line_changed)

    @Slot(str, object)
    def _send(self, text: str, paths: tuple[str, ...]) -> None:
        controller = self._controller
        controller.unsay()
        self._window.offer.hide()
        question = controller.picture.session.question
        if question is not None and not question.rows and not paths:  # words are an answer to a question in words
            self._window.composer.accept_sent(text)
            self._answer(question.answer((), True, text))
        elif controller.session:
            thorough = self._window.composer.thorough.isChecked()
            request = wire.StartTurn(controller.session, text, tuple(paths), thorough)
            controller.ask(request, partial(self._turn_answered, text))
        elif paths:
            controller.ask(wire.StartSession(()), partial(self._begin_with_files, text, tuple(paths)))
        else:
            sentence = self.tr("First choose the folder to work in. Your words stay here.")
            choose = self._window.folder_wanted.emit
            controller.say(sentence, act=self.tr("Choose a folder…"), then=choose, bad=False)

    def _begin_with_files(self, text: str, paths: tuple[str, ...], view: wire.SessionView) -> None:
        self.started(view)
        self._send(text, paths)

    def _turn_answered(self, text: str, answer: wire.TurnAnswer) -> None:
        if answer.started:
            self._window.composer.accept_sent(text)
            self._window.timeline.go_to_end()
            return
        best, others = answer.suggestions[:1], answer.suggestions[1:]
        self._window.offer.show_answer(replace(answer, suggestions=others), self._controller.picture.recipes)
        for suggestion in best:
            self.recipe_fits.emit(suggestion)

    @Slot()
    def go_on(self) -> None:
        """Continue a Turn that a limit or a crash ended."""
        self._send(self.tr("Go on with the task where it stopped."), ())

    @Slot(object)
    def _answer(self, approval: Approval) -> None:
        self._controller.ask(wire.AnswerQuestion(self._controller.session, approval))
        self._window.composer.setFocus()

    @Slot(object)
    def _set_mode(self, mode: Mode) -> None:
        controller = self._controller
        if controller.session:
            controller.ask(wire.SetSession(controller.session, mode=mode), controller.line_changed)
        else:  # the task that comes next begins with it
            controller.show(replace(controller.picture, session=replace(controller.picture.session, mode=mode)))

    @Slot()
    def _stop(self) -> None:
        if self._controller.picture.session.running:
            self._controller.ask(wire.StopTurn(self._controller.session))

    @Slot()
    def _back(self) -> None:
        """Escape: out of a form, or stop what runs."""
        if self._window.close_pane():
            return
        if self._controller.picture.page in (Page.FORM, Page.RECIPES):
            self._window.form.closed.emit()
        else:
            self._stop()
