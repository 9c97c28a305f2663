"""The worker: answers one request after the other, and may be killed at any moment.

Requests come as JSON lines on stdin: {"call": "read", "arguments": {...}}. Answers go as JSON lines to stdout:
{"result": ...} or {"error": {"kind", "words", "code", "trace"}}. See `agent.documents.lines` for the encoding.
"""

import contextlib
import errno
import os
import queue
import sys
import threading
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from agent.core.errors import InvalidArgumentsError, ToolError
from agent.core.words import Words
from agent.documents import lines, requests

_TOO_MUCH = Words(
    "The file was unsafe or too large to open: it needs too much memory.",
    "ファイルが大きすぎるか、安全に開けません。必要なメモリが多すぎます。",
)
_FULL = Words(
    "The disk that holds Deskhand's own files is full. Make room and try again.",
    "Deskhand のファイルを置くディスクの空き容量がありません。容量を確保してから、もう一度お試しください。",
)
_CUT = Words("The file is broken: it cannot be read to its end.", "ファイルが壊れていて、最後まで読み取れません。")
_BROKEN = Words(
    "The file is broken: it cannot be read to its end.", "ファイルが壊れているため、最後まで読み取れません。"
)
MEMORY = 2 * 1024**3
IDLE_SECONDS = 60.0
_FORBIDDEN = ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec",
              "os.posix_spawn", "os.fork", "os.startfile")  # fmt: skip
_STALE_MEMORY = 600 * 1024**2


def main(idle_seconds: float = IDLE_SECONDS) -> NoReturn:
    """Serve until stdin ends or nothing was asked for `idle_seconds`; both end with the exit code 0."""
    answers = _private_stdout()
    _confine()
    asked: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(asked,), daemon=True).start()
    while True:
        try:
            line = asked.get(timeout=idle_seconds)
        except queue.Empty:
            os._exit(0)
        answer = _answer(line)
        answers.write(lines.encoded(answer) + b"\n")
        answers.flush()
        if _memory() > _STALE_MEMORY:
            os._exit(0)


def _listen(asked: "queue.SimpleQueue[bytes]") -> None:
    for line in sys.stdin.buffer:
        asked.put(line)
    os._exit(0)  # the host is gone: whatever is being worked on, nobody waits for it


def _private_stdout() -> BinaryIO:
    """The way to the host. Libraries that print must not reach it."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return answers


def _confine() -> None:
    """Limits of this process; a platform without them has the time limit of the pool."""
    sys.addaudithook(_refuse)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  POSIX only

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _FORBIDDEN:
        raise PermissionError(f"A worker may not do {event}.")


def _memory() -> int:
    """The most memory that this process ever had, in bytes; 0 where it cannot be asked."""
    try:
        import resource  # noqa: PLC0415  POSIX only
    except ImportError:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _answer(line: bytes) -> Mapping[str, object]:
    try:
        request = lines.decoded(line)
        return {"result": requests.CALLS[request["call"]](**request["arguments"])}
    except ToolError as error:
        kind = "invalid_arguments" if isinstance(error, InvalidArgumentsError) else "unreadable"
        return _error(kind, error.words, error.code)
    except MemoryError:
        return _error("unreadable", _TOO_MUCH, "too_large")
    except (KeyboardInterrupt, SystemExit):
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return _error("unreadable", _FULL, "disk_full")
        return _error("unreadable", _CUT, "broken", _trace(error))
    except BaseException as error:  # noqa: BLE001  the edge to strangers' files: parsers fail in any way, Rust panics too
        return _error("unreadable", _BROKEN, "broken", _trace(error))


def _error(kind: str, words: Words, code: str, trace: str = "") -> Mapping[str, object]:
    return {"error": {"kind": kind, "words": words, "code": code, "trace": trace}}


def _trace(error: BaseException) -> str:
    """Where it happened, without the message, which may hold words of the file."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return " < ".join([type(error).__name__, *(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))])


if __name__ == "__main__":
    main()
