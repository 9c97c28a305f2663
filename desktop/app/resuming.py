"""Wishes about Turns that were cut off; those that a crash of the host cut off go on by themselves."""

from functools import partial

from PySide6.QtCore import QObject, Slot

from desktop.app.controller import Controller
from desktop.wire import messages as wire

WORKS = ("running", "waiting")


class Resuming(QObject):
    """Connects the banner of a Turn that was cut off, and sees to it that a crash of the host interrupts nothing."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self._worked: frozenset[str] = frozenset()
        controller.window.timeline.resume_wanted.connect(self._resume)
        controller.window.timeline.leave_wanted.connect(self._leave)
        controller.crashed.connect(self._crashed)
        controller.connected.connect(self._connected)

    @Slot()
    def _resume(self) -> None:
        session = self._controller.session
        self._controller.ask(wire.ResumeTurn(session), self._resumed, partial(self._refused, session))

    @Slot()
    def _leave(self) -> None:
        session = self._controller.session
        refused = partial(self._refused, session)
        self._controller.ask(wire.LeaveTurn(session), self._controller.line_changed, refused)

    def _resumed(self, answer: wire.TurnAnswer) -> None:
        if not answer.started and answer.sentence:
            self._controller.say(answer.sentence)
            self._again()

    def _refused(self, session: str, failed: wire.Failed) -> None:
        self._controller.refused(failed)
        if session == self._controller.session:
            self._again()

    def _again(self) -> None:
        """The banner offers it again."""
        card = self._controller.window.timeline.card("cut-off")
        items = self._controller.picture.session.items
        if card is not None and items:
            card.show_item(items[-1])

    @Slot()
    def _crashed(self) -> None:
        """The host ended: these Sessions worked."""
        views = self._controller.picture.sessions.views
        self._worked |= frozenset(view.id for view in views if view.state in WORKS)

    @Slot()
    def _connected(self) -> None:
        """It is there again: what it worked on goes on by itself."""
        worked, self._worked = self._worked, frozenset()
        for view in self._controller.picture.sessions.views:
            if view.id in worked and view.state == "interrupted":
                self._controller.ask(wire.ResumeTurn(view.id, by_itself=True))
