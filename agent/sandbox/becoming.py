"""What every launcher does first and last: it reads its orders, closes what is not meant for it, becomes its target."""

import os
import sys
from collections.abc import Collection, Sequence


def orders(words: Sequence[str]) -> tuple[dict[str, list[str]], list[str]]:
    """The orders up to "--", which are "key=value" or "key", by their keys, and the target that stands behind it."""
    end = words.index("--")
    found: dict[str, list[str]] = {}
    for word in words[:end]:
        key, _, value = word.partition("=")
        found.setdefault(key, []).append(value)
    return found, list(words[end + 1 :])


def close_others(kept: Collection[int], highest: int = 1 << 20) -> None:
    """Every descriptor but 0, 1, 2 and these."""
    begin = 3
    for number in sorted(kept):
        os.closerange(begin, number)
        begin = max(begin, number + 1)
    os.closerange(begin, highest)


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
