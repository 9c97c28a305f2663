"""Changes of files as an editor is shown them.

Text files are a v1 diff. Everything else (Office documents, folders, moves, deletions) has no word in v1, so it stands
below `_meta` in the shape of version 2 of the protocol (`diff.changes`: operation, path, oldPath, fileType, mimeType;
agentclientprotocol.com/protocol/v2), with the differences that Deskhand's own window shows.
"""

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from acp.schema import FileEditToolCallContent

from agent.core.changes import Change, Changed, ChangeSet, Checkpoint, Create, Delete, MakeFolder, Modify, Move
from agent.core.errors import AgentError
from agent.core.paths import place_of
from desktop.compose.opened import OpenedSession
from desktop.compose.previews import Previews
from desktop.wire.messages import Preview, Told

MOST_DIFFS = 20
MOST_BYTES = 256_000
MOST_DIFFERENCES = 100
MOST_ROWS = 20
MOST_TEXT = 2_000
_OFFICE = frozenset((".xlsx", ".xlsm", ".docx", ".docm", ".pptx", ".pptm", ".pdf", ".xls", ".ods"))
_OPERATIONS = {"create": "add", "modify": "modify", "delete": "delete", "folder": "add"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a set of changes looks like: v1 diffs of its texts, and all of it in the shape of v2, with previews."""

    diffs: tuple[FileEditToolCallContent, ...] = ()
    lines: tuple[dict[str, Any], ...] = ()
    previews: tuple[dict[str, Any], ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """Where something changes."""
        return tuple(dict.fromkeys(line["path"] for line in self.lines))


def path_in(opened: OpenedSession) -> Callable[[str], str]:
    """Absolute paths for texts of Places; folders that were taken back keep theirs."""

    def path(text: str) -> str:
        folders = dict(opened.session.state.folders)
        place = place_of(text, folders)
        folder = folders.get(place.root, "")
        return str(Path(folder) / place.path) if place.path else folder

    return path


def proposed(opened: OpenedSession, previews: Previews, changes: ChangeSet) -> Shown:
    """What would be done, before it is done. Blocks: files are read, documents compared by workers."""
    path = path_in(opened)
    diffs: list[FileEditToolCallContent] = []
    lines: list[dict[str, Any]] = []
    looks: list[dict[str, Any]] = []
    for change in changes.changes:
        line = _line(change, path)
        diff = _proposed_diff(opened, change, line["path"]) if len(diffs) < MOST_DIFFS else None
        if diff is not None:
            diffs.append(diff)
            line["fileType"] = "text"
        elif isinstance(change, Create | Modify):
            line["fileType"] = "binary"
            if len(looks) < MOST_DIFFS:
                looks.append(look(previews.change(change), line["path"]))
        lines.append(line)
    return Shown(tuple(diffs), tuple(lines), tuple(one for one in looks if len(one) > 1))


def made(opened: OpenedSession, checkpoint: Checkpoint) -> Shown:
    """What was done. Texts are told from the kept images, as far as they are there."""
    path = path_in(opened)
    diffs: list[FileEditToolCallContent] = []
    lines: list[dict[str, Any]] = []
    for one in checkpoint.changed:
        line = _changed_line(one, path)
        diff = _made_diff(opened, checkpoint.id, one, line["path"]) if len(diffs) < MOST_DIFFS else None
        if diff is not None:
            diffs.append(diff)
            line["fileType"] = "text"
        lines.append(line)
    return Shown(tuple(diffs), tuple(lines))


def look(preview: Preview, path: str) -> dict[str, Any]:
    """A preview as JSON, bounded; a picture of a page is left out."""
    differences = [
        {"anchor": one.place, "before": _side(one, "+")[:MOST_TEXT], "after": _side(one, "-")[:MOST_TEXT]}
        for one in preview.differences[:MOST_DIFFERENCES]
    ]
    given = {
        "differences": differences,
        "more": max(preview.total - MOST_DIFFERENCES, 0),
        "rows": [list(row) for row in preview.rows[:MOST_ROWS]],
        "text": preview.text[:MOST_TEXT],
    }
    return {"path": path, **{key: value for key, value in given.items() if value}}


def _side(one: Told, other: str) -> str:
    """What stood there, or stands there now: all but what belongs to the `other` side."""
    return "".join(text for sign, text in one.pieces if sign != other)


def _line(change: Change, path: Callable[[str], str]) -> dict[str, Any]:
    match change:
        case Create(place):
            return _operation("add", path(str(place)))
        case Modify(place):
            return _operation("modify", path(str(place)))
        case Move(place, to):
            return _operation("move", path(str(to))) | {"oldPath": path(str(place))}
        case Delete(place):
            return _operation("delete", path(str(place)))
        case MakeFolder(place):
            return {"operation": "add", "path": path(str(place)), "fileType": "directory"}


def _changed_line(one: Changed, path: Callable[[str], str]) -> dict[str, Any]:
    if one.kind == "move":
        return _operation("move", path(one.to)) | {"oldPath": path(one.place)}
    line = _operation(_OPERATIONS.get(one.kind, "modify"), path(one.place))
    return line | {"fileType": "directory"} if one.kind == "folder" else line


def _operation(operation: str, path: str) -> dict[str, Any]:
    kind = mimetypes.guess_type(path)[0]
    return {"operation": operation, "path": path} | ({"mimeType": kind} if kind else {})


def _proposed_diff(opened: OpenedSession, change: Change, path: str) -> FileEditToolCallContent | None:
    match change:
        case Create(_, staged):
            return _diff(path, None, Path(staged.path))
        case Modify(place, _, staged):
            try:
                return _diff(path, opened.workspace.snapshot(place).path, Path(staged.path))
            except AgentError:
                return None
        case _:
            return None


def _made_diff(opened: OpenedSession, checkpoint: str, one: Changed, path: str) -> FileEditToolCallContent | None:
    if one.kind not in ("create", "modify") or one.size > MOST_BYTES or Path(path).suffix.lower() in _OFFICE:
        return None
    try:
        before, after = opened.ledger.contents(checkpoint, one.place)
    except AgentError:
        return None
    if after is None or (one.kind == "modify" and before is None):
        return None
    return _diff(path, before if one.kind == "modify" else None, after)


def _diff(path: str, before: Path | None, after: Path) -> FileEditToolCallContent | None:
    if Path(path).suffix.lower() in _OFFICE:
        return None
    old, new = _text(before) if before else None, _text(after)
    if new is None or (before is not None and old is None):
        return None
    return FileEditToolCallContent(type="diff", path=path, old_text=old, new_text=new)


def _text(path: Path) -> str | None:
    try:
        if path.stat().st_size > MOST_BYTES:
            return None
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return None if "\0" in text else text
