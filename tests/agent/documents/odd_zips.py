"""Zip archives as other programs write them, byte by byte (APPNOTE.TXT 6.3), since no library writes them all."""

import struct
import zlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A member: `descriptor` is "", "signed", "bare" or "long" (sizes of eight bytes behind the contents)."""

    name: str
    data: bytes
    stored: bool = False
    descriptor: str = ""
    extra: bytes = b""
    comment: bytes = b""
    wide: bool = False
    gap: bytes = b""


def packed(entries, *, comment=b"", wide_end=False, behind=b""):
    """The archive; `wide` entries have their sizes and places in zip64 fields, `wide_end` the archive's own."""
    body, central = b"", []
    for entry in entries:
        body += entry.gap
        central.append(_central(entry, len(body)))
        body += _local(entry)
    start, directory = len(body), b"".join(central)
    body += directory
    count = len(entries)
    if wide_end:
        at = len(body)
        body += struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(directory), start)
        body += struct.pack("<4sIQI", b"PK\x06\x07", 0, at, 1)
        count, size, start = 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF
    else:
        size = len(directory)
    return (
        body + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, size, start, len(comment)) + comment + behind
    )


def _contents(entry):
    if entry.stored or entry.name.endswith("/"):
        return 0, entry.data
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    return 8, press.compress(entry.data) + press.flush()


def _flags(entry):
    return (8 if entry.descriptor else 0) | (0 if entry.name.isascii() else 0x800)


def _local(entry):
    how, body = _contents(entry)
    crc, size, full = zlib.crc32(entry.data), len(body), len(entry.data)
    name = entry.name.encode()
    head = (0, 0, 0) if entry.descriptor else (crc, size, full)
    extra = entry.extra
    if entry.wide and not entry.descriptor:
        extra = struct.pack("<HHQQ", 1, 16, full, size) + extra
        head = (crc, 0xFFFFFFFF, 0xFFFFFFFF)
    raw = struct.pack("<4s5H3L2H", b"PK\x03\x04", 45, _flags(entry), how, 0, 0x5A21, *head, len(name), len(extra))
    tail = {
        "": b"",
        "signed": struct.pack("<4sLLL", b"PK\x07\x08", crc, size, full),
        "bare": struct.pack("<LLL", crc, size, full),
        "long": struct.pack("<4sLQQ", b"PK\x07\x08", crc, size, full),
    }[entry.descriptor]
    return raw + name + extra + body + tail


def _central(entry, offset):
    how, body = _contents(entry)
    crc, size, full = zlib.crc32(entry.data), len(body), len(entry.data)
    name, extra, told = entry.name.encode(), entry.extra, (size, full, offset)
    if entry.wide:
        extra = struct.pack("<HHQQQ", 1, 24, full, size, offset) + extra
        told = (0xFFFFFFFF,) * 3
    return (
        struct.pack(
            "<4s6H3L5H2L", b"PK\x01\x02", 0x0314, 45, _flags(entry), how, 0, 0x5A21, crc, told[0], told[1],
            len(name), len(extra), len(entry.comment), 0, 0, 0, told[2],
        )
        + name + extra + entry.comment
    )  # fmt: skip
