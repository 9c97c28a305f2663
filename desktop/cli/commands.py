"""The commands, and how one is run. Errors that the person can mend are one sentence and exit code 5, no traceback."""

import asyncio
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from agent.core.errors import AgentError, NeedsUserError
from agent.core.words import Words
from desktop.cli.show import failed, tell, teller
from desktop.cli.spoken import system_language
from desktop.compose.guard import guard, told_of_task
from desktop.compose.home import home_folder
from desktop.compose.house import House, built_house

_STOPPED = Words("Stopped.", "停止しました。")
Command = Callable[[House, Namespace], Coroutine[Any, Any, int]]
Commands = Mapping[str, Command]


def command(name: str) -> Command:
    """The command of that name. Its module is loaded now, and no other."""
    return _GROUPS[name]()[name]


def _of_work() -> Commands:
    from desktop.cli import work

    return {"run": work.run_task, "recipes": work.list_recipes, "recipe": work.run_recipe, "resume": work.resume}


def _of_records() -> Commands:
    from desktop.cli import records

    return {"changes": records.changes, "undo": records.undo, "sessions": records.sessions}


def _of_record() -> Commands:
    from desktop.cli import record

    return {"log": record.log, "sent": record.sent}


def _of_money() -> Commands:
    from desktop.cli import cost

    return {"cost": cost.cost, "price": cost.price, "budget": cost.budget}


def _of_kept() -> Commands:
    from desktop.cli import kept

    return {"kept": kept.run_kept}


def _of_documents() -> Commands:
    from desktop.cli import documents

    return {"doc": documents.run_doc}


def _of_models() -> Commands:
    from desktop.cli import models

    return {"model": models.run_model}


def _of_sandbox() -> Commands:
    from desktop.cli import sandbox

    return {"sandbox": sandbox.run_sandbox}


def _of_connectors() -> Commands:
    from desktop.cli import connectors

    return {"connector": connectors.run_connector}


def _of_skills() -> Commands:
    from desktop.cli import skills

    return {"skill": skills.run_skill}


def _of_packs() -> Commands:
    from desktop.cli import packs

    return {"pack": packs.run_pack}


_GROUPS: Mapping[str, Callable[[], Commands]] = {
    "run": _of_work,
    "recipes": _of_work,
    "recipe": _of_work,
    "resume": _of_work,
    "changes": _of_records,
    "undo": _of_records,
    "sessions": _of_records,
    "log": _of_record,
    "sent": _of_record,
    "cost": _of_money,
    "price": _of_money,
    "budget": _of_money,
    "kept": _of_kept,
    "doc": _of_documents,
    "model": _of_models,
    "sandbox": _of_sandbox,
    "skill": _of_skills,
    "connector": _of_connectors,
    "pack": _of_packs,
}


def run_command(chosen: Command, options: Namespace) -> int:
    """Carry it out in a House of its own and return its exit code."""
    guard()
    options.language = getattr(options, "language", None) or system_language()
    try:
        house = built_house(home_folder())
    except NeedsUserError as error:
        return failed(error, options.language, as_json=_as_turn(options))
    try:
        return asyncio.run(_run(chosen, house, options))
    except KeyboardInterrupt:
        tell(_STOPPED.text(options.language))
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    finally:
        house.close()


async def _run(chosen: Command, house: House, options: Namespace) -> int:
    asyncio.get_running_loop().set_exception_handler(told_of_task)
    try:
        if not _only_looks(options):
            for words in house.recover():
                teller(options.language)(words)
        return await chosen(house, options)
    except AgentError as error:
        return failed(error, options.language, as_json=_as_turn(options))
    finally:
        await house.connectors.close()


def _only_looks(options: Namespace) -> bool:
    """Whether everything must be seen as it is now, before anything is mended."""
    return options.command == "log" and bool(options.verify)


def _as_turn(options: Namespace) -> bool:
    """Whether the last line of the output must say how a Turn ended, because JSON of one was asked for."""
    return options.command in ("run", "recipe", "resume") and bool(options.json)
