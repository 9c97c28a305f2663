"""Members into a folder: each name is judged, each byte counted, and nothing but ordinary files is made."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO, Protocol

from agent.packages.bounds import Bounds, Count
from agent.packages.members import PIECE, files_below, opened
from agent.packages.names import Names, is_left_over, member_name


class Readable(Protocol):
    """What gives bytes."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, b"" at the end."""


class Unpacking:
    """One package that is being unpacked into `into`, an empty folder of ours."""

    def __init__(self, into: Path, bounds: Bounds, packed: int) -> None:
        self._into, self._names, self._count = into, Names(), Count(bounds, packed)

    def folder(self, text: str) -> None:
        """A folder. It is made when a file lies in it: an empty one means nothing."""
        name = member_name(text.rstrip("/"))
        self._count.entry(0, name)
        if not is_left_over(name):
            self._names.take(name, folder=True)

    def file(self, text: str, size: int, runs: bool, source: Callable[[], Readable]) -> None:
        """A file that says that it has `size` bytes. It is read from `source` and never to more than the bounds allow.

        Raises:
            NeedsUserError: "hostile_package".
        """
        name = member_name(text)
        self._count.entry(size, name)
        if is_left_over(name):
            return
        self._names.take(name)
        path = self._into / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags, 0o700 if runs else 0o600), "wb") as file:
            self._fill(file, name, source())

    def _fill(self, file: BinaryIO, name: str, source: Readable) -> None:
        written = 0
        while piece := source.read(PIECE):
            written += len(piece)
            self._count.bytes(len(piece), written, name)
            file.write(piece)


def copy_folder(source: Path, into: Path, bounds: Bounds) -> None:
    """A folder of the person's (or a checked-out repository) read under the rules of an archive.

    Raises:
        NeedsUserError: "hostile_package".
        OSError: it cannot be read.
    """
    unpacking = Unpacking(into, bounds, 0)
    for path in files_below(source):
        with os.fdopen(opened(path), "rb") as file:
            known = os.fstat(file.fileno())
            name = path.relative_to(source).as_posix()
            unpacking.file(name, known.st_size, bool(known.st_mode & 0o111), partial(_itself, file))


def _itself(file: BinaryIO) -> Readable:
    return file
