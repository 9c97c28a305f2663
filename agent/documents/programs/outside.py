"""Programs that the person has installed (LibreOffice, Tesseract), run for a moment and held to limits."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from agent.documents.stops import MEMORY

# What such a program needs to start; keys and tokens of the person's are none of its business.
_VARIABLES = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "WINDIR",
              "FONTCONFIG_PATH", "TESSDATA_PREFIX")  # fmt: skip


class OutsideProgram:
    """Runs one command at a time, with its children in a group of their own."""

    def __init__(self, program: Path) -> None:
        self.program = program
        self._lock = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def run(self, arguments: Sequence[str], folder: Path, seconds: float) -> bytes | None:
        """Run it in `folder`, which is its home too. What it printed, or None when it did not end well in `seconds`."""
        env = {name: os.environ[name] for name in _VARIABLES if name in os.environ} | {"HOME": str(folder)}
        with self._lock:
            return None if self._stopped else self._run(arguments, folder, seconds, env)

    def _run(self, arguments: Sequence[str], folder: Path, seconds: float, env: Mapping[str, str]) -> bytes | None:
        with subprocess.Popen(
            [str(self.program), *arguments], cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, start_new_session=True, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ) as process:  # fmt: skip
            self._running = process
            if self._stopped:  # while it was started
                _ended(process)
            _limit(process)
            try:
                printed, _ = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                _ended(process)
                return None
            finally:
                self._running = None
            return printed if process.returncode == 0 else None

    def stop(self) -> None:
        """End what is running; what waits for its turn, or comes later, is not run any more."""
        self._stopped = True
        if (running := self._running) is not None:
            _ended(running)


def _limit(process: "subprocess.Popen[bytes]") -> None:
    """What it and its children may take. Only Linux lets another process set that."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415  POSIX only

        with suppress(OSError, ValueError):
            resource.prlimit(process.pid, resource.RLIMIT_DATA, (MEMORY, MEMORY))
            resource.prlimit(process.pid, resource.RLIMIT_CORE, (0, 0))


def _ended(process: "subprocess.Popen[bytes]") -> None:
    """End it with its children."""
    with suppress(OSError):
        if sys.platform == "win32":
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], check=False, capture_output=True)
        else:
            os.killpg(process.pid, signal.SIGKILL)
