"""Runs a command. What is misspelt is told before anything of the host's side is loaded."""

import gc
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from desktop.cli.parser import parser
from desktop.cli.spoken import system_language


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; 2 is printed usage."""
    options = parser().parse_args(list(arguments))
    if options.command == "acp":
        return _acp(options.language)
    return _host() if options.command == "host" else _command(options)


def _acp(language: str | None) -> int:
    from desktop.acp.greeting import greet  # late: only an editor needs it

    first = greet()
    with _uncollected():
        from desktop.acp.main import run_acp  # late: the editor has its first answer by now
    return run_acp(first, language or system_language())


def _host() -> int:
    with _uncollected():
        from desktop.host.main import run_host  # late: only the host needs it
    return run_host()


def _command(options: Namespace) -> int:
    with _uncollected():
        from desktop.cli.commands import command, run_command  # late: half a second, and not for wrong usage

        chosen = command(options.command)
    return run_command(chosen, options)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for garbage: what is loaded stays, and to look through it again and again takes 0.1 s."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
