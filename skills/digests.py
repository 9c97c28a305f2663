"""Digests of skills, computed anew only when a file was changed."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from agent.core.errors import ToolError
from skills.pieces import Piece, digest_of, pieces


class Digests:
    """What was computed is remembered with what the file system says of every file (inode, times, size)."""

    def __init__(self) -> None:
        self._kept: dict[Path, tuple[tuple[Piece, ...], str]] = {}

    def of(self, folder: Path) -> str:
        """The digest of all files of the skill. Raises ToolError (code "too_large")."""
        listed = pieces(folder)
        kept = self._kept.get(folder)
        if kept is None or kept[0] != listed:
            kept = (listed, digest_of(folder, listed))
            self._kept[folder] = kept
        return kept[1]

    def of_all(self, folders: Sequence[Path]) -> str:
        """One digest of several skills, by the names of their folders. What cannot be hashed counts by its listing."""
        whole = hashlib.sha256()
        for folder in sorted(folders):
            try:
                one = self.of(folder)
            except ToolError:
                one = ""
            whole.update(f"{folder.name}\0{one}\n".encode(errors="surrogateescape"))
        return whole.hexdigest()
