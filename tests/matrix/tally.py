"""What a row of the matrix counts, and where its data lies."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
VARIABLE = "DESKHAND_MATRIX_DATA"


@dataclass
class Tally:
    """`passed` counts, `failed` are sentences, `skipped` reasons with how many cases each costs; `told` are numbers."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def check(self, good: bool, what: str) -> None:  # noqa: FBT001  # reads as an assertion
        """Count one case; `what` says what is wrong when it is not good."""
        if good:
            self.passed += 1
        else:
            self.failed.append(what)

    def skip(self, why: str, cases: int = 1) -> None:
        """Cases that could not be tried, with the reason."""
        self.skipped[why] = self.skipped.get(why, 0) + cases


@dataclass(frozen=True)
class Data:
    """Folders with what was fetched: those of DESKHAND_MATRIX_DATA, one a repository by its name, or beside this."""

    folders: tuple[Path, ...]

    def found(self, repository: str) -> Path | None:
        """The working copy of a public repository ("owner/name" or "name"), None when it is not here."""
        name = repository.rpartition("/")[2]
        return next((folder / name for folder in self.folders if (folder / name).is_dir()), None)


def data(more: Iterable[Path] = ()) -> Data:
    """Where the data lies on this computer."""
    given = os.environ.get(VARIABLE, "")
    named = tuple(Path(one) for one in given.split(os.pathsep) if one)
    return Data((*named, *more, REPO.parent / "shared" / "data" / "skills", REPO.parent / "shared" / "data"))
