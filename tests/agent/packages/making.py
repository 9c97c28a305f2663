"""Archives as strangers make them."""

import io
import stat
import struct
import tarfile
import zipfile
from pathlib import Path


def zipped(path: Path, members, *, comment=b"", modes=None) -> Path:
    """A ZIP with these (name, bytes) in this order; names as they stand, twice if need be."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, content in members:
            entry = zipfile.ZipInfo("placeholder")
            entry.filename = entry.orig_filename = name
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (modes or {}).get(name, stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, content)
    return path


def tarred(path: Path, members, *, how="w:gz") -> Path:
    """A TAR with these: (name, bytes) for files, TarInfo for anything."""
    with tarfile.open(path, how) as archive:
        for one in members:
            if isinstance(one, tarfile.TarInfo):
                archive.addfile(one)
                continue
            name, content = one
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o644
            archive.addfile(entry, io.BytesIO(content))
    return path


def entry(name, kind, link="") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, link
    return made


def overlapping(path: Path, count: int, size: int) -> Path:
    """Many members of one run of bytes, as a known bomb has them: each entry of the list tells the same place."""
    zipped(path, [("a", b"0" * size)])
    whole = path.read_bytes()
    at = whole.rfind(b"PK\x05\x06")
    start = struct.unpack("<L", whole[at + 16 : at + 20])[0]
    listed = whole[start:at]
    many = b"".join(listed[:-1] + bytes([97 + n]) for n in range(count))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(many), start, 0)
    path.write_bytes(whole[:start] + many + end)
    return path
