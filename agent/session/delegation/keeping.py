"""Finished pieces survive a kill: what was staged for them is taken up again when nothing it stands on has changed."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from agent.core.actions import Source
from agent.core.changes import ChangeSet, Create, Modify
from agent.core.codec import built, dumps
from agent.core.errors import AgentError
from agent.core.messages import Outcome
from agent.core.paths import Place
from agent.core.ports import Files
from agent.session.delegation.means import Worked
from agent.session.delegation.pieces import Piece
from agent.session.delegation.reports import Report
from agent.workspace.overlay import Basis, OverlayFiles
from agent.workspace.overlay_store import KeptWork


@dataclass(frozen=True, slots=True)
class Based:
    """One line of what the work stands on."""

    place: Place
    basis: Basis


@dataclass(frozen=True, slots=True)
class Finished:
    """A piece that is done, as it is kept."""

    report: Report
    changes: ChangeSet
    bases: tuple[Based, ...]
    missing: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


def key_of(piece: Piece, shared: str) -> str:
    """The same for the same work: what is told, read and written."""
    told = (piece.task, piece.item.reads, piece.item.writes, shared)
    return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def keep(kept: KeptWork, key: str, worked: Worked) -> None:
    """Write down a piece that is done."""
    if worked.outcome is Outcome.DONE and worked.files is not None:
        bases = tuple(Based(place, basis) for place, basis in worked.files.bases.items())
        kept.keep(key, dumps(Finished(worked.report, worked.changes, bases, worked.missing, worked.sources)))


def taken_up(kept: KeptWork, key: str, piece: Piece, base: Files) -> Worked | None:
    """The piece as it was finished before; None when it was not, or when it does not fit any more."""
    found = kept.kept(key)
    if found is None:
        return None
    try:
        record = built(Finished, json.loads(found[0]))
        files = OverlayFiles(base, found[1], {one.place: one.basis for one in record.bases})
        if files.drifted() or not _are_intact(record.changes, files):
            return None
        files.lay(record.changes)
    except (ValueError, KeyError, OSError, AgentError):
        return None
    return Worked(
        piece, Outcome.DONE, record.report, record.changes, files,
        sources=record.sources, missing=record.missing, again=True,
    )  # fmt: skip


def _are_intact(changes: ChangeSet, files: OverlayFiles) -> bool:
    made = [change.staged for change in changes.changes if isinstance(change, (Create, Modify))]
    return all(files.staged(Path(staged.path)) == staged for staged in made)
