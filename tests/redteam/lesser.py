"""Confinements with layers taken away, to see that the probe finds the holes. Run as a script it is their launcher."""

import ctypes
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(REPO))

from agent.core.running import Confinement, Launch, Offer, Profile, Tier  # noqa: E402
from agent.sandbox.becoming import become  # noqa: E402
from agent.sandbox.linux import landlock, seccomp  # noqa: E402

_LAUNCHER = "agent.sandbox.linux.launcher"


class Bare:
    """No confinement at all."""

    def offer(self) -> Offer:
        return Offer(Tier.NATIVE, "nothing")

    def launch(self, argv: tuple[str, ...], profile: Profile, cwd: Path) -> Launch:
        return Launch(argv, {**os.environ, **(profile.env or {})}, cwd)


@dataclass(frozen=True, slots=True)
class Lesser:
    """Another confinement without some of what its launcher does: "landlock", "seccomp", "rights", "descriptors"."""

    whole: Confinement
    without: tuple[str, ...]

    def offer(self) -> Offer:
        return Offer(Tier.NATIVE, f"less: {self.whole.offer().by}")

    def launch(self, argv: tuple[str, ...], profile: Profile, cwd: Path) -> Launch:
        launch = self.whole.launch(argv, replace(profile, reads=(*profile.reads, Path(__file__))), cwd)
        words = list(launch.argv)
        at = words.index(_LAUNCHER)
        words[at - 1 : at + 1] = [__file__, *(f"without={one}" for one in self.without)]
        return Launch(tuple(words), launch.env, launch.cwd)


@dataclass(frozen=True, slots=True)
class Leaky:
    """Another confinement, started with these files open for reading and writing, as a careless host would."""

    whole: Confinement
    files: tuple[Path, ...]

    def offer(self) -> Offer:
        return self.whole.offer()

    def launch(self, argv: tuple[str, ...], profile: Profile, cwd: Path) -> Launch:
        launch = self.whole.launch(argv, profile, cwd)
        opened = "".join(f"exec {number}<>'{path}'; " for number, path in enumerate(self.files, 7))
        return Launch(("/bin/sh", "-c", f'{opened}exec "$@"', "sh", *launch.argv), launch.env, launch.cwd)


def main(words: list[str]) -> None:
    end = words.index("--")
    orders: dict[str, list[str]] = {}
    for word in words[:end]:
        orders.setdefault(word.partition("=")[0], []).append(word.partition("=")[2])
    if "program" in orders:
        sys.exit("only Python is started with less")
    without = orders.get("without", [])
    if "descriptors" not in without:
        os.closerange(3, 4096)
    libc = ctypes.CDLL(None, use_errno=True)
    if "rights" not in without:
        libc.capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)())
    libc.prctl(38, 1, 0, 0, 0)
    if "landlock" not in without:
        kinds = {"read": landlock.READ, "write": landlock.WRITE, "device": landlock.DEVICE}
        landlock.apply([(one, right) for kind, right in kinds.items() for one in orders.get(kind, ())], landlock.abi())
    if "seccomp" not in without:
        alone = {"signals_held": True, "processes": False, "namespaced": "namespaced" in orders}
        seccomp.apply(seccomp.program(os.uname().machine, pid=os.getpid(), **alone), libc.prctl)
    become(words[end + 1 :], site="site" in orders)


if __name__ == "__main__":
    main(sys.argv[1:])
