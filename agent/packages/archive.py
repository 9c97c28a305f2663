"""A stranger's archive or folder into a folder of ours: all of it, or nothing and a sentence that says why."""

import io
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from agent.core.words import Words
from agent.packages.bounds import BOUNDS, Bounds
from agent.packages.members import opened
from agent.packages.refusing import refused
from agent.packages.tars import gunzipped, untar
from agent.packages.unpacking import Unpacking, copy_folder
from agent.packages.zips import unzip

_GZIP, _ZIP, _TAR, _TAR_AT = b"\x1f\x8b", b"PK", b"ustar", 257
_KIND = Words("it is no ZIP or TAR archive.", "ZIP 形式でも TAR 形式でもありません。")
_EMPTY = Words("there is no file in it.", "ファイルが入っていません。")


def unpack(source: Path | BinaryIO, into: Path, bounds: Bounds = BOUNDS, *, size: int | None = None) -> None:
    """Unpack an archive (ZIP, TAR, gzipped TAR, by its bytes), or copy a folder, into the new folder `into`.

    `into` must not exist and its parent must; it is there when everything is in it, and not before. Of modes only the x
    bit stays. `size` are the first bytes of `source` that count, for archives with something behind them (a signature).

    Raises:
        NeedsUserError: "hostile_package"; nothing is left behind.
        OSError: it cannot be read, or the disk is full; nothing is left behind.
    """
    with _prepared(into) as folder:
        if isinstance(source, Path) and source.is_dir():
            copy_folder(source, folder, bounds)
        elif isinstance(source, Path):
            with os.fdopen(opened(source), "rb") as file:
                _unpack_file(file, folder, bounds, size)
        else:
            _unpack_file(source, folder, bounds, size)
        if not any(folder.iterdir()):
            raise refused(_EMPTY)


@contextmanager
def _prepared(into: Path) -> Iterator[Path]:
    """A folder that becomes `into` when nothing was raised, and is gone when something was."""
    folder = into.with_name(f".{uuid.uuid4().hex}.new")
    folder.mkdir(mode=0o700)
    try:
        yield folder
        folder.rename(into)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _unpack_file(file: BinaryIO, folder: Path, bounds: Bounds, size: int | None) -> None:
    whole = file.seek(0, os.SEEK_END)
    size = whole if size is None else min(size, whole)
    bounded: BinaryIO = io.BufferedReader(_First(file, size))
    bounded.seek(0)
    head = bounded.read(_TAR_AT + len(_TAR))
    bounded.seek(0)
    unpacking = Unpacking(folder, bounds, size)
    if head.startswith(_ZIP):
        unzip(bounded, size, unpacking, bounds)
    elif head.startswith(_GZIP):
        with gunzipped(bounded, size, folder.parent, bounds) as plain:
            untar(plain, unpacking)
    elif head[_TAR_AT:] == _TAR:
        untar(bounded, unpacking)
    else:
        raise refused(_KIND, code="no_archive")


class _First(io.RawIOBase):
    """The first `size` bytes of a file, as a file."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        super().__init__()
        self._file, self._size, self._at = file, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("before the beginning")
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        self._file.seek(self._at)
        found = self._file.read(max(0, min(len(buffer), self._size - self._at)))
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)
