"""Pictures that code drew, taken out of its reach. What is no PNG of a sane size is left.

Whoever shows them holds them unpacked, four bytes a pixel, and the model is sent them whole: a file of 100 KB may be a
picture of a thousand million pixels.
"""

import os
import secrets
import stat
from collections.abc import Sequence
from pathlib import Path

_BYTES = 20 * 1024**2  # of all pictures of a run
_SIDE, _PIXELS = 6_000, 9_000_000  # ours are 2,400 each way, a little more where a legend stands outside
_DEPTH = 8
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def taken(names: Sequence[str], source: Path, target: Path) -> tuple[Path, ...]:
    """Copies in `target` of the pictures in `source`, a folder that code may change meanwhile. Blocks."""
    found = []
    left = _BYTES
    for name in names:
        data = _bytes(source, name, left)
        if data is not None and is_picture(data):
            left -= len(data)
            place = target / f"{secrets.token_hex(8)}.png"
            place.write_bytes(data)
            found.append(place)
    return tuple(found)


def is_picture(data: bytes) -> bool:
    """Whether it begins as a PNG of at most 6,000 pixels each way, 9 million in all, of 8 bits a colour."""
    if len(data) < 33 or not data.startswith(_SIGNATURE) or data[12:16] != b"IHDR" or data[24] > _DEPTH:
        return False
    width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    return 0 < width <= _SIDE and 0 < height <= _SIDE and width * height <= _PIXELS


def _bytes(source: Path, name: str, most: int) -> bytes | None:
    """The contents of a file of at most `most` bytes without other names; links are not followed."""
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
        if not stat.S_ISREG(about.st_mode) or about.st_nlink != 1 or about.st_size > most:
            return None
        with open(handle, "rb", closefd=False) as file:  # noqa: PTH123  a descriptor
            data = file.read(most + 1)
    except OSError:
        return None
    finally:
        os.close(handle)
    return data if len(data) <= most else None
