"""Runs a command. Errors that the person can mend are one sentence and exit code 5, never a traceback."""

import asyncio
import locale
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

from agent.core.errors import AgentError, NeedsUserError
from agent.core.words import Words
from desktop.cli import cost, documents, kept, models, record, records, sandbox, work
from desktop.cli.parser import parser
from desktop.cli.show import failed, tell, teller
from desktop.compose.guard import guard, told_of_task
from desktop.compose.home import home_folder
from desktop.compose.house import House, built_house

_STOPPED = Words("Stopped.", "停止しました。")
Command = Callable[[House, Namespace], Coroutine[Any, Any, int]]
_COMMANDS: Mapping[str, Command] = {
    "run": work.run_task,
    "recipes": work.list_recipes,
    "recipe": work.run_recipe,
    "resume": work.resume,
    "changes": records.changes,
    "undo": records.undo,
    "kept": kept.run_kept,
    "sessions": records.sessions,
    "log": record.log,
    "sent": record.sent,
    "cost": cost.cost,
    "price": cost.price,
    "budget": cost.budget,
    "doc": documents.run_doc,
    "model": models.run_model,
    "sandbox": sandbox.run_sandbox,
}


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; 2 is printed usage."""
    options = parser().parse_args(list(arguments))
    guard()
    if options.command == "host":
        from desktop.host.main import run_host  # late: only the host needs it

        return run_host()
    options.language = getattr(options, "language", None) or _language()
    try:
        house = built_house(home_folder())
    except NeedsUserError as error:
        return failed(error, options.language, as_json=_as_turn(options))
    try:
        return asyncio.run(_run(house, options))
    except KeyboardInterrupt:
        tell(_STOPPED.text(options.language))
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    finally:
        house.close()


async def _run(house: House, options: Namespace) -> int:
    asyncio.get_running_loop().set_exception_handler(told_of_task)
    try:
        if not _only_looks(options):
            for words in house.recover():
                teller(options.language)(words)
        return await _COMMANDS[options.command](house, options)
    except AgentError as error:
        return failed(error, options.language, as_json=_as_turn(options))


def _only_looks(options: Namespace) -> bool:
    """Whether everything must be seen as it is now, before anything is mended."""
    return options.command == "log" and bool(options.verify)


def _as_turn(options: Namespace) -> bool:
    """Whether the last line of the output must say how a Turn ended, because JSON of one was asked for."""
    return options.command in ("run", "recipe", "resume") and bool(options.json)


def _language() -> str:
    """ja when the system speaks Japanese, else en."""
    spoken = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "ja" if (spoken or locale.getlocale()[0] or "").lower().startswith("ja") else "en"
