"""The worker: answers one request after the other, and may be killed at any moment.

Requests come as JSON lines on stdin: {"call": "read", "arguments": {...}}. Answers go as JSON lines to stdout:
{"result": ...} or {"error": {"kind", "words", "code", "trace"}}. See `agent.documents.lines` for the encoding.
"""

import contextlib
import errno
import os
import queue
import re
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from agent.core.errors import InvalidArgumentsError, ToolError
from agent.core.words import Words
from agent.documents import job, lines, requests
from agent.documents.stops import FULL, MAX_ANSWER, MEMORY, OUT_OF_MEMORY, TOO_MUCH

_DEEP = Words(
    "The file was unsafe to open: things in it lie inside each other too deeply. It was not changed.",
    "入れ子が深すぎるため、安全に開けません。ファイルは変更していません。",
)
_LONG = Words(
    "That is too much to hand over at once. Ask for a part of the file, like 'Sheet1!A1:F5000' or '1:50000', or for "
    "fewer pieces.",
    "一度に渡せる量を超えています。「Sheet1!A1:F5000」や「1:50000」のように範囲を指定してください。",
)
_CUT = Words("The file is broken: it cannot be read to its end.", "ファイルが壊れていて、最後まで読み取れません。")
_BROKEN = Words(
    "The file is broken: it cannot be read to its end.", "ファイルが壊れているため、最後まで読み取れません。"
)
IDLE_SECONDS = 60.0
_LONGEST = 2_000
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
        answers.write(_line(_answer(line)))
        answers.flush()
        if _memory() > _STALE_MEMORY:
            os._exit(0)


def _line(answer: Mapping[str, object]) -> bytes:
    try:
        line = lines.encoded(answer)
    except MemoryError:
        line = lines.encoded(_error("unreadable", TOO_MUCH, "too_large"))
    if len(line) >= MAX_ANSWER:
        line = lines.encoded(_error("unreadable", _LONG, "too_large"))
    return line + b"\n"


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
    """Limits of this process."""
    sys.addaudithook(_refuse)
    if sys.platform == "win32":
        job.confine(MEMORY)
    else:
        import resource  # noqa: PLC0415  POSIX only

        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if sys.platform == "darwin":
        # macOS takes that limit and does not hold it.
        threading.Thread(target=_watch_memory, daemon=True).start()


def _watch_memory() -> None:
    while _memory() <= MEMORY:
        time.sleep(0.1)
    os._exit(OUT_OF_MEMORY)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _FORBIDDEN:
        raise PermissionError(f"A worker may not do {event}.")


def _memory() -> int:
    """The most memory that this process ever had, in bytes; 0 on Windows, where its job counts."""
    if sys.platform == "win32":
        return 0
    if sys.platform == "linux":
        # Not ru_maxrss: it begins with what the process that started this one has.
        with contextlib.suppress(OSError):  # one that is confined has no /proc, and was started by something small
            told = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
            found = re.search(r"VmHWM:\s*(\d+) kB", told)
            return int(found[1]) * 1024 if found else 0
    import resource  # noqa: PLC0415  POSIX only

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _answer(line: bytes) -> Mapping[str, object]:
    try:
        request = lines.decoded(line)
        return {"result": requests.CALLS[request["call"]](**request["arguments"])}
    except ToolError as error:
        kind = "invalid_arguments" if isinstance(error, InvalidArgumentsError) else "unreadable"
        return _error(kind, _short(error.words), error.code)
    except (MemoryError, RecursionError) as error:
        return _error("unreadable", TOO_MUCH if isinstance(error, MemoryError) else _DEEP, "too_large")
    except (KeyboardInterrupt, SystemExit):
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return _error("unreadable", FULL, "disk_full")
        return _error("unreadable", _CUT, "broken", _trace(error))
    except BaseException as error:  # noqa: BLE001  the edge to strangers' files: parsers fail in any way, Rust panics too
        return _error("unreadable", _BROKEN, "broken", _trace(error))


def _short(words: Words) -> Words:
    """A sentence that quotes what was asked for does not give back a megabyte of it."""
    one, other = (
        text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} ... {text[-_LONGEST // 4 :]}"
        for text in (words.en, words.ja)
    )
    return Words(one, other)


def _error(kind: str, words: Words, code: str, trace: str = "") -> Mapping[str, object]:
    return {"error": {"kind": kind, "words": words, "code": code, "trace": trace}}


def _trace(error: BaseException) -> str:
    """Where it happened, without the message, which may hold words of the file."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return " < ".join([type(error).__name__, *(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))])


if __name__ == "__main__":
    main()
