"""Programs that the person has installed (LibreOffice, Tesseract), run for a moment and held to limits."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from agent.core.running import Bounds, Confinement, Launch, Profile
from agent.documents.process import fonts
from agent.documents.stops import MEMORY

# What such a program needs to start; keys and tokens of the person's are none of its business.
_VARIABLES = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "WINDIR",
              "FONTCONFIG_PATH", "TESSDATA_PREFIX")  # fmt: skip


# Where packages of a system lie whole. What lies elsewhere (snap, flatpak) is a door to a confinement of its own.
_HOMES = ("/usr", "/opt")
_SETTINGS = ("/etc/libreoffice", "/var/lib/libreoffice", "/etc/passwd")
_ADDRESSES = 6 * 1024**3
_DISK = 2 * 1024**3


class OutsideProgram:
    """Runs one command at a time, with its children in a group of their own.

    With a `confinement` it sees its own installation, fonts, its folder and what it is given. `talks`: its processes
    speak to each other by sockets, which only namespaces of their own allow; elsewhere it runs as without.
    """

    def __init__(self, program: Path, confinement: Confinement | None = None, *, talks: bool = False) -> None:
        self.program = program
        self._confinement, self._talks = confinement, talks
        self._lock = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def run(self, arguments: Sequence[str], folder: Path, seconds: float, given: Sequence[Path] = ()) -> bytes | None:
        """Run it in `folder`, which is its home too. What it printed, or None when it did not end well in `seconds`.

        `given` are the other files and folders that it may read.
        """
        env = {name: os.environ[name] for name in _VARIABLES if name in os.environ} | {"HOME": str(folder)}
        with self._lock:
            return None if self._stopped else self._run(self._launch(arguments, folder, given, env), seconds)

    def _launch(self, arguments: Sequence[str], folder: Path, given: Sequence[Path], env: Mapping[str, str]) -> Launch:
        command = (str(self.program), *arguments)
        way, real = self._confinement, self.program.resolve()
        if way is None or not way.offer().there or not str(real).startswith(_HOMES):
            return Launch(command, env, folder)
        if self._talks and not way.offer().by.startswith("bubblewrap"):
            return Launch(command, env, folder)
        own = [real.parents[1]] if str(real).startswith("/opt") else []
        places = [*own, *fonts(), *given, *(Path(one) for one in _SETTINGS)]
        if prefix := env.get("TESSDATA_PREFIX"):
            places.append(Path(prefix))
        reads = tuple(path for path in dict.fromkeys(places) if path.exists())
        env = {**env, "TMPDIR": str(folder)}
        bounds = Bounds(memory=_ADDRESSES, disk=_DISK)
        profile = Profile(reads, (folder,), processes=self._talks, env=env, bounds=bounds)
        # Not from its folder: then that keeps its name, which stands in the middle of some words.
        launch = way.launch(command, profile, Path("/"))
        limited = ("/bin/sh", "-c", f'ulimit -d {MEMORY // 1024} && exec "$@"', "sh", *launch.argv)
        return Launch(limited, launch.env, launch.cwd)

    def _run(self, launch: Launch, seconds: float) -> bytes | None:
        with subprocess.Popen(
            launch.argv, cwd=launch.cwd, env=dict(launch.env), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
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
