"""The launcher: `python ... start.py agent.sandbox.windows.launch ORDERS -- COMMAND`. It stands between host and code.

It makes the AppContainer, gives it what it may read and write, starts the command in it with its own three streams, and
passes on its exit code. It ends the command when the host ends; when it is killed itself, Windows closes the job, and
with it all that runs in it. What it gave is taken back in the end; after a kill, entries for an identity that nobody
has any more stay on `read` paths, and those on `write` paths go with the Room.

Orders: memory=BYTES, parent=PID, packages=FOLDER, venv=EXECUTABLE, read=PATH, write=PATH, processes, network.
"""

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from agent.sandbox.becoming import orders
from agent.sandbox.windows import entries, rights, sids
from agent.sandbox.windows.calls import Calls, system_calls
from agent.sandbox.windows.container import INTERPRETER, container, sweep, waited
from agent.sandbox.windows.process import Running, Start, running

_STREAMS = (0xFFFFFFF6, 0xFFFFFFF5, 0xFFFFFFF4)  # STD_INPUT_HANDLE, _OUTPUT_, _ERROR_: -10, -11, -12
_NO_HANDLE = (None, 0, 0xFFFFFFFFFFFFFFFF)
_WATCH = 0x100000  # SYNCHRONIZE
_FOREVER = 0xFFFFFFFF
_ENDED = 0


def main(words: Sequence[str]) -> int:
    """Start a command and wait for it; its exit code."""
    told, argv = orders(words)
    return launched(system_calls(), told, argv, dict(os.environ), os.getpid())


def launched(
    calls: Calls, told: Mapping[str, Sequence[str]], argv: Sequence[str], env: Mapping[str, str], pid: int
) -> int:
    """The same with other functions of Windows. Raises OSError: it was not started."""
    for packages in told.get("packages", ()):
        sweep(calls, Path(packages))
    if venv := told.get("venv"):
        env = {**env, "__PYVENV_LAUNCHER__": venv[0]}
    streams = (_stream(calls, _STREAMS[0]), _stream(calls, _STREAMS[1]), _stream(calls, _STREAMS[2]))
    with ExitStack() as stack:
        host = calls.true("OpenProcess", _WATCH, False, int(told["parent"][0]))
        stack.callback(calls.plain, "CloseHandle", host)
        sid = stack.enter_context(container(calls, pid))
        _give(calls, stack, told, sid)
        granted = map(sids.binary, sids.NETWORK) if "network" in told else ()
        identity = (sid, sids.capability(INTERPRETER), *granted)
        memory = int(told["memory"][0])
        start = Start(tuple(argv), env, identity, memory, "processes" in told, streams)
        return _watched(calls, stack.enter_context(running(calls, start)), host)


def _give(calls: Calls, stack: ExitStack, told: Mapping[str, Sequence[str]], sid: bytes) -> None:
    """Let it read and write what it is told; taken back when the stack is left."""
    given = [(Path(one), entries.change(sid)) for one in told.get("write", ())]
    reads = [path for path in map(Path, told.get("read", ())) if not rights.is_open(calls, path, sid)]
    given += [(path, rights.reading(sid, path)) for path in reads]
    for path, new in given:
        stack.callback(_take_back, calls, path, sid)
        rights.grant(calls, path, new)


def _take_back(calls: Calls, path: Path, sid: bytes) -> None:
    with suppress(OSError):  # the Room may be gone
        rights.revoke(calls, path, sid)


def _watched(calls: Calls, found: Running, host: int) -> int:
    """Wait for the command, or for the host; an exit code as Python can give it back."""
    if waited(calls, (found.process, host), _FOREVER) != _ENDED:
        return 1
    code = calls.exit_code(found.process)
    return code - (1 << 32) if code >> 31 else code


def _stream(calls: Calls, which: int) -> int:
    handle = calls.plain("GetStdHandle", which)
    if handle in _NO_HANDLE:
        raise OSError(0, "The launcher has no streams to give.")
    return int(handle)
