"""Zip archives (APPNOTE.TXT 6.3) copied member by member as raw bytes; only what changes is packed anew."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_FULL = 0xFFFFFFFF
_FULL_SHORT = 0xFFFF
_DESCRIPTOR = 8
_UTF8 = 0x800
UNICODE_PATH = 0x7075
"""The kind of the extra field of Info-ZIP with the name of a member in UTF-8 (APPNOTE.TXT 4.6.9)."""
_EPOCH_DATE = 0x21  # 1980-01-01
_EPOCH = (1980, 1, 1, 0, 0, 0)
# Year, month, day, hour, minute and second.
DateTime = tuple[int, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a zip: the bytes `start`..`end` hold its local header, contents and descriptor.

    `central` is its raw entry in the central directory, `name` has "/" between its parts.
    """

    info: zipfile.ZipInfo
    name: str
    start: int
    end: int
    central: bytes


def members_of(file: IO[bytes], archive: zipfile.ZipFile) -> tuple[Member, ...]:
    """The members, in the order of the central directory; folders are members too.

    Raises:
        zipfile.BadZipFile: headers that do not fit each other.
    """
    file.seek(archive.start_dir)
    entries: list[bytes] = []
    for _ in archive.infolist():
        head = file.read(_CENTRAL.size)
        if len(head) < _CENTRAL.size or not head.startswith(b"PK\x01\x02"):
            raise zipfile.BadZipFile("central directory")
        fields = _CENTRAL.unpack(head)
        entries.append(head + file.read(fields[10] + fields[11] + fields[12]))
    return tuple(_member(file, info, entry) for info, entry in zip(archive.infolist(), entries, strict=True))


def _member(file: IO[bytes], info: zipfile.ZipInfo, central: bytes) -> Member:
    file.seek(info.header_offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile("local header")
    fields = _LOCAL.unpack(head)
    named = _CENTRAL.size
    # A reader that goes by one header must not see another file than one that goes by the other.
    if file.read(fields[9]) != central[named : named + fields[9]] or fields[3] != info.compress_type:
        raise zipfile.BadZipFile("headers differ")
    if not fields[2] & _DESCRIPTOR and _FULL not in fields[7:9] and fields[7:9] != (info.compress_size, info.file_size):
        raise zipfile.BadZipFile("headers differ")
    end = info.header_offset + _LOCAL.size + fields[9] + fields[10] + info.compress_size
    if info.flag_bits & _DESCRIPTOR:
        file.seek(end)
        end += _descriptor_size(file.read(24), info)
    return Member(info, info.filename.replace("\\", "/"), info.header_offset, end, central)


def _descriptor_size(tail: bytes, info: zipfile.ZipInfo) -> int:
    """A descriptor has a signature or not, and sizes of 4 or of 8 bytes; none of it is told anywhere."""
    for signature in (b"PK\x07\x08", b""):
        for form in ("<LLL", "<LQQ"):
            size = len(signature) + struct.calcsize(form)
            if len(tail) < size or not tail.startswith(signature):
                continue
            if struct.unpack(form, tail[len(signature) : size]) == (info.CRC, info.compress_size, info.file_size):
                return size
    return 0


@dataclass(frozen=True, slots=True)
class Streamed:
    """New contents of a member that are too large to be held; `chunks` gives them anew at each call.

    `packed` holds them as they lie in a zip, when that is known: making them anew takes longer.
    """

    chunks: Callable[[], Iterable[bytes]]
    packed: "Packed | None" = None


@dataclass(frozen=True, slots=True)
class Packed:
    """Contents as they lie in a zip (raw deflate), with their checksum, and their size unpacked."""

    blocks: tuple[bytes, ...]
    checksum: int
    size: int


def packed(chunks: Iterable[bytes]) -> Streamed:
    """Contents that are made once, and held packed."""
    press = zlib.compressobj(1, zlib.DEFLATED, -15)
    blocks: list[bytes] = []
    checksum, size = 0, 0
    for chunk in chunks:
        checksum = zlib.crc32(chunk, checksum)
        size += len(chunk)
        blocks.append(press.compress(chunk))
    blocks.append(press.flush())
    held = Packed(tuple(filter(None, blocks)), checksum, size)
    return Streamed(lambda: _unpacked(held), held)


def _unpacked(held: Packed) -> Iterator[bytes]:
    press = zlib.decompressobj(-15)
    for block in held.blocks:
        yield press.decompress(block)


def written(
    source: IO[bytes],
    archive: zipfile.ZipFile,
    members: Sequence[Member],
    changes: Mapping[str, tuple[str, bytes | Streamed | None]],
    out: IO[bytes],
    *,
    dated: DateTime = _EPOCH,
) -> None:
    """Write `members` to `out`. `changes`: name in lower case to its name and new contents; None leaves it out.

    New members bear the date `dated`: the first day that a zip can tell, unless it is said. What lies between members,
    in none of them, is left behind; what lies behind the end of the archive comes along.
    """
    central: list[bytes] = []
    for member in members:
        if member.name.lower() not in changes:
            central.append(_at(member, out.tell()))
            _copy(source, member.start, member.end, out)
            continue
        data = changes[member.name.lower()][1]
        if data is not None:
            central.append(_packed(member.info, data, out))
    known = {member.name.lower() for member in members}
    for lower, (name, data) in changes.items():
        if data is not None and lower not in known:
            central.append(_packed(_new(name, dated), data, out))
    _finish(central, archive.comment, out)
    out.write(_behind(source, archive))


def _behind(source: IO[bytes], archive: zipfile.ZipFile) -> bytes:
    """What lies behind the end of an archive: nothing, or bytes that another program put there."""
    size = source.seek(0, io.SEEK_END)
    source.seek(max(0, size - _END.size - _FULL_SHORT))
    last = source.read()
    return last[last.rfind(b"PK\x05\x06") + _END.size + len(archive.comment) :]


def _new(name: str, dated: DateTime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, dated)
    info.flag_bits = 0 if name.isascii() else _UTF8
    return info


def _copy(source: IO[bytes], start: int, end: int, out: IO[bytes]) -> None:
    source.seek(start)
    left = end - start
    while left > 0:
        block = source.read(min(left, 1024**2))
        if not block:
            raise zipfile.BadZipFile("cut off")
        out.write(block)
        left -= len(block)


def _at(member: Member, offset: int) -> bytes:
    """The central entry with a new offset, which lies in the zip64 field when its own place says so."""
    raw = bytearray(member.central)
    fields = _CENTRAL.unpack_from(raw)
    if fields[-1] != _FULL:
        struct.pack_into("<L", raw, 42, offset)
        return bytes(raw)
    at = _CENTRAL.size + fields[10]
    while at < _CENTRAL.size + fields[10] + fields[11]:
        kind, size = struct.unpack_from("<HH", raw, at)
        if kind == 1:
            before = 8 * (fields[9] == _FULL) + 8 * (fields[8] == _FULL)
            struct.pack_into("<Q", raw, at + 4 + before, offset)
            return bytes(raw)
        at += 4 + size
    raise zipfile.BadZipFile("zip64")


def _packed(info: zipfile.ZipInfo, data: bytes | Streamed, out: IO[bytes]) -> bytes:
    """Write a member with new contents; returns its central entry."""
    # The name in its raw bytes: zipfile decoded it as UTF-8 or as cp437, by the flag.
    name = info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")
    flags = info.flag_bits & _UTF8
    year, month, day, hour, minute, second = info.date_time
    date = (year - 1980) << 9 | month << 5 | day if year >= 1980 else _EPOCH_DATE
    time = hour << 11 | minute << 5 | second // 2
    told_path = extra_field(info.extra, UNICODE_PATH)
    offset = out.tell()
    # The header comes first and tells what is known last.
    out.write(bytes(_LOCAL.size) + name + told_path)
    told = _deflated(data, out)
    common = (flags, zipfile.ZIP_DEFLATED, time, date, *told, len(name))
    end = out.tell()
    out.seek(offset)
    out.write(_LOCAL.pack(b"PK\x03\x04", 20, *common, len(told_path)))
    out.seek(end)
    made_by = info.create_system << 8 | 20
    head = _CENTRAL.pack(
        b"PK\x01\x02",
        made_by,
        20,
        *common,
        len(told_path),
        0,
        0,
        info.internal_attr,
        info.external_attr & _FULL,
        offset,
    )
    return head + name + told_path


def extra_field(extra: bytes, kind: int) -> bytes:
    """The field of this kind among the extra fields of a member, with its head; b"" when there is none."""
    at = 0
    while at + 4 <= len(extra):
        found, size = struct.unpack_from("<HH", extra, at)
        if found == kind:
            return extra[at : at + 4 + size]
        at += 4 + size
    return b""


def _deflated(data: bytes | Streamed, out: IO[bytes]) -> tuple[int, int, int]:
    """Write contents packed; returns their checksum, how many bytes were written, and how many there are."""
    if isinstance(data, Streamed) and data.packed is not None:
        out.writelines(data.packed.blocks)
        return data.packed.checksum, sum(map(len, data.packed.blocks)), data.packed.size
    # What comes as a stream is large: packing it harder would take most of the time of an edit.
    chunks, level = (data.chunks(), 1) if isinstance(data, Streamed) else ((data,), 6)
    press = zlib.compressobj(level, zlib.DEFLATED, -15)
    checksum, size, start = 0, 0, out.tell()
    for chunk in chunks:
        checksum = zlib.crc32(chunk, checksum)
        size += len(chunk)
        out.write(press.compress(chunk))
    out.write(press.flush())
    return checksum, out.tell() - start, size


def _finish(central: Sequence[bytes], comment: bytes, out: IO[bytes]) -> None:
    start = out.tell()
    for entry in central:
        out.write(entry)
    size = out.tell() - start
    out.write(_END.pack(b"PK\x05\x06", 0, 0, len(central), len(central), size, start, len(comment)) + comment)
