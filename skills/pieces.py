"""The files of a skill: listed within bounds, hashed, read one by one; never one that lies outside of it."""

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from agent.core.errors import NotFoundError, ToolError
from agent.core.paths import shown
from agent.core.words import Words

MOST_FILES, MOST_BYTES, DEEPEST = 2_000, 100 * 1024**2, 8
SKIPPED = frozenset({".git", "node_modules", "__pycache__", ".DS_Store", ".venv"})
SCRIPTS = frozenset({".py", ".sh", ".bash", ".js", ".mjs", ".cjs", ".ts", ".rb", ".pl", ".ps1", ".bat", ".cmd", ".php"})
_PLAIN = "\n\r\t\u200c\u200d"
_NONE = Words("The skill has no file {name!r}.", "スキルに「{name}」というファイルがありません。")
_OUTSIDE = Words(
    "{name!r} leads out of the skill's folder, so it is not read.",
    "「{name}」はスキルのフォルダーの外を指しているため、読み取っていません。",
)
_TOO_MUCH = Words(
    "The skill holds more than {files} {files:file|files} or {size} MB, so it cannot be approved.",
    "スキルのファイルが {files} 個または {size} MB を超えているため、承認できません。",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A file below a skill's folder: its name with "/", size in bytes, a stamp that differs when it was changed.

    `link` is what a link says, "" for a file. `runs`: somebody could run it, by its ending or its executable bit.
    """

    name: str
    size: int
    stamp: tuple[int, int, int]
    link: str = ""
    runs: bool = False


def pieces(folder: Path) -> tuple[Piece, ...]:
    """Everything that lies in it, by name, at most MOST_FILES + 1. Links are told, never followed."""
    found: list[Piece] = []
    for piece in _below(folder, "", 0):
        found.append(piece)
        if len(found) > MOST_FILES:
            break
    return tuple(sorted(found, key=lambda piece: piece.name))


def _below(folder: Path, prefix: str, depth: int) -> Iterator[Piece]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        name = f"{prefix}{entry.name}"
        if entry.name in SKIPPED:
            continue
        try:
            told = entry.stat(follow_symlinks=False)
            link = os.readlink(entry.path) if stat.S_ISLNK(told.st_mode) else ""  # noqa: PTH115  # an entry, no Path
        except OSError:
            continue
        stamp = (told.st_ino, told.st_mtime_ns, told.st_ctime_ns)
        if stat.S_ISDIR(told.st_mode) and depth < DEEPEST:
            yield from _below(folder / entry.name, f"{name}/", depth + 1)
        elif link or stat.S_ISREG(told.st_mode):
            runs = not link and (Path(name).suffix.lower() in SCRIPTS or bool(told.st_mode & 0o111))
            yield Piece(name, 0 if link else told.st_size, stamp, link, runs)


def digest_of(folder: Path, listed: tuple[Piece, ...], known: Mapping[str, bytes] | None = None) -> str:
    """SHA-256 in hex over the names and contents of all files; `known` are contents that were read before.

    Raises:
        ToolError: there are too many files, or too many bytes (code "too_large"), or one cannot be read.
    """
    if len(listed) > MOST_FILES or sum(piece.size for piece in listed) > MOST_BYTES:
        raise ToolError(_TOO_MUCH.of(files=MOST_FILES, size=MOST_BYTES // 1024**2), "too_large")
    whole = hashlib.sha256()
    for piece in listed:
        if piece.link:
            one = f"link {piece.link}"
        else:
            data = (known or {}).get(piece.name)
            one = hashlib.sha256(contents(folder, piece.name) if data is None else data).hexdigest()
        whole.update(f"{len(piece.name.encode(errors='surrogateescape'))} ".encode())
        whole.update(f"{piece.name}\0{one}\n".encode(errors="surrogateescape"))
    return whole.hexdigest()


def contents(folder: Path, name: str, most: int = MOST_BYTES) -> bytes:
    """The first `most` bytes of a file of the skill.

    Raises:
        NotFoundError: there is none. ToolError: it leads out of the folder (code "outside_skill").
    """
    parts = name.split("/")
    if name.startswith("/") or "\\" in name or ":" in name or "\0" in name or any(p in ("", ".", "..") for p in parts):
        raise ToolError(_OUTSIDE.of(name=shown(name)), "outside_skill")
    base = folder.resolve()
    path = base.joinpath(*parts)
    try:
        if path.resolve(strict=True) != path:
            raise ToolError(_OUTSIDE.of(name=shown(name)), "outside_skill")
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise NotFoundError(_NONE.of(name=shown(name))) from error
    with os.fdopen(handle, "rb") as file:
        told = os.fstat(file.fileno())
        if not stat.S_ISREG(told.st_mode):
            raise NotFoundError(_NONE.of(name=shown(name)))
        if path.resolve() != path or path.stat().st_ino != told.st_ino:  # it was exchanged while it was opened
            raise ToolError(_OUTSIDE.of(name=shown(name)), "outside_skill")
        return file.read(most)


def scripts_of(listed: tuple[Piece, ...]) -> tuple[str, ...]:
    """What somebody could run."""
    return tuple(piece.name for piece in listed if piece.runs)


def visible(text: str) -> tuple[str, int]:
    """The words with what nobody sees (tags, direction marks, controls) written out, and how many such there are.

    Joiners stay: scripts and emoji need them.
    """
    odd = {c for c in set(text) if unicodedata.category(c) in ("Cf", "Cc", "Co", "Cn") and c not in _PLAIN}
    if not odd:
        return text, 0
    count = sum(text.count(c) for c in odd)
    return "".join(c.encode("unicode_escape").decode() if c in odd else c for c in text), count
