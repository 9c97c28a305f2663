"""`deskhand` and `python -m desktop`: a command runs without Qt; alone or with paths opens the window."""

import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command, or open the window on the given paths; a word that is neither is wrong usage.

    Returns the exit code.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    from desktop.cli.parser import COMMANDS  # late: only the side that is used is imported

    if arguments and (arguments[0] in (*COMMANDS, "-h", "--help", "--version") or _is_no_path(arguments[0])):
        from desktop.cli.main import run

        return run(arguments)
    from desktop.app.main import run_window

    return run_window(arguments)


def _is_no_path(argument: str) -> bool:
    """A word that was meant for a command. Options are for Qt; a path that is not there is told in the window."""
    return not argument.startswith("-") and not {"/", "\\"} & set(argument) and not Path(argument).exists()


if __name__ == "__main__":
    sys.exit(main())
