"""bubblewrap: the process gets a tree of files, processes and a network of its own; Landlock and seccomp inside."""

import os
import shutil
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from agent.core.errors import ToolError
from agent.core.running import Launch, Offer, Profile, Tier
from agent.sandbox.linux import command, places, trying
from agent.sandbox.trying import Tried, failed, without

_ROOM = "/room"
_SCRATCH = 64 * 1024**2
_FIXED = (
    "--unshare-user", "--unshare-all", "--uid", "1000", "--gid", "1000", "--hostname", "room", "--die-with-parent",
    "--new-session", "--cap-drop", "ALL",
)  # fmt: skip


class Bubblewrap:
    """`agent.core.running.Confinement` by bubblewrap. `program` is where it lies; None looks for it."""

    def __init__(self, program: Path | None = None) -> None:
        self._program = program or program_here()
        self._tmp: tuple[str, ...] = ()
        self._tried = Tried(self._measured)

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
        names = _names(profile.writes, cwd)
        moved = sorted(names.items(), reverse=True)  # a folder in another one comes before it
        inside = command.Inside((*self._tmp, *names.values()), True, tuple(moved))
        words = [str(self._program), *_FIXED, *(["--share-net"] if profile.network else [])]
        for folder in self._tmp:
            words += ["--size", str(_SCRATCH), "--tmpfs", folder]
        words += _tree(profile)
        for outside, name in sorted(names.items()):
            words += ["--bind", outside, name]
        words += ["--remount-ro", "/", "--chdir", inside.name(str(cwd)), "--"]
        if profile.processes:
            profile = replace(profile, reads=(*profile.reads, Path("/proc")))
        words += command.command(argv, profile, inside)
        return Launch(tuple(words), command.environment(profile, cwd, inside), Path("/"))

    def _measured(self) -> Offer:
        offer = Offer(Tier.NATIVE, trying.layers("bubblewrap"))
        if self._program is None:
            return without(offer, trying.install("bubblewrap"))
        if _as_root(self._program):  # a user cannot end what it started: seen, it outlived its Room
            return without(offer, failed("setuid"))
        if _knows(self._program, "--size"):  # from 0.7 (2022) on; a /tmp without a bound would fill the memory
            self._tmp = ("/tmp",)  # noqa: S108  one of its own
        return trying.proved(offer, self._launch(trying.ARGV_NAMESPACED, trying.PROFILE, Path("/")))


def program_here(usual: str = "/usr/bin/bwrap") -> Path | None:
    """Where bubblewrap lies: at the usual place, else on PATH, but for folders of PATH that depend on the one that one
    happens to be in: a stranger's folder may hold a program of that name.
    """
    certain = os.pathsep.join(folder for folder in os.get_exec_path() if Path(folder).is_absolute())
    return _there(usual) or _there(shutil.which("bwrap", path=certain))


def _there(path: str | None) -> Path | None:
    return Path(path) if path and Path(path).is_file() else None


def _as_root(program: Path) -> bool:
    return program.is_file() and bool(program.stat().st_mode & stat.S_ISUID)


def _knows(program: Path, option: str) -> bool:
    try:
        said = subprocess.run([program, "--help"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return option.encode() in said.stdout + said.stderr


def _names(writes: Sequence[Path], cwd: Path) -> dict[str, str]:
    """What the folders that may change are called inside, by their names outside. A process that works in one of them
    is not told where they lie; one that works elsewhere is asked about them by their names.
    """
    home = next((one for one in writes if cwd.is_relative_to(one)), None)
    if home is None:
        return {str(one): str(one) for one in writes}
    others = [one for one in writes if one != home]
    return {str(home): _ROOM, **{str(one): f"/apart/{number}" for number, one in enumerate(others, 1)}}


def _tree(profile: Profile) -> list[str]:
    """The files that are there, read-only; /proc only where programs start others."""
    words: list[str] = []
    for path in places.system():
        if path.is_symlink() and path.parent == Path("/"):
            words += ["--symlink", str(path.readlink()), str(path)]
        else:
            words += ["--ro-bind-try", str(path), str(path)]
    for device in places.DEVICES:
        words += ["--dev-bind-try", device, device]
    if profile.processes:
        words += ["--proc", "/proc"]
    for path in (*places.interpreter(), *(places.network() if profile.network else ()), *sorted(profile.reads)):
        words += ["--ro-bind", str(path), str(path)]
    return words
