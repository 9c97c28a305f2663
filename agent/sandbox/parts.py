"""The parts that a Sandbox is put together of. Each is made in a file of its own and knows none of the others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from agent.core.errors import ToolError
from agent.core.running import Bounds, Code, Harvest, Ran


class UnsupportedError(ToolError):
    """A Tier cannot run this code, and nothing that the code did so far counts. `str` is what the model hears when
    there is no other Tier.
    """

    code = "unsupported"


class Folder(Protocol):
    """The disk's side of a Room. Code may change what is below `work` and `apart` and nothing else."""

    @property
    def work(self) -> Path:
        """The working directory of code: clones go in, the harvest comes out."""

    @property
    def apart(self) -> Path:
        """For its home and temporary files, never harvested; it lies beside `work` and is called "apart"."""

    @property
    def figures(self) -> Path:
        """For what the host keeps of a run; out of reach of code."""

    def empty(self) -> None:
        """See Room; `apart` stays, because a process may work with it."""

    def path(self, name: str) -> Path:
        """See Room."""

    def begin(self) -> None:
        """Before each run: what was put in comes to lie below `work`, and what is there is noted. Blocks."""

    def begin_process(self) -> None:
        """Before a new process works with `apart`: what others have left there goes, when it is much. Blocks."""

    def written(self) -> tuple[int, int]:
        """Bytes and files that code has added to `work` in this run, and to `apart` in all. About. Blocks; cheap."""

    def harvest(self, stage: Callable[[str], Path], bounds: Bounds, known: Mapping[str, str]) -> Harvest:
        """See Room."""

    def close(self) -> None:
        """Delete all of it. Blocks; twice is once."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Source that makes variables anew in another Interpreter, "" for none; `whole` when nothing is left behind."""

    text: str
    whole: bool


@runtime_checkable
class Carrier(Protocol):
    """An Interpreter whose variables another one can go on with."""

    async def carried(self) -> Carried:
        """What its earlier runs have left, without what a run did that another Interpreter does again."""


class Interpreter(Protocol):
    """What one Tier runs code with, in one Room; starts when it is first asked."""

    async def run(self, code: Code, progress: Callable[[str], None]) -> Ran:
        """See Room.

        Raises:
            UnsupportedError: it cannot run this code; nothing that it did counts.
            ToolError: there is no way to confine it (code "no_sandbox").
        """

    def close(self) -> None:
        """End its process. Twice is once; from any thread."""
