"""Commands of the program in processes that are forked from one that has loaded it: most of a short one is loading.

Each has its own arguments, environment, outputs and exit code, and ends as the interpreter does. That the program
starts from nothing is shown by `test_options.py`, `tests/redteam` and every host; where nothing can be forked it always
does.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.journeys.program import REPO, Deskhand

_SECONDS = 100


class Stem:
    """A process that has loaded the program, and is forked for each command."""

    def __init__(self) -> None:
        self._ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.journeys.forked", str(theirs.fileno())],
                env={**os.environ, "PYTHONPATH": str(REPO)}, cwd=REPO, pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )  # fmt: skip

    def run(self, arguments: Sequence[str], env: Mapping[str, str]) -> tuple[str, str, int]:
        """What a command says to its outputs, and its exit code; -1 when it was killed."""
        pipes = [os.pipe() for _ in range(3)]
        asked = json.dumps({"arguments": list(arguments), "env": dict(env), "cwd": str(Path.cwd())}).encode()
        socket.send_fds(self._ours, [len(asked).to_bytes(4, "big") + asked], [write for _, write in pipes])
        for _, write in pipes:
            os.close(write)
        found: dict[int, bytes] = {}
        readers = [threading.Thread(target=_read, args=(read, found), daemon=True) for read, _ in pipes]
        for one in readers:
            one.start()
        for one in readers:
            one.join(_SECONDS)
            assert not one.is_alive(), f"no end: {arguments}"
        out, err, code = (found[read].decode() for read, _ in pipes)
        return out, err, int(code or "-1")

    def close(self) -> None:
        """End it."""
        self._ours.close()
        self._process.wait()


class Forked(Deskhand):
    """The program, whose short commands are forked from `stem`."""

    def __init__(self, home: Path, stem: Stem) -> None:
        super().__init__(home)
        self._stem = stem

    def run(self, *arguments: str, code: int = 0) -> str:
        """See Deskhand."""
        out, err, ended = self._stem.run(arguments, self.env)
        assert ended == code, f"exit {ended}\n{out}\n{err}"
        return out

    def told(self, *arguments: str) -> str:
        """See Deskhand."""
        out, err, _ = self._stem.run(arguments, self.env)
        return out + err


def _read(descriptor: int, found: dict[int, bytes]) -> None:
    with open(descriptor, "rb") as pipe:  # noqa: PTH123  it has no path
        found[descriptor] = pipe.read()


def _serve(connection: socket.socket) -> None:
    """Fork a process for each request, until the connection ends. No child is waited for: it tells its end itself."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        head, descriptors, _, _ = socket.recv_fds(connection, 4, 3)
        if not head:
            return
        asked = b""
        while len(asked) < int.from_bytes(head, "big"):
            asked += connection.recv(int.from_bytes(head, "big") - len(asked))
        if os.fork() == 0:
            connection.close()
            _become(json.loads(asked), *descriptors)
        for one in descriptors:
            os.close(one)


def _become(asked: Mapping[str, Any], out: int, err: int, told: int) -> None:
    """Be that command, as the interpreter would have started and ended it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for at, descriptor in enumerate((os.open(os.devnull, os.O_RDONLY), out, err)):
        os.dup2(descriptor, at)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(asked["env"])
    os.chdir(asked["cwd"])
    sys.argv = ["deskhand", *asked["arguments"]]
    sys.stdin = open(0, encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stdout = open(1, "w", encoding="utf-8", errors="surrogateescape")  # noqa: PTH123, SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1)  # noqa: PTH123, SIM115
    from desktop.__main__ import main

    code: object = 1
    try:
        code = main()
    except SystemExit as end:
        code = end.code
    except Exception:  # noqa: BLE001  as the interpreter tells what nobody caught
        sys.excepthook(*sys.exc_info())
    finally:
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os.write(told, str(code if isinstance(code, int) else int(code is not None)).encode())
        os._exit(0)


def _load() -> None:
    from desktop.cli.commands import command
    from desktop.cli.parser import COMMANDS

    for name in COMMANDS:
        if name not in ("host", "acp"):
            command(name)


if __name__ == "__main__":
    import desktop.cli.main  # noqa: F401  loaded before anybody asks

    _load()
    _serve(socket.socket(fileno=int(sys.argv[1])))
