"""`deskhand doc`: documents without a model. Here what only looks: read, diff, check, operations."""

import asyncio
from argparse import Namespace
from collections.abc import Awaitable, Callable, Mapping

from agent.core.codec import dumps
from agent.core.documents import Difference, Problem
from agent.core.errors import AgentError, InvalidArgumentsError
from agent.core.words import Words
from agent.documents.difference_page import page_of
from desktop.cli.changing import convert, edit, redline, render
from desktop.cli.copies import Copies, copies
from desktop.cli.show import say, tell
from desktop.compose.house import House

PAGE = 2000
_MISFIT = Words("{why}", "指定に誤りがあります: {why}")
_OPENS = Words("ok", "問題ありません")
_FOUND = Words("opens; {count} {count:problem|problems}", "開けます。問題 {count} 件")
_NOT_GRAVE = Words(" (not grave)", "(軽微)")
_ALIKE = Words("No differences were found.", "違いは見つかりませんでした。")
_NO_OPS = Words("can be read but not edited.", "読み取りのみで、編集はできません。")


async def run_doc(house: House, options: Namespace) -> int:
    """One of the verbs; exit code 0, or 1 when it was refused or something is wrong with the document."""
    verbs: Mapping[str, Callable[[House, Namespace], Awaitable[int]]] = {
        "read": _read, "diff": _diff, "check": _check, "operations": _operations,
        "edit": edit, "redline": redline, "render": render, "convert": convert,
    }  # fmt: skip
    try:
        return await verbs[options.verb](house, options)
    except AgentError as error:
        words = error.words
        if isinstance(
            error, InvalidArgumentsError
        ):  # the person wrote the operation, so they need to know what is wrong
            words = _MISFIT.of(why=str(error))
        if options.json:
            say(dumps({"refused": error.code, "sentence": words.text(options.language)}))
        if not isinstance(error, InvalidArgumentsError):
            raise
        tell(words.text(options.language))
        return 1


async def _read(house: House, options: Namespace) -> int:
    with copies(house, options) as desk:
        path, start = desk.of(options.file), 0
        while True:
            content = await asyncio.to_thread(house.documents.read, path, start=start, count=PAGE, part=options.part)
            if not start:
                _facts(content.format, [fact.text(options.language) for fact in content.facts], options.json)
            for passage in content.passages:
                say(dumps(passage) if options.json else f"{passage.anchor}\t{passage.text}")
            start += len(content.passages)
            if not content.passages or start >= content.total:
                return 0


def _facts(kind: str, facts: list[str], as_json: bool) -> None:
    if as_json:
        say(dumps({"format": kind, "facts": facts}))
    else:
        tell("; ".join((kind, *facts)))


async def _diff(house: House, options: Namespace) -> int:
    with copies(house, options) as desk:
        before, after = desk.of(options.before), desk.of(options.after)
        found = await asyncio.to_thread(house.documents.diff, before, after)
    if options.html:
        say(page_of(options.before, options.after, found, options.language))
    else:
        show(found, options.json)
    if not found and not options.json:
        tell(_ALIKE.text(options.language))
    return 0


async def _check(house: House, options: Namespace) -> int:
    failed = 0
    with copies(house, options) as desk:
        for name in options.file:
            try:
                failed |= await _one_checked(desk, name)
            except AgentError as error:
                _answer(name, error.words.text(options.language), error.code, (), options)
                failed = 1
    return failed


async def _one_checked(desk: Copies, name: str) -> int:
    path = desk.of(name)
    await asyncio.to_thread(desk.documents.check, path)
    problems = await asyncio.to_thread(desk.documents.problems, path)
    words = _FOUND.of(count=len(problems)) if problems else _OPENS
    _answer(name, words.text(desk.options.language), "", problems, desk.options)
    return int(any(problem.grave for problem in problems))


def _answer(name: str, sentence: str, code: str, problems: tuple[Problem, ...], options: Namespace) -> None:
    if options.json:
        told = [
            {"anchor": one.anchor, "code": one.code, "grave": one.grave, "sentence": one.words.text(options.language)}
            for one in problems
        ]
        say(dumps({"file": name, "ok": not code, "code": code, "sentence": sentence, "problems": told}))
        return
    say(f"{name}: {sentence}")
    for one in problems:
        small = "" if one.grave else _NOT_GRAVE.text(options.language)
        say(f"  {one.anchor}\t{one.words.text(options.language)}{small}")


async def _operations(house: House, options: Namespace) -> int:
    forms = await asyncio.to_thread(house.documents.operations, options.file)
    for name, form in forms.items():
        say(dumps({"op": name, "form": form}) if options.json else form)
    if not forms and not options.json:
        tell(f"{options.file} {_NO_OPS.text(options.language)}")
    return 0


def show(differences: tuple[Difference, ...], as_json: bool) -> None:
    """Print differences."""
    for one in differences:
        kind = f" ({one.kind})" if one.kind else ""
        say(dumps(one) if as_json else f"{one.anchor}{kind}\n  - {one.before}\n  + {one.after}")
