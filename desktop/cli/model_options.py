"""The options of `deskhand model`."""

import argparse
from collections.abc import Callable

from agent.models.catalog import PROTOCOLS

Command = argparse.ArgumentParser
_VERBS = (("use", "make it the one that is used"), ("remove", "forget it, its key and its self-test"))


def add_model_commands(model: Command, common: Callable[[Command], None], language: Callable[[Command], None]) -> None:
    """Verbs below `deskhand model`. `common` and `language` add the options that all commands have."""
    verbs = model.add_subparsers(dest="verb", required=True, metavar="VERB")
    _add(verbs.add_parser("add", help="add or replace a model; asks for the key unless told otherwise"), language)
    common(verbs.add_parser("list", help="the models, and whether each is ready"))
    presets = verbs.add_parser("presets", help="the systems that models can be had from; with an id, what it can do")
    presets.add_argument("id", nargs="?")
    common(presets)
    discover = verbs.add_parser("discover", help="look for model servers on this computer: 127.0.0.1 and nothing else")
    discover.add_argument("--add", action="store_true", help="add every model that can call tools, then test none")
    discover.add_argument("--port", action="append", default=[], metavar="PROGRAM=N", dest="ports",
                          help="look there too or instead: ollama=11435")  # fmt: skip
    common(discover)
    test = verbs.add_parser("test", help="the self-test: does it answer, call a tool, see, how fast; exit 0 when ready")
    test.add_argument("name")
    common(test)
    for verb, text in _VERBS:
        command = verbs.add_parser(verb, help=text)
        command.add_argument("name")
        language(command)


def _add(add: Command, language: Callable[[Command], None]) -> None:
    add.add_argument("name")
    add.add_argument("--preset", default="", metavar="ID", help="a system of `deskhand model presets`")
    add.add_argument("--model", default="", metavar="ID", help="as the system calls it; its first offer by default")
    add.add_argument("--base-url", default="", metavar="URL", help="needed without a preset")
    add.add_argument("--protocol", choices=PROTOCOLS, default="", help="the preset's own by default")
    add.add_argument("--option", action="append", default=[], metavar="KEY=VALUE", dest="options",
                     help="effort=high, thinking=off, search=on ...; see `deskhand model presets ID`")  # fmt: skip
    key = add.add_mutually_exclusive_group()
    key.add_argument("--key-from-env", metavar="VAR", help="read the key from this variable each time; never kept")
    key.add_argument("--no-key", action="store_true", help="the server needs no key")
    language(add)
