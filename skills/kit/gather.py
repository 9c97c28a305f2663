"""What lies in a folder, without what a Recipe must leave alone."""

import fnmatch
import re
from collections.abc import Iterable, Iterator, Sequence

from agent.core.errors import NotFoundError
from agent.core.paths import Place, shown
from agent.core.ports import Entry, Files
from agent.core.words import Words
from skills.form import Form
from skills.kit.kinds import is_left_alone, is_package
from skills.kit.report import UNOPENED, Report, Skipped
from skills.phrase import folded
from skills.recipe import Desk


def tree(files: Files, folder: Place, *, deep: bool = True, projects: bool = True) -> Iterator[Entry]:
    """Files and folders below `folder`, in order, without packages, hidden, locked and unfinished files, and links.

    What cannot be opened has a kind of `UNOPENED`. Without `projects`, folders under version control are left out
    too: their files belong where they are.
    """
    for entry in files.walk(folder, deep=False):
        if entry.kind == "folder" and not is_package(entry.place):
            if projects or files.entry(entry.place.child(".git")) is None:
                yield entry
                if deep:
                    yield from tree(files, entry.place, projects=projects)
        elif entry.kind in UNOPENED or (entry.kind == "file" and not is_left_alone(entry.place)):
            yield entry


def files_below(
    report: Report, folder: Place, *, deep: bool = True, projects: bool = True, suffixes: Sequence[str] = ()
) -> list[Entry]:
    """Files below `folder` with one of these endings, in natural order of their paths.

    The report names files that are in the cloud and, when all below the folder is meant, folders that cannot be opened.

    Raises:
        NotFoundError: there is no such folder.
    """
    desk = report.desk
    there = desk.files.entry(folder)
    if there is None or there.kind != "folder":
        name = desk.files.called(folder)
        raise NotFoundError(Words(f"There is no folder {name!r}.", f"フォルダー「{name}」がありません。"))
    found = list(tree(desk.files, folder, deep=deep, projects=projects))
    told = UNOPENED if deep else ("placeholder",)
    report.skips += [Skipped(e.place, UNOPENED[e.kind]) for e in found if e.kind in told]
    files = [e for e in found if e.kind == "file" and (not suffixes or e.place.suffix in suffixes)]
    return sorted(files, key=lambda e: natural(e.place.path))


def chosen(report: Report, form: Form, suffixes: Sequence[str] = ()) -> list[Entry]:
    """The files of the field "files" in their order, or, when it is empty, those of the field "folder".

    Raises:
        NotFoundError: a named file is not there.
    """
    desk = report.desk
    named = form.places("files", desk.files)
    if not named:
        folder = form.place("folder", desk.files)
        return files_below(report, folder, deep=form.yes("subfolders"), suffixes=suffixes)
    return [existing(desk, place) for place in named]


def existing(desk: Desk, place: Place) -> Entry:
    """The file at `place`.

    Raises:
        NotFoundError: there is no such file.
    """
    entry = desk.files.entry(place)
    if entry is None or entry.kind != "file":
        name = shown(str(place))
        raise NotFoundError(Words(f"There is no file {name!r}.", f"ファイル「{name}」がありません。"))
    return entry


def wildcard(entries: Iterable[Entry], patterns: str) -> list[Entry]:
    """Entries whose names fit one of the patterns ("*.jpg; IMG_*"); without width and case; all for ""."""
    wanted = [folded(pattern) for pattern in re.split(r"[;,、；]", patterns) if pattern.strip()]
    return [e for e in entries if not wanted or any(fnmatch.fnmatchcase(folded(e.place.name), w) for w in wanted)]


def in_turn(desk: Desk, entries: Sequence[Entry]) -> Iterator[Entry]:
    """Each entry, telling the progress before it; the progress may raise to stop."""
    for index, entry in enumerate(entries):
        desk.progress(entry.place.name, index, len(entries))
        yield entry


def is_open(files: Files, place: Place) -> bool:
    """Whether Office or LibreOffice holds the file: their lock lies beside it. Word cuts two letters for it."""
    name = place.name
    locks = (f"~${name}", f"~${name[2:]}", f".~lock.{name}#")
    return any(files.entry(place.parent.child(lock)) is not None for lock in locks)


def natural(path: str) -> tuple[object, ...]:
    """A key that puts "2.pdf" before "10.pdf", and folders beside their names."""
    parts = re.split(r"(\d+)", folded(path).replace("/", "\0"))
    return tuple((0, int(part), part) if part.isdecimal() else (1, 0, part) for part in parts)
