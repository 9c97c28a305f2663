"""The window's way to the host: a child process that speaks lines over its standard input and output.

What the host says is gathered and given on once every 33 ms, so that a flood of messages costs one update. When the
host ends by itself it is started again, and `restarted` says so.
"""

import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal, Slot

from desktop.wire.framing import Answer, Request, answer_as, parsed, request_line

BATCH_MS = 33
RESTART_MS = (200, 1000, 5000)
Taker = Callable[[Any], None]


class Client(QObject):
    """Requests go out by `ask`; `noticed` brings batches of Published and SessionUpdated in their order."""

    noticed = Signal(list)
    failed = Signal(object)
    restarted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._takers: dict[int, tuple[Any, Taker]] = {}
        self._number = 0
        self._batch: list[Any] = []
        self._rest = b""
        self._crashes = 0
        self._closing = False
        self._process = QProcess(self)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._ended)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(BATCH_MS)
        self._timer.timeout.connect(self._deliver)

    def start(self) -> None:
        """Start the host."""
        self._process.start(sys.executable, ["-m", "desktop", "host"])

    def ask(self, request: Any, taker: Taker | None = None) -> None:
        """Send a request; `taker` gets its answer. A refusal goes to `failed`."""
        self._number += 1
        self._takers[self._number] = (request, taker or _nothing)
        self._process.write(request_line(self._number, request) + b"\n")

    def close(self) -> None:
        """End the host: its Turns are stopped and written down, at most five seconds."""
        self._closing = True
        self._process.closeWriteChannel()
        if not self._process.waitForFinished(5000):
            self._process.kill()
            self._process.waitForFinished(2000)

    @Slot()
    def _read(self) -> None:
        data = self._rest + self._process.readAllStandardOutput().data()
        *lines, self._rest = data.split(b"\n")
        self._batch += [parsed(line) for line in lines if line]
        if self._batch and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _deliver(self) -> None:
        batch, self._batch = self._batch, []
        notices: list[Any] = []
        for message in batch:
            if isinstance(message, Answer):
                if notices:
                    self.noticed.emit(notices)
                    notices = []
                self._answered(message)
            elif not isinstance(message, Request):
                notices.append(message)
        if notices:
            self.noticed.emit(notices)

    def _answered(self, answer: Answer) -> None:
        request, taker = self._takers.pop(answer.id, (None, _nothing))
        if answer.failed is not None:
            self.failed.emit(answer.failed)
        elif request is not None:
            taker(answer_as(request, answer.result))

    @Slot()
    def _ended(self) -> None:
        if self._closing:
            return
        self._takers.clear()
        self._rest = b""
        wait = RESTART_MS[min(self._crashes, len(RESTART_MS) - 1)]
        self._crashes += 1
        QTimer.singleShot(wait, self, self._again)

    @Slot()
    def _again(self) -> None:
        self.start()
        self.restarted.emit()


def _nothing(_: Any) -> None:
    return
