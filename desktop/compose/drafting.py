"""What drafts of a thorough Turn are made with, put together for one Session."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from agent.core.documents import Documents
from agent.core.errors import AgentError
from agent.core.events import CallProgress
from agent.core.messages import UserMessage
from agent.core.ports import ChatModel
from agent.loop.dispatch import Bench
from agent.review.sight import Sight
from agent.session.delegation.conversation import Conversation, DelegateGate, NobodyToAsk
from agent.session.drafts import Drafting
from agent.session.drafts_tool import DraftsTool
from agent.session.guard import TurnGuard
from agent.session.limits import Limits, watch
from agent.session.session import Session
from agent.session.timed import Timed
from agent.tools.ready import ReadLog
from agent.tools.toolset import built_in_tools
from agent.workspace.overlay import OverlayFiles
from agent.workspace.overlay_ledger import StagingLedger
from agent.workspace.workspace import Workspace
from desktop.compose.bench import today
from skills.recipe import Desk
from skills.tool import skill_tools

_ASKING = "ask_person"


@dataclass(frozen=True, slots=True)
class Thorough:
    """How many drafts a Turn makes, and the connection of each."""

    count: int
    connect: Callable[[Conversation], ChatModel]


@dataclass(frozen=True, slots=True)
class DraftRoom:
    """Where drafts of a Session are made: nothing here writes into a folder."""

    session: Session
    workspace: Workspace
    documents: Documents

    def tool(self, thorough: Thorough, system: str, message: UserMessage, limits: Limits) -> DraftsTool:
        """The tool that makes them, for a Turn that begins now with `message`."""
        session = self.session
        began = time.monotonic()
        own = replace(limits, usd=None if limits.usd is None else limits.usd / thorough.count)
        return DraftsTool(
            Drafting(
                thorough.count,
                lambda: OverlayFiles(self.workspace),
                self._bench,
                lambda talk: Timed(thorough.connect(talk), limits, time.monotonic() - began),
                self._sight,
                TurnGuard,
                system,
                session.state.history,
                message,
                session.emit,
                watch(replace(limits, steps=_NO_STEPS), lambda: session.state, session.language),
                own,
                session.language,
            )
        )

    def _bench(self, files: OverlayFiles, talk: Conversation) -> Bench:
        session = self.session

        def desk_for(call: str) -> Desk:
            def progress(text: str, done: int, total: int) -> None:
                talk.emit(CallProgress(call, text, done, total))

            return Desk(files, self.documents, progress, session.language or "en", today())

        made = built_in_tools(files, self.documents, talk.emit, NobodyToAsk(), ReadLog(), language=session.language)
        tools = (*(tool for tool in made if tool.spec.name != _ASKING), *skill_tools(desk_for))
        ledger = StagingLedger(files, self.workspace, self.documents.check)
        by_name = {tool.spec.name: tool for tool in tools}
        gate = DelegateGate(session.state.mode)
        return Bench(by_name, gate, NobodyToAsk(), ledger, talk.emit, session.language)

    def _sight(self, files: OverlayFiles) -> Sight:
        def images(_: str, place: str) -> tuple[Path | None, Path | None]:
            try:  # the folders are as they were: a draft only lies over them
                return self.workspace.snapshot(self.workspace.place(place)).path, None
            except AgentError:
                return None, None

        return Sight(files, self.documents, images)


_NO_STEPS = 1_000_000
