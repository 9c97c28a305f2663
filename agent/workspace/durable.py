"""What must be on the disk itself before the next step, and patience with programs that hold a file for a moment."""

import os
import sys
import time
from collections.abc import Callable

_TRIES = 12
_PAUSE = 0.025
_HELD = frozenset({5, 32, 33})
"""Windows: ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION, as virus scanners cause them."""


if sys.platform == "darwin":
    import fcntl
    from contextlib import suppress

    def durable(file: int) -> None:
        """Wait until an open file or folder is on the disk. macOS: `fsync` stops at the disk's own cache."""
        with suppress(OSError):  # network drives have no F_FULLFSYNC
            fcntl.fcntl(file, fcntl.F_FULLFSYNC)
            return
        os.fsync(file)
else:

    def durable(file: int) -> None:
        """Wait until an open file or folder is on the disk. Windows: a file open for writing (FlushFileBuffers)."""
        os.fsync(file)


if sys.platform == "win32":

    def durable_folder(name: str, above: int | None = None) -> None:
        """Windows has no call for this and keeps names in its own log."""

    def durable_file(name: str, above: int | None = None) -> None:
        """Wait until a file that somebody else wrote is on the disk."""
        handle = os.open(name, os.O_RDWR)
        try:
            durable(handle)
        finally:
            os.close(handle)

    def patiently(change: Callable[[], None]) -> None:
        """Rename or remove, again for a third of a second while another program holds the file.

        Raises:
            OSError: what the system said the last time.
        """
        for left in reversed(range(_TRIES)):
            try:
                change()
            except PermissionError as error:
                if not left or error.winerror not in _HELD:
                    raise
                time.sleep(_PAUSE)
            else:
                return
else:

    def durable_folder(name: str, above: int | None = None) -> None:
        """Wait until the names in a folder are on the disk."""
        _durable_at(name, os.O_DIRECTORY, above)

    def durable_file(name: str, above: int | None = None) -> None:
        """Wait until a file that somebody else wrote is on the disk."""
        _durable_at(name, 0, above)

    def _durable_at(name: str, kind: int, above: int | None) -> None:
        handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | kind, dir_fd=above)
        try:
            durable(handle)
        finally:
            os.close(handle)

    def patiently(change: Callable[[], None]) -> None:
        """Rename or remove. Raises OSError: what the system said."""
        change()
