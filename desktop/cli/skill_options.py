"""The options of `deskhand skill`."""

import argparse
from collections.abc import Callable

from desktop.cli.pack_options import add_package_verbs

_KEY = 'a key of `deskhand skill list` ("pack:name"), or a name that is clear'
Common = Callable[[argparse.ArgumentParser], None]


def add_skill_commands(skill: argparse.ArgumentParser, common: Common) -> None:
    """All verbs that look at skills and decide about them."""
    verbs = skill.add_subparsers(dest="verb", required=True, metavar="VERB")
    listed = verbs.add_parser("list", help="every skill that there is, and how it stands")
    _folders(listed, common)
    show = verbs.add_parser("show", help="the words of a skill as the agent gets them, its files and problems")
    show.add_argument("name", help=_KEY)
    show.add_argument("--file", default="", metavar="PATH", help="one of its files as text, such as scripts/fill.py")
    _folders(show, common)
    check = verbs.add_parser("check", help="does a skill that you write keep to the format? exit 1 when it does not")
    check.add_argument("path", nargs="+", help="a folder with SKILL.md, or one that holds such folders")
    common(check)
    trust = verbs.add_parser(
        "trust", help="let the agent use the skills of a granted folder, or run the scripts of a skill, as they are now"
    )
    _trusted(trust, common)
    trust.add_argument("--yes", action="store_true", help="do not ask")
    trust.add_argument("--digest", default="", help="only when they are exactly these (as `list --json` tells)")
    untrust = verbs.add_parser("untrust", help="take that back")
    _trusted(untrust, common)
    for verb, text in (
        ("enable", "offer a skill to the agent again"),
        ("disable", "do not offer a skill to the agent"),
    ):
        switched = verbs.add_parser(verb, help=text)
        switched.add_argument("name", help=_KEY)
        _folders(switched, common)

    add_package_verbs(verbs, common)


def _trusted(command: argparse.ArgumentParser, common: Common) -> None:
    command.add_argument("what", help=f"a folder, or {_KEY}")
    _folders(command, common)


def _folders(command: argparse.ArgumentParser, common: Common) -> None:
    command.add_argument("--folder", action="append", default=[], metavar="F",
                         help="also skills that lie in this folder")  # fmt: skip
    common(command)
