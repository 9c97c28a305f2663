"""Whether a way to confine works here: it is started once, and must refuse."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from agent.core.running import Launch, Offer, Profile
from agent.core.words import Words
from agent.sandbox.linux import landlock

_SECONDS = 20
# It tries a file that is on every system, a socket and a process; all three must fail, and the last line must come.
_ATTEMPTS = """
import os
def attempt(name, deed):
    try:
        deed()
    except (OSError, ImportError):
        return
    print('open:', name)
attempt('files', lambda: open('/etc/passwd').close())
attempt('network', lambda: __import__('socket').socket())
attempt('processes', lambda: os.fork() or os._exit(0))
print('confined')
"""
ARGV = (sys.executable, "-S", "-c", _ATTEMPTS)
PROFILE = Profile()
_COMMANDS = {
    "apt-get": "sudo apt-get install {}",
    "dnf": "sudo dnf install {}",
    "pacman": "sudo pacman -S {}",
    "zypper": "sudo zypper install {}",
    "apk": "sudo apk add {}",
}
_INSTALL = Words("Install {package}: {command}", "{package} をインストールしてください：{command}")
_INSTALL_SOMEHOW = Words(
    "Install {package} with the package manager of this system.",
    "この OS のパッケージ管理ツールで {package} をインストールしてください。",
)
_CLOSED = Words(
    "bubblewrap cannot make namespaces here ({why}). An administrator can allow user namespaces for it.",
    "bubblewrap が名前空間を作成できません（{why}）。管理者がユーザー名前空間を許可すると使用できます。",
)
_LEAKS = Words(
    "Confining was tried here and does not hold ({why}).",
    "この環境では隔離が有効に機能しません（{why}）。",
)
_SILENT = Words(
    "Confining was tried here and failed ({why}).",
    "この環境では隔離を開始できませんでした（{why}）。",
)


class Tried:
    """An Offer that is measured once, by whoever asks first."""

    def __init__(self, measure: Callable[[], Offer]) -> None:
        self._measure = measure
        self._lock = threading.Lock()
        self._offer: Offer | None = None

    def offer(self) -> Offer:
        """Blocks, the first time."""
        with self._lock:
            if self._offer is None:
                self._offer = self._measure()
            return self._offer


def layers(first: str) -> str:
    """What confines, by name."""
    return ", ".join((first, "Landlock", "seccomp") if landlock.abi() else (first, "seccomp"))


def without(offer: Offer, missing: Words) -> Offer:
    """The same, but not there."""
    return replace(offer, missing=missing)


def install(package: str) -> Words:
    """How the person gets a package of this system."""
    line = next((line for tool, line in _COMMANDS.items() if shutil.which(tool)), None)
    return _INSTALL.of(package=package, command=line.format(package)) if line else _INSTALL_SOMEHOW.of(package=package)


def proved(offer: Offer, launch: Launch) -> Offer:
    """The offer when `launch`, which runs ARGV, started and everything that it tried was refused."""
    import_module("agent.sandbox.linux.launcher")  # so that it lies there compiled: confined, nobody can keep that
    try:
        ran = subprocess.run(
            launch.argv, env=dict(launch.env), cwd=launch.cwd, capture_output=True, stdin=subprocess.DEVNULL,
            timeout=_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        return without(offer, _SILENT.of(why=type(error).__name__))
    printed = ran.stdout.decode("utf-8", "replace").split("\n")
    if opened := [line.removeprefix("open: ") for line in printed if line.startswith("open: ")]:
        return without(offer, _LEAKS.of(why=", ".join(opened)))
    if "confined" not in printed:
        return without(offer, _why(ran.stderr.decode("utf-8", "replace")))
    return offer


def _why(said: str) -> Words:
    last = (said.strip().splitlines() or ["?"])[-1][:200]
    return _CLOSED.of(why=last.removeprefix("bwrap: ")) if last.startswith("bwrap: ") else _SILENT.of(why=last)
