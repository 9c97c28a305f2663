"""Deskhand as an agent of the protocol: which method answers which message, for one editor."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from acp import schema
from acp.exceptions import RequestError
from pydantic import BaseModel, ValidationError

from agent.core.errors import AgentError, InvalidArgumentsError, NeedsUserError
from agent.core.events import Notice
from agent.session.traces import places
from desktop.acp import words
from desktop.acp.chat import Chat
from desktop.acp.choices import choose, config_options, mode_state, set_mode
from desktop.acp.editor import Editor, dumped, meta
from desktop.acp.folders import checked, grant_known
from desktop.acp.greeting import OURS, hello, makes_sense, shows_forms
from desktop.acp.ours import Ours
from desktop.acp.said import read
from desktop.acp.servers import declared
from desktop.compose.house import House
from desktop.compose.listing import line_of
from desktop.compose.missing import no_session
from desktop.compose.opened import OpenedSession

MOST_LISTED = 50
_NOT_FOUND = -32002
_LISTS = ("mcpServers", "additionalDirectories")
_log = logging.getLogger("desktop")
Handler = Callable[[Any], Awaitable[BaseModel | dict[str, Any] | None]]


class EditorAgent:
    """Answers one editor. Everything that counts is in the House and its Sessions; this only translates."""

    def __init__(self, house: House, editor: Editor, language: str) -> None:
        self._house = house
        self._editor = editor
        self._language = language
        self._chats: dict[str, Chat] = {}
        self._ours = Ours(house, language)
        self._answering: set[asyncio.Task[Any]] = set()

    def handlers(self) -> Mapping[str, tuple[type[BaseModel], Handler]]:
        """The shape and the method of each message."""
        return {
            "authenticate": (schema.AuthenticateRequest, self.authenticate),
            "session/new": (schema.NewSessionRequest, self.new),
            "session/load": (schema.LoadSessionRequest, self.load),
            "session/resume": (schema.ResumeSessionRequest, self.resume),
            "session/list": (schema.ListSessionsRequest, self.list),
            "session/delete": (schema.DeleteSessionRequest, self.delete),
            "session/close": (schema.CloseSessionRequest, self.close),
            "session/prompt": (schema.PromptRequest, self.prompt),
            "session/cancel": (schema.CancelNotification, self.cancel),
            "session/set_mode": (schema.SetSessionModeRequest, self.set_mode),
            "session/set_config_option": (schema.SetSessionConfigOptionSelectRequest, self.set_option),
        }

    async def handle(self, method: str, params: Any, is_notification: bool) -> Any:  # noqa: ANN401, FBT001  # the socket of the connection
        """Answer one message. What goes wrong is told as an error of JSON-RPC, in words for the person."""
        if task := asyncio.current_task():
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)
        try:
            return await self._handled(method, _lenient(params), is_notification=is_notification)
        except (RequestError, ValidationError, AgentError) as error:
            if is_notification:
                return {}  # nobody waits for an answer
            raise _refusal(error, self._language) from None
        except Exception as error:  # noqa: BLE001  # the edge: a bug of ours must not leave the editor waiting
            _log.error("a message ended by an error of Deskhand itself: %s", places(error))
            raise RequestError(-32603, words.BUG.text(self._language), {OURS: {"code": "bug"}}) from None

    async def _handled(self, method: str, params: Any, *, is_notification: bool) -> dict[str, Any]:  # noqa: ANN401
        if method == "initialize":
            return self.initialize(params)
        known = self.handlers().get(method)
        if known is not None:
            shape, answer = known
            given = await answer(shape.model_validate(params if params is not None else {}))
            return dumped(given) if isinstance(given, BaseModel) else given or {}
        own = self._ours.methods().get(method)
        if own is None and is_notification:
            return {}  # whoever tells us more than we know has told it
        if own is None:
            raise RequestError.method_not_found(method)
        if not isinstance(params, dict) or not isinstance(params.get("sessionId"), str):
            raise InvalidArgumentsError("Give 'sessionId'.")
        return await own(self._chat(params["sessionId"]), params)

    def initialize(self, params: object) -> dict[str, Any]:
        """What this agent can do. Most editors had this answer before this program was there (`greeting`)."""
        if not makes_sense(params):
            raise InvalidArgumentsError("Give 'protocolVersion' as a number.")
        self._editor.forms = shows_forms(params)
        return hello()

    async def authenticate(self, _: schema.AuthenticateRequest) -> None:
        """There is nobody to be: keys of models are in Deskhand's settings."""

    async def new(self, request: schema.NewSessionRequest) -> schema.NewSessionResponse:
        """A new Session over these folders: those that the person knows are granted, the others asked about."""
        folders = checked((request.cwd, *(request.additional_directories or ())))
        chat = self._added(self._house.new_session((), self.told, self._language), folders, request.mcp_servers)
        chat.later()
        return schema.NewSessionResponse(session_id=chat.opened.session.id, **self._choices(chat))

    async def load(self, request: schema.LoadSessionRequest) -> schema.LoadSessionResponse:
        """A Session as it was, told again from its beginning."""
        chat = self._reopened(request)
        chat.replay()
        chat.later()
        return schema.LoadSessionResponse(**self._choices(chat), field_meta=_standing(chat))

    async def resume(self, request: schema.ResumeSessionRequest) -> schema.ResumeSessionResponse:
        """The same without telling it again."""
        chat = self._reopened(request)
        chat.later()
        return schema.ResumeSessionResponse(**self._choices(chat), field_meta=_standing(chat))

    async def list(self, request: schema.ListSessionsRequest) -> schema.ListSessionsResponse:
        """The Sessions, the last used first, page by page."""
        cursor = request.cursor or ""
        start = int(cursor) if cursor.isdecimal() else 0
        names = self._house.journal.sessions()
        found: list[schema.SessionInfo] = []
        while start < len(names) and len(found) < MOST_LISTED:
            info = self._info(names[start])
            start += 1
            if request.cwd is None or Path(request.cwd) == Path(info.cwd):
                found.append(info)
        return schema.ListSessionsResponse(sessions=found, next_cursor=str(start) if start < len(names) else None)

    def _info(self, session: str) -> schema.SessionInfo:
        state, at = line_of(self._house.journal, session)
        paths = [root.path for root in state.roots if not root.only] or [str(Path.home())]
        return schema.SessionInfo(
            session_id=session,
            cwd=paths[0],
            additional_directories=paths[1:] or None,
            title=state.title or None,
            updated_at=at or None,
            field_meta=meta(interrupted=self._house.is_interrupted(session, state)),
        )

    async def delete(self, request: schema.DeleteSessionRequest) -> None:
        """Out of the list. Its record stays, and what it changed can be undone: erasing is done in Deskhand."""
        await self._closed(request.session_id)
        self._house.journal.archive(self._known(request.session_id))

    async def close(self, request: schema.CloseSessionRequest) -> None:
        """Stop what runs, and give the Session back."""
        await self._closed(request.session_id)

    async def _closed(self, session: str) -> None:
        chat = self._chats.pop(session, None)
        if chat is None:
            return
        await chat.stop()
        with suppress(NeedsUserError):  # its Turn did not stop: the claim goes with the process
            chat.opened.session.close()

    async def prompt(self, request: schema.PromptRequest) -> schema.PromptResponse:
        """One Turn."""
        ours = (request.field_meta or {}).get(OURS)
        resume = isinstance(ours, dict) and ours.get("resume") is True
        return await self._chat(request.session_id).prompt(read(request.prompt), resume=resume)

    async def cancel(self, request: schema.CancelNotification) -> None:
        """Stop the Turn."""
        if chat := self._chats.get(request.session_id):
            chat.cancel()

    async def set_mode(self, request: schema.SetSessionModeRequest) -> None:
        """Another Mode."""
        set_mode(self._chat(request.session_id).opened, request.mode_id)

    async def set_option(
        self, request: schema.SetSessionConfigOptionSelectRequest
    ) -> schema.SetSessionConfigOptionResponse:
        """Another Mode, model or effort."""
        chat = self._chat(request.session_id)
        choose(self._house, chat.opened, request.config_id, request.value)
        found = config_options(self._house, chat.opened, self._language)
        return schema.SetSessionConfigOptionResponse(config_options=found)

    def told(self, session: str, _: int, notice: Notice) -> None:
        """Something happened in a Session."""
        if chat := self._chats.get(session):
            chat.told(notice)

    async def suspend(self) -> None:
        """The editor is gone: what it asked last is answered, and what runs is left as a kill would leave it, to go on
        later.
        """
        await asyncio.sleep(0)  # what came with the end of the input begins now
        for chat in self._chats.values():
            chat.suspend()
        if self._answering:
            await asyncio.wait(self._answering, timeout=5)
        for chat in self._chats.values():
            await chat.end()
            with suppress(NeedsUserError):  # its Turn did not stop: the claim goes with the process
                chat.opened.session.close()

    def _choices(self, chat: Chat) -> dict[str, Any]:
        found = config_options(self._house, chat.opened, self._language)
        return {"modes": mode_state(chat.opened, self._language), "config_options": found}

    def _reopened(self, request: schema.LoadSessionRequest | schema.ResumeSessionRequest) -> Chat:
        folders = checked((request.cwd, *(request.additional_directories or ())))
        session = self._known(request.session_id)
        if session in self._chats:
            return self._chats[session]
        return self._added(self._house.open(session, self.told, self._language), folders, request.mcp_servers)

    def _added(self, opened: OpenedSession, folders: tuple[str, ...], servers: Sequence[Any] | None) -> Chat:
        waiting = grant_known(self._house, opened, folders)
        chat = Chat(self._house, opened, self._editor, waiting, declared(servers), self._language)
        self._chats[opened.session.id] = chat
        return chat

    def _known(self, session: str) -> str:
        if not self._house.journal.knows(session):
            raise RequestError(_NOT_FOUND, str(no_session(session)), {OURS: {"code": "no_session"}})
        return session

    def _chat(self, session: str) -> Chat:
        if session not in self._chats:
            raise RequestError(_NOT_FOUND, str(no_session(session)), {OURS: {"code": "no_session"}})
        return self._chats[session]


def _standing(chat: Chat) -> dict[str, Any]:
    """What the editor should know of a Session that was opened again."""
    return meta(interrupted=chat.opened.session.interrupted, waiting=list(chat.folders.waiting))


def _lenient(params: object) -> object:
    """The lists that may be null, as the schema says (x-deserialize-default-on-null)."""
    if not isinstance(params, dict):
        return params
    return {key: [] if value is None and key in _LISTS else value for key, value in params.items()}


def _refusal(error: RequestError | ValidationError | AgentError, language: str) -> RequestError:
    """An error in words for the person, with its stable code."""
    if isinstance(error, RequestError):
        return error
    if isinstance(error, ValidationError):
        found = error.errors(include_url=False, include_context=False, include_input=False)
        return RequestError.invalid_params({"errors": found})
    remedy = error.remedy.text(language) if isinstance(error, NeedsUserError) else ""
    said = " ".join(filter(None, (error.words.text(language), remedy)))
    number = -32602 if isinstance(error, InvalidArgumentsError) else -32603
    return RequestError(number, str(error) if number == -32602 else said, {OURS: {"code": error.code}})
