"""Changes to the user's files, as values. Only `commit` carries them out."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.core.actions import Effect
from agent.core.paths import Place
from agent.core.words import Words


@dataclass(frozen=True, slots=True)
class Staged:
    """New contents that wait in the Staging: an absolute path outside every Root, the SHA-256 in hex, bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Create:
    """A new file; refused when something of that name is there. Missing parent folders are made.

    `modified_ns` sets the modification time (a copy keeps its source's); None means now.
    """

    place: Place
    staged: Staged
    modified_ns: int | None = None


@dataclass(frozen=True, slots=True)
class Modify:
    """New contents for a file whose SHA-256 must still be `expects`.

    `shrink_ok`: the loss of size is meant. `lock_ok`: that it asks for a password from now on is meant.
    """

    place: Place
    expects: str
    staged: Staged
    shrink_ok: bool = False
    lock_ok: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """A file or folder gets another name or folder; refused when `to` is taken. Parents of `to` are made."""

    place: Place
    to: Place


@dataclass(frozen=True, slots=True)
class Delete:
    """A file (whose SHA-256 must still be `expects` when given) or a whole folder goes. Kept for undo."""

    place: Place
    expects: str | None = None


@dataclass(frozen=True, slots=True)
class MakeFolder:
    """An empty folder."""

    place: Place


Change = Create | Modify | Move | Delete | MakeFolder


@dataclass(frozen=True, slots=True)
class Finding:
    """What the person should know of the Change at `index` before it is made.

    `code` is "shrink" (it loses most of its size), "fetches" (opening it would contact `address`), "links" (a click
    would) or "runs" (its name makes a program of it). An `address` is "" when nobody can know it (computed from cells).
    """

    index: int
    code: str
    words: Words
    address: str = ""


def effect_of(change: Change) -> Effect:
    """The Effect that the policy judges."""
    match change:
        case Create() | Modify() | MakeFolder():
            return Effect.WRITE
        case Move():
            return Effect.MOVE
        case Delete():
            return Effect.DELETE


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """An ordered set of Changes that commits or fails as one. Its first sentence is `title`."""

    title: str
    changes: tuple[Change, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over all Changes with the hashes of their contents: what an Approval is bound to.

        Where contents wait is no part of it: the Ledger compares their hashes, and after a restart they wait elsewhere.
        """
        meant = tuple(
            replace(change, staged=replace(change.staged, path="")) if isinstance(change, Create | Modify) else change
            for change in self.changes
        )
        return hashlib.sha256(repr(meant).encode("utf-8", "surrogatepass")).hexdigest()

    def meant(self, findings: Sequence[Finding]) -> "ChangeSet":
        """The same set; a loss of size that the Gate let pass, or that the person was shown and accepts, is meant."""
        shrinking = {finding.index for finding in findings if finding.code == "shrink"}
        return ChangeSet(
            self.title,
            tuple(
                replace(change, shrink_ok=True) if index in shrinking and isinstance(change, Modify) else change
                for index, change in enumerate(self.changes)
            ),
        )

    def only(self, indexes: frozenset[int]) -> "ChangeSet":
        """The same set with only the Changes at `indexes`."""
        return ChangeSet(self.title, tuple(c for i, c in enumerate(self.changes) if i in indexes))


@dataclass(frozen=True, slots=True)
class Changed:
    """A line of what a Checkpoint did: `kind` is create, modify, move, delete or folder; `to` only for a move.

    `before` and `after` are SHA-256 in hex, "" where there is none (folders, moves).
    """

    kind: str
    place: str
    to: str = ""
    before: str = ""
    after: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A committed ChangeSet with its before-images. `undoes` is the Checkpoint that it put back, or "".

    `kept` are sentences about files that an undo left alone because the person had changed them meanwhile. `staged`: it
    was laid over the files only, nothing on the disk was changed.
    `call` is the id of the ToolCall that made it, "" when the person did.
    """

    id: str
    session: str
    title: str
    at: str
    changed: tuple[Changed, ...]
    undoes: str = ""
    undone: bool = False
    kept: tuple[str, ...] = ()
    call: str = ""
    staged: bool = False

    def listed(self, most: int) -> str:
        """What was done, so that a model knows the names that a Recipe gave; the first `most` lines."""
        rows = [f"{one.kind} {one.place}{f' to {one.to}' if one.to else ''}" for one in self.changed]
        return ", ".join(rows[:most]) + (f" and {len(rows) - most} more" if len(rows) > most else "")
