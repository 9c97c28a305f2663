"""Files and fields of a package's manifests, read with care: wrong kinds, sizes and places are told, never raised."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from agent.core.paths import shown
from agent.core.words import Words
from agent.packages.members import kind_of_file
from agent.packages.package import MemberKind

MOST_BYTES = 4_000_000
MOST_FILES = 20_000
MOST_TOLD = 100
_HEAD = 4096
SKIPPED = frozenset({".git", "node_modules", "__pycache__", "__MACOSX"})
_ODD = re.compile(r"[^a-z0-9.-]+")
_ENDS = re.compile(r"^[^a-z0-9]+|[^a-z0-9]+$")
_NAME = re.compile(r"(?!.*(?:--|\.\.))[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")

_TOO_LARGE = Words("{file} is larger than 4 MB.", "{file} は4 MBを超えています。")
_UNREADABLE = Words("{file} cannot be read: {why}.", "{file} を読めません: {why}")
_NOT_JSON = Words("{file} is not JSON: {why}.", "{file} はJSONではありません: {why}")
_NO_OBJECT = Words("{file} does not hold a JSON object.", "{file} の中身がJSONオブジェクトではありません。")


class UnusableError(ValueError):
    """Something of a package cannot be read; `words` say what and why. Readers catch it, the person never meets it."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def named(name: str) -> str:
    """A name as packages are kept: `a-z0-9-.`, at most 64 characters, "package" when nothing is left of it."""
    plain = _ODD.sub("-", name.casefold())
    plain = re.sub(r"-{2,}", "-", re.sub(r"\.{2,}", ".", plain))
    return _ENDS.sub("", _ENDS.sub("", plain)[:64]) or "package"


def well_named(name: str) -> bool:
    """Whether it is a name by the rules of Agent Plugins 1.0.0, section 5.5."""
    return len(name) <= 64 and _NAME.fullmatch(name) is not None


def read_text(path: Path, name: str) -> str:
    """The text of a file of at most 4 MB; what is not UTF-8 is replaced.

    Raises:
        UnusableError: it is not there, too large, or no file.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UnusableError(_UNREADABLE.of(file=cited(name), why=why)) from error
    if len(raw) > MOST_BYTES:
        raise UnusableError(_TOO_LARGE.of(file=cited(name)))
    return raw.decode("utf-8-sig", errors="replace")


def read_object(path: Path, name: str) -> Mapping[str, object]:
    """The JSON object in a file.

    Raises:
        UnusableError: it cannot be read, or is something else.
    """
    try:
        loaded = json.loads(read_text(path, name))
    except (ValueError, RecursionError) as error:
        raise UnusableError(_NOT_JSON.of(file=cited(name), why=" ".join(str(error).split())[:120])) from error
    found = as_object(loaded)
    if found is None:
        raise UnusableError(_NO_OBJECT.of(file=cited(name)))
    return found


def as_object(value: object) -> Mapping[str, object] | None:
    """The value as an object, None when it is none."""
    return {str(key): one for key, one in value.items()} if isinstance(value, dict) else None


def text_of(value: object) -> str:
    """The value on one line when it is text, else ""."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def cited(text: str) -> str:
    """Words of a stranger as a sentence of ours may hold them: nothing unseen in them, at most 100 characters."""
    return shown(text if len(text) <= MOST_TOLD else f"{text[:MOST_TOLD]}…")


def texts_of(value: object) -> tuple[str, ...] | None:
    """The value as texts: one text, or a list of nothing else. None when it is something else."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    return None


def strings(value: object) -> Mapping[str, str] | None:
    """The value as texts by names, None when it is something else."""
    found = as_object(value)
    if found is None or not all(isinstance(one, str) for one in found.values()):
        return None
    return {key: str(one) for key, one in found.items()}


def person(value: object) -> str:
    """Who published it: the name of an author object, or the text itself."""
    found = as_object(value)
    return text_of(found.get("name")) if found is not None else text_of(value)


def within(root: Path, relative: str) -> Path | None:
    """Where a path of a manifest leads, None when it is absolute or leads out of `root`, by links as well."""
    parts = PurePosixPath(relative)
    if parts.is_absolute() or ".." in parts.parts or "\\" in relative or "\0" in relative or ":" in relative:
        return None
    found = root.joinpath(*parts.parts)
    try:
        inside = found.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return None
    return found if inside else None


def files_below(folder: Path, root: Path) -> Iterator[Path]:
    """The files below a folder that lie within `root`, in the order of their names; at most 20,000."""
    count = 0
    for path in sorted(folder.rglob("*")):
        if SKIPPED.intersection(path.relative_to(folder).parts) or not path.is_file():
            continue
        if within(root, path.relative_to(root).as_posix()) is None:
            continue
        yield path
        count += 1
        if count >= MOST_FILES:
            return


def scripts_in(folder: Path, root: Path) -> tuple[str, ...]:
    """Names of files below `folder`, relative to it, that are scripts or programs, by their bytes and their names."""
    return tuple(path.relative_to(folder).as_posix() for path in files_below(folder, root) if _is_script(path))


def _is_script(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            runs = bool(os.fstat(file.fileno()).st_mode & 0o111) and os.name != "nt"
            return kind_of_file(path.name, file.read(_HEAD), runs=runs) in (MemberKind.SCRIPT, MemberKind.PROGRAM)
    except OSError:
        return False
