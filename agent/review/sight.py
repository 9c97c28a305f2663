"""What Checks see: files as they are now and as they were, each read once."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agent.core.documents import Documents, Passage, Problem, Table
from agent.core.errors import AgentError, NotFoundError, UnreadableError
from agent.core.ports import Files
from agent.core.words import Words
from agent.review.work import MadeFile

Images = Callable[[str, str], tuple[Path | None, Path | None]]
"""Gives what a place of a Checkpoint was before and after it, as paths that may be read."""

TABULAR = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm", ".csv", ".tsv"))
WITH_TABLES = TABULAR | {".docx", ".docm", ".pptx", ".pptm", ".md", ".markdown"}
MOST_CELLS = 400_000
_PIECES = 20_000
_GONE = Words("What it was before cannot be read any more.", "変更前の内容を読み取れません。")


@dataclass
class Sight:
    """`files` and `documents` are the ports to the person's folders; `images` gives before-images. Blocks.

    Every method raises AgentError when something cannot be read.
    """

    files: Files
    documents: Documents
    images: Images
    _copies: dict[str, Path] = field(default_factory=dict)
    _problems: dict[Path, tuple[Problem, ...]] = field(default_factory=dict)
    _tables: dict[Path, tuple[Table, ...]] = field(default_factory=dict)

    def is_there(self, place: str) -> bool:
        """Whether a file or folder of that name is there."""
        try:
            return self.files.entry(self.files.place(place)) is not None
        except AgentError:
            return False

    def now(self, place: str) -> Path:
        """A private copy of the file as it is now."""
        if place not in self._copies:
            self._copies[place] = self.files.snapshot(self.files.place(place)).path
        return self._copies[place]

    def before(self, made: MadeFile) -> Path | None:
        """A private copy of the file as it was before the Turn, None for a new one.

        Raises:
            NotFoundError: it is not kept any more.
        """
        if made.origin is None:
            return None
        image = self.images(*made.origin)[0]
        if image is None:
            raise NotFoundError(_GONE, "no_image")
        return image

    def tables(self, path: Path) -> tuple[Table, ...]:
        """Its tables."""
        if path not in self._tables:
            self._tables[path] = self.documents.tables(path)
        return self._tables[path]

    def problems(self, made: MadeFile) -> tuple[Problem, ...]:
        """What is wrong with it now and was not before. Addresses move, so a problem is known by its words."""
        before = self.before(made)
        old = Counter(_said(one) for one in self._wrong(before)) if before else Counter()
        new = []
        for one in self._wrong(self.now(made.place)):
            if old[_said(one)]:
                old[_said(one)] -= 1
            else:
                new.append(one)
        return tuple(new)

    def words(self, place: str, part: str = "") -> Sequence[Passage]:
        """The pieces of a document, or of a part of it."""
        return self.documents.read(self.now(place), count=_PIECES, part=part).passages

    def scratch(self, suffix: str) -> Path:
        """A path for something that is looked at and forgotten."""
        return self.files.stage(suffix)

    def _wrong(self, path: Path) -> tuple[Problem, ...]:
        if path not in self._problems:
            self._problems[path] = self.documents.problems(path)
        return self._problems[path]


def _said(one: Problem) -> tuple[str, str]:
    return one.code, one.words.en


def is_unknown(error: AgentError) -> bool:
    """Whether it only says that there is no way to look into such a file."""
    return isinstance(error, UnreadableError) and error.code in ("unknown_kind", "encrypted", "too_large", "locked")


def small(tables: Sequence[Table]) -> bool:
    """Whether they can be gone through cell by cell."""
    return sum(len(table.rows) * max(map(len, table.rows), default=0) for table in tables) <= MOST_CELLS
