"""What the person decided about skills: switched off, trusted folders, approved scripts. A file of the state folder."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from agent.core.codec import built, plain
from agent.packages.written import BrokenFileError, JsonFile


@dataclass(frozen=True, slots=True)
class TrustedFolder:
    """A granted folder whose skills are used. It is known by its path and its inode: another folder that takes the
    place is another one. `skills` are the digests that were trusted, by their folder relative to the granted one.
    """

    path: str
    inode: int
    skills: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choices:
    """`off` are keys; `scripts` digests of skills whose scripts may run, by key."""

    off: tuple[str, ...] = ()
    folders: tuple[TrustedFolder, ...] = ()
    scripts: Mapping[str, str] = field(default_factory=dict)


class ChoiceFile:
    """Choices at `path`. A broken file counts as no choices: nothing is trusted then."""

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path)

    def read(self) -> Choices:
        """As the file says now."""
        try:
            return built(Choices, self._file.read() or {})
        except (BrokenFileError, ValueError, TypeError, AttributeError):
            return Choices()

    def change(self, change: Callable[[Choices], Choices]) -> Choices:
        """Change them, alone, and keep them durably."""
        with self._file.alone():
            made = change(self.read())
            self._file.write(plain(made))
        return made
