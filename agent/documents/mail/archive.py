"""Zip archives: listed, read and taken apart entry by entry, made of files, changed without packing the rest anew."""

import datetime
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from agent.core.documents import Content, Difference, Op, Passage, Problem
from agent.core.errors import UnreadableError
from agent.core.paths import shown
from agent.core.words import Words
from agent.documents.mail import archive_edit
from agent.documents.mail.archive_edit import OPERATIONS
from agent.documents.mail.archive_entries import Archive, Entry, opened
from agent.documents.mail.archive_unlock import unlock
from agent.documents.mail.enclosed import Enclosed, chosen, taken_out
from agent.documents.mail.mail_attachments import read_inside
from agent.documents.op_fields import allowed, object_of

__all__ = ["OPERATIONS", "check", "create", "diff", "edit", "extract", "problems", "read", "unlock"]

_COUNT = Words(
    "{files} {files:file|files}, unpacked {size:,} {size:byte|bytes}", "ファイル {files} 個、展開後 {size:,} バイト"
)
_LOCKED = Words("{count} {count:file needs|files need} a password", "パスワードが必要なファイル {count} 個")
_ENTRY = Words("{part} of the archive ({size:,} {size:byte|bytes})", "書庫内の「{part}」({size:,} バイト)")
_MADE = Words("Packed {count} {count:file|files}.", "ファイル {count} 個を圧縮しました。")
_LEADS_OUT = Words(
    "This entry would be unpacked outside of the folder that the archive is unpacked to.",
    "展開先フォルダーの外に書き込まれる名前です。",
)
_TWICE = Words("There are {count} {count:entry|entries} of this name.", "同じ名前の項目が {count} 個あります。")


def read(source: Path, start: int, count: int, part: str) -> Content:
    """A row for each entry, at its name; `part` is the name of one to read as the document that it is."""
    with opened(source) as archive:
        if part:
            one = chosen(_enclosed(archive), part)
            data = one.load()
            content = read_inside(one.name, data, start, count)
            told = _ENTRY.of(part=shown(one.part), size=len(data))
            return Content(content.format, content.passages, content.total, (told, *content.facts))
        passages = tuple(map(_passage, archive.entries[start : start + count]))
        files = [one for one in archive.entries if not one.folder]
        locked = sum(one.locked for one in files)
        facts = (
            _COUNT.of(files=len(files), size=sum(one.member.info.file_size for one in files)),
            *([_LOCKED.of(count=locked)] if locked else []),
        )
        return Content("zip", passages, len(archive.entries), facts)


def extract(source: Path, part: str, target: Path) -> tuple[Words, ...]:
    """Write the entry of that name to `target`.

    Raises:
        InvalidArgumentsError: there is none; the sentence names what there is.
        UnreadableError: "encrypted" or "broken".
    """
    with opened(source) as archive:
        return taken_out(_enclosed(archive), part, target)


def edit(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """See `archive_edit.edit`."""
    return archive_edit.edit(source, ops, target)


def create(content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
    """Write {"files": {name in the archive: file}}.

    Raises:
        InvalidArgumentsError: a name would not fit on every system.
    """
    allowed(content, "files", what="An archive")
    files = archive_edit.files_in(object_of(content, "files"))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        for name, file in files.items():
            archive.write(file, name)
    return (_MADE.of(count=len(files)),)


def check(path: Path) -> None:
    """Unpack every entry that has no password, which proves its checksum."""
    with opened(path) as archive:
        for entry in archive.entries:
            if not entry.locked:
                archive.load(entry)


def problems(source: Path) -> tuple[Problem, ...]:
    """Names that lead out of the archive, names that are there twice, entries that are damaged."""
    with opened(source) as archive:
        names = Counter(entry.name.casefold() for entry in archive.entries)
        found = [Problem(entry.name, "invalid", _LEADS_OUT) for entry in archive.entries if entry.leads_out]
        found += [
            Problem(entry.name, "invalid", _TWICE.of(count=names[entry.name.casefold()]))
            for entry in archive.entries
            if names[entry.name.casefold()] > 1
        ]
        return (*found, *_damaged(archive))


def _damaged(archive: Archive) -> Iterator[Problem]:
    for entry in archive.entries:
        if entry.locked:
            continue
        try:
            archive.load(entry)
        except UnreadableError as error:
            yield Problem(entry.name, "invalid", error.words)


def diff(before: Path, after: Path) -> tuple[Difference, ...]:
    """Entries that came, went, or have other contents."""
    old, new = _sums(before), _sums(after)
    return (
        *(Difference(name, one[0], "", "removed") for name, one in old.items() if name not in new),
        *(Difference(name, "", one[0], "added") for name, one in new.items() if name not in old),
        *(Difference(name, old[name][0], one[0]) for name, one in new.items() if name in old and one != old[name]),
    )


def _sums(path: Path) -> dict[str, tuple[str, int]]:
    with opened(path) as archive:
        return {one.name: (f"{one.member.info.file_size:,} B", one.member.info.CRC) for one in archive.entries}


def _enclosed(archive: Archive) -> list[Enclosed]:
    return [Enclosed(one.name, one.name, partial(archive.load, one)) for one in archive.entries if not one.folder]


def _passage(entry: Entry) -> Passage:
    info = entry.member.info
    what = "folder" if entry.folder else f"{info.file_size:,} bytes"
    if entry.locked:
        what += ", needs a password"
    try:
        date = datetime.datetime(*info.date_time).isoformat(" ", "minutes")  # noqa: DTZ001  a zip has local times
    except ValueError:
        date = ""
    return Passage(entry.name, f"{entry.name} | {what} | {date}", "row")
