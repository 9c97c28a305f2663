"""Whether this computer has what a connector is started with, in a version that it can use."""

import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from agent.core.words import Words

_PATIENCE = 10.0
# What a bundle can be written for. Nothing else is asked: it would be a package that chooses what is run here.
_RUNTIMES = frozenset({"node", "python", "python3", "uv", "deno", "bun"})
_NUMBER = re.compile(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?")
_PART = re.compile(r"(>=|<=|>|<|=|\^|~>|~|==)?\s*v?((?:\d+|[xX*])(?:\.(?:\d+|[xX*]))*)(?:[-+][0-9A-Za-z.+-]*)?")
_TOO_OLD = Words(
    "It needs {program} {wanted}; here is {found}.",
    "{program} {wanted} が必要ですが、このコンピューターにあるのは {found} です。",
)
Version = tuple[int, int, int]
Versions = Callable[[str], str]


def missing_programs(command: str, which: Callable[[str], str | None] = shutil.which) -> tuple[str, ...]:
    """The program of a command when this computer does not have it; () when it does, or brings it along."""
    program = command.strip()
    if not program or "${" in program or "/" in program or "\\" in program:
        return ()
    found = which(program) or (which("python3") if program == "python" else None)
    return () if found else (program,)


def program_version(program: str) -> str:
    """What a program of this computer says its version is: "20.11.1"; "" when it is not there or says nothing.

    Blocks until it answered. It is the person's own program (Node, Python, uv), never one of a package.
    """
    path = shutil.which(program) or (shutil.which("python3") if program == "python" else None)
    if path is None or Path(path).parent.resolve() == Path.cwd():  # Windows looks in the current folder too
        return ""
    try:
        done = subprocess.run(
            [path, "--version"],
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    found = _NUMBER.search(done.stdout or done.stderr)
    return found.group(0) if found else ""


def wrong_versions(wanted: Mapping[str, str], version: Versions = program_version) -> tuple[Words, ...]:
    """What is said of programs that are here and do not fit: `wanted` is ranges by program ({"node": ">=16.0.0"})."""
    told = []
    for program, span in wanted.items():
        found = version(program) if program in _RUNTIMES else ""
        if found and not fits(found, span):
            told.append(_TOO_OLD.of(program=program, wanted=span[:40], found=found))
    return tuple(told)


def fits(version: str, span: str) -> bool:
    """Whether a version is in a range as npm writes it: ">=3.8.0 <4", "^18", "~3.11", "18.x", "16 || 18".

    A range that cannot be read fits everything: it is advice.
    """
    found = _version(version)
    return any(all(_holds(found, part) for part in _PART.finditer(one)) for one in span.split("||"))


def _holds(found: Version, part: re.Match[str]) -> bool:
    mark, text = part.group(1) or "=", part.group(2)
    given = [one for one in text.split(".") if one.isdigit()][:3]
    if not given or text[0] in "xX*":
        return True
    low = _version(".".join(given))
    high = _after(low, len(given), mark)
    match mark:
        case ">=":
            return found >= low
        case ">":
            return found >= high
        case "<":
            return found < low
        case "<=":
            return found < high
    return low <= found < high


def _after(low: Version, given: int, mark: str) -> Version:
    """The first version that is above what was named: "16" ends before 17, "^0.2" before 0.3, "~1.2.3" before 1.3."""
    first, second, third = low
    if mark == "^":
        at = 0 if first or given == 1 else 1 if second or given == 2 else 2
    elif mark in ("~", "~>"):
        at = 0 if given == 1 else 1
    else:
        at = given - 1
    return ((first + 1, 0, 0), (first, second + 1, 0), (first, second, third + 1))[at]


def _version(text: str) -> Version:
    found = _NUMBER.search(text)
    first, second, third = (int(one or 0) for one in found.groups()) if found else (0, 0, 0)
    return first, second, third
