"""Ops of zip archives: entries come and go; all others keep their packed bytes, their headers and their order."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.mail.archive_entries import Archive, Entry, opened
from agent.documents.op_fields import object_of
from agent.documents.op_words import flag_in
from agent.documents.opc.zip_copy import written
from agent.documents.operations import Operation, carried_out

_ADDED = Words("Added {names}.", "{names} を追加しました。")
_REMOVED = Words("Removed {names}.", "{names} を削除しました。")
_FORBIDDEN = frozenset('<>:"|?*\\')
_MOST_BYTES = 400 * 1024**2


@dataclass(slots=True)
class Draft:
    """An archive that is being edited: `changes` as `zip_copy.written` takes them."""

    archive: Archive
    changes: dict[str, tuple[str, bytes | None]] = field(default_factory=dict)

    def entry(self, name: str) -> Entry | None:
        """The entry of that name that is still there."""
        found = [one for one in self.archive.entries if one.name.casefold() == name.casefold()]
        gone = [one for one in found if self.changes.get(one.member.name.lower(), ("", b""))[1] is None]
        return next((one for one in found if one not in gone), None)


def edit(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """Carry out `ops` in their order; see OPERATIONS and README.md.

    Raises:
        InvalidArgumentsError: an op does not fit, or names of entries are not unique; nothing is written.
    """
    with opened(source) as archive:
        lower = [one.member.name.lower() for one in archive.entries]
        if len(set(lower)) != len(lower):
            raise InvalidArgumentsError("Several entries of the archive have one and the same name: it is not edited.")
        draft = Draft(archive)
        said = tuple(carried_out(OPERATIONS, draft, op, "an archive") for op in ops)
        now = datetime.datetime.now().astimezone().timetuple()[:6]
        members = [one.member for one in archive.entries]
        with target.open("wb") as out:
            written(archive.file, archive.zip, members, draft.changes, out, dated=now)
        return said


def files_in(value: Mapping[str, object]) -> dict[str, Path]:
    """Names in an archive and the files to put there.

    Raises:
        InvalidArgumentsError: there is none, or a name would not fit on every system.
    """
    files: dict[str, Path] = {}
    for name, file in value.items():
        if not isinstance(file, Path):
            raise InvalidArgumentsError('\'files\' is an object of names and files: {"a/b.pdf": {"file": "b.pdf"}}.')
        pieces = name.split("/")
        bad = _FORBIDDEN & set(name) or any(piece.strip() in {"", ".", ".."} for piece in pieces)
        if bad or len(name.encode()) > 1_000:
            raise InvalidArgumentsError(f"{name[:80]!r} is no name for an entry. Write for example 'folder/list.xlsx'.")
        files[name] = file
    if not files or len({name.casefold() for name in files}) != len(files):
        raise InvalidArgumentsError("'files' needs at least one file, and no name twice.")
    if sum(file.stat().st_size for file in files.values()) > _MOST_BYTES:
        raise InvalidArgumentsError(f"The files have more than {_MOST_BYTES:,} bytes: make several archives.")
    return files


def _add(draft: Draft, op: Op) -> Words:
    files, replace = files_in(object_of(op, "files")), flag_in(op, "replace", default=False)
    for name, file in files.items():
        there = draft.entry(name)
        if there is not None and not replace:
            raise InvalidArgumentsError(f"{name!r} is there already. 'replace': true puts the new file in its place.")
        key = there.member.name if there is not None else name
        draft.changes[key.lower()] = (key, file.read_bytes())
    return _ADDED.of(names=", ".join(files))


def _remove(draft: Draft, op: Op) -> Words:
    names = op.get("names")
    if not isinstance(names, (list, tuple)) or not names:
        raise InvalidArgumentsError("'names' is a list of entries: [\"folder/a.txt\"].")
    for name in names:
        there = draft.entry(str(name))
        if there is None:
            told = ", ".join(repr(one.name) for one in draft.archive.entries[:40])
            raise InvalidArgumentsError(f"There is no entry {name!r}. There are: {told}.")
        draft.changes[there.member.name.lower()] = (there.member.name, None)
    return _REMOVED.of(names=", ".join(map(str, names)))


OPERATIONS: Mapping[str, Operation[Draft]] = {
    "add": Operation(
        _add,
        ("files", "replace"),
        '{"op":"add","files":{"folder/a.pdf":{"file":"a.pdf"}}} "replace":true for one that is there',
    ),
    "remove": Operation(_remove, ("names",), '{"op":"remove","names":["folder/a.pdf"]}'),
}
