"""A folder elsewhere: the socket of what lists, reads and writes it, and the one over WebDAV."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote

from agent.core.errors import InvalidArgumentsError, ToolError
from agent.core.words import Words
from connectors.own.calling import Stop
from connectors.own.dav import Dav, below

TOO_LARGE = Words("{name} has more than {size} MB.", "「{name}」が {size} MB を超えています。")
_NO_VERSION = Words(
    "The server names no version of {name}, so nothing is written over it.",
    "サーバーが「{name}」のバージョンを示さないため、上書きしません。",
)


@dataclass(frozen=True, slots=True)
class There:
    """What lies in a folder elsewhere. `changed` is in the words of the other side."""

    name: str
    size: int
    changed: str
    is_folder: bool


@dataclass(frozen=True, slots=True)
class Contents:
    """A file's bytes and the version that they are, in the words of the other side."""

    data: bytes
    version: str


class Elsewhere(Protocol):
    """A folder on another computer. Paths are relative to it, with "/", without "..". All block and raise ToolError."""

    def listed(self, path: str, stop: Stop) -> Sequence[There]:
        """What lies in a folder of it."""

    def read(self, path: str, stop: Stop) -> Contents:
        """A file. Raises ToolError: larger than `connectors.own.dav.LARGEST` (code "too_large")."""

    def write(self, path: str, data: bytes, expects: str, stop: Stop) -> str:
        """Write a file: a new one when `expects` is "", else over exactly that version. Its new version, "" unknown.

        Raises:
            StaleError: something is there, or another version is.
        """


@dataclass(frozen=True, slots=True)
class DavFolder:
    """One over WebDAV."""

    dav: Dav

    def listed(self, path: str, stop: Stop) -> Sequence[There]:
        """See Elsewhere."""
        here = self._path(path).rstrip("/")
        found = self.dav.found(f"{here}/", 1, stop)
        return [
            There(unquote(one.path.rstrip("/").rpartition("/")[2]), one.size, one.changed, one.is_folder)
            for one in found
            if one.path.rstrip("/") != here
        ]

    def read(self, path: str, stop: Stop) -> Contents:
        """See Elsewhere."""
        answered = self.dav.request("GET", self._path(path), stop)
        return Contents(answered.data, answered.tag)

    def write(self, path: str, data: bytes, expects: str, stop: Stop) -> str:
        """See Elsewhere."""
        if expects.startswith("W/"):
            raise ToolError(_NO_VERSION.of(name=path), "no_version")
        condition = {"If-Match": expects} if expects else {"If-None-Match": "*"}
        return self.dav.request("PUT", self._path(path), stop, data, condition).tag

    def _path(self, path: str) -> str:
        here = self.dav.root.path
        for name in path.split("/") if path else ():
            here = below(here, name)
        return here


def relative(text: str) -> str:
    """A path in the folder as it is asked for. Raises InvalidArgumentsError: it leads out of it."""
    names = [one for one in text.strip().replace("\\", "/").split("/") if one not in {"", "."}]
    if ".." in names or any("\0" in one or not one.isprintable() for one in names):
        raise InvalidArgumentsError("A path is relative to that folder, without '..'.")
    return "/".join(names)
