"""`deskhand doc`: read, edit, compare and check documents without a model."""

import asyncio
import json
from argparse import Namespace
from pathlib import Path

from agent.core.changes import ChangeSet, Modify
from agent.core.codec import dumps
from agent.core.documents import Difference, Op
from agent.core.errors import AgentError, InvalidArgumentsError, NeedsUserError
from agent.core.events import CheckpointMade, RootGranted
from agent.core.paths import Place, shown
from agent.core.words import Words
from desktop.cli.show import say, tell
from desktop.compose.house import House

PAGE = 2000
_MISFIT = Words("{why}", "指定に誤りがあります: {why}")
_EDIT = Words("Edit {name}", "「{name}」を編集")
_UNDO = Words("Undo with: deskhand undo {id}", "元に戻すには: deskhand undo {id}")
_NOTHING = Words("Nothing changes.", "変更はありません。")
_OPENS = Words("ok", "問題ありません")
_NO_FILE = Words("There is no file {name!r}.", "ファイル「{name}」が見つかりません。")
_CHECK_PATH = Words("Check the path.", "パスをご確認ください。")
_NO_OPS = Words("--ops is no JSON list of operations.", "--ops が操作の JSON リストになっていません。")
_SEE_README = Words("See agent/documents/README.md.", "agent/documents/README.md をご覧ください。")


async def run_doc(house: House, options: Namespace) -> int:
    """One of the four verbs."""
    verbs = {"read": _read, "edit": _edit, "diff": _diff, "check": _check}
    try:
        return await verbs[options.verb](house, options)
    except InvalidArgumentsError as error:  # here the person wrote the operation, so they need to know what is wrong
        tell(_MISFIT.of(why=str(error)).text(options.language))
        return 1


async def _read(house: House, options: Namespace) -> int:
    path, start = _copy(house, options.file), 0
    while True:
        content = await asyncio.to_thread(house.documents.read, path, start=start, count=PAGE, part=options.part)
        if not start and not options.json:
            tell("; ".join((content.format, *(fact.text(options.language) for fact in content.facts))))
        for passage in content.passages:
            say(dumps(passage) if options.json else f"{passage.anchor}\t{passage.text}")
        start += len(content.passages)
        if not content.passages or start >= content.total:
            return 0


async def _edit(house: House, options: Namespace) -> int:
    file = _existing(options.file)
    root = RootGranted("", str(file.parent), True, (file.name,))
    opened = house.new_session((root,), lambda *_: None, options.language)
    place = Place("", file.name)
    before = opened.workspace.snapshot(place)
    target = opened.workspace.stage(file.suffix)
    said = await asyncio.to_thread(house.documents.edit, before.path, _ops(options.ops), target)
    differences = await asyncio.to_thread(house.documents.diff, before.path, target)
    _show(differences, options.json)
    for words in said:
        tell(words.text(options.language))
    if options.dry_run:
        return 0
    staged = opened.workspace.staged(target)
    if staged.sha256 == before.sha256:
        tell(_NOTHING.text(options.language))
        return 0
    title = _EDIT.of(name=shown(file.name)).text(options.language)
    checkpoint = await opened.ledger.commit(ChangeSet(title, (Modify(place, before.sha256, staged),)))
    opened.session.emit(CheckpointMade(checkpoint, "doc"))
    tell(_UNDO.of(id=checkpoint.id).text(options.language))
    return 0


async def _diff(house: House, options: Namespace) -> int:
    before, after = _copy(house, options.before), _copy(house, options.after)
    _show(await asyncio.to_thread(house.documents.diff, before, after), options.json)
    return 0


async def _check(house: House, options: Namespace) -> int:
    failed = 0
    for name in options.file:
        try:
            await asyncio.to_thread(house.documents.check, _copy(house, name))
            answer, code = _OPENS.text(options.language), ""
        except AgentError as error:
            answer, code, failed = error.words.text(options.language), error.code, 1
        say(
            dumps({"file": name, "ok": not code, "code": code, "sentence": answer})
            if options.json
            else f"{name}: {answer}"
        )
    return failed


def _copy(house: House, name: str) -> Path:
    """A private copy, as the workers may read it."""
    file = _existing(name)
    workspace = house.reading("doc", (RootGranted("", str(file.parent), False, (file.name,)),))
    return workspace.snapshot(Place("", file.name)).path


def _existing(name: str) -> Path:
    file = Path(name).expanduser().absolute()
    if not file.is_file():
        raise NeedsUserError(_NO_FILE.of(name=shown(name)), _CHECK_PATH, "not_found")
    return file


def _ops(text: str) -> list[Op]:
    try:
        ops = json.loads(Path(text[1:]).read_text(encoding="utf-8") if text.startswith("@") else text)
    except (OSError, ValueError):
        ops = ()
    ops = [ops] if isinstance(ops, dict) else ops
    if not ops or not isinstance(ops, list) or not all(isinstance(op, dict) for op in ops):
        raise NeedsUserError(_NO_OPS, _SEE_README, "usage")
    return list(ops)


def _show(differences: tuple[Difference, ...], as_json: bool) -> None:
    for one in differences:
        say(dumps(one) if as_json else f"{one.anchor}\n  - {one.before}\n  + {one.after}")
