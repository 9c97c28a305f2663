"""The commands and their options."""

import argparse

from desktop.cli.connector_options import add_connector_commands
from desktop.cli.model_options import add_model_commands
from desktop.cli.pack_options import add_pack_commands
from desktop.cli.skill_options import add_skill_commands

_MOST_PARALLEL = 100
COMMANDS = (
    "run", "recipes", "recipe", "changes", "undo", "kept", "sessions", "resume", "log", "sent", "cost", "price",
    "budget", "doc", "model", "sandbox", "skill", "pack",
    "connector", "host", "acp",
)  # fmt: skip
EXITS = """\
exit: 0 done, 1 failed, 2 usage, 3 an approval was missing or refused, 4 a limit was reached,
      5 you must do something first (the message says what)"""


def parser() -> argparse.ArgumentParser:
    """The command line of `deskhand`. Without a command, or with paths, the window opens."""
    top = argparse.ArgumentParser(
        prog="deskhand",
        description="Hand a folder and a task to an agent on this computer. Without a command the window opens.",
        epilog=EXITS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version="deskhand 0.1.0")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _work(commands)
    _records(commands)
    _money(commands)
    _documents(commands)
    _models(commands)
    _sandbox(commands)
    skill = commands.add_parser("skill", help="skills: what there is, what is trusted, do they keep to the format?")
    add_skill_commands(skill, _common)
    pack = commands.add_parser("pack", help="packages from outside: review, install, update, remove", epilog=EXITS)
    add_pack_commands(pack, _common)
    connector = commands.add_parser("connector", help="connectors: set up, agree to, test, call, remove", epilog=EXITS)
    add_connector_commands(connector, _common)
    commands.add_parser("host", help="serve a window over standard input and output (JSON-RPC)")
    _language(commands.add_parser("acp", help="serve an editor over standard input and output (Agent Client Protocol)"))
    return top


def _work(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    run = commands.add_parser("run", help="give the agent a task", epilog=EXITS)
    run.add_argument("task")
    _folders(run, required=True)
    run.add_argument("--model", default="", metavar="NAME", help="a model of `deskhand model list`")
    _running(run)
    run.add_argument(
        "--image", action="append", default=[], metavar="FILE", help="a picture, video or PDF to go with it"
    )
    _limits(run)
    _delegates(run)
    run.add_argument("--thorough", action="store_true", help="make three drafts, keep the best")
    _repairs(run)
    recipes = commands.add_parser("recipes", help="list the recipes; with --folder, those that fit it")
    _folders(recipes, required=False)
    _common(recipes)
    recipe = commands.add_parser("recipe", help="run a recipe: no model, nothing leaves this computer", epilog=EXITS)
    recipe.add_argument("name")
    _folders(recipe, required=True)
    recipe.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="values")
    _running(recipe)
    resume = commands.add_parser(
        "resume", help="go on with a session: what was cut off goes on where it was", epilog=EXITS
    )
    resume.add_argument("session", nargs="?", help="the last one that was cut off by default")
    resume.add_argument("--say", default="", metavar="TEXT", help="what to say (default: go on)")
    resume.add_argument("--model", default="", metavar="NAME")
    _running(resume)
    _limits(resume)
    _repairs(resume)
    _delegates(resume)


def _limits(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--fallback",
        default="",
        metavar="NAME",
        help="the model that goes on when the first one gives up (away, no credit, key refused)",
    )
    command.add_argument(
        "--fallback-unasked",
        action="store_true",
        help="ask it without a question, even when only the first one runs on this computer",
    )
    command.add_argument("--max-usd", type=_amount, metavar="X",
                         help="never send what could take the cost of the session over X in all (default: as in the "
                         "settings)")  # fmt: skip
    command.add_argument("--max-steps", type=int, default=100, metavar="N", help="stop after N replies (default 100)")
    command.add_argument("--max-minutes", type=_amount, metavar="N", help="end the work after N minutes")
    command.add_argument("--budget", default="", metavar="NAME", help="also pay from a budget of `deskhand budget`")


def _money(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    cost = commands.add_parser("cost", help="tokens and dollars by model, day and session")
    cost.add_argument("--session", help="of one session")
    cost.add_argument("--days", type=_days, metavar="N", help="of the last N days, today included")
    _common(cost)
    price = commands.add_parser("price", help="what models cost; with --in and --out, what you say that one costs")
    price.add_argument("name", nargs="?", help="a model of `deskhand model list`")
    for option, name, text in (
        ("--in", "sent", "what is sent"),
        ("--out", "answered", "what is answered"),
        ("--cached", "cached", "what the provider has in its cache (default: as sent)"),
        ("--written", "written", "what it puts there (default: as sent)"),
    ):
        price.add_argument(option, dest=name, type=float, metavar="X", help=f"US dollars for a million tokens: {text}")
    price.add_argument("--forget", action="store_true", help="take the price of the list again")
    _common(price)
    budget = commands.add_parser("budget", help="list the named budgets; with --usd, make or change one")
    budget.add_argument("name", nargs="?")
    budget.add_argument("--usd", type=float, metavar="X", help="at most X dollars")
    budget.add_argument("--per", choices=("day", "month", "ever"), default="ever", help="in each (default: ever)")
    budget.add_argument("--forget", action="store_true", help="take it away")
    _common(budget)


def _amount(text: str) -> float:
    """A number above 0."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a number above 0")
    return value


def _days(text: str) -> int:
    """Of 0 days nothing would be shown, or everything: nobody means that."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of days, 1 or more")
    return int(text)


def _delegates(command: argparse.ArgumentParser) -> None:
    """For tasks whose pieces are worked on at the same time."""
    command.add_argument(
        "--delegate-model", default="", metavar="NAME", help="the model of delegates (default: the same)"
    )
    command.add_argument(
        "--parallel", type=_parallel, default=0, metavar="N", help="requests of delegates at once, 1-100"
    )


def _parallel(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= _MOST_PARALLEL:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to {_MOST_PARALLEL}")
    return int(text)


def _repairs(command: argparse.ArgumentParser) -> None:
    command.add_argument("--repairs", type=int, choices=(0, 1, 2, 3), default=1, metavar="N",
                         help="how often what the checks find goes back to the model (default 1)")  # fmt: skip


def _records(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    changes = commands.add_parser("changes", help="what was changed, newest first")
    changes.add_argument("--session")
    _common(changes)
    undo = commands.add_parser("undo", help="put changes back")
    which = undo.add_mutually_exclusive_group(required=True)
    which.add_argument("checkpoint", nargs="?", help="an id of `deskhand changes`")
    which.add_argument("--session", help="everything that a session changed")
    which.add_argument("--last", action="store_true", help="everything that the last session changed")
    _common(undo)
    kept = commands.add_parser("kept", help="what is kept to undo changes with; --purge or --due gives it to the trash")
    kept.add_argument("--purge", nargs="+", default=[], metavar="ID", help="these, which can not be undone afterwards")
    kept.add_argument("--due", action="store_true", help="all that is due")
    kept.add_argument("--days", type=int, metavar="N", help="due after N days, else as chosen in the window (30)")
    kept.add_argument("--forever", action="store_true", help="where a disk has no trash, remove for good")
    kept.add_argument("--yes", action="store_true", help="do not ask")
    _common(kept)
    _common(commands.add_parser("sessions", help="list the sessions"))
    log = commands.add_parser("log", help="the record of a session; with --verify, whether all of it is whole")
    log.add_argument("session", nargs="?")
    log.add_argument("--format", choices=("html", "json", "md", "otel"), default="md")
    log.add_argument("--with-contents", action="store_true", help="html: differences of files; otel: words and results")
    log.add_argument("-o", "--output", dest="output", metavar="FILE")
    log.add_argument("--verify", action="store_true", help="was the record changed or cut? exit 1 when it was")
    log.add_argument("--erase", action="store_true", help="erase what the record of this session says, for good")
    log.add_argument("--yes", action="store_true", help="erase without a question")
    log.add_argument("--copy-heads-to", metavar="FOLDER",
                     help="keep copies of the record's end in a folder out of reach; '' stops it")  # fmt: skip
    _common(log)
    sent = commands.add_parser("sent", help="what was sent to whom: bytes, and from which files")
    sent.add_argument("session", nargs="?")
    _common(sent)


def _documents(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    doc = commands.add_parser("doc", help="read, edit, compare, check, draw or convert a document")
    verbs = doc.add_subparsers(dest="verb", required=True, metavar="VERB")
    read = _document(verbs, "read", "print a document as text with addresses")
    part = read.add_mutually_exclusive_group()
    for name, text in (
        ("--part", 'a sheet, a range ("Sheet1!A1:C9"), pages ("2-5") or paragraphs ("P10-P20")'),
        ("--pages", 'pages or slides ("2-5")'),
        ("--range", 'cells ("Sheet1!A1:C9")'),
    ):
        part.add_argument(name, dest="part", default="", metavar="PART", help=text)
    diff = verbs.add_parser("diff", help="what differs between two versions")
    diff.add_argument("before")
    diff.add_argument("after")
    diff.add_argument("--html", action="store_true", help="print a page instead of text")
    _common_document(diff)
    check = verbs.add_parser("check", help="does it open, and what is wrong in it?")
    check.add_argument("file", nargs="+")
    _common_document(check)
    _document(verbs, "operations", "how the operations of `edit` are written for such a file")
    _changing_documents(verbs)


def _changing_documents(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    edit = _document(verbs, "edit", "apply operations to a document; undo with `deskhand undo`")
    edit.add_argument("--ops", metavar="JSON", help="a JSON list of operations, or a file that holds one")
    edit.add_argument("--set", action="append", metavar="CELL=VALUE", help="set a cell, like 'Sheet!B4=12'")
    edit.add_argument("--replace", action="append", metavar="OLD=NEW", help="replace words wherever they are")
    edit.add_argument("--track", action="store_true", help="replace as tracked changes (Word documents)")
    edit.add_argument("--author", default="Deskhand", help="of tracked changes")
    edit.add_argument("-o", "--output", metavar="FILE", help="write there; the document stays as it is")
    edit.add_argument("--dry-run", action="store_true", help="only show what would change")
    redline = verbs.add_parser("redline", help="two versions as one Word document with tracked changes")
    redline.add_argument("before")
    redline.add_argument("after")
    redline.add_argument("-o", "--output", metavar="FILE", required=True)
    redline.add_argument("--author", default="Deskhand", help="of the tracked changes")
    _common_document(redline)
    render = _document(verbs, "render", "pages as pictures")
    render.add_argument("-o", "--output", metavar="FOLDER", required=True)
    render.add_argument("--width", type=int, default=1200, help="in pixels")
    render.add_argument("--most", type=int, default=200, help="how many pages at most")
    convert = _document(verbs, "convert", "a copy in another format; the document stays")
    convert.add_argument("--to", required=True, metavar="md|txt|html|csv|xlsx|docx|pdf")
    convert.add_argument("-o", "--output", metavar="FILE", help="beside the document by default")


def _document(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", verb: str, text: str
) -> argparse.ArgumentParser:
    command = verbs.add_parser(verb, help=text)
    command.add_argument("file")
    _common_document(command)
    return command


def _common_document(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--password-from-env", metavar="VAR", help="read the password of an encrypted document from this variable"
    )
    _common(command)


def _models(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    model = commands.add_parser("model", help="connect models and test them")
    add_model_commands(model, _common, _language)


def _sandbox(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sandbox = commands.add_parser("sandbox", help="what runs code on this computer, and what confines it")
    verbs = sandbox.add_subparsers(dest="verb", required=True, metavar="VERB")
    check = verbs.add_parser("check", help="try every known way out; exit 1 when one is open, or nothing can run code")
    _common(check)


def _folders(command: argparse.ArgumentParser, *, required: bool) -> None:
    command.add_argument("--folder", action="append", required=required, default=None, metavar="F",
                         help="a folder to grant; may be given more than once")  # fmt: skip


def _running(command: argparse.ArgumentParser) -> None:
    command.add_argument("--approve", default="ask", metavar="ask|all|none|FILE",
                         help="who approves changes; FILE is JSON, see the README")  # fmt: skip
    _common(command)


def _common(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="one JSON object a line")
    _language(command)


def _language(command: argparse.ArgumentParser) -> None:
    command.add_argument("--language", choices=("en", "ja"), default=None, help="of messages; the system's by default")
