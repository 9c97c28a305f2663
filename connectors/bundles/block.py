"""The block with which a bundle is signed: it stands behind the zip, and its length says where it begins.

MCPB_SIG_V1, the length of the PKCS#7 message (4 bytes, little-endian), the message, MCPB_SIG_END. Verified against
src/node/sign.ts of anthropics/mcpb; other than there, what the length says must be so, and nothing may follow: else a
second archive could hide in bytes that nobody signed.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HEADER = b"MCPB_SIG_V1"
FOOTER = b"MCPB_SIG_END"
LONGEST_BLOCK = 1024 * 1024
_LENGTH = 4
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Split:
    """A file that was looked at: its first `content` bytes are the archive. `message` is the PKCS#7 in DER, b"" when it
    is not signed; `odd`: there are marks of a signature that do not fit together, or bytes after it.
    """

    path: Path
    content: int
    message: bytes = b""
    odd: bool = False

    def pieces(self) -> Iterator[bytes]:
        """The archive, a piece at a time."""
        left = self.content
        with self.path.open("rb") as file:
            while left and (piece := file.read(min(_PIECE, left))):
                left -= len(piece)
                yield piece

    def digest(self, algorithm: str) -> bytes:
        """The hash of the archive."""
        found = hashlib.new(algorithm)
        for piece in self.pieces():
            found.update(piece)
        return found.digest()


def split(path: Path) -> Split:
    """Look for the block at the end of a file. Only the last megabyte is searched: a larger signature is none.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        start = max(size - LONGEST_BLOCK, 0)
        file.seek(start)
        tail = file.read()
    foot = tail.rfind(FOOTER)
    if foot < 0:
        return Split(path, size)
    head = _head(tail, foot)
    if head < 0:
        return Split(path, size, odd=HEADER in tail[:foot])
    message = tail[head + len(HEADER) + _LENGTH : foot]
    return Split(path, start + head, message, odd=foot + len(FOOTER) != len(tail))


def _head(tail: bytes, foot: int) -> int:
    """Where the header stands whose length leads to the footer; -1 when there is none."""
    head = tail.rfind(HEADER, 0, foot)
    while head >= 0:
        begin = head + len(HEADER) + _LENGTH
        if begin + int.from_bytes(tail[begin - _LENGTH : begin], "little") == foot:
            return head
        head = tail.rfind(HEADER, 0, head)
    return -1
