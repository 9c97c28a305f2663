"""Seatbelt: the system's own rules on what a process may do, by `sandbox-exec`, which needs no rights of its own.

Apple calls the command deprecated and keeps it: what is started by App Store rules, Chromium, Firefox and others stands
on the same part of the kernel. Never run on a Mac yet.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from agent.core.errors import ToolError
from agent.core.running import Launch, Offer, Profile, Tier
from agent.core.words import Words
from agent.sandbox import installation, trying
from agent.sandbox.attempts import attempted
from agent.sandbox.macos import rules
from agent.sandbox.targets import START, environment, target

_PROGRAM = Path("/usr/bin/sandbox-exec")
_LAUNCHER = "agent.sandbox.macos.launcher"
_NOT_THERE = Words(
    "This macOS has no sandbox-exec, by which programs are confined.",
    "この macOS には、プログラムを隔離するための sandbox-exec がありません。",
)
# Libraries of a Python that comes from them lie in folders of other packages beside it.
_STORES = ("/opt/homebrew", "/usr/local/Cellar", "/usr/local/opt", "/opt/local", "/nix/store")
_LINKS = 20


class Seatbelt:
    """`agent.core.running.Confinement` by Seatbelt. `program` is where sandbox-exec lies: never one from the PATH."""

    def __init__(self, program: Path = _PROGRAM) -> None:
        self._program = program
        self._tried = trying.Tried(self._measured)

    def offer(self) -> Offer:
        """See Confinement."""
        return self._tried.offer()

    def launch(self, argv: tuple[str, ...], profile: Profile, cwd: Path) -> Launch:
        """See Confinement."""
        offer = self.offer()
        if not offer.there:
            raise ToolError(offer.missing, "no_sandbox")
        return self._launch(argv, profile, cwd)

    def _launch(self, argv: tuple[str, ...], profile: Profile, cwd: Path) -> Launch:
        become = target(argv)
        paths = paths_of(profile, () if become.python else (Path(argv[0]),))
        words = [str(self._program)]
        for name, path in paths.parameters():
            words += ["-D", f"{name}={path}"]
        orders = [f"disk={profile.bounds.disk}", *(f"keep={one}" for one in profile.descriptors)]
        orders += [word for word, holds in {"site": become.site, "program": not become.python}.items() if holds]
        words += ["-p", rules.text(paths, processes=profile.processes, network=profile.network)]
        words += [sys.executable, "-I", "-S", "-B", *become.flags, str(START), _LAUNCHER, *orders, "--", *become.words]
        return Launch(tuple(words), environment(profile, cwd), cwd)

    def _measured(self) -> Offer:
        offer = Offer(Tier.NATIVE, "Seatbelt")
        if not self._program.is_file():
            return trying.without(offer, _NOT_THERE)
        with attempted() as (argv, room):
            return trying.proved(offer, self._launch(argv, Profile(writes=(room,)), room), trying.failed)


def paths_of(profile: Profile, programs: Iterable[Path] = ()) -> rules.Paths:
    """What is given to a process, with all links resolved."""
    system = [Path(one) for one in rules.SYSTEM]
    python = [*installation.folders(system), *_stores()]
    programs = [*python, *programs, *(profile.reads if profile.processes else ())]
    reads, writes = [*python, *profile.reads, *programs], profile.writes
    ways = {one for path in (*reads, *writes, Path(sys.executable)) for one in way(absolute(path))}
    return rules.Paths(_real(reads), _real(programs), _real(writes), tuple(sorted(ways)))


def way(path: Path, links: int = _LINKS) -> set[str]:
    """A path, the folders above it, and the same of every link on it: Python looks at each of them."""
    found: set[str] = set()
    for part in (*reversed(path.parents), path):
        found.add(str(part))
        if part.is_symlink() and links:
            return found | way(absolute(part.parent / part.readlink() / path.relative_to(part)), links - 1)
    return found


def absolute(path: Path) -> Path:
    """Without following links, which may change their target."""
    return Path(os.path.abspath(path))  # noqa: PTH100  resolve() follows links


def _real(paths: Iterable[Path]) -> tuple[str, ...]:
    return tuple(map(str, installation.outermost([path.resolve() for path in paths], ())))


def _stores() -> list[Path]:
    base = Path(sys.base_prefix).resolve()
    return [Path(one) for one in _STORES if base.is_relative_to(one) and Path(one).is_dir()]
