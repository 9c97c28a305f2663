"""Places: canonical names of files and folders below the Roots of a Workspace. Pure: no file is touched."""

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath

from agent.core.errors import OutsideWorkspaceError
from agent.core.words import Words

_OUTSIDE = Words(
    "{path!r} leads out of the granted folders. Give a path relative to them, without '..'.",
    "「{path}」は、許可されたフォルダーの外を指しています。フォルダーからの相対パスを「..」なしで指定してください。",
)

# Letters and signs that look like nothing at all, though Unicode counts them as printable.
BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A path below a Root. `root` is the Root's name, "" for the first one; `path` is "" for the Root itself.

    `path` is relative, with "/" between its parts, without ".", ".." or empty parts. Names are kept exactly
    as the file system has them (undecodable bytes as surrogates, as `os.fsdecode` gives them).
    """

    root: str
    path: str

    def __str__(self) -> str:
        odd = self.path.startswith("~") or ":" in self.path  # else it would be read as a home or as another Root
        return f"{self.root}:{self.path}" if self.root else f"./{self.path}" if odd else self.path or "."

    @property
    def name(self) -> str:
        """The last part, "" for the Root itself."""
        return self.path.rpartition("/")[2]

    @property
    def suffix(self) -> str:
        """The extension in lower case with its dot, or ""."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def parent(self) -> "Place":
        """The folder that holds it; the Root is its own parent."""
        return Place(self.root, self.path.rpartition("/")[0])

    def child(self, name: str) -> "Place":
        """The place `name` (which may have several parts) below this folder."""
        return Place(self.root, _clean(f"{self.path}/{name}"))

    def within(self, folder: "Place") -> bool:
        """Whether this place is `folder` or lies below it."""
        return self.root == folder.root and (not folder.path or f"{self.path}/".startswith(f"{folder.path}/"))


def place_of(text: str, roots: Collection[str]) -> Place:
    """The Place that a person or a model means by `text`: "a/b.pdf" below the first Root, "Name:a/b.pdf" in another.

    Raises:
        OutsideWorkspaceError: for an absolute path, for "..", for a drive, an address or a home directory, and for what
            no file of this system can be called (half a character).
    """
    try:
        os.fsencode(text)
    except UnicodeEncodeError as error:
        raise OutsideWorkspaceError(_OUTSIDE.of(path=shown(text))) from error
    text = text.strip().replace("\\", "/") or "."
    root, colon, rest = text.partition(":")
    if colon and root and root in roots:
        return Place(root, _clean(rest))
    if text.startswith(("/", "~")) or "://" in text or (len(root) == 1 and colon):
        raise OutsideWorkspaceError(_OUTSIDE.of(path=shown(text)))
    return Place("", _clean(text))


def _clean(path: str) -> str:
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if ".." in parts or any("\0" in part for part in parts):
        raise OutsideWorkspaceError(_OUTSIDE.of(path=shown(path)))
    return "/".join(parts)


def shown(text: str) -> str:
    """`text` made safe to show: control, direction, undecodable and blank characters are escaped."""
    seen = ((c.isprintable() or c == "\u3000") and c not in BLANKS for c in text)
    return "".join(c if is_seen else c.encode("unicode_escape").decode() for c, is_seen in zip(text, seen, strict=True))
