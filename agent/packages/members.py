"""The files of a package as they lie unpacked: what each is, and the one digest of all of them."""

import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from agent.core.words import Words
from agent.packages.names import is_clutter, is_left_over, member_name
from agent.packages.package import Member, MemberKind
from agent.packages.refusing import refused

PIECE = 1 << 20
Skipped = Callable[[str], bool]
_HEAD = 4096
_SCRIPTS = frozenset({
    "sh", "bash", "zsh", "fish", "ksh", "csh", "command", "py", "pyw", "pyx", "pl", "rb", "php", "lua", "js",
    "mjs", "cjs", "ts", "mts", "cts", "jsx", "tsx", "ps1", "psm1", "bat", "cmd", "vbs", "vbe", "wsf", "hta",
    "applescript", "scpt", "r", "jl", "tcl", "awk", "sql", "go", "rs", "java", "kts", "groovy", "makefile",
})  # fmt: skip
_PROGRAMS = frozenset({
    "exe", "dll", "com", "scr", "msi", "so", "dylib", "node", "wasm", "jar", "class", "pyc", "pyo", "pyd", "whl",
    "app", "appimage", "deb", "rpm", "dmg", "pkg", "bin", "elf", "o", "a", "lib",
})  # fmt: skip
_PICTURES = frozenset({
    "png", "jpg", "jpeg", "gif", "webp", "svg", "ico", "bmp", "tif", "tiff", "avif", "heic", "icns",
})  # fmt: skip
_PROGRAM_HEADS = (
    b"\x7fELF",
    b"MZ",
    b"\xfe\xed\xfa",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\0asm",
)
_PICTURE_HEADS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM", b"II*\0", b"MM\0*")
_LINK = Words("it is a link or no ordinary file.", "リンクであるか、通常のファイルではありません。")


def members_of(folder: Path, skipped: Skipped = is_left_over) -> tuple[Member, ...]:
    """Every file below `folder`, by name, but what is `skipped` by its name. Links are not followed.

    Raises:
        NeedsUserError: "hostile_package": there is a link, a device, or a name that no package may have.
    """
    return tuple(sorted((_member(folder, path) for path in files_below(folder, skipped)), key=lambda one: one.name))


def stamps_of(folder: Path) -> tuple[tuple[str, int, int, int, int], ...]:
    """What differs when a file of an installed package was changed, without reading one: names, inodes, sizes, times.
    Raises as `members_of` does.
    """
    told = ((path, path.lstat()) for path in files_below(folder, is_clutter))
    return tuple(sorted((str(path), at.st_ino, at.st_size, at.st_mtime_ns, at.st_ctime_ns) for path, at in told))


def digest_of(members: Iterable[Member], entry: Mapping[str, object] | None = None) -> str:
    """The digest of all members together, in hex: what a person approves. It depends on names and bytes alone, and on
    the `entry` of a list of plugins, where the package has one.
    """
    whole = hashlib.sha256()
    if entry:
        whole.update(f"{json.dumps(entry, sort_keys=True)}\n".encode())
    for name, sha256 in sorted((one.name, one.sha256) for one in members):
        whole.update(f"{sha256} {len(name.encode())} {name}\n".encode())
    return whole.hexdigest()


def files_below(folder: Path, skipped: Skipped = is_left_over) -> Iterator[Path]:
    """Every file in a folder and below it, but what systems leave there. Raises as `members_of` does."""
    waiting = [folder]
    while waiting:
        for entry in sorted(os.scandir(waiting.pop()), key=lambda one: one.name):
            name = Path(entry.path).relative_to(folder).as_posix()
            # A whole folder is left out of what comes, never of what was installed: nobody looked into it.
            if skipped(name) and (skipped is is_left_over or entry.is_file(follow_symlinks=False)):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            elif entry.is_file(follow_symlinks=False):
                yield Path(entry.path)
            else:
                raise refused(_LINK, name)


def opened(path: Path) -> int:
    """A descriptor for reading an ordinary file that is no link. Raises NeedsUserError ("hostile_package"), OSError."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise refused(_LINK, path.name)
    return handle


def kind_of_file(name: str, head: bytes, *, runs: bool = False) -> MemberKind:
    """What a file is, by its name, its first bytes, and whether its x bit is set. The worse of two answers counts."""
    ending = PurePosixPath(name).suffix.lower().removeprefix(".") or PurePosixPath(name).name.lower()
    if ending in _PROGRAMS or head.startswith(_PROGRAM_HEADS):
        return MemberKind.PROGRAM
    text = _is_text(head)
    if ending in _SCRIPTS or head.startswith(b"#!") or (runs and text):
        return MemberKind.SCRIPT
    if runs:
        return MemberKind.PROGRAM
    if ending in _PICTURES or head.startswith(_PICTURE_HEADS):
        return MemberKind.PICTURE
    return MemberKind.TEXT if text else MemberKind.DATA


def _member(folder: Path, path: Path) -> Member:
    name = member_name(path.relative_to(folder).as_posix())
    size, whole, head = 0, hashlib.sha256(), b""
    with os.fdopen(opened(path), "rb") as file:
        runs = bool(os.fstat(file.fileno()).st_mode & 0o111) and os.name != "nt"
        while piece := file.read(PIECE):
            head = head or piece[:_HEAD]
            whole.update(piece)
            size += len(piece)
    return Member(name, size, whole.hexdigest(), kind_of_file(name, head, runs=runs))


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3 and len(head) == _HEAD  # a character that the head cuts
    return True
