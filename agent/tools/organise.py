"""`organise`: many moves, renames, copies, deletes and new folders as one ChangeSet."""

from collections.abc import Mapping

from agent.calls.params import array, fields, parsed, schema
from agent.core.actions import Action, Effect, Intent
from agent.core.changes import Change, ChangeSet, Create, Delete, MakeFolder, Move
from agent.core.errors import InvalidArgumentsError, ToolError
from agent.core.messages import Result, Text, ToolCall, ToolSpec
from agent.core.paths import Place, shown
from agent.core.ports import Files, ReadyCall
from agent.core.words import Words
from agent.tools.ready import Ready, existing, existing_file, new_place

_SHAPES = '{"move":"a.pdf","to":"2026/a.pdf"}, {"copy":"a","to":"b"}, {"delete":"a"} or {"folder":"new"}'
_ORGANISE = Words("Organise files and folders ({count})", "{count} 件のファイルとフォルダーを整理")
_CHANGES = Words("{count} {count:change|changes}", "{count} 件の変更")
_TEXT = {"type": "string"}
_EFFECTS = {"move": Effect.MOVE, "copy": Effect.WRITE, "delete": Effect.DELETE, "folder": Effect.WRITE}


class OrganiseTool:
    """One call for all changes of names and places; the person sees one question with a row for each."""

    spec = ToolSpec(
        "organise",
        "Move, rename, copy, delete and make folders, many at once. "
        f"Each item is {_SHAPES}. A `to` that is a folder or ends in / keeps the name. A move or copy never "
        "overwrites; missing folders are made.",
        schema(("items",), items=array(fields(**dict.fromkeys((*_EFFECTS, "to"), _TEXT))), title=_TEXT),
    )

    def __init__(self, files: Files, language: str) -> None:
        self._files = files
        self._language = language

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`. All wrong rows are named at once."""
        arguments = parsed(call, self.spec)
        items = arguments.objects("items")
        wrong: list[str] = []
        code: str | None = None  # what a name of a file in the sentences is told by
        rows: list[tuple[str, Place, Place]] = []
        for number, item in enumerate(items, 1):
            try:
                rows.append(self._row(item))
            except ToolError as error:
                wrong.append(f"{number}: {error}")
                code = code or (error.code if not isinstance(error, InvalidArgumentsError) else None)
        there = [row for row in rows if row[0] == "folder" and self._is_folder(row[1])]
        rows = [row for row in rows if row not in there]
        if wrong or not rows:
            nothing = "The folders are there already." if there else f"Give items like {_SHAPES}."
            raise InvalidArgumentsError("Nothing was done. " + (" ".join(wrong) or nothing), code)
        given = shown(arguments.text("title"))
        words = Words(given, given) if given else _ORGANISE.of(count=len(rows))
        title = words.text(self._language)
        return Ready(_intent(title, rows), lambda: self._changes(words, rows))

    def _row(self, item: Mapping[str, object]) -> tuple[str, Place, Place]:
        verbs = [verb for verb in ("move", "copy", "delete", "folder") if verb in item]
        if len(verbs) != 1 or set(item) - {verbs[0], "to"} or ("to" in item) != (verbs[0] in ("move", "copy")):
            raise InvalidArgumentsError(f"an item must be {_SHAPES}.")
        verb, text = verbs[0], str(item[verbs[0]])
        if verb == "folder":
            return verb, self._files.place(text), self._files.place(text)
        source = existing_file(self._files, text) if verb == "copy" else existing(self._files, text).place
        return verb, source, self._target(source, str(item["to"])) if "to" in item else source

    def _target(self, source: Place, text: str) -> Place:
        """Where a file or folder goes: into a folder that is there, or that is meant by a slash at the end."""
        text = text.strip()
        if text.endswith(("/", "\\", ":")):
            return new_place(self._files, text.rstrip("/\\") + ("" if text.endswith(":") else "/") + source.name)
        meant = new_place(self._files, text)
        if meant != source and self._is_folder(meant):
            return meant.child(source.name)
        return self._files.place(text, new=True)

    def _is_folder(self, place: Place) -> bool:
        entry = self._files.entry(place)
        return entry is not None and entry.kind == "folder"

    def _changes(self, words: Words, rows: list[tuple[str, Place, Place]]) -> Result:
        changes = ChangeSet(words.text(self._language), tuple(self._change(*row) for row in rows))
        told = _CHANGES.of(count=len(rows)).text(self._language)
        return Result((Text(f"{words.en}."),), told, changes)

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
    """What is taken and where it goes: calls beside this one must not touch either."""
    taken = tuple(Action(_EFFECTS[verb], str(source)) for verb, source, _ in rows)
    return Intent(title, (*taken, *(Action(Effect.WRITE, str(to)) for _, source, to in rows if to != source)))
