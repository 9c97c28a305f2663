"""Folders and files that an editor names: granted when the person granted them before, else asked about."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from acp.exceptions import RequestError
from acp.schema import (
    AgentMessageChunk,
    AllowedOutcome,
    PermissionOption,
    RequestPermissionRequest,
    TextContentBlock,
    ToolCallLocation,
    ToolCallUpdate,
)

from agent.core.errors import InvalidArgumentsError
from agent.core.events import RootGranted
from agent.core.paths import shown
from agent.core.words import Words
from desktop.acp import words
from desktop.acp.editor import Editor, meta
from desktop.compose.house import House
from desktop.compose.known import known_root
from desktop.compose.opened import OpenedSession

_CHANGE, _READ, _REJECT = "change", "read", "reject"
Kind = Literal["allow_once", "allow_always", "reject_once", "reject_always"]


class Folders:
    """Of one session: `waiting` are paths that were not granted yet. They are asked about at the first prompt, because
    an editor knows no session before it got its id.
    """

    def __init__(self, waiting: Sequence[str] = ()) -> None:
        self.waiting = list(waiting)
        self._asking: asyncio.Task[str] | None = None

    def stop(self) -> None:
        """Nobody waits for an answer any more."""
        if self._asking is not None:
            self._asking.cancel()

    async def settle(self, opened: OpenedSession, editor: Editor, files: Sequence[str], language: str) -> bool:
        """Ask for what is not granted. False when no folder is granted, which was told then, or a file was declined."""
        for path in tuple(self.waiting):
            answer = await self._asked(opened, editor, words.FOLDER, path, language)
            if answer in (_CHANGE, _READ):
                opened.grant(RootGranted("", path, answer == _CHANGE))
                self.waiting.remove(path)
        if not opened.session.state.roots:
            _tell(opened, editor, words.NOT_GRANTED.text(language))
            return False
        for path in files:
            inside = any(Path(path).is_relative_to(root.path) for root in opened.session.state.roots)
            if not inside and await self._asked(opened, editor, words.FILE, path, language) != _CHANGE:
                return False
        return True

    async def _asked(self, opened: OpenedSession, editor: Editor, title: Words, path: str, language: str) -> str:
        """The id of the option that was chosen; "" for every other answer."""
        self._asking = asyncio.ensure_future(_ask(opened, editor, title, path, language))
        try:
            return await self._asking
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if current is not None and current.cancelling():
                raise
            return ""
        finally:
            self._asking = None


async def _ask(opened: OpenedSession, editor: Editor, title: Words, path: str, language: str) -> str:
    said = title.of(path=shown(path)).text(language)
    folder = title is words.FOLDER
    request = RequestPermissionRequest(
        session_id=opened.session.id,
        tool_call=ToolCallUpdate(
            tool_call_id=f"grant:{path}", title=said, kind="other", status="pending",
            locations=[ToolCallLocation(path=path)],
        ),
        options=_options(folder=folder, language=language),
        field_meta=meta(title=said, description=words.FOLDER_WHY.text(language) if folder else "", grant=path),
    )  # fmt: skip
    try:
        answer = await editor.permission(request)
    except (RequestError, ConnectionError):
        return ""
    chosen = answer.outcome.option_id if answer and isinstance(answer.outcome, AllowedOutcome) else ""
    return chosen if chosen in {one.option_id for one in request.options} else ""


def _options(*, folder: bool, language: str) -> list[PermissionOption]:
    """A folder is remembered, as in the window, and the kind says so; a file is for this session."""
    offered: list[tuple[str, Words, Kind]] = [
        (_CHANGE, words.READ_CHANGE, "allow_always" if folder else "allow_once"),
        *([(_READ, words.READ_ONLY, "allow_always")] if folder else []),  # type: ignore[list-item]  # a word of the schema
        (_REJECT, words.DECLINE, "reject_once"),
    ]
    return [PermissionOption(option_id=one, name=name.text(language), kind=kind) for one, name, kind in offered]


def _tell(opened: OpenedSession, editor: Editor, text: str) -> None:
    chunk = AgentMessageChunk(session_update="agent_message_chunk", content=TextContentBlock(type="text", text=text))
    editor.tell(opened.session.id, chunk)


def checked(paths: Sequence[str]) -> tuple[str, ...]:
    """Whole paths of folders that are there, each once.

    Raises:
        InvalidArgumentsError: one is none.
    """
    for path in paths:
        if not Path(path).is_absolute() or not Path(path).is_dir():
            raise InvalidArgumentsError(words.NO_FOLDER.of(path=shown(path)), "no_folder")
    return tuple(dict.fromkeys(str(Path(path)) for path in paths))


def grant_known(house: House, opened: OpenedSession, paths: Sequence[str]) -> Folders:
    """Grant what the person granted before, in this or another task; the others wait."""
    waiting = []
    for path in paths:
        if any(Path(path).is_relative_to(root.path) and not root.only for root in opened.session.state.roots):
            continue
        known = known_root(house.journal, path)
        if known is None:
            waiting.append(path)
        else:
            opened.grant(known)
    return Folders(waiting)
