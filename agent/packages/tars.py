"""TAR archives, gzipped or not, read as hostile.

`tarfile` reads a header of any length into memory and goes back when it is told negative sizes; both are stopped by
what it reads from. A gzipped one is first unzipped into a file of ours, counted: `tarfile` would unzip it again and
again.
"""

import gzip
import tarfile
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from agent.core.words import Words
from agent.packages.bounds import Bounds, Count
from agent.packages.members import PIECE
from agent.packages.refusing import refused
from agent.packages.unpacking import Readable, Unpacking

_BROKEN = Words("the archive is broken.", "アーカイブが壊れています。")
_LINK = Words("it is a link, a device or a file with holes.", "リンク、デバイス、または特殊なファイルです。")
_LONGEST_READ = PIECE + 1024


class _Careful:
    """A file that gives no more than a piece at once, and never goes before its beginning."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= _LONGEST_READ:
            raise refused(_BROKEN)
        return self._file.read(size)

    def seek(self, at: int, whence: int = 0) -> int:
        if at < 0 or whence:
            raise refused(_BROKEN)
        return self._file.seek(at)

    def tell(self) -> int:
        return self._file.tell()


def untar(file: BinaryIO, unpacking: Unpacking) -> None:
    """Every member of a TAR archive that is not compressed into `unpacking`.

    Raises:
        NeedsUserError: "hostile_package".
    """
    try:
        with tarfile.open(fileobj=_Careful(file), mode="r:", errorlevel=2) as archive:  # type: ignore[call-overload]
            last = -1
            while (one := archive.next()) is not None:
                if one.offset <= last or one.size < 0:
                    raise refused(_BROKEN, one.name)
                last = one.offset
                archive.members.clear()  # it would keep each one
                _take(archive, one, unpacking)
    except (tarfile.TarError, EOFError, ValueError, RecursionError, OverflowError) as error:
        raise refused(_BROKEN) from error


def gunzipped(file: BinaryIO, size: int, beside: Path, bounds: Bounds) -> BinaryIO:
    """What is in a gzip file of `size` bytes, in a file without a name in the folder `beside`. The caller closes it.

    Raises:
        NeedsUserError: "hostile_package": broken, or a bomb.
    """
    count = Count(bounds, size)
    plain: BinaryIO = tempfile.TemporaryFile(dir=beside)  # noqa: SIM115  # the caller closes it
    try:
        with gzip.GzipFile(fileobj=file) as packed:
            while piece := packed.read(PIECE):
                count.bytes(len(piece), 0, "")
                plain.write(piece)
    except (OSError, EOFError, zlib.error) as error:
        plain.close()
        raise refused(_BROKEN) from error
    except BaseException:
        plain.close()
        raise
    plain.seek(0)
    return plain


def _take(archive: tarfile.TarFile, one: tarfile.TarInfo, unpacking: Unpacking) -> None:
    name = one.name.removeprefix("./")
    if one.isdir():
        if name not in ("", "."):
            unpacking.folder(name)
        return
    if one.type not in (tarfile.REGTYPE, tarfile.AREGTYPE) or one.issparse():
        raise refused(_LINK, one.name)
    unpacking.file(name, one.size, bool(one.mode & 0o111), _reader(archive, one))


def _reader(archive: tarfile.TarFile, one: tarfile.TarInfo) -> Callable[[], Readable]:
    def source() -> Readable:
        found = archive.extractfile(one)
        if found is None:
            raise refused(_BROKEN, one.name)
        return found

    return source
