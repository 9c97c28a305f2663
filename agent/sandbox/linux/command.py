"""The command line with which a confined process begins: the launcher and its orders, then the target."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from agent.core.running import Profile
from agent.sandbox.linux import places

_START = Path(__file__).with_name("start.py")
_WITH_VALUE = ("-X", "-W")


@dataclass(frozen=True, slots=True)
class Inside:
    """What the process finds: what it may change, by the names inside; whether it has namespaces of its own; and the
    folders whose names are others inside, each as (the name outside, the name inside).
    """

    writes: tuple[str, ...]
    namespaced: bool
    moved: tuple[tuple[str, str], ...] = ()

    def name(self, text: str) -> str:
        """A path, or any other word, as it is called inside."""
        for outside, inside in self.moved:
            if text == outside or text.startswith(outside + "/"):
                return inside + text[len(outside) :]
        return text


def command(argv: tuple[str, ...], profile: Profile, inside: Inside) -> list[str]:
    """The launcher, what it is told, and what it becomes."""
    flags, target = _split(argv)
    python = argv[0] == sys.executable
    site = python and "-S" not in flags
    flags = [one for one in flags if one not in ("-I", "-S", "-B", "-E", "-s", "-P")]
    reads = (*map(str, places.system()), *map(str, places.interpreter()), *map(str, profile.reads))
    bounds = profile.bounds
    orders = [f"memory={bounds.memory}", f"disk={bounds.disk}"]
    orders += [f"read={inside.name(one)}" for one in reads]
    orders += [f"write={one}" for one in inside.writes]
    orders += [f"device={one}" for one in places.DEVICES]
    orders += [f"keep={one}" for one in profile.descriptors]
    words = {"namespaced": inside.namespaced, "processes": profile.processes, "site": site, "program": not python}
    orders += [word for word, holds in words.items() if holds]
    front = [sys.executable, "-I", "-S", "-B", *flags, str(_START), *orders, "--"]
    return [*front, *(inside.name(one) for one in (target if python else argv))]


def environment(profile: Profile, cwd: Path, inside: Inside) -> Mapping[str, str]:
    """The whole environment inside: made from nothing, never the host's."""
    given = profile.env
    if given is None:
        home = str(cwd)
        given = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": home, "TMPDIR": home, "OPENBLAS_NUM_THREADS": "2"}
    return {name: inside.name(value) for name, value in given.items()}


def _split(argv: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Options of the interpreter, and what it runs."""
    flags: list[str] = []
    rest = list(argv[1:])
    while rest and rest[0].startswith("-") and rest[0] not in ("-m", "-c"):
        flags.append(rest.pop(0))
        if flags[-1] in _WITH_VALUE and rest:
            flags.append(rest.pop(0))
    return flags, rest
