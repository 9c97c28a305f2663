"""`deskhand changes`, `undo` and `sessions`."""

from argparse import Namespace
from collections.abc import Callable

from agent.core.changes import Changed, Checkpoint
from agent.core.codec import dumps
from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import Words
from agent.session.terms import STATES
from desktop.cli.show import say, tell
from desktop.cli.work import known_session
from desktop.compose.house import House
from desktop.compose.listing import line_of
from desktop.host.views import session_view

_UNDONE = Words(" (undone)", "(元に戻しました)")
_SESSION = Words("session {id}", "セッション {id}")
_NOTHING = Words("There is nothing to put back.", "元に戻す変更はありません。")
_PUT_BACK = Words("Put back {count} {count:change|changes}: {title}", "{count} 件の変更を元に戻しました: {title}")
_NO_CHECKPOINT = Words("There is no checkpoint {name!r}.", "変更の記録「{name}」が見つかりません。")
_NO_CHANGE = Words("No session has changed anything.", "変更を行ったセッションはありません。")
_BACK_ALREADY = Words(
    "What the last task changed was put back already.", "前回のタスクによる変更は、すでに元に戻されています。"
)
_SEE_CHANGES = Words("See `deskhand changes`.", "`deskhand changes` で一覧をご確認ください。")
_SIGNS = {"create": "+", "modify": "~", "move": ">", "delete": "-", "folder": "+"}


async def changes(house: House, options: Namespace) -> int:
    """What was changed, newest first."""
    sessions = [known_session(house, options.session)] if options.session else house.journal.sessions()
    found = [c for session in sessions for c in house.state(session)[0].checkpoints]
    for checkpoint in sorted(found, key=lambda c: c.at, reverse=True):
        if options.json:
            say(dumps(checkpoint))
            continue
        state = _UNDONE.text(options.language) if checkpoint.undone else ""
        session = _SESSION.of(id=checkpoint.session).text(options.language)
        say(f"{checkpoint.id}  {checkpoint.at}  {session}  {shown(checkpoint.title)}{state}")
        for changed in checkpoint.changed:
            say(f"    {_line(changed)}")
    return 0


async def undo(house: House, options: Namespace) -> int:
    """Put back one Checkpoint, or all of a Session."""
    if options.checkpoint:
        session = _session_of(house, options.checkpoint)
        opened = house.open(session, lambda *_: None, options.language)
        made: tuple[Checkpoint, ...] = (await opened.undo(options.checkpoint),)
    else:
        session = known_session(house, options.session) if options.session else _last_changed(house)
        made = await house.open(session, lambda *_: None, options.language).undo_all()
    if not made:
        tell(_NOTHING.text(options.language))
    for checkpoint in made:
        if options.json:
            say(dumps(checkpoint))
            continue
        put_back = _PUT_BACK.of(count=len(checkpoint.changed), title=shown(checkpoint.title))
        say(put_back.text(options.language))
        for sentence in checkpoint.kept:
            say(f"    {sentence}")
    return 0


async def sessions(house: House, options: Namespace) -> int:
    """All Sessions, the last one first."""
    for session in house.journal.sessions():
        known, updated = line_of(house.journal, session)
        view = session_view(session, known, updated, interrupted=house.is_interrupted(session, known))
        folders, state = ", ".join(shown(root.path) for root in view.roots), STATES[view.state].text(options.language)
        line = f"{view.id}  {view.updated}  {state:<10}  {shown(view.title)}  [{folders}]"
        say(dumps(view) if options.json else line)
    return 0


def _session_of(house: House, checkpoint: str) -> str:
    return _found(house, lambda c: c.id == checkpoint, _NO_CHECKPOINT.of(name=shown(checkpoint)))


def _last_changed(house: House) -> str:
    """The last Session that changed something. A second `undo --last` must not go on to the task before it."""
    session = _found(house, lambda c: not c.undoes, _NO_CHANGE)
    made: tuple[Checkpoint, ...] = house.state(session)[0].checkpoints
    if all(checkpoint.undone for checkpoint in made if not checkpoint.undoes):
        raise NeedsUserError(_BACK_ALREADY, _SEE_CHANGES, "no_checkpoint")
    return session


def _found(house: House, fits: Callable[[Checkpoint], bool], words: Words) -> str:
    for session in house.journal.sessions():
        checkpoints: tuple[Checkpoint, ...] = house.state(session)[0].checkpoints
        if any(fits(checkpoint) for checkpoint in checkpoints):
            return session
    raise NeedsUserError(words, _SEE_CHANGES, "no_checkpoint")


def _line(changed: Changed) -> str:
    to = f" → {shown(changed.to)}" if changed.to else ""
    return f"{_SIGNS.get(changed.kind, '?')} {shown(changed.place)}{to}"
