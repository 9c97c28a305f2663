"""Folders that the person granted before, in any task: they are not asked about again."""

from pathlib import Path

from agent.core.events import RootGranted
from agent.session.journal import Journal


def known_root(journal: Journal, path: str) -> RootGranted | None:
    """How the whole of this folder was granted last, without its name; None when it never was."""
    wanted = str(Path(path))
    found = None
    for _, _, record in journal.of_kinds((RootGranted,)):
        event = record.event
        if isinstance(event, RootGranted) and not event.only and str(Path(event.path)) == wanted:
            found = RootGranted("", event.path, event.writable)
    return found
