"""Temporary folders of the host that hold copies of documents: one is owned as long as its process lives.

A process that is killed leaves its own behind; a later one sweeps it. Whose a folder is, is a lock on the folder itself
that the system frees when the process ends in any way (POSIX; Windows keeps them until its own clean-up).
"""

import os
import shutil
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

_NEW, _OWNED = "deskhand-new-", "deskhand-owned-"


class OwnFolder:
    """A new one, that nobody else may look into. `with` gives its path, and removes it in the end. Raises OSError."""

    def __init__(self, kind: str) -> None:
        fresh = Path(tempfile.mkdtemp(prefix=_NEW))
        self._lock = _locked(fresh)
        # Only now it can be seen by who sweeps.
        self.path = fresh.rename(fresh.with_name(f"{_OWNED}{kind}-{fresh.name.removeprefix(_NEW)}"))

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_: object) -> None:
        self.remove()

    def remove(self) -> None:
        """Remove it with all that is in it. Twice is once."""
        remove(self.path)
        lock, self._lock = self._lock, None
        if lock is not None:
            os.close(lock)


def sweep() -> None:
    """Remove what this person's processes that are no more have left. Blocks."""
    base = Path(tempfile.gettempdir())
    with suppress(OSError):
        for path in sorted(base.glob(f"{_OWNED}*")):
            about = path.lstat()
            if stat.S_ISDIR(about.st_mode) and about.st_uid == _me() and (lock := _locked(path)) is not None:
                remove(path)
                os.close(lock)


def remove(folder: Path) -> None:
    """Remove a folder in which nobody works any more, also where somebody closed folders in it to their owner."""
    with suppress(OSError):
        folder.chmod(0o700)
        for top, names, _ in os.walk(folder):
            for path in (Path(top, name) for name in names):
                if not path.is_symlink():
                    path.chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)


if sys.platform == "win32":

    def _me() -> int:
        return 0

    def _locked(_: Path) -> int | None:
        return None
else:
    import fcntl

    def _me() -> int:
        return os.getuid()

    def _locked(folder: Path) -> int | None:
        """The lock of a folder, held until it is closed; None when a living process has it, or there are no locks."""
        try:
            file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            return None
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return None
        return file
