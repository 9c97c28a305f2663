"""`deskhand` and `python -m desktop`: a command runs without Qt; alone or with paths opens the window."""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command, or open the window on the given paths. Returns the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    from desktop.cli.parser import COMMANDS  # late: only the side that is used is imported

    if arguments and (arguments[0] in COMMANDS or arguments[0] in ("-h", "--help", "--version")):
        from desktop.cli.main import run

        return run(arguments)
    from desktop.app.main import run_window

    return run_window(arguments)


if __name__ == "__main__":
    sys.exit(main())
