"""One worker: a process, the pipes to it, and the folder with the files of its call where it is confined."""

import errno
import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import agent
from agent.core.errors import UnreadableError
from agent.core.running import Bounds, Confinement, Launch, Profile
from agent.core.words import Words
from agent.documents import lines
from agent.documents.handing import Handed, clear
from agent.documents.stops import CRASHED, FULL, MAX_ANSWER, MEMORY, OUT_OF_MEMORY, TOO_MUCH, TOO_SLOW
from agent.documents.temporary import OwnFolder

# What a Python process needs to start; the rest, keys above all, is none of a parser's business.
_KEPT = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "HOME", "USERPROFILE",
         "LD_LIBRARY_PATH", "WINDIR")  # fmt: skip
_FONTS = (".fonts", ".local/share/fonts")
_DISK = 8 * 1024**3


class Starter:
    """Starts workers: confined where `confinement` is there, else limited in memory and time only."""

    def __init__(self, confinement: Confinement | None) -> None:
        self._confinement = confinement
        self._thread = ThreadPoolExecutor(1, "documents")

    def confines(self) -> bool:
        """Whether they are confined. Blocks, the first time."""
        return self._way is not None

    def started(self, command: Sequence[str]) -> "WorkerProcess":
        """A worker that is ready to be asked. Raises OSError."""
        if self._way is None:
            # `-m` looks for modules in the working directory: the one that our own packages lie in.
            launch = Launch(tuple(command), _environment(), Path(agent.__file__).parents[1])
            return WorkerProcess(launch, None)
        own = OwnFolder("documents")
        try:
            return self._confined(self._way, command, own)
        except BaseException:
            own.remove()
            raise

    def close(self) -> None:
        """End the thread, and with it what it started."""
        self._thread.shutdown(wait=False)

    def _confined(self, way: Confinement, command: Sequence[str], own: OwnFolder) -> "WorkerProcess":
        folder = own.path
        clear(folder)
        env = {**_environment(), "TMPDIR": str(folder / "tmp"), "MPLCONFIGDIR": str(folder / "tmp")}
        bounds = Bounds(memory=MEMORY, disk=_DISK)
        launch = way.launch(tuple(command), Profile(fonts(), (folder,), env=env, bounds=bounds), folder)
        # A confined process dies with the thread that started it: this one lives as long as the pool.
        return self._thread.submit(WorkerProcess, launch, own).result()

    @cached_property
    def _way(self) -> Confinement | None:
        return self._confinement if self._confinement is not None and self._confinement.offer().there else None


def fonts() -> tuple[Path, ...]:
    """Folders where the person's own fonts lie; those of the system come on their own."""
    return tuple(path for one in _FONTS if (path := Path.home() / one).is_dir())


def _environment() -> Mapping[str, str]:
    return {name: os.environ[name] for name in _KEPT if name in os.environ}


class WorkerProcess:
    """One process; used by one thread at a time."""

    def __init__(self, launch: Launch, own: OwnFolder | None) -> None:
        self._own, self._folder = own, own.path if own else None
        self._process = subprocess.Popen(
            launch.argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=launch.cwd,
            env=dict(launch.env),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._late = False

    def lives(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def resigned(self) -> bool:
        """Whether it ended by itself, without a fault."""
        return self._process.wait() == 0

    def why(self, seconds: float) -> Words:
        """Why it gave no answer."""
        if self._late:
            return TOO_SLOW.of(seconds=round(seconds))
        # The system's own killer, and what C++ and Rust do when they get no memory; 128 and more where it is confined.
        signals = [getattr(signal, name, 0) for name in ("SIGKILL", "SIGABRT")]
        memory = {OUT_OF_MEMORY, *(-one for one in signals), *(128 + one for one in signals if one)}
        return TOO_MUCH if self._process.wait() in memory else CRASHED

    def answer(self, line: bytes, seconds: float, files: Handed) -> Any:
        """The answer to a request; None when the process ended instead, for example because its time was over.

        Raises:
            UnreadableError: its files do not fit on the disk (code "disk_full").
        """
        if self._folder is None:
            return self._answer(line, seconds)
        try:
            files.put(self._folder)
            answer = self._answer(line, seconds)
            files.take(self._folder)
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            raise UnreadableError(*((FULL, "disk_full") if full else (CRASHED, "unsafe"))) from error
        finally:
            try:
                clear(self._folder)
            except OSError:
                self.end()  # it made something strange of its folder: another one gets another folder
        return answer

    def _answer(self, line: bytes, seconds: float) -> Any:
        sent, got = self._process.stdin, self._process.stdout
        if sent is None or got is None:
            return None
        clock = threading.Timer(seconds, self._stop)
        clock.start()
        try:
            sent.write(line + b"\n")
            sent.flush()
            answer = got.readline(MAX_ANSWER + 1)
        except OSError:
            answer = b""
        finally:
            clock.cancel()
        if answer.endswith(b"\n"):
            return lines.decoded(answer)
        self._process.kill()
        return None

    def _stop(self) -> None:
        self._late = True
        self._process.kill()

    def end(self) -> None:
        """Kill it, and remove what it was handed."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not sent does not matter any more
                    pipe.close()
        if self._own is not None:
            self._own.remove()
