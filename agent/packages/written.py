"""A list of the person's in a JSON file of ours: written in one piece, set aside when nobody can read it."""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class BrokenFileError(ValueError):
    """There is a file, but what it says cannot be understood."""


class JsonFile:
    """A file that only Deskhand writes, but that a person may edit with a text editor between two reads."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> object:
        """What it says; None when it is not there.

        Raises:
            BrokenFileError: it cannot be read or is no JSON.
        """
        try:
            return json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError) as error:
            raise BrokenFileError(str(error)) from error

    def write(self, value: object) -> None:
        """Put `value` in its place at once. Only this user may read it."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=self._path.name, suffix=".new")
        text = json.dumps(value, indent=2, ensure_ascii=False)
        if not _is_whole(text):
            text = json.dumps(value, indent=2)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(self._path)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else changes it meanwhile: the window's host and a command may do so at the same moment. Waits."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(self._path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(lock)
            yield
        finally:
            os.close(lock)

    def set_aside(self) -> None:
        """Keep what nobody can read as `NAME.broken.json`, so that the next write loses nothing."""
        self._path.replace(self._path.with_suffix(".broken.json"))


def _is_whole(text: str) -> bool:
    """Whether it is text that UTF-8 has: strangers write half of a character ("\\ud800")."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_LOCK, 1)
else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)
