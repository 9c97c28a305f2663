"""The command line with which a confined process begins: the launcher and its orders, then the target."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from agent.core.running import Profile
from agent.sandbox import targets
from agent.sandbox.linux import places
from agent.sandbox.targets import START, target

_THREADS = 256
_LAUNCHER = "agent.sandbox.linux.launcher"


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
    become = target(argv)
    given = (*places.system(), *places.interpreter(), *(places.network() if profile.network else ()), *profile.reads)
    reads = map(str, given)
    bounds = profile.bounds
    orders = [f"memory={bounds.memory}", f"addresses={bounds.addresses or bounds.memory}", f"disk={bounds.disk}"]
    orders.append(f"threads={threads(inside.namespaced)}")
    orders += [f"read={inside.name(one)}" for one in reads]
    orders += [f"write={one}" for one in inside.writes]
    orders += [f"device={one}" for one in places.DEVICES]
    orders += [f"keep={one}" for one in profile.descriptors]
    words = {"namespaced": inside.namespaced, "processes": profile.processes, "network": profile.network}
    words |= {"site": become.site, "program": not become.python}
    orders += [word for word, holds in words.items() if holds]
    front = [sys.executable, "-I", "-S", "-B", *become.flags, str(START), _LAUNCHER, *orders, "--"]
    return [*front, *map(inside.name, become.words)]


def threads(namespaced: bool) -> int:
    """How many threads there may be where this one counts: with a namespace its own, from Linux 5.14 on; else those of
    the person, who cannot have more than there are. (The kernel counts none of root.)
    """
    first, second = os.uname().release.split(".")[:2]
    if namespaced and (int(first), int("".join(filter(str.isdigit, second)))) >= (5, 14):
        return _THREADS
    try:
        there = int(Path("/proc/loadavg").read_text(encoding="ascii").split()[3].partition("/")[2])
    except (OSError, ValueError, IndexError):
        return 8192
    return (there // 1024 + 1) * 1024 + _THREADS  # in steps, so that the same command stays the same


def environment(profile: Profile, cwd: Path, inside: Inside) -> Mapping[str, str]:
    """The whole environment, with the names of folders as they are inside."""
    return {name: inside.name(value) for name, value in targets.environment(profile, cwd).items()}
