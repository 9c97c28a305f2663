"""The last step of every launcher: its interpreter becomes what it was started for."""

import sys
from collections.abc import Sequence


def become(target: Sequence[str], *, site: bool) -> None:
    """Run a module, a text or a script of Python as the main one, in this process. `site`: with its packages."""
    if site:
        import site as packages  # noqa: PLC0415  it reads the environment's packages when it is imported

        packages.main()
    import runpy  # noqa: PLC0415

    kind, *rest = target
    if kind == "-m":
        sys.argv = rest
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    elif kind == "-c":
        sys.argv = ["-c", *rest[1:]]
        exec(compile(rest[0], "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102  it is confined by now
    else:
        sys.argv = list(target)
        runpy.run_path(kind, run_name="__main__")
