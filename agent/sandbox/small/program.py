"""How a worker of pydantic-monty is started confined.

Its pool takes the path of one program and starts it with words of its own and an empty environment; there is no other
way to stand before it. So the path is that of a small script, which becomes what the Confinement says. It lies in a
folder of Deskhand's own that no code can see.
"""

import contextlib
import hashlib
import os
import shlex
import signal
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from agent.core.running import Bounds, Confinement, Launch, Profile

MEMORY = 256 * 1024**2
"""Bytes that the variables of code may take; the process has more, for itself."""

_BOUNDS = Bounds(memory=1024**3, disk=1024**2)
_NO_WINDOW = 0x08000000
_WHEEL = "pydantic-monty-runtime"


def binary() -> Path | None:
    """The interpreter, where its wheel put it; None when it is not installed."""
    try:
        files = metadata.files(_WHEEL) or []
    except metadata.PackageNotFoundError:
        return None
    found = (Path(str(one.locate())).resolve() for one in files if one.name in ("monty", "monty.exe"))
    return next((path for path in found if path.is_file()), None)


def starter(confinement: Confinement, interpreter: Path, base: Path, platform: str = sys.platform) -> Path:
    """The script below `base` that starts `interpreter` confined. Blocks.

    Raises:
        ToolError: nothing can confine it (code "no_sandbox").
        OSError: it cannot be written.
    """
    profile = Profile(reads=(interpreter,), env=_environment(), bounds=_BOUNDS)
    launch = confinement.launch((str(interpreter),), profile, Path(interpreter.anchor))
    text = (_batch(launch) if platform == "win32" else _shell(launch)).encode()
    name = f"small-{hashlib.sha256(text).hexdigest()[:16]}{'.cmd' if platform == 'win32' else ''}"
    return _written(base, name, text)


def killed(pid: int) -> None:
    """End what a `starter` started, at once; what confines it ends with it. On Windows the script stands before it."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            words = ["taskkill", "/F", "/T", "/PID", str(pid)]
            subprocess.run(words, capture_output=True, check=False, creationflags=_NO_WINDOW)
        else:
            os.kill(pid, signal.SIGKILL)


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR") if name in os.environ}


def _shell(launch: Launch) -> str:
    words = ["/usr/bin/env", "-i", *(f"{name}={value}" for name, value in launch.env.items()), *launch.argv]
    return f'#!/bin/sh\ncd {shlex.quote(str(launch.cwd))} && exec {shlex.join(words)} "$@"\n'


def _batch(launch: Launch) -> str:
    """Everything in quotes, because & and ^ mean something outside of them; names in UTF-8 (code page 65001)."""
    settings = [f'set "{name}={value}"'.replace("%", "%%") for name, value in launch.env.items()]
    words = " ".join(_quoted(word) for word in launch.argv)
    lines = ["@echo off", "chcp 65001 >nul", "setlocal", *settings, f"cd /d {_quoted(str(launch.cwd))}", f"{words} %*"]
    return "".join(f"{line}\r\n" for line in lines)


def _quoted(word: str) -> str:
    """A word of a batch file. No path of Windows has a quote in it; backslashes before the last quote are doubled."""
    trailing = len(word) - len(word.rstrip("\\"))
    return '"' + word.replace('"', "").replace("%", "%%") + "\\" * trailing + '"'


def _written(base: Path, name: str, text: bytes) -> Path:
    """Written beside its place and put there whole: another process of Deskhand may start it just now."""
    base.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = base / name
    if place.is_file() and place.read_bytes() == text:
        return place
    fresh = base / f"{name}.{os.getpid()}{place.suffix}"
    fresh.write_bytes(text)
    fresh.chmod(0o700)
    fresh.replace(place)
    return place
