"""Between the host and the window: folds what the host says into a WindowPicture and has the window draw it."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from desktop.app.client import GONE, Client, Taker
from desktop.presenter.window import Page, WindowPicture, noticed, welcomed
from desktop.views.main_window import MainWindow
from desktop.wire import messages as wire

TICK_MS = 500
REST = 2
"""After a draw the window rests this many times as long as the draw took, before the next one that nobody asked for."""


class Controller(QObject):
    """Holds the picture. What a person wishes is in the modules beside this one; they ask and change through it.

    `connected` comes after each Welcome, `crashed` when the host ended by itself, `rested` when a Turn of the open
    Session is over, `permissions_changed` when
    other standing permissions may count in it, `test_line` with each line of a self-test that runs,
    `attempt_told` with each step of a check of the confinement,
    `connector_asks` with each question of a connector that is tested.
    """

    connected = Signal()
    crashed = Signal()
    rested = Signal()
    permissions_changed = Signal()
    test_line = Signal(object)
    attempt_told = Signal(object)
    connector_asks = Signal(object)

    def __init__(self, client: Client, window: MainWindow, language: str) -> None:
        super().__init__(window)
        self.picture = WindowPicture()
        self.window = window
        self.language = language
        self._client = client
        self._again = self._is_replaced = False
        self._drew = (0.0, 0.0)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._draw)
        client.noticed.connect(self._noticed)
        client.failed.connect(self.refused)
        client.test_line.connect(self.test_line)
        client.attempt_told.connect(self.attempt_told)
        client.connector_asks.connect(self.connector_asks)
        client.ended.connect(self._ended)
        client.restarted.connect(self._restarted)
        client.lost.connect(self._lost)
        window.banner.act_wanted.connect(self._act)
        self._banner_act: Callable[[], None] | None = None
        self._stays = self._is_lost = False
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(self._tick)
        self._clock.start()

    @property
    def session(self) -> str:
        """The id of the open Session, "" for none."""
        return self.picture.sessions.chosen

    def begin(self) -> None:
        """Say hello to the host."""
        self.ask(wire.Hello(self.language), self._welcomed)

    def ask(self, request: Any, taker: Taker | None = None, refused: Taker | None = None) -> None:
        """Send a request; what the host refuses is said in the banner, unless `refused` takes it."""
        if not self._is_replaced:
            self._client.ask(request, taker, refused)

    def retire(self) -> None:
        """Another window takes this one's place: it asks nothing more, and no answer reaches what will be deleted.

        Whoever set off the change of language (a Welcome, the settings) still goes on here afterwards and asks.
        """
        self._is_replaced = True
        self._clock.stop()
        self._later.stop()
        self._client.disconnect(self)
        self._client.forget()

    def show(self, picture: WindowPicture) -> None:
        """Draw another picture."""
        self.picture = picture
        self._draw()

    def turn_to(self, page: Page) -> None:
        """Show another page in the middle."""
        self.show(replace(self.picture, page=page))

    def line_changed(self, view: wire.SessionView) -> None:
        """The answer to a request that changed a Session."""
        self.show(noticed(self.picture, (wire.SessionUpdated(view),), time.monotonic()))

    def say(self, sentence: str, remedy: str = "", *, act: str = "", then: Any = None, bad: bool = True) -> None:
        """A sentence of the window itself in the banner; `then` is called by its button `act`."""
        if self._is_lost:
            return  # nothing else can be done than what the banner offers
        self._banner_act = then
        self._stays = False
        self.window.banner.say(sentence, remedy, act=act, bad=bad)

    def unsay(self) -> None:
        """The person goes on: a sentence about what they did last is over. What the host did stays to be read."""
        if not self._stays:
            self.window.banner.hide()

    @Slot(object)
    def refused(self, failed: wire.Failed) -> None:
        """The host refused a request. That it ended is said elsewhere."""
        if failed.code != GONE:
            self.say(failed.sentence, failed.remedy)

    @Slot(object)
    def _welcomed(self, welcome: wire.Welcome) -> None:
        again, self._again = self._again, False
        self.show(welcomed(self.picture, welcome))
        notes = "\n".join(welcome.notes)
        if again:
            sentence = self.tr("The agent stopped unexpectedly and was started again. Your files are safe.")
            self.say(sentence, notes, bad=False)
        elif notes:
            self.say(self.tr("Deskhand was closed in the middle of a change. It was put in order."), notes, bad=False)
        self._stays = self._stays or again or bool(notes)
        self.connected.emit()

    @Slot(list)
    def _noticed(self, batch: list[Any]) -> None:
        before, now = self.picture.session, time.monotonic()
        self.picture = noticed(self.picture, batch, now)
        after = self.picture.session
        if not self._later.isActive():
            began, took = self._drew
            self._later.start(max(int((began + (1 + REST) * took - now) * 1000), 0))
        if after.question is not None and after.question is not before.question:
            QApplication.alert(self.window)
        if (after.grants, after.roots) != (before.grants, before.roots):
            self.permissions_changed.emit()
        if before.running and not after.running:
            self._stays = False  # whatever was to be read of a crash is old by now
            self._draw()
            self.rested.emit()

    @Slot()
    def _draw(self) -> None:
        self._later.stop()
        began = time.monotonic()
        self.window.show_window(self.picture)
        self._drew = (began, time.monotonic() - began)

    @Slot()
    def _ended(self) -> None:
        self.crashed.emit()
        self.say(self.tr("The agent stopped unexpectedly. It is started again…"), bad=False)
        self._stays = True

    @Slot()
    def _restarted(self) -> None:
        self._again = True
        self.begin()

    @Slot()
    def _lost(self) -> None:
        sentence = self.tr("The agent cannot be started. Your files are as they are; nothing works on them.")
        remedy = self.tr("Try again. If that does not help, start Deskhand anew.")
        self.say(sentence, remedy, act=self.tr("Try again"), then=self._try_again)
        self._stays = self._is_lost = True

    def _try_again(self) -> None:
        self._is_lost = False
        self._again = True
        self._client.start()
        self.begin()

    @Slot()
    def _act(self) -> None:
        act = self._banner_act
        self.window.banner.hide()
        if act is not None:
            act()

    @Slot()
    def _tick(self) -> None:
        if self.picture.session.running:
            now = time.monotonic()
            self.window.timeline.tick(now)
            self.window.activity.tick(now)
