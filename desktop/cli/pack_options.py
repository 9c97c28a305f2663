"""The options of `deskhand pack`, and of the verbs of `deskhand skill` that install."""

import argparse
from collections.abc import Callable

Common = Callable[[argparse.ArgumentParser], None]
PACKAGE_VERBS = ("install", "update", "remove")
_SOURCE = (
    "a folder, a file (SKILL.md, .skill, .plugin, .mcpb, .zip, .tar.gz), an https address of such a file or of "
    ".well-known/agent-skills/index.json, or a git repository (https://...git, github:owner/repo); after # may stand "
    "sha=, ref=, path=, sha256=, skill= or plugin="
)


def add_pack_commands(pack: argparse.ArgumentParser, common: Common) -> None:
    """All verbs below `deskhand pack`."""
    verbs = pack.add_subparsers(dest="verb", required=True, metavar="VERB")
    review = verbs.add_parser("review", help="look at a package and install nothing")
    _source(review)
    common(review)
    common(verbs.add_parser("list", help="the installed packages; one whose files changed is set aside and says so"))
    show = verbs.add_parser("show", help="everything about an installed package")
    show.add_argument("name")
    common(show)
    approve = verbs.add_parser("approve", help="use a package again whose files were changed, as they are now")
    approve.add_argument("name")
    _agreeing(approve)
    common(approve)
    add_package_verbs(verbs, common)


def add_package_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", common: Common) -> None:
    """`install`, `update` and `remove`, which are the same for skills and packs."""
    install = verbs.add_parser("install", help="look at a package, and install it when you agree")
    _source(install)
    install.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="values",
                         help="a line of its form; of a hidden one only KEY=: it is asked for")  # fmt: skip
    _agreeing(install)
    common(install)
    update = verbs.add_parser("update", help="look at what lies now where a package came from, and install that")
    update.add_argument("name")
    _agreeing(update)
    common(update)
    remove = verbs.add_parser("remove", help="remove a package with everything that it brought")
    remove.add_argument("name")
    remove.add_argument("--yes", action="store_true", help="do not ask")
    common(remove)


def _source(command: argparse.ArgumentParser) -> None:
    command.add_argument("source", help=_SOURCE)
    command.add_argument("--sha256", default="", metavar="HEX", help="refuse an archive with another digest")


def _agreeing(command: argparse.ArgumentParser) -> None:
    command.add_argument("--yes", action="store_true", help="do not ask; only with --digest")
    command.add_argument(
        "--digest", default="", metavar="SHA", help="install only files with this digest (of `review`)"
    )
