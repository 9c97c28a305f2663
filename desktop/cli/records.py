"""`deskhand changes`, `undo`, `sessions` and `log`."""

import asyncio
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from agent.core.changes import Changed, Checkpoint
from agent.core.codec import dumps
from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.session.export import exported
from desktop.cli.show import say, tell
from desktop.cli.work import known_session
from desktop.compose.house import House
from desktop.compose.opened import OpenedSession
from desktop.host.views import session_view

_SIGNS = {"create": "+", "modify": "~", "move": ">", "delete": "-", "folder": "+"}


async def changes(house: House, options: Namespace) -> int:
    """What was changed, newest first."""
    sessions = [known_session(house, options.session)] if options.session else house.journal.sessions()
    found = [c for session in sessions for c in house.state(session)[0].checkpoints]
    for checkpoint in sorted(found, key=lambda c: c.at, reverse=True):
        if options.json:
            say(dumps(checkpoint))
            continue
        state = " (undone)" if checkpoint.undone else ""
        say(f"{checkpoint.id}  {checkpoint.at}  session {checkpoint.session}  {shown(checkpoint.title)}{state}")
        for changed in checkpoint.changed:
            say(f"    {_line(changed)}")
    return 0


async def undo(house: House, options: Namespace) -> int:
    """Put back one Checkpoint, or all of a Session."""
    if options.checkpoint:
        session = _session_of(house, options.checkpoint)
        made: tuple[Checkpoint, ...] = (await _opened(house, session).undo(options.checkpoint),)
    else:
        session = known_session(house, options.session) if options.session else _last_changed(house)
        made = await _opened(house, session).undo_all()
    if not made:
        tell("There is nothing to put back.")
    for checkpoint in made:
        if options.json:
            say(dumps(checkpoint))
            continue
        say(f"Put back {len(checkpoint.changed)} changes: {shown(checkpoint.title)}")
        for sentence in checkpoint.kept:
            say(f"    {sentence}")
    return 0


async def sessions(house: House, options: Namespace) -> int:
    """All Sessions, the last one first."""
    for session in house.journal.sessions():
        view = session_view(session, *house.state(session))
        folders = ", ".join(shown(root.path) for root in view.roots)
        say(dumps(view) if options.json else f"{view.id}  {view.updated}  {view.state:<10}  {view.title}  [{folders}]")
    return 0


async def log(house: House, options: Namespace) -> int:
    """The record of a Session, to a file or standard output."""
    records = house.journal.records(known_session(house, options.session))
    text = exported(options.session, records, options.format)
    if options.output:
        try:
            await asyncio.to_thread(Path(options.output).write_text, text, encoding="utf-8")
        except OSError as error:
            sentence = f"{shown(options.output)!r} cannot be written: {error.strerror}."
            raise NeedsUserError(sentence, "Choose another place for it.", "output") from error
    else:
        say(text)
    return 0


def _opened(house: House, session: str) -> OpenedSession:
    return house.open(session, lambda *_: None)


def _session_of(house: House, checkpoint: str) -> str:
    return _found(house, lambda c: c.id == checkpoint, f"There is no checkpoint {checkpoint!r}.")


def _last_changed(house: House) -> str:
    return _found(house, lambda c: not c.undone and not c.undoes, "No session has changed anything.")


def _found(house: House, fits: Callable[[Checkpoint], bool], sentence: str) -> str:
    for session in house.journal.sessions():
        checkpoints: tuple[Checkpoint, ...] = house.state(session)[0].checkpoints
        if any(fits(checkpoint) for checkpoint in checkpoints):
            return session
    raise NeedsUserError(sentence, "See `deskhand changes`.", "no_checkpoint")


def _line(changed: Changed) -> str:
    to = f" → {shown(changed.to)}" if changed.to else ""
    return f"{_SIGNS.get(changed.kind, '?')} {shown(changed.place)}{to}"
