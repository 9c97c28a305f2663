"""ZIP archives read as hostile: only what every reader of ZIP would see alike is taken.

`zipfile` reads the whole list of members at once and trusts what it says, so the list's size is looked at first; of
methods only those are taken that can be read in bounded pieces (`bz2` and `lzma` give a whole bomb at once).
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from typing import BinaryIO

from agent.core.words import Words
from agent.packages.bounds import Bounds
from agent.packages.refusing import refused
from agent.packages.unpacking import Readable, Unpacking

_END, _END_SIZE = b"PK\x05\x06", 22
_FAR_LOCATOR, _FAR_SIZE = b"PK\x06\x07", 20
_LOCAL = struct.Struct("<4s5H3L2H")
_LIST_BYTES_EACH = 1_200
_SECRET_FLAGS = 0x1 | 0x40 | 0x2000
_SUM_BEHIND, _SUMS = 0x8, (0, 12, 16, 20, 24)  # with and without a mark, in 32 and 64 bits
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = Words("the archive is broken.", "アーカイブが壊れています。")
_AROUND = Words(
    "there is something before or behind the archive, or two archives in one.",
    "アーカイブの前後に余分な内容があるか、複数のアーカイブが重なっています。",
)
_MANY = Words("it has more than {most} files and folders.", "ファイルとフォルダーが {most} 個を超えています。")
_OVERLAP = Words(
    "files of the archive share their bytes, as bombs do.",
    "アーカイブ内のファイルの領域が重なっています。展開爆弾の疑いがあります。",
)
_SECRET = Words("it is encrypted.", "暗号化されています。")
_METHOD = Words(
    "it is packed in a way that Deskhand does not unpack.", "Deskhand が対応していない方式で圧縮されています。"
)
_LINK = Words("it is a link or a device.", "リンクまたはデバイスです。")
_DIFFERS = Words("the archive says two different things of it.", "アーカイブ内の記述が食い違っています。")


def unzip(file: BinaryIO, size: int, unpacking: Unpacking, bounds: Bounds) -> None:
    """Every member of a ZIP archive of `size` bytes into `unpacking`.

    Raises:
        NeedsUserError: "hostile_package".
    """
    _check_end(file, size, bounds)
    try:
        with zipfile.ZipFile(file) as archive:
            found = archive.infolist()
            _check_places(file, found, archive.start_dir)
            for one in found:
                _take(archive, one, unpacking)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, struct.error) as error:
        raise refused(_BROKEN) from error
    except RuntimeError as error:  # a password is wanted, whatever the flags of the list say
        raise refused(_SECRET) from error


def _check_end(file: BinaryIO, size: int, bounds: Bounds) -> None:
    """The list ends where the file ends, and says how long it is before anybody reads it."""
    tail_size = min(size, _END_SIZE + 65_535 + _FAR_SIZE)
    file.seek(size - tail_size)
    tail = file.read(tail_size)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise refused(_BROKEN)
    disk, start_disk, here, count, length, start, comment = struct.unpack("<4H2LH", tail[at + 4 : at + _END_SIZE])
    if tail[max(0, at - _FAR_SIZE) : at].startswith(_FAR_LOCATOR):  # ZIP64 says other numbers than these
        raise refused(_MANY.of(most=bounds.entries))
    if at + _END_SIZE + comment != len(tail) or disk or start_disk or here != count:
        raise refused(_AROUND)
    if start + length != size - len(tail) + at:
        raise refused(_AROUND)
    if count > bounds.entries or length > count * _LIST_BYTES_EACH:
        raise refused(_MANY.of(most=bounds.entries))


def _check_places(file: BinaryIO, found: Sequence[zipfile.ZipInfo], end: int) -> None:
    """Each member has its own bytes, from the beginning to the list and with nothing between that it does not name: who
    reads from the front would see that. Its two headers name it alike.
    """
    at = 0
    behind: tuple[int, ...] = (0,)
    for one in sorted(found, key=lambda info: info.header_offset):
        if one.header_offset < at:
            raise refused(_OVERLAP, one.filename)
        if one.header_offset - at not in behind:
            raise refused(_AROUND)
        file.seek(one.header_offset)
        head = _LOCAL.unpack(file.read(_LOCAL.size))
        flags, method, name_size, extra_size = head[2], head[3], head[9], head[10]
        if flags & _SECRET_FLAGS or one.flag_bits & _SECRET_FLAGS:
            raise refused(_SECRET, one.filename)
        if method != one.compress_type:
            raise refused(_DIFFERS, one.filename)
        at = one.header_offset + _LOCAL.size + name_size + extra_size + one.compress_size
        behind = _SUMS if flags & _SUM_BEHIND else (0,)
    if at > end:
        raise refused(_OVERLAP)
    if end - at not in behind:
        raise refused(_AROUND)


def _take(archive: zipfile.ZipFile, one: zipfile.ZipInfo, unpacking: Unpacking) -> None:
    mode = one.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise refused(_LINK, one.filename)
    # `filename` ends at a zero byte and has the system's own separators; what is judged is what the archive says.
    said = one.orig_filename
    if said.endswith("/"):
        return unpacking.folder(said)
    if stat.S_ISDIR(mode):
        raise refused(_DIFFERS, said)
    if one.compress_type not in _METHODS:
        raise refused(_METHOD, said)
    return unpacking.file(said, one.file_size, bool(mode & 0o111), _reader(archive, one))


def _reader(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> Callable[[], Readable]:
    return lambda: archive.open(one)
