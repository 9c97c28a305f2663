"""What connectors say besides their answers: a file for each in the state folder, never larger than MOST bytes."""

import datetime
import os
import threading
from pathlib import Path

MOST = 256 * 1024
_CALL = "call "


class ConnectorLogs:
    """The files below `folder`. A disk that is full costs lines, nothing else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    def note(self, connector: str, text: str) -> None:
        """A line, with the time (UTC)."""
        at = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        line = f"{at} {' '.join(text.split())}\n".encode("utf-8", "replace")
        with self._lock:
            try:
                self._write(self._path(connector), line)
            except OSError:
                return

    def read(self, connector: str) -> str:
        """All that is kept, newest last."""
        try:
            return self._path(connector).read_text("utf-8", "replace")
        except OSError:
            return ""

    def used(self, connector: str) -> str:
        """When a tool of it was called last (ISO 8601), "" for not within what is kept."""
        lines = self.read(connector).splitlines()
        return next((at for line in reversed(lines) if (at := _called(line))), "")

    def forget(self, connector: str) -> None:
        """Delete its file."""
        self._path(connector).unlink(missing_ok=True)

    def _path(self, connector: str) -> Path:
        return self._folder / f"{connector}.log"

    def _write(self, path: Path, line: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists() and path.stat().st_size + len(line) > MOST:
            kept = path.read_bytes()[-MOST // 2 :].partition(b"\n")[2]
            half = path.with_suffix(".new")
            half.write_bytes(kept)
            half.replace(path)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "ab") as file:
            file.write(line)


def _called(line: str) -> str:
    at, _, rest = line.partition(" ")
    return at if rest.startswith(_CALL) else ""
