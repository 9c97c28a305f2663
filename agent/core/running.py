"""Code that runs confined: what it is given, what comes back, the sockets that run it. Code runs in no other way."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from agent.core.words import NO_WORDS, Words


class Tier(StrEnum):
    """What runs code. SMALL is an interpreter of its own for a part of Python, at home everywhere; NATIVE is CPython
    with its libraries, confined by the system.
    """

    SMALL = "small"
    NATIVE = "native"


@dataclass(frozen=True, slots=True)
class Offer:
    """Whether a Tier can be used on this computer. `by` names what confines it ("bubblewrap, Landlock, seccomp");
    `missing` says what there is not, NO_WORDS when nothing is missing; `note` what would make it stronger.
    """

    tier: Tier
    by: str
    missing: Words = NO_WORDS
    note: Words = NO_WORDS

    @property
    def there(self) -> bool:
        """Whether it can be used."""
        return self.missing == NO_WORDS


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a run may take: seconds; bytes of memory, and bytes and files that it writes; characters that it prints.

    `addresses` are bytes that may be reserved beyond what is used, as Node does; 0: as many as `memory`.
    """

    seconds: float = 120.0
    memory: int = 2 * 1024**3
    disk: int = 2 * 1024**3
    files: int = 20_000
    printed: int = 100_000
    addresses: int = 0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a web address gave: the bytes, their Content-Type ("" for none), and where they lay after all redirects."""

    address: str
    kind: str
    data: bytes


Fetching = Callable[[str], Awaitable[Fetched]]
"""Brings what lies at a web address, which is code's own text, through the doors: judged, asked, recorded, bounded.
Raises ToolError with why it does not.
"""


@dataclass(frozen=True, slots=True)
class Code:
    """Python source to run in a Room. `name` is what tracebacks call it, `arguments` are `sys.argv[1:]` of a script.

    `tier` None leaves the choice to what the code needs. `fresh`: without the variables of earlier runs. `fetching` is
    all that it gets from outside, None when that is nothing; its time does not count as the code's.
    """

    text: str
    name: str = "code.py"
    arguments: tuple[str, ...] = ()
    bounds: Bounds = Bounds()
    tier: Tier | None = None
    fresh: bool = False
    fetching: Fetching | None = None


class RunEnd(StrEnum):
    """Why a run is over. Whatever but DONE and RAISED ended its process, and its variables with it."""

    DONE = "done"
    RAISED = "raised"
    TOO_SLOW = "too_slow"
    NO_MEMORY = "no_memory"
    TOO_MUCH = "too_much"
    CRASHED = "crashed"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run did. `printed` is what it wrote to stdout and stderr in order, whole up to the bound, then cut in the
    middle with a line that says how much is missing; `value` is how its last expression shows itself, "" for none.

    `trouble` is a short traceback in English, "" when DONE. `figures` are PNG files that code cannot reach, until the
    Room is emptied. `lost`: the variables of earlier runs were gone before it began, because their process had ended.
    """

    end: RunEnd
    tier: Tier
    printed: str = ""
    value: str = ""
    trouble: str = ""
    figures: tuple[Path, ...] = ()
    seconds: float = 0.0
    lost: bool = False


class Told(StrEnum):
    """How the Text parts of a run's Result begin, each followed by a line break. The model reads them as words; the
    window tells by them what was printed from the last value and the traceback. Pictures are Image parts. What the
    person should know in their language (leftovers, the error in plain words) stands in `for_user`, line by line.
    """

    PRINTED = "Printed:"
    VALUE = "Value:"
    TROUBLE = "Error:"


@dataclass(frozen=True, slots=True)
class Made:
    """A difference of a Room from what was put in. `name` is relative, with "/". `kind` is create, modify, move, delete
    or folder (a new one, empty); `path` is a private copy for create and modify, whose bytes are final. A move `came`
    from the name of a clone that is not there any more, and its bytes are the same. Folders are never deleted: the
    person's may hold more than was put in.
    """

    name: str
    kind: str
    path: Path | None = None
    came: str = ""


@dataclass(frozen=True, slots=True)
class Leftover:
    """What a run made and nobody takes out of its Room: a link, a device, a program, a name out of bounds."""

    name: str
    why: Words


@dataclass(frozen=True, slots=True)
class Harvest:
    """All that a Room holds now and did not hold when it was filled."""

    made: tuple[Made, ...]
    left: tuple[Leftover, ...] = ()


class Room(Protocol):
    """A folder of clones, and the process that works in it with its variables; for one Turn at most. One run at a time.

    Code sees the clones below its working directory, by the names they were put in with.
    """

    def empty(self) -> None:
        """Take everything out before it is filled for the next run; variables stay. Blocks."""

    def path(self, name: str) -> Path:
        """Where the clone called `name` (relative, with "/") must be written, once, before `run`; parents are made.

        Raises:
            ToolError: the name leads out of the Room, or is taken (code "outside_room").
        """

    async def run(self, code: Code, progress: Callable[[str], None]) -> Ran:
        """Run it. `progress` hears lines that it prints, a few a second at most. When cancelled, its process ends.

        Raises:
            ToolError: no Tier that can run it is there (code "no_sandbox"); nothing ran.
        """

    def harvest(self, stage: Callable[[str], Path], known: Mapping[str, str] | None = None) -> Harvest:
        """What differs now; contents are copied out to `stage(suffix)`. Never follows a link. Blocks.

        `known` are the SHA-256 of clones by their names: without it a move is told as a delete and a create, and a file
        that was written again with the same bytes as a modify.

        Raises:
            ToolError: more than the bounds of the last run (code "too_much").
            NeedsUserError: the disk is full (code "disk_full").
        """

    def close(self) -> None:
        """End its process and delete the folder. Blocks; twice is once."""


class Sandbox(Protocol):
    """The one place that starts code of others."""

    def offers(self) -> tuple[Offer, ...]:
        """Each Tier, whether it is there or not. Measured once, by starting it. Blocks."""

    def room(self) -> Room:
        """A new, empty Room."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a confined process may do; everything else is refused. Paths are absolute and exist when it starts.

    `reads` are files and folders that it may read and run libraries from (the interpreter and its packages come on
    their own), `writes` folders that it may change, `processes` whether it may start others. `network`: it may connect
    to whatever this computer can reach, past the host's outward door: only for a program that the person granted it,
    never for code. `env` is its whole environment. `descriptors` stay open besides 0, 1 and 2 (give them to `pass_fds`
    too), all others are closed.
    """

    reads: tuple[Path, ...] = ()
    writes: tuple[Path, ...] = ()
    processes: bool = False
    network: bool = False
    env: Mapping[str, str] | None = None
    bounds: Bounds = Bounds()
    descriptors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Launch:
    """How a confined process is started: pass these to `subprocess.Popen` or `asyncio.create_subprocess_exec`.

    It dies with the thread that started it. To end it, kill it with its group (`start_new_session`).
    """

    argv: tuple[str, ...]
    env: Mapping[str, str]
    cwd: Path


class Confinement(Protocol):
    """One way of one system to confine a process. Starting something else instead is never an answer."""

    def offer(self) -> Offer:
        """Whether it works here: it was tried. Blocks, the first time."""

    def launch(self, argv: tuple[str, ...], profile: Profile, cwd: Path) -> Launch:
        """What starts `argv` confined by `profile`. `argv[0]` is `sys.executable` (then options, and a script, `-m` or
        `-c`; our package `agent` can be imported) or a program.

        When `cwd` lies in a folder of `profile.writes`, these folders may have other names inside: what begins with one
        in `argv` and `env` is translated, what the process is told later should be relative to them.

        Raises:
            ToolError: it is not there (code "no_sandbox").
        """
