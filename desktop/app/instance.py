"""One window for each person: a second start hands its paths to the first and ends."""

import hashlib
import json
import time
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE_MS = 5000
"""A first start from a cold disk takes this long to answer."""
PAUSE_SECONDS = 0.02


class Instance(QObject):
    """`is_first` says whether this process shows the window; `handed` brings the paths of later starts."""

    handed = Signal(list)

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._name = "deskhand-" + hashlib.sha256(str(home).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        self._lock = QLockFile(str(home / "window.lock"))
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self.is_first = self._lock.tryLock(100)
        if self.is_first:
            QLocalServer.removeServer(self._name)
            self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
            self._server.newConnection.connect(self._connected)
            self._server.listen(self._name)

    def hand_over(self, paths: list[str]) -> bool:
        """Give the paths to the first window. False when it does not answer."""
        socket = QLocalSocket()
        if not self._reached(socket):
            return False
        socket.write(json.dumps(paths).encode("ascii") + b"\n")
        socket.waitForBytesWritten(PATIENCE_MS)
        socket.waitForDisconnected(PATIENCE_MS)
        # Both waits say False when there is nothing left to wait for, so the state is asked.
        return not socket.bytesToWrite() and socket.state() == QLocalSocket.LocalSocketState.UnconnectedState

    def _reached(self, socket: QLocalSocket) -> bool:
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while time.monotonic() < deadline:
            socket.connectToServer(self._name)
            if socket.waitForConnected(PATIENCE_MS):
                return True
            time.sleep(PAUSE_SECONDS)  # two double-clicks: the first start has its lock, but does not listen yet
        return False

    @Slot()
    def _connected(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(partial(self._take, socket))
        socket.disconnected.connect(socket.deleteLater)
        self._take(socket)  # it may have been faster

    def _take(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            return
        try:
            paths = json.loads(bytes(socket.readLine().data()))
        except ValueError:
            paths = []
        self.handed.emit([str(path) for path in paths] if isinstance(paths, list) else [])
        socket.disconnectFromServer()
