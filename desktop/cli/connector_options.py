"""The options of `deskhand connector`."""

import argparse
from collections.abc import Callable

KINDS = ("mcp", "web", "mail", "calendar", "database", "remote")
"""The values of `connectors.connector.Kind`, which takes longer to load than all options together."""
_ID = "an id of `deskhand connector list`"
Common = Callable[[argparse.ArgumentParser], None]


def add_connector_commands(connector: argparse.ArgumentParser, common: Common) -> None:
    """All verbs that set connectors up, try them and take them away."""
    verbs = connector.add_subparsers(dest="verb", required=True, metavar="VERB")
    common(verbs.add_parser("list", help="every connector that is set up, and how it stands"))
    _adding(verbs, common)
    _about_one(verbs, common)
    call = verbs.add_parser("call", help="call one of its tools, because you say so")
    call.add_argument("name", help=_ID)
    call.add_argument("tool", help="a tool that `deskhand connector test` shows")
    call.add_argument("arguments", nargs="?", default="{}", metavar="JSON", help="its arguments as an object")
    call.add_argument("--yes", action="store_true", help="do not ask")
    common(call)
    search = verbs.add_parser("search", help="ask the MCP Registry: the words leave this computer")
    search.add_argument("words", nargs="+")
    search.add_argument("--add", default="", metavar="NAME", help="set up this server of what was found, switched off")
    _values(search)
    common(search)


def _adding(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", common: Common) -> None:
    add = verbs.add_parser("add", help="set up a connector; what is hidden is asked for, never given here")
    add.add_argument("kind", choices=KINDS,
                     help="a file of another program is for `import`, a bundle for `pack install`")  # fmt: skip
    add.add_argument("--title", default="")
    _values(add)
    common(add)
    configure = verbs.add_parser("configure", help="fill in other values")
    configure.add_argument("name", help=_ID)
    configure.add_argument("--title", default="")
    configure.add_argument("--secret", action="append", default=[], metavar="KEY", help="ask for this hidden value")
    _values(configure)
    common(configure)
    changed = verbs.add_parser("set", help="the same, shorter: deskhand connector set ID KEY=VALUE ...")
    changed.add_argument("name", help=_ID)
    changed.add_argument("values", nargs="+", metavar="KEY=VALUE",
                         help="a line of its form; of a hidden one only KEY=: it is asked for")  # fmt: skip
    changed.set_defaults(title="", secret=[])
    common(changed)
    taken = verbs.add_parser("import", help="take over servers of claude_desktop_config.json, .mcp.json or mcp.json")
    taken.add_argument("file")
    taken.add_argument("--name", action="append", default=[], help="only this server; may be given more than once")
    taken.add_argument("--yes", action="store_true", help="do not ask")
    common(taken)


def _about_one(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", common: Common) -> None:
    for verb, text in (
        ("show", "how one is set up, and its exact command line or address"),
        ("enable", "switch it on"),
        ("disable", "switch it off"),
        ("test", "connect now and list its tools; exit 1 when it is not ready"),
        ("log", "what it said besides its answers, newest last"),
    ):
        about = verbs.add_parser(verb, help=text)
        about.add_argument("name", help=_ID)
        common(about)
    approve = verbs.add_parser("approve", help="agree to how it starts, or to tools that are new or changed")
    approve.add_argument("name", help=_ID)
    approve.add_argument("--yes", action="store_true", help="do not ask; needs --digest")
    approve.add_argument("--digest", action="append", default=[], help="agree to exactly this (as --json shows it)")
    common(approve)
    remove = verbs.add_parser("remove", help="forget it with its secrets and its log")
    remove.add_argument("name", help=_ID)
    remove.add_argument("--yes", action="store_true", help="do not ask")
    common(remove)


def _values(command: argparse.ArgumentParser) -> None:
    command.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="values",
                         help="a line of its form; several values one after the other")  # fmt: skip
