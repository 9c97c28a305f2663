"""`organise`: many moves, renames, copies, deletes and new folders as one ChangeSet."""

from collections.abc import Mapping

from agent.core.actions import Action, Effect, Intent
from agent.core.changes import Change, ChangeSet, Create, Delete, MakeFolder, Move
from agent.core.errors import InvalidArgumentsError, ToolError
from agent.core.messages import Result, Text, ToolCall, ToolSpec
from agent.core.paths import Place
from agent.core.ports import Files, ReadyCall
from agent.tools.params import parsed, schema
from agent.tools.ready import Ready, existing

_SHAPES = '{"move":"a.pdf","to":"2026/a.pdf"}, {"copy":"a","to":"b"}, {"delete":"a"} or {"folder":"new"}'
_EFFECTS = {"move": Effect.MOVE, "copy": Effect.WRITE, "delete": Effect.DELETE, "folder": Effect.WRITE}


class OrganiseTool:
    """One call for all changes of names and places; the person sees one question with a row for each."""

    spec = ToolSpec(
        "organise",
        "Move, rename, copy, delete and make folders, many at once, as one change that the person can approve row by "
        f"row. Each item is {_SHAPES}. A move or copy never overwrites; missing folders are made.",
        schema(("items",), items={"type": "array"}, title={"type": "string"}),
    )

    def __init__(self, files: Files) -> None:
        self._files = files

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`. All wrong rows are named at once."""
        arguments = parsed(call, self.spec)
        items = arguments.objects("items")
        wrong: list[str] = []
        rows: list[tuple[str, Place, Place]] = []
        for number, item in enumerate(items, 1):
            try:
                rows.append(self._row(item))
            except ToolError as error:
                wrong.append(f"{number}: {error}")
        if wrong or not rows:
            raise InvalidArgumentsError("Nothing was done. " + (" ".join(wrong) or f"Give items like {_SHAPES}."))
        title = arguments.text("title") or f"Organise {len(rows)} files and folders"
        return Ready(_intent(title, rows), lambda: self._changes(title, rows))

    def _row(self, item: Mapping[str, object]) -> tuple[str, Place, Place]:
        verbs = [verb for verb in ("move", "copy", "delete", "folder") if verb in item]
        if len(verbs) != 1 or set(item) - {verbs[0], "to"} or ("to" in item) != (verbs[0] in ("move", "copy")):
            raise InvalidArgumentsError(f"an item must be {_SHAPES}.")
        verb, text = verbs[0], str(item[verbs[0]])
        if verb == "folder":
            return verb, self._files.place(text), self._files.place(text)
        source = existing(self._files, text).place
        return verb, source, self._files.place(str(item["to"])) if "to" in item else source

    def _changes(self, title: str, rows: list[tuple[str, Place, Place]]) -> Result:
        changes = ChangeSet(title, tuple(self._change(*row) for row in rows))
        return Result((Text(f"{title}: {len(rows)} changes."),), title, changes)

    def _change(self, verb: str, source: Place, to: Place) -> Change:
        if verb == "copy":
            snapshot = self._files.snapshot(source)
            return Create(to, self._files.staged(snapshot.path), snapshot.modified_ns)
        if verb == "delete":
            entry = self._files.entry(source)
            is_file = entry is not None and entry.kind == "file"
            return Delete(source, self._files.sha256(source) if is_file else None)
        return MakeFolder(source) if verb == "folder" else Move(source, to)


def _intent(title: str, rows: list[tuple[str, Place, Place]]) -> Intent:
    return Intent(title, tuple(Action(_EFFECTS[verb], str(source)) for verb, source, _ in rows))
