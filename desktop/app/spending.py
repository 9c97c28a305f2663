"""Wishes about money: the range before a task begins, a limit that is raised."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.app.controller import Controller
from desktop.app.tasks import Tasks
from desktop.presenter.window import with_forecast
from desktop.views.dialogs.raise_dialog import RaiseDialog
from desktop.wire import messages as wire

PAUSE_MS = 600
"""So long nobody types before the range is asked for."""


class SpendingWishes(QObject):
    """`settings_wanted` when the page of spending can help."""

    settings_wanted = Signal()

    def __init__(self, controller: Controller, tasks: Tasks) -> None:
        super().__init__(controller)
        self._controller = controller
        self._tasks = tasks
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE_MS)
        self._later.timeout.connect(self._ask)
        self._asked = ("", "", "")
        window = controller.window
        window.composer.editor.textChanged.connect(self._later.start)
        window.composer.model.chosen.connect(self._later.start)
        controller.rested.connect(self._later.start)
        window.timeline.remedy_wanted.connect(self._remedy)

    @Slot()
    def _ask(self) -> None:
        """What the written words would cost; nothing while a Turn runs, or without words."""
        controller = self._controller
        session, picture = controller.session, controller.picture
        text = controller.window.composer.draft()[0].strip()
        local = next((one.local for one in picture.models if one.name == picture.model), True)
        if not (session and text) or local or picture.session.running:
            self._asked = ("", "", "")
            self._show(wire.NO_FORECAST)
        elif self._asked != (session, text, picture.model):
            self._asked = (session, text, picture.model)
            controller.ask(wire.ForecastTask(session, text), partial(self._came, self._asked), self._refused)

    def _came(self, asked: tuple[str, str, str], forecast: wire.TaskForecast) -> None:
        if asked == self._asked:
            self._show(forecast)

    def _refused(self, _: wire.Failed) -> None:
        self._show(wire.NO_FORECAST)

    def _show(self, forecast: wire.TaskForecast) -> None:
        if forecast != self._controller.picture.forecast:
            self._controller.show(with_forecast(self._controller.picture, forecast))

    @Slot(str)
    def _remedy(self, code: str) -> None:
        if code == "limit_task":
            picture = self._controller.picture
            dialog = RaiseDialog(picture.cap, picture.session.cost or 0.0, self._controller.window)
            dialog.raised.connect(self._raise)
            dialog.open()
        elif code in ("limit_day", "price_unknown"):
            self.settings_wanted.emit()

    @Slot(float)
    def _raise(self, most: float) -> None:
        """The new limit, then on with the task."""
        controller = self._controller
        controller.ask(wire.SetSession(controller.session, most=most), self._raised)

    def _raised(self, view: wire.SessionView) -> None:
        self._controller.line_changed(view)
        self._tasks.go_on()
