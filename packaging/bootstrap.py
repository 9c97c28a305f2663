#!/usr/bin/env python3
"""Start or check Deskhand from a fresh clone: `bootstrap.py run [arguments]`, `bootstrap.py test [arguments]`.

Needs Python 3.11 or later and nothing else. It makes `.venv` beside this folder, installs the pinned packages when
they changed, looks for the system libraries that Qt needs on Linux, and then starts the app or the one check command.
Nothing is asked, so that it works without a terminal. Exit codes of its own: 2 usage, 3 Python too old, 4 packages
cannot be installed, 5 something of the system is missing, 6 no display.
"""

# An old Python must be able to read this file, or it could not say that it is too old.
from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
VENV = REPO / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
REQUIREMENTS = REPO / "packaging" / "requirements"
LINUX = sys.platform.startswith("linux")

# Shared library: the package that holds it for apt, dnf, pacman and zypper.
OFFSCREEN = {
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2", "glib2", "libglib-2_0-0"),
    "libGL.so.1": ("libgl1", "libglvnd-glx", "libglvnd", "Mesa-libGL1"),
    "libEGL.so.1": ("libegl1", "libglvnd-egl", "libglvnd", "Mesa-libEGL1"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig", "fontconfig", "libfontconfig1"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon", "libxkbcommon", "libxkbcommon0"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs", "dbus", "libdbus-1-3"),
}
X11 = {
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor", "libxcb-cursor0"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm", "libxcb-icccm4"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms", "libxcb-keysyms1"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb", "libxcb", "libxcb-shape0"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11", "libxkbcommon-x11-0"),
}
# What confines code on Linux; without it a weaker way is used, or code is not run.
BUBBLEWRAP = ("bubblewrap",)
FONTS = ("fonts-noto-cjk", "google-noto-sans-cjk-fonts", "noto-fonts-cjk", "noto-sans-cjk-fonts")
MANAGERS = (
    ("apt-get", "apt-get install -y --no-install-recommends"),
    ("dnf", "dnf install -y"),
    ("pacman", "pacman -S --needed --noconfirm"),
    ("zypper", "zypper --non-interactive install"),
)


class Stop(Exception):  # noqa: N818  it is no error of the program
    """Ends the program with one clear sentence and an exit code."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036  the one place where an older one may still come
        print("Deskhand needs Python 3.11 or later; this is {}.{}.".format(*sys.version_info[:2]), file=sys.stderr)
        return 3
    try:
        if arguments[:1] == ["run"]:
            return run(arguments[1:])
        if arguments[:1] == ["test"]:
            return test(arguments[1:])
        raise Stop(2, "Usage: bootstrap.py run [arguments of deskhand] | test [arguments of pytest]")
    except Stop as stop:
        print(stop, file=sys.stderr)
        return stop.code
    except KeyboardInterrupt:
        return 130


def run(arguments: list[str]) -> int:
    """Open the window, or run a command of deskhand."""
    window = not arguments or not re.fullmatch("[a-z]+|-.*", arguments[0])  # commands are small words, or options
    if window and LINUX and not has_display():
        raise Stop(
            6,
            "There is no display here, so no window can open. Without one, use the commands:\n"
            '  python3 packaging/bootstrap.py run run --folder DIR "what to do"\n'
            "  python3 packaging/bootstrap.py run recipe --help\n"
            "  python3 packaging/bootstrap.py run --help",
        )
    make_environment("runtime.txt")
    if window:
        need_libraries({**OFFSCREEN, **(X11 if os.environ.get("DISPLAY") else {})})
        want_bubblewrap()
    # The folder that the person is in must not be searched for Python files.
    env = {**os.environ, "PYTHONPATH": str(REPO), "PYTHONSAFEPATH": "1"}
    return subprocess.call([str(PYTHON), "-m", "desktop", *arguments], env=env)


def test(arguments: list[str]) -> int:
    """The one check command, in the environment of the pinned packages."""
    make_environment("dev.txt")
    want_agentdojo()
    need_libraries(OFFSCREEN)
    want_fonts()
    want_bubblewrap()
    check = [str(PYTHON), str(REPO / "packaging" / "check.py"), *arguments]
    return subprocess.call(check, cwd=REPO, stdin=subprocess.DEVNULL)


def has_display() -> bool:
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


# --- Python packages


def make_environment(requirements: str, *more: str) -> None:
    """Make `.venv` and install `requirements` unless exactly these are installed already; `more` is for pip."""
    wanted = stamp(requirements)
    kept = VENV / f"{requirements}.stamp"
    if PYTHON.exists() and kept.exists() and kept.read_text(encoding="utf-8") == wanted:
        return
    if not PYTHON.exists() or quiet([str(PYTHON), "-m", "pip", "--version"]):
        make_venv()
    print(f"Installing the packages of packaging/requirements/{requirements} into .venv ...", flush=True)
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += ["--require-hashes", "--only-binary", ":all:", *more, "-r", str(REQUIREMENTS / requirements)]
    if subprocess.call(command, stdin=subprocess.DEVNULL):
        raise Stop(4, "The packages could not be installed: see above. Is there a connection to the package index?")
    kept.write_text(wanted, encoding="utf-8")
    if requirements == "dev.txt":  # it holds everything that runtime.txt holds, in the same versions
        (VENV / "runtime.txt.stamp").write_text(stamp("runtime.txt"), encoding="utf-8")


def want_agentdojo() -> None:
    """The suites of AgentDojo, whose tests are skipped without them. What it declares are clients of five providers,
    which its suites do not need.
    """
    try:
        make_environment("agentdojo.txt", "--no-deps")
    except Stop as stop:
        print(f"{stop}\nGoing on without AgentDojo: its tests are skipped.", file=sys.stderr)


def stamp(requirements: str) -> str:
    """Changes when the pins, the Python or the place of the environment change."""
    pins = (REQUIREMENTS / requirements).read_bytes()
    return hashlib.sha256(b"\0".join([pins, sys.version.encode(), str(VENV).encode()])).hexdigest()


def make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None:  # Debian and Ubuntu keep it in a package of its own
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        install([package], "Python cannot make virtual environments")
    print("Making .venv ...", flush=True)
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)], stdin=subprocess.DEVNULL):
        raise Stop(5, f"{sys.executable} could not make a virtual environment in {VENV}.")


# --- The system


def need_libraries(libraries: Mapping[str, tuple[str, ...]]) -> None:
    """Install, or name, what Qt needs of the system. Other systems bring all of it."""
    if not LINUX:
        return
    absent = [name for name in libraries if not loads(name)]
    if absent:
        install([libraries[name] for name in absent], f"Qt needs {', '.join(absent)}")
        still = [name for name in absent if not loads(name)]
        if still:
            raise Stop(5, f"Qt needs {', '.join(still)}, and installing packages did not bring them.")


def loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def want_fonts() -> None:
    """Japanese screenshots need a Japanese font; without one the tests run all the same."""
    if not LINUX or not shutil.which("fc-list"):
        return
    found = subprocess.run(["fc-list", ":lang=ja"], capture_output=True, check=False, stdin=subprocess.DEVNULL)
    if found.returncode == 0 and not found.stdout.strip():
        try:
            install([FONTS], "There is no Japanese font, so screenshots would show boxes")
        except Stop as stop:
            print(f"{stop}\nGoing on without it.", file=sys.stderr)


def want_bubblewrap() -> None:
    """What confines code that is run. Where it cannot be installed, the app says what is missing, and goes on."""
    if not LINUX or shutil.which("bwrap"):
        return
    try:
        install(BUBBLEWRAP, "Code runs confined by bubblewrap, which is not here")
    except Stop as stop:
        print(f"{stop}\nGoing on without it: its tests are skipped.", file=sys.stderr)


def install(packages: Sequence[str | tuple[str, ...]], why: str) -> None:
    """Install system packages when that needs no password; otherwise stop with the exact command.

    A package is a name for all systems, or one name for each of MANAGERS.
    """
    index = next((i for i, (tool, _) in enumerate(MANAGERS) if shutil.which(tool)), None)
    if index is None:
        known = " ".join(dict.fromkeys(one if isinstance(one, str) else one[0] for one in packages))
        raise Stop(5, f"{why}. Install the packages that your system has for: {known}")
    tool, command = MANAGERS[index]
    names = list(dict.fromkeys(one if isinstance(one, str) else one[index] for one in packages))
    words = shlex.split(command) + names
    if tool != "apt-get" or not may_install():
        raise Stop(5, f"{why}. Install it with:\n  sudo {' '.join(words)}")
    print(f"{why}. Installing: {' '.join(names)}", flush=True)
    if as_root(words) and (as_root(["apt-get", "update"]) or as_root(words)):
        raise Stop(5, f"{why}, and installing failed: see above. Try:\n  sudo apt-get update\n  sudo {' '.join(words)}")


def may_install() -> bool:
    return os.geteuid() == 0 or (shutil.which("sudo") is not None and not quiet(["sudo", "-n", "true"]))


def as_root(words: list[str]) -> int:
    front = [] if os.geteuid() == 0 else ["sudo", "-n"]
    front += ["env", "DEBIAN_FRONTEND=noninteractive"]
    return subprocess.call([*front, *words], stdin=subprocess.DEVNULL, stdout=sys.stderr)


def quiet(words: list[str]) -> int:
    try:
        return subprocess.run(words, capture_output=True, check=False, stdin=subprocess.DEVNULL).returncode
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
