"""The window's way to the host: a child process that speaks lines over its standard input and output.

What the host says is gathered and given on once every 33 ms, so that a flood of messages costs one update; a flood
that takes long to read is given on in slices, between which the window answers the person. When the host ends by
itself, `ended` says so and it is started again, then `restarted` comes; when it ends again and again, `lost` does.
What is asked meanwhile waits for it.
"""

import logging
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal, Slot

from desktop.wire.framing import Answer, Notification, Request, answer_as, parsed, request_line
from desktop.wire.messages import AttemptTold, ConnectorAsks, Failed, TestLine

_log = logging.getLogger("desktop")
BATCH_MS = 33
SLICE_SECONDS = 0.006
RESTART_MS = (100, 1000, 3000)
QUIET_SECONDS = 60
"""A crash that comes this long after the one before it counts as the first one again."""
Taker = Callable[[Any], None]
GONE = "host_gone"
"""The code of the Failed that a request gets when the host ends before it could answer."""


class Client(QObject):
    """Requests go out by `ask`; `noticed` brings batches of Published and SessionUpdated in their order,
    `test_line` each TestLine, `attempt_told` each AttemptTold, `connector_asks` each ConnectorAsks.
    """

    noticed = Signal(list)
    test_line = Signal(object)
    attempt_told = Signal(object)
    connector_asks = Signal(object)
    failed = Signal(object)
    ended = Signal()
    restarted = Signal()
    lost = Signal()

    def __init__(self, command: tuple[str, ...] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = command or (sys.executable, "-m", "desktop", "host")
        self._takers: dict[int, tuple[Any, Taker, Taker]] = {}
        self._number = 0
        self._lines: deque[bytes] = deque()
        self._rest = b""
        self._crashes: list[float] = []
        self._closing = self._down = self._lost = False
        self._waiting: list[bytes] = []
        self.process = QProcess(self)
        self.process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        self.process.readyReadStandardOutput.connect(self._read)
        self.process.finished.connect(self._ended)
        self.process.errorOccurred.connect(self._stumbled)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._deliver)

    @Slot()
    def start(self) -> None:
        """Start the host."""
        self._down = self._lost = False
        self.process.start(self._command[0], list(self._command[1:]))

    def ask(self, request: Any, taker: Taker | None = None, refused: Taker | None = None) -> None:
        """Send a request; `taker` gets its answer. A Failed goes to `refused`, or to the signal `failed`."""
        if self._lost:
            (refused or self.failed.emit)(self._gone())
            return
        self._number += 1
        self._takers[self._number] = (request, taker or _nothing, refused or self.failed.emit)
        self._send(request_line(self._number, request) + b"\n")

    def _send(self, line: bytes) -> None:
        """Write a line, or keep it until the host was started again and has been greeted."""
        if self._down:
            self._waiting.append(line)
        else:
            self.process.write(line)

    def forget(self) -> None:
        """Whoever asked is gone: answers that are still to come reach nobody."""
        self._takers.clear()

    def close(self) -> None:
        """End the host: its Turns are stopped and written down, at most five seconds."""
        self._closing = True
        self.forget()
        self.blockSignals(True)
        self.process.closeWriteChannel()
        if self.process.state() is not QProcess.ProcessState.NotRunning and not self.process.waitForFinished(5000):
            self.process.kill()
            self.process.waitForFinished(2000)

    @Slot()
    def _read(self) -> None:
        data = self._rest + self.process.readAllStandardOutput().data()
        *lines, self._rest = data.split(b"\n")
        self._lines.extend(filter(None, lines))
        if self._lines and not self._timer.isActive():
            self._timer.start(BATCH_MS)

    @Slot()
    def _deliver(self) -> None:
        """Give on what fits into one slice of time, in the order in which it came."""
        until = time.monotonic() + SLICE_SECONDS
        notices: list[Any] = []
        while self._lines and time.monotonic() < until:
            message = _message(self._lines.popleft())
            if isinstance(message, Answer):
                if notices:
                    self.noticed.emit(notices)
                    notices = []
                self._answered(message)
            elif isinstance(message, TestLine | AttemptTold | ConnectorAsks):
                self._told(message)
            elif message is not None:
                notices.append(message)
        if notices:
            self.noticed.emit(notices)
        if self._lines and not self._timer.isActive():
            self._timer.start(0)

    def _told(self, message: TestLine | AttemptTold | ConnectorAsks) -> None:
        match message:
            case TestLine():
                self.test_line.emit(message)
            case AttemptTold():
                self.attempt_told.emit(message)
            case ConnectorAsks():
                self.connector_asks.emit(message)

    def _answered(self, answer: Answer) -> None:
        if answer.id not in self._takers:
            return
        request, taker, refused = self._takers.pop(answer.id)
        if answer.failed is not None:
            refused(answer.failed)
        else:
            taker(answer_as(request, answer.result))

    @Slot(QProcess.ProcessError)
    def _stumbled(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # every other error also ends in `finished`
            self._ended()

    @Slot()
    def _ended(self) -> None:
        if self._closing:
            return
        while self._lines:  # what it still said counts
            self._deliver()
        self._down, self._rest = True, b""
        self._refuse_all()
        now = time.monotonic()
        if self._crashes and now - self._crashes[-1] > QUIET_SECONDS:
            self._crashes = []
        self._crashes.append(now)
        if len(self._crashes) > len(RESTART_MS):
            self._crashes = []
            self._lost = True
            self._refuse_all()
            self.lost.emit()
            return
        self.ended.emit()
        QTimer.singleShot(RESTART_MS[len(self._crashes) - 1], self, self._again)

    def _refuse_all(self) -> None:
        self._waiting = []
        waiting, self._takers = self._takers, {}
        for _, _, refused in waiting.values():
            refused(self._gone())

    def _gone(self) -> Failed:
        return Failed(GONE, self.tr("The agent ended before it could answer."), self.tr("Try again in a moment."))

    @Slot()
    def _again(self) -> None:
        self.start()
        self.restarted.emit()  # whoever hears it says hello, which must come before what waited
        waiting, self._waiting = self._waiting, []
        for line in waiting:
            self._send(line)


def _message(line: bytes) -> Answer | Notification | None:
    """What a line says; None for one that a host of another version, or a broken one, wrote."""
    try:
        message = parsed(line)
    except Exception as error:  # noqa: BLE001  one strange line must not hold up those behind it
        _log.warning("a line of the host that is no message: %s", type(error).__name__)
        return None
    return None if isinstance(message, Request) else message


def _nothing(_: Any) -> None:
    return
