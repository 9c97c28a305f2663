"""Whether a way to confine works on this Linux, and what would make it work."""

import shutil
import sys
from importlib import import_module

from agent.core.running import Launch, Offer, Profile
from agent.core.words import Words
from agent.sandbox import trying
from agent.sandbox.linux import landlock

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
{more}
print('confined')
"""
# A program of that name that makes no namespaces: the filter would trust them to hold what changes a file's rights.
_SEEN = "attempt('names of files', lambda: os.stat('/etc/passwd'))"
ARGV = (sys.executable, "-S", "-c", _ATTEMPTS.format(more=""))
ARGV_NAMESPACED = (sys.executable, "-S", "-c", _ATTEMPTS.format(more=_SEEN))
PROFILE = Profile()
_COMMANDS = {
    "apt-get": "sudo apt-get install {}",
    "dnf": "sudo dnf install {}",
    "pacman": "sudo pacman -S {}",
    "zypper": "sudo zypper install {}",
    "apk": "sudo apk add {}",
}
_INSTALL = Words("Install {package} ({command}).", "{package} をインストールしてください（{command}）。")
_INSTALL_SOMEHOW = Words(
    "Install {package} with the package manager of this system.",
    "この OS のパッケージ管理ツールで {package} をインストールしてください。",
)
_CLOSED = Words(
    "bubblewrap cannot make namespaces here ({why}). An administrator can allow user namespaces for it.",
    "bubblewrap が名前空間を作成できません（{why}）。管理者がユーザー名前空間を許可すると使用できます。",
)


def layers(first: str) -> str:
    """What confines, by name."""
    return ", ".join((first, "Landlock", "seccomp") if landlock.abi() else (first, "seccomp"))


def install(package: str) -> Words:
    """How the person gets a package of this system."""
    line = next((line for tool, line in _COMMANDS.items() if shutil.which(tool)), None)
    return _INSTALL.of(package=package, command=line.format(package)) if line else _INSTALL_SOMEHOW.of(package=package)


def proved(offer: Offer, launch: Launch) -> Offer:
    """The offer when `launch`, which runs one of ARGV, started and everything that it tried was refused."""
    import_module("agent.sandbox.linux.launcher")  # so that it lies there compiled: confined, nobody can keep that
    return trying.proved(offer, launch, _why)


def _why(last: str) -> Words:
    return _CLOSED.of(why=last.removeprefix("bwrap: ")) if last.startswith("bwrap: ") else trying.failed(last)
