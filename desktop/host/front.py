"""The host's front door: answers the window's requests and tells it what happens."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

from agent.core.errors import AgentError, NeedsUserError
from agent.core.events import (
    Notice,
    QuestionAnswered,
    QuestionAsked,
    RootGranted,
    RootRevoked,
    SessionChanged,
    TurnEnded,
    TurnResumed,
    TurnStarted,
)
from agent.core.words import NO_WORDS, Words
from agent.session.traces import places
from desktop.compose.house import House
from desktop.compose.listing import line_of
from desktop.compose.missing import no_session
from desktop.compose.opened import OpenedSession
from desktop.host.slim import slim
from desktop.host.views import session_view
from desktop.wire.connectors import ConnectorAsks
from desktop.wire.messages import Failed, Published, SessionUpdated, SessionView, TestLine
from desktop.wire.sandbox import AttemptTold

_LINE = (TurnStarted, TurnResumed, TurnEnded, QuestionAsked, QuestionAnswered, SessionChanged, RootGranted, RootRevoked)
_BUG = Words("Something in Deskhand itself went wrong.", "Deskhand の内部でエラーが発生しました。")
_AGAIN = Words("Nothing was changed by it. Try again.", "この操作による変更はありません。もう一度お試しください。")
_log = logging.getLogger("desktop")
Tell = Callable[[Published | SessionUpdated | TestLine | AttemptTold | ConnectorAsks], None]
Answerer = Callable[[Any], Awaitable[Any]]


class Front:
    """The opened Sessions of this process, and what every group of requests needs. `tell` sends a notification."""

    def __init__(self, house: House, tell: Tell) -> None:
        self.house = house
        self.language = ""
        self.tell = tell
        self._opened: dict[str, OpenedSession] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    def opened(self, session: str) -> OpenedSession:
        """The Session, opened when it is not yet.

        Raises:
            NeedsUserError: there is no such Session.
        """
        if session not in self._opened:
            if not self.house.journal.knows(session):
                raise no_session(session)
            self._opened[session] = self.house.open(session, self.told, self.language)
        return self._opened[session]

    def here(self) -> dict[str, bool]:
        """The Sessions that are open in this process, and whether a Turn runs in each."""
        return {name: opened.session.running for name, opened in self._opened.items()}

    def add(self, opened: OpenedSession) -> None:
        """A Session that was just made."""
        self._opened[opened.session.id] = opened

    def told(self, session: str, seq: int, notice: Notice) -> None:
        """Pass a Notice of a Session on to the window, with its line of the sidebar when that changed."""
        if (needed := slim(notice)) is not None:
            self.tell(Published(session, seq, needed))
        if isinstance(notice, _LINE) and session in self._opened:
            self.tell(SessionUpdated(self.view(session)))

    def view(self, session: str) -> SessionView:
        """The Session's line in the sidebar."""
        if opened := self._opened.get(session):
            talk = opened.session
            return session_view(session, talk.state, talk.updated, interrupted=talk.interrupted)
        state, updated = line_of(self.house.journal, session)
        return session_view(session, state, updated, interrupted=self.house.is_interrupted(session, state))

    def background(self, work: Awaitable[Any]) -> None:
        """Let a Turn run while the window goes on asking."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Leave all Turns as they are, to go on later; what they change at this moment is brought to its end."""
        for opened in self._opened.values():
            opened.session.suspend()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)
        for opened in self._opened.values():
            with suppress(NeedsUserError):  # its Turn did not stop: the claim goes with the process
                opened.session.close()
        await self.house.connectors.close()


async def answered(answers: Mapping[type, Answerer], request: Any, front: Front) -> Any:
    """The answer to a request, or a Failed with words for the person, in the language that is spoken by then."""
    try:
        return await answers[type(request)](request)
    except AgentError as error:
        return refusal(error, front.language)
    except Exception as error:  # noqa: BLE001  # the host's edge: a bug of ours must not leave the window waiting
        _log.error("a request ended by an error of Deskhand itself: %s", places(error))  # without what it says
        return Failed("bug", _BUG.text(front.language), _AGAIN.text(front.language))


def refusal(error: AgentError, language: str) -> Failed:
    """Why a request was refused, in words."""
    remedy = error.remedy if isinstance(error, NeedsUserError) else NO_WORDS
    return Failed(error.code, error.words.text(language), remedy.text(language))
