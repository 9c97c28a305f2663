"""Targets outside of every Room: files, listening sockets, a process. What happened to them is seen from outside."""

import contextlib
import os
import secrets
import select
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

_OLD = 1_000_000_000
_LONGEST = 1_000
State = list[tuple[str, int, int, int, int, bytes]]


class Planted:
    """Targets that are really there, until `close`. `folder` is a new one for the files; nobody else uses it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._short = Path(tempfile.mkdtemp(prefix="dp-"))  # the path of a socket must be short
        self.secret = secrets.token_hex(16)
        (self._short / "note.txt").write_text(self.secret, encoding="ascii")
        self._ports: dict[str, object] = {}
        self._sockets: dict[socket.socket, str] = {}
        self._state = self._plant()
        self._listen()
        self._process = self._started()

    def facts(self) -> dict[str, object]:
        """What an attempt is told: paths, ports, the number of the process, names of the host's environment."""
        told: dict[str, object] = {"temporary": str(self._short / "note.txt")}
        told |= {"file": str(self._folder / "kept.txt"), "folder": str(self._folder), "process": self._process.pid}
        kept = {"PATH", "LANG", "HOME", "TMPDIR", "TZ", "PWD", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "LC_CTYPE"}
        held = [name for name in os.environ if name not in kept and not name.startswith(("OPENBLAS", "OMP_", "MALLOC"))]
        return {**told, **self._ports, "secret": self.secret, "names": held, "host": socket.gethostname()}

    def seen(self) -> str:
        """What happened since the last look, in English; "" for nothing. Everything is as before afterwards."""
        found = [f"somebody spoke to {name}" for name in self._spoken()]
        if _state(self._folder) != self._state:
            found.append("files outside have changed")
            self._state = self._plant()
        if self._process.poll() is not None:
            found.append("a process outside was ended")
            self._process = self._started()
        return ", ".join(found)

    def close(self) -> None:
        """Take all of it away. Blocks."""
        self._process.kill()
        self._process.wait()
        for one in self._sockets:
            one.close()
        shutil.rmtree(self._short, ignore_errors=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _plant(self) -> State:
        shutil.rmtree(self._folder, ignore_errors=True)
        (self._folder / "deep").mkdir(parents=True)
        for name in ("kept.txt", "deep/other.txt"):
            path = self._folder / name
            path.write_text(self.secret, encoding="ascii")
            path.chmod(0o640)
            os.utime(path, (_OLD, _OLD))
        return _state(self._folder)

    def _listen(self) -> None:
        kinds: list[tuple[str, str, int, tuple[str, int] | str]] = [
            ("tcp", "AF_INET", socket.SOCK_STREAM, ("127.0.0.1", 0)),
            ("udp", "AF_INET", socket.SOCK_DGRAM, ("127.0.0.1", 0)),
            ("tcp6", "AF_INET6", socket.SOCK_STREAM, ("::1", 0)),
            ("udp6", "AF_INET6", socket.SOCK_DGRAM, ("::1", 0)),
            ("unix", "AF_UNIX", socket.SOCK_STREAM, str(self._short / "s")),
            ("datagrams", "AF_UNIX", socket.SOCK_DGRAM, str(self._short / "d")),
        ]
        if sys.platform == "linux":
            kinds.append(("abstract", "AF_UNIX", socket.SOCK_STREAM, f"\0deskhand-{self.secret}"))
        for name, family, kind, address in kinds:
            self._ports[name] = 0
            with contextlib.suppress(OSError, AttributeError):  # not every system has each family
                one = socket.socket(getattr(socket, family), kind)
                self._sockets[one] = name
                one.bind(address)
                if kind == socket.SOCK_STREAM:
                    one.listen(50)
                one.setblocking(False)
                bound = one.getsockname()
                self._ports[name] = bound[1] if isinstance(bound, tuple) else address

    def _spoken(self) -> Iterator[str]:
        """Everything that waits is taken."""
        for _ in range(_LONGEST):
            ready = select.select(list(self._sockets), [], [], 0)[0]
            if not ready:
                return
            for one in ready:
                yield self._sockets[one]
                with contextlib.suppress(OSError):
                    if one.type == socket.SOCK_STREAM:
                        one.accept()[0].close()
                    else:
                        one.recv(_LONGEST)

    def _started(self) -> subprocess.Popen[bytes]:
        sleep = shutil.which("sleep")
        words = [sleep, "600"] if sleep else [sys.executable, "-I", "-S", "-c", "import time; time.sleep(600)"]
        needed = {name: os.environ[name] for name in ("SYSTEMROOT", "WINDIR") if name in os.environ}
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(words, env={**needed, "DESKHAND_PROBE": self.secret}, **quiet)  # type: ignore[call-overload, no-any-return]


def _state(folder: Path) -> State:
    found: State = []
    with contextlib.suppress(OSError):
        for path in sorted(folder.rglob("*")):
            info = path.lstat()
            data = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
            when = 0 if path.is_dir() else info.st_mtime_ns
            found.append((path.name, info.st_mode, when, info.st_uid, info.st_nlink, data))
    return found
