"""Files that a confined worker is handed: copies in a folder of its own, and what it made, taken back as copies.

The worker sees this folder and nothing else of the person's. It knows files by names relative to it, which keep their
own last part, because extensions and names count.
"""

import os
import shutil
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_TARGET = "target"
_FOLDERS = ("in", "out", "tmp")
# No link is followed, and nothing blocks that is not a plain file.
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Handed:
    """One call: its arguments with names inside the folder in place of paths, and which paths these are."""

    arguments: Mapping[str, object]
    sources: Mapping[str, Path] = field(default_factory=dict)
    targets: Mapping[str, Path] = field(default_factory=dict)

    def put(self, folder: Path) -> None:
        """Copy the sources in, and make places for the targets. What cannot be read is not there. Raises OSError."""
        for name in (*self.sources, *self.targets):
            if name.count("/") > 1:
                (folder / name).parent.mkdir()
        for name, source in self.sources.items():
            try:
                shutil.copyfile(source, folder / name)
            except (FileNotFoundError, IsADirectoryError, PermissionError, shutil.SpecialFileError):
                continue  # the worker says so in its words

    def take(self, folder: Path) -> None:
        """Copy what was made to the targets: plain files only. Raises OSError."""
        for name, target in self.targets.items():
            try:
                made = os.open(folder / name, _READ)
            except OSError:
                continue
            try:  # by the descriptor: opened as a file, a folder would leave it open
                about = os.fstat(made)
                if stat.S_ISREG(about.st_mode) and about.st_nlink == 1:
                    with os.fdopen(made, "rb", closefd=False) as file, target.open("wb") as copy:
                        shutil.copyfileobj(file, copy, 1 << 20)
            finally:
                os.close(made)


def handed(arguments: Mapping[str, object]) -> Handed:
    """The call with these arguments; every Path in them, however deep, is handed over."""
    sources: dict[str, Path] = {}
    targets: dict[str, Path] = {}

    def named(path: Path, is_target: bool) -> Path:
        kind, found = ("out", targets) if is_target else ("in", sources)
        name = f"{kind}/{path.name}"
        name = f"{kind}/{len(found)}/{path.name}" if name in found else name
        found[name] = path
        return Path(name)

    changed = {key: _with_names(value, key == _TARGET, named) for key, value in arguments.items()}
    return Handed(changed, sources, targets)


def clear(folder: Path) -> None:
    """Nothing of a call stays for the next one. Raises OSError: it cannot be emptied."""
    for name in _FOLDERS:
        try:
            with os.scandir(folder / name) as found:
                entries = list(found)
        except FileNotFoundError:
            (folder / name).mkdir(mode=0o700)
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                Path(entry.path).unlink()


def _with_names(value: object, is_target: bool, named: Callable[[Path, bool], Path]) -> Any:
    if isinstance(value, Path):
        return named(value, is_target)
    if isinstance(value, Mapping):
        return {key: _with_names(one, is_target, named) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_with_names(one, is_target, named) for one in value]
    return value
