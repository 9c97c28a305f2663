"""Methods of our own, below `_deskhand/`: undo, permissions, what was made, the record. README.md describes them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from typing import Any

from agent.core.actions import Effect, Grant
from agent.core.codec import plain
from agent.core.errors import AgentError, InvalidArgumentsError
from agent.core.events import CheckpointMade
from agent.core.paths import place_of
from agent.session.export import exported
from desktop.acp.changes import look, made, path_in
from desktop.acp.chat import Chat
from desktop.acp.editor import dumped
from desktop.acp.words import permission_words
from desktop.compose.exports import material
from desktop.compose.house import House
from desktop.compose.previews import Previews

Params = Mapping[str, Any]
Method = Callable[[Chat, Params], Awaitable[dict[str, Any]]]


class Ours:
    """Answers them, each about one opened session (`sessionId`)."""

    def __init__(self, house: House, language: str) -> None:
        self._house = house
        self._language = language

    def methods(self) -> Mapping[str, Method]:
        """By the name on the wire."""
        return {
            "_deskhand/undo/list": self.checkpoints,
            "_deskhand/undo/apply": self.undo,
            "_deskhand/changes/preview": self.preview,
            "_deskhand/grants/list": self.grants,
            "_deskhand/grants/revoke": self.revoke,
            "_deskhand/folders/revoke": self.revoke_folder,
            "_deskhand/artifacts/list": self.artifacts,
            "_deskhand/record/export": self.record,
            "_deskhand/budget/set": self.budget,
        }

    async def checkpoints(self, chat: Chat, _: Params) -> dict[str, Any]:
        """What was changed, in order, and what of it was put back."""
        state = chat.opened.session.state
        records = self._house.journal.records(chat.opened.session.id)
        calls = {one.event.checkpoint.id: one.event.call for one in records if isinstance(one.event, CheckpointMade)}
        return {
            "checkpoints": [
                {
                    "id": one.id, "title": one.title, "at": one.at, "undone": one.undone or one.id in state.undos,
                    "undoes": one.undoes, "toolCallId": calls.get(one.id, ""),
                    "changes": list(made(chat.opened, one).lines),
                }
                for one in state.checkpoints
            ]
        }  # fmt: skip

    async def undo(self, chat: Chat, params: Params) -> dict[str, Any]:
        """Put back one Checkpoint, some places of it (`only`: absolute paths), or with no `checkpoint` everything."""
        checkpoint = _text(params, "checkpoint", required=False)
        if not checkpoint:
            done = await chat.opened.undo_all()
        else:
            done = (await chat.opened.undo(checkpoint, _places(chat, checkpoint, params.get("only"))),)
        kept = [sentence for one in done for sentence in one.kept]
        return {"checkpoints": [one.id for one in done], "kept": kept}

    async def preview(self, chat: Chat, params: Params) -> dict[str, Any]:
        """What one path of a Checkpoint was before and after."""
        checkpoint, path = _text(params, "checkpoint"), _text(params, "path")
        place = next(iter(_places(chat, checkpoint, [path])), "")
        shown = made(chat.opened, _known(chat, checkpoint))
        diffs = [dumped(one) for one in shown.diffs if one.path == path]
        if diffs:
            return {"diffs": diffs}
        before, after = chat.opened.ledger.contents(checkpoint, place)
        previews = Previews(chat.opened.workspace, self._house.documents, self._language)
        title = place_of(place, dict(chat.opened.session.state.folders)).name
        return {"preview": look(await asyncio.to_thread(previews.between, before, after, title), path)}

    async def grants(self, chat: Chat, _: Params) -> dict[str, Any]:
        """The folders of the session, and its standing permissions in words."""
        roots = [{"name": r.name, "path": r.path, "writable": r.writable, "only": list(r.only)}
                 for r in chat.opened.session.state.roots]  # fmt: skip
        given = [
            {**asdict(grant), "effect": grant.effect.value, "folder": folder,
             "words": permission_words(grant).text(self._language)}
            for grant, folder in chat.opened.grants()
        ]  # fmt: skip
        return {"folders": roots, "waiting": list(chat.folders.waiting), "grants": given}

    async def revoke(self, chat: Chat, params: Params) -> dict[str, Any]:
        """Take back a permission (`effect`, `pattern`, `lifetime`, as it is listed)."""
        effect, pattern, lifetime = (_text(params, key) for key in ("effect", "pattern", "lifetime"))
        if effect not in set(Effect):
            raise InvalidArgumentsError("There is no such effect.")
        chat.opened.revoke_grant(Grant(Effect(effect), pattern, lifetime))
        return {}

    async def revoke_folder(self, chat: Chat, params: Params) -> dict[str, Any]:
        """Take back the folder at `path`: the next call already cannot see it."""
        path = _text(params, "path")
        names = [root.name for root in chat.opened.session.state.roots if root.path == path]
        if not names:
            raise InvalidArgumentsError("There is no such folder here.")
        for name in names:
            chat.opened.revoke(name)
        return {}

    async def artifacts(self, chat: Chat, _: Params) -> dict[str, Any]:
        """The files that this session made or changed and that are still as it left them."""
        path, state = path_in(chat.opened), chat.opened.session.state
        return {"artifacts": [{"path": path(place), "sha256": digest} for place, digest in state.made.items()]}

    async def record(self, chat: Chat, params: Params) -> dict[str, Any]:
        """The record of the session as `form`: html, json, md or otel."""
        form = _text(params, "form", required=False) or "md"
        found = await asyncio.to_thread(material, self._house, chat.opened.session.id, self._language)
        return {"form": form, "text": exported(found, form)}

    async def budget(self, chat: Chat, params: Params) -> dict[str, Any]:
        """What the session may cost in US dollars in all (`usd`), 0 for no limit of its own."""
        usd = params.get("usd")
        if not isinstance(usd, int | float) or isinstance(usd, bool) or not 0 <= usd < float("inf"):
            raise InvalidArgumentsError("Give 'usd' as a number that is not negative.")
        chat.opened.set(most=float(usd))
        total = plain(chat.opened.session.state.total)
        return {"most": float(usd), "spent": total}


def _text(params: Params, key: str, *, required: bool = True) -> str:
    value = params.get(key, "")
    if not isinstance(value, str) or (required and not value):
        raise InvalidArgumentsError(f"Give {key!r} as text.")
    return value


def _known(chat: Chat, checkpoint: str) -> Any:  # noqa: ANN401  # a Checkpoint
    found = next((one for one in chat.opened.session.state.checkpoints if one.id == checkpoint), None)
    if found is None:
        raise InvalidArgumentsError(f"There is no checkpoint {checkpoint!r}.")
    return found


def _places(chat: Chat, checkpoint: str, only: object) -> tuple[str, ...]:
    """The places of a Checkpoint that absolute paths mean; () for all of them."""
    known, path = _known(chat, checkpoint), path_in(chat.opened)
    if only is None:
        return ()
    if not isinstance(only, list) or not only:
        raise InvalidArgumentsError("Give 'only' as a list of paths.")
    named = {path(place): one.place for one in known.changed for place in (one.place, one.to) if place}
    try:
        return tuple(named[one] for one in only)
    except (KeyError, TypeError, AgentError) as error:
        raise InvalidArgumentsError("One of 'only' is no path of this checkpoint.") from error
