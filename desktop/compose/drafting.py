"""What drafts of a thorough Turn are made with, put together for one Session."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from agent.core.documents import Documents
from agent.core.errors import AgentError
from agent.core.messages import UserMessage
from agent.core.ports import ChatModel
from agent.loop.dispatch import Bench
from agent.review.sight import Sight
from agent.session.delegation.conversation import Conversation, DelegateGate, NobodyToAsk
from agent.session.drafts import Drafting
from agent.session.drafts_tool import DraftsTool
from agent.session.guard import TurnGuard
from agent.session.limits import Limits, clock
from agent.session.session import Session
from agent.session.timed import Timed
from agent.workspace.overlay import OverlayFiles
from agent.workspace.overlay_ledger import StagingLedger
from agent.workspace.workspace import Workspace
from desktop.compose.bench import for_itself
from desktop.compose.coding import Coding


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
    coding: Coding

    def tool(self, thorough: Thorough, system: str, message: UserMessage, limits: Limits) -> DraftsTool:
        """The tool that makes them, for a Turn that begins now with `message`."""
        session = self.session
        began = time.monotonic()
        return DraftsTool(
            Drafting(
                thorough.count,
                lambda: OverlayFiles(self.workspace),
                lambda talk: Timed(thorough.connect(talk), limits, time.monotonic() - began),
                self._bench,
                self._sight,
                TurnGuard,
                system,
                session.state.history,
                message,
                session.emit,
                clock(limits, session.language),
                limits,
                session.language,
            )
        )

    def _bench(self, files: OverlayFiles, talk: Conversation, model: ChatModel) -> Bench:
        language = self.session.language
        tools = {
            tool.spec.name: tool for tool in for_itself(files, self.documents, talk.emit, language, model, self.coding)
        }
        ledger = StagingLedger(files, self.workspace, self.documents.check)
        return Bench(tools, DelegateGate(self.session.state.mode), NobodyToAsk(), ledger, talk.emit, language)

    def _sight(self, files: OverlayFiles) -> Sight:
        def images(_: str, place: str) -> tuple[Path | None, Path | None]:
            try:  # the folders are as they were: a draft only lies over them
                return self.workspace.snapshot(self.workspace.place(place)).path, None
            except AgentError:
                return None, None

        return Sight(files, self.documents, images)
