"""What a confined process is to become, taken apart, and the environment that it gets."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from agent.core.running import Profile

START = Path(__file__).with_name("start.py")
_WITH_VALUE = ("-X", "-W")
_OURS = ("-I", "-S", "-B", "-E", "-s", "-P")


@dataclass(frozen=True, slots=True)
class Target:
    """`words` are what runs: "-m" or "-c" or a script with its arguments, or a whole command when it is no `python`.

    `flags` are options of the interpreter that the launcher's start does not give anyway; `site`: its packages are
    wanted.
    """

    words: tuple[str, ...]
    flags: tuple[str, ...] = ()
    python: bool = True
    site: bool = True


def target(argv: tuple[str, ...]) -> Target:
    """The parts of a command line as `Confinement.launch` takes it."""
    if argv[0] != sys.executable:
        return Target(argv, python=False, site=False)
    flags: list[str] = []
    rest = list(argv[1:])
    while rest and rest[0].startswith("-") and rest[0] not in ("-m", "-c"):
        flags.append(rest.pop(0))
        if flags[-1] in _WITH_VALUE and rest:
            flags.append(rest.pop(0))
    return Target(tuple(rest), tuple(one for one in flags if one not in _OURS), site="-S" not in flags)


def environment(profile: Profile, cwd: Path) -> Mapping[str, str]:
    """The whole environment inside: made from nothing, never the host's."""
    if profile.env is not None:
        return dict(profile.env)
    home = str(cwd)
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": home, "TMPDIR": home, "OPENBLAS_NUM_THREADS": "2"}
