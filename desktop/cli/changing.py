"""`deskhand doc edit`, `redline`, `render` and `convert`: what writes goes through the Ledger and can be undone."""

import asyncio
import json
import re
import shutil
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.core.changes import Change, ChangeSet, Create, Modify
from agent.core.codec import dumps
from agent.core.documents import Difference, Op, Parts
from agent.core.errors import InvalidArgumentsError, NeedsUserError, NotFoundError, UnreadableError
from agent.core.events import CheckpointMade, RootGranted
from agent.core.paths import Place, shown
from agent.core.words import Words
from agent.tools.copies import with_copies
from desktop.cli.copies import copies
from desktop.cli.show import say, tell
from desktop.compose.house import House

_EDIT = Words("Edit {name}", "「{name}」を編集")
_MAKE = Words("Make {name}", "「{name}」を作成")
_UNDO = Words("Undo with: deskhand undo {id}", "元に戻すには: deskhand undo {id}")
_NOTHING = Words("Nothing changes.", "変更はありません。")
_PARTS = Words(
    "Parts: {changed} changed, {added} added, {removed} removed, {identical} byte for byte the same.",
    "構成要素: 変更 {changed}、追加 {added}、削除 {removed}、バイト単位で同一 {identical}。",
)
_PAGES = Words("{count} {count:page|pages}, drawn by {by}.", "{count} ページ(描画: {by})。")
_NO_OPS = Words("--ops is no JSON list of operations.", "--ops が操作の JSON リストになっていません。")
_NO_FILE = Words("There is no file {name!r} with operations.", "操作のファイル「{name}」が見つかりません。")
_THERE = Words("There is a file {name!r} already.", "「{name}」がすでにあります。")
_NAME_ONE = Words(
    "Name another one with -o, or this one, which replaces it.",
    "-o で別の名前か、置き換える場合は同じ名前を指定してください。",
)
_NO_CHANGE = Words("Nothing says what to change.", "変更内容が指定されていません。")
_SAY = Words(
    "Give --set CELL=VALUE, --replace OLD=NEW or --ops, and see `deskhand doc operations FILE`.",
    "--set セル=値、--replace 旧=新、--ops のいずれかで指定します(`deskhand doc operations ファイル名` に一覧)。",
)
_NO_PAIR = Words("{option} {pair!r} has no '='.", "{option} 「{pair}」に「=」がありません。")
_SEE = Words("See `deskhand doc operations FILE`.", "`deskhand doc operations ファイル名` をご覧ください。")
# Where `replace` must be told that every place is meant; in texts it always is.
_NAMES_ALL = frozenset({".docx", ".docm", ".dotx", ".dotm", ".pptx", ".pptm", ".potx", ".potm", ".ppsx", ".ppsm"})
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Made:
    """What a command made: sentences, differences, parts, and the id to undo it ("" when nothing was written)."""

    file: str
    said: tuple[str, ...]
    differences: tuple[Difference, ...] = ()
    parts: Parts | None = None
    undo: str = ""


async def edit(house: House, options: Namespace) -> int:
    """Apply operations to a file, in place or into `--output`."""
    ops = _ops(options)
    options.output = _inside(options.output, Path(options.file).name)
    _refuse_other_kind(options.file, options.output)
    with copies(house, options) as desk:
        source, before = desk.opened(options.file)
        target = desk.stage(source.suffix)
        told = await asyncio.to_thread(house.documents.edit, source, with_copies(ops, desk.of), target)
        differences = await asyncio.to_thread(_differences, house, source, target)
        parts = await asyncio.to_thread(house.documents.parts, source, target)
        sealed = desk.locked(options.file, target)
        out, said = options.output or options.file, tuple(words.text(options.language) for words in told)
        undo = ""
        if not options.dry_run:
            same = not options.output and source.read_bytes() == target.read_bytes()
            expects = None if options.output else before.sha256
            undo = "" if same else await written(house, options, _EDIT, [(Path(out), sealed, expects)])
            said = (*said, _NOTHING.text(options.language)) if same else said
    _report(Made(str(out), said, differences, parts, undo), options)
    return 0


def _inside(output: str | None, name: str) -> str | None:
    """`output`, or `name` in the folder that it is."""
    return str(Path(output) / name) if output and Path(output).expanduser().is_dir() else output


def _refuse_other_kind(file: str, output: str | None) -> None:
    """An edited document stays what it is: under the name of another kind no program opens it."""
    kind = Path(file).suffix.lower()
    if output and Path(output).suffix.lower() != kind:
        raise InvalidArgumentsError(f"The result is a {kind} file: give --output a name that ends so, or use convert.")


def _differences(house: House, before: Path, after: Path) -> tuple[Difference, ...]:
    """None can be told of what an op has locked."""
    try:
        return house.documents.diff(before, after)
    except UnreadableError as error:
        if error.code != "encrypted":
            raise
        return ()


async def redline(house: House, options: Namespace) -> int:
    """Two versions of a Word document as one with tracked changes."""
    options.output = _inside(options.output, Path(options.after).name)
    _refuse_other_kind(options.before, options.output)
    with copies(house, options) as desk:
        before, after = desk.of(options.before), desk.of(options.after)
        target = desk.stage(Path(options.output).suffix)
        told = await asyncio.to_thread(house.documents.redline, before, after, target, author=options.author)
        return await _finish(house, options, options.output, target, told)


async def convert(house: House, options: Namespace) -> int:
    """A copy in another format, beside the file or at `--output`."""
    ending = options.to.lstrip(".").lower()
    if not ending.isalnum():
        raise InvalidArgumentsError("--to is the ending of a format, like 'pdf'.")
    beside = Path(options.file).with_suffix(f".{ending}")
    out = Path(_inside(options.output, beside.name) or beside)
    _refuse_itself(Path(options.file), out, ending)
    if not options.output and out.exists():
        raise NeedsUserError(_THERE.of(name=shown(out.name)), _NAME_ONE, "exists")
    with copies(house, options) as desk:
        target = desk.stage(out.suffix)
        told = await asyncio.to_thread(house.documents.convert, desk.of(options.file), target)
        return await _finish(house, options, str(out), target, told)


def _refuse_itself(file: Path, out: Path, ending: str) -> None:
    """Another format never takes the place of the document, and a name says what lies under it."""
    if out.suffix.lower() != f".{ending}":
        raise InvalidArgumentsError(f"The result is a .{ending} file: give --output a name that ends so.")
    if out.expanduser().absolute() == file.expanduser().absolute():
        raise InvalidArgumentsError("The document is of this format: nothing is to be converted.")


async def render(house: House, options: Namespace) -> int:
    """Pages as pictures in a folder: page-1.png, page-2.png ..."""
    with copies(house, options) as desk:
        source, made, number, pages, by = desk.of(options.file), [], 1, 1, ""
        while number <= min(pages, options.most):
            target = desk.stage(".png")
            drawing = await asyncio.to_thread(house.documents.render, source, number, target, width=options.width)
            pages, by = drawing.pages, drawing.by
            made.append((Path(options.output) / f"page-{number}.png", target, None))
            number += 1
        undo = await written(house, options, _MAKE, made)
    said = (_PAGES.of(count=len(made), by=by).text(options.language),)
    _report(Made(options.output, said, undo=undo), options)
    return 0


async def _finish(house: House, options: Namespace, out: str, target: Path, told: Sequence[Words]) -> int:
    undo = await written(house, options, _MAKE, [(Path(out), target, None)])
    _report(Made(out, tuple(words.text(options.language) for words in told), undo=undo), options)
    return 0


async def written(
    house: House, options: Namespace, title: Words, files: Sequence[tuple[Path, Path, str | None]]
) -> str:
    """Commit files of one folder: where, the contents, and the hash that is replaced (None: whatever is there).

    Returns the id of the Checkpoint. What is there is replaced, and kept for undo.
    """
    places = [where.expanduser().absolute() for where, _, _ in files]
    folder = places[0].parent
    while not folder.is_dir():
        folder = folder.parent
    names = [where.relative_to(folder).as_posix() for where in places]
    opened = house.new_session((RootGranted("", str(folder), True, tuple(names)),), lambda *_: None, options.language)
    changes: list[Change] = []
    for name, (_, contents, expects) in zip(names, files, strict=True):
        place = Place("", name)
        draft = opened.workspace.stage(contents.suffix)
        shutil.copyfile(contents, draft)
        staged = opened.workspace.staged(draft)
        known = expects or _hash_of(opened.workspace.sha256, place)
        # The person named this file and this operation, so a loss of size and a password are meant.
        new = Create(place, staged)
        changes.append(Modify(place, known, staged, shrink_ok=True, lock_ok=True) if known else new)
    titled = title.of(name=shown(places[0].name)).text(options.language)
    checkpoint = await opened.ledger.commit(ChangeSet(titled, tuple(changes)))
    opened.session.emit(CheckpointMade(checkpoint, "doc"))
    return checkpoint.id


def _hash_of(sha256: Callable[[Place], str], place: Place) -> str:
    try:
        return sha256(place)
    except NotFoundError:
        return ""


def _report(made: Made, options: Namespace) -> None:
    if options.json:
        say(dumps(made))
        return
    for one in made.differences:
        kind = f" ({one.kind})" if one.kind else ""
        say(f"{one.anchor}{kind}\n  - {one.before}\n  + {one.after}")
    for sentence in made.said:
        tell(sentence)
    if made.parts is not None:
        parts = made.parts
        counts = {"changed": len(parts.changed), "added": len(parts.added), "removed": len(parts.removed)}
        tell(_PARTS.of(**counts, identical=parts.identical).text(options.language))
    if made.undo:
        tell(_UNDO.of(id=made.undo).text(options.language))


def _ops(options: Namespace) -> list[Op]:
    """The operations of `--ops`, `--set` and `--replace`, in this order."""
    ops = _listed(options.ops) if options.ops else []
    for pair in options.set or ():
        place, value = _pair("--set", pair)
        sheet, _, cell = place.rpartition("!")
        ops.append(
            {"op": "set_cells", **({"sheet": sheet.strip("'")} if sheet else {}), "cells": {cell: _value(value)}}
        )
    everywhere = {"all": True} if Path(options.file).suffix.lower() in _NAMES_ALL else {}
    for pair in options.replace or ():
        old, new = _pair("--replace", pair)
        tracked = {"track": True, "author": options.author} if options.track else {}
        ops.append({"op": "replace", "find": old, "with": new, **everywhere, **tracked})
    if not ops:
        raise NeedsUserError(_NO_CHANGE, _SAY, "usage")
    return ops


def _listed(text: str) -> list[Op]:
    named = not text.lstrip().startswith(("[", "{"))
    if named and not Path(text.removeprefix("@")).is_file():
        raise NeedsUserError(_NO_FILE.of(name=shown(text.removeprefix("@"))), _SEE, "usage")
    try:
        ops = json.loads(Path(text.removeprefix("@")).read_text(encoding="utf-8") if named else text)
    except (OSError, ValueError, RecursionError):
        ops = ()
    ops = [ops] if isinstance(ops, dict) else ops
    if not ops or not isinstance(ops, list) or not all(isinstance(op, dict) for op in ops):
        raise NeedsUserError(_NO_OPS, _SEE, "usage")
    return list(ops)


def _pair(option: str, pair: str) -> tuple[str, str]:
    """Both sides of the first "="."""
    left, found, right = pair.partition("=")
    if not found or not left:
        raise NeedsUserError(_NO_PAIR.of(option=option, pair=shown(pair)), _SEE, "usage")
    return left, right


def _value(text: str) -> object:
    """A number when it is written as one, a formula from "=", nothing for "", else the text."""
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text or None
