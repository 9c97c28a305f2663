"""Pictures that code drew, taken out of its reach. What is no PNG of a sane size is left."""

import os
import secrets
import stat
from collections.abc import Sequence
from pathlib import Path

_BYTES = 20 * 1024**2
_PIXELS = 6_000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def taken(names: Sequence[str], source: Path, target: Path) -> tuple[Path, ...]:
    """Copies in `target` of the pictures in `source`, a folder that code may change meanwhile. Blocks."""
    found = []
    for name in names:
        data = _bytes(source, name)
        if data is not None and is_picture(data):
            place = target / f"{secrets.token_hex(8)}.png"
            place.write_bytes(data)
            found.append(place)
    return tuple(found)


def is_picture(data: bytes) -> bool:
    """Whether it begins as a PNG of at most 6,000 pixels each way."""
    if len(data) < 33 or not data.startswith(_SIGNATURE) or data[12:16] != b"IHDR":
        return False
    return all(0 < int.from_bytes(data[at : at + 4], "big") <= _PIXELS for at in (16, 20))


def _bytes(source: Path, name: str) -> bytes | None:
    """The contents of a file without other names; links are not followed."""
    folder = None
    try:
        if os.open in os.supports_dir_fd:
            folder = os.open(source, _FLAGS | getattr(os, "O_DIRECTORY", 0))
            handle = os.open(name, _FLAGS, dir_fd=folder)
        elif source.is_symlink() or (source / name).is_symlink():
            return None
        else:
            handle = os.open(source / name, _FLAGS)
    except OSError:
        return None
    finally:
        if folder is not None:
            os.close(folder)
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode) or about.st_nlink != 1 or about.st_size > _BYTES:
            return None
        with open(handle, "rb", closefd=False) as file:  # noqa: PTH123  a descriptor
            data = file.read(_BYTES + 1)
    except OSError:
        return None
    finally:
        os.close(handle)
    return data if len(data) <= _BYTES else None
