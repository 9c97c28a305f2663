"""Names for new files: free, valid on every system, never over something that is there."""

import re
import unicodedata

from agent.core.paths import Place
from agent.core.ports import Files

# Control characters, and halves of characters, which stand for bytes that are no text.
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff/\\:*?"<>|]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)
_DOUBLE = (".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst")
# File systems allow 255 bytes; " (12)" must still fit.
_MOST_BYTES = 240


def split_name(name: str) -> tuple[str, str]:
    """Stem and ending ("a.tar", ".gz" belong together); a name that only begins with a dot has no ending."""
    for double in _DOUBLE:
        if name.lower().endswith(double) and len(name) > len(double):
            return name[: -len(double)], name[-len(double) :]
    stem, dot, ending = name.rpartition(".")
    return (stem, dot + ending) if stem and ending and " " not in ending else (name, "")


def valid_name(text: str) -> str:
    """`text` as a file name that Windows, macOS and Linux take; "" when nothing of it remains."""
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf")
    name = _FORBIDDEN.sub("_", seen).strip().rstrip(". ")
    stem, ending = split_name(name)
    while len((stem + ending).encode("utf-8", "surrogateescape")) > _MOST_BYTES:
        stem = stem[:-1]
    name = stem.rstrip() + ending
    return f"_{name}" if _RESERVED.match(name) else name


def same_name(name: str) -> str:
    """Two names with the same result are one file on some system: case and composed characters do not count."""
    return unicodedata.normalize("NFC", name).casefold()


class FreeNames:
    """Names that are free, remembering those that were given away. `vacated` places count as free."""

    def __init__(self, files: Files, vacated: frozenset[Place] = frozenset()) -> None:
        self._files = files
        self._vacated = vacated
        self._taken: dict[Place, set[str]] = {}
        self._given: dict[tuple[Place, str], int] = {}

    def claim(self, folder: Place, name: str) -> Place:
        """A free place in `folder`: `name`, else "name (2).ext", "name (3).ext" and so on."""
        taken = self._names(folder)
        stem, ending = split_name(valid_name(name) or name)
        key = (folder, same_name(name))
        number, free = 1, name
        while same_name(free) in taken:
            number = max(number, self._given.get(key, 1)) + 1
            free = f"{stem} ({number}){ending}"
        taken.add(same_name(free))
        self._given[key] = number
        return folder.child(free)

    def _names(self, folder: Place) -> set[str]:
        if folder not in self._taken:
            there = self._files.entry(folder)
            entries = self._files.walk(folder, deep=False, hidden=True) if there and there.kind == "folder" else ()
            self._taken[folder] = {same_name(e.place.name) for e in entries if e.place not in self._vacated}
        return self._taken[folder]
