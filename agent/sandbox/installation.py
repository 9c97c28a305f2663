"""Where this Python lies: system, pyenv, uv, conda, a framework, a virtual environment."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import agent

_SHARED = (
    ".local/share", ".local/state", ".config", ".cache", "Library/Application Support", "Library/Caches",
    "AppData/Local/Programs", "AppData/Roaming",
)  # fmt: skip


def folders(given: Iterable[Path]) -> tuple[Path, ...]:
    """The installation of Python with its packages, and our own package; nothing twice, nothing below `given`."""
    found = [Path(sys.prefix), Path(sys.base_prefix), Path(sys.exec_prefix), *_installations(Path(sys.executable))]
    found += [Path(one) for one in sys.path if one.endswith(("site-packages", "dist-packages"))]
    found += [Path(agent.__file__).parent, Path(os.__file__).parent]
    if too_wide(Path(sys.base_prefix)):  # installed among the person's own: then not all around it
        found.append(Path(sys.executable))
    return outermost([path for path in found if path.exists() and not too_wide(path)], given)


def _installations(executable: Path) -> list[Path]:
    """The prefix of every step of the links that lead to the interpreter. On Windows there is no folder "bin", and the
    folder above the interpreter may be anybody's.
    """
    found = []
    for _ in range(10):
        if executable.parent.name == "bin":
            found.append(executable.parent.parent)
        if not executable.is_symlink():
            break
        executable = executable.parent / executable.readlink()
    if executable.resolve().parent.name == "bin":
        found.append(executable.resolve().parent.parent)
    return found


def too_wide(path: Path) -> bool:
    """A folder that is never given whole: the root, the home folder, those above it, and those in it that every program
    keeps something in (keyrings lie in ~/.local/share).
    """
    whole, home = path.resolve(), Path.home().resolve()
    shared = (home / one for one in _SHARED)
    return whole == Path(whole.anchor) or any(one.is_relative_to(whole) for one in (home, *shared))


def outermost(paths: Iterable[Path], given: Iterable[Path]) -> tuple[Path, ...]:
    """Those that lie below none of the others, and below none of `given`."""
    kept: list[Path] = []
    above = tuple(given)
    for path in sorted(set(paths), key=lambda one: len(one.parts)):
        if not any(path.is_relative_to(one) for one in (*above, *kept)):
            kept.append(path)
    return tuple(kept)
