"""What delegates of one Session work with, put together for a Turn."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from agent.core.documents import Documents
from agent.core.events import Ending, TurnEnded
from agent.core.paths import Place
from agent.core.ports import Approver, ChatModel, Emit, Files, Ledger, Tool
from agent.loop.dispatch import Bench
from agent.session.delegation.conversation import Conversation
from agent.session.delegation.means import Means
from agent.session.delegation.pace import Pace
from agent.session.delegation.tool import DelegateTool, Role
from agent.session.limits import Limits, clock
from agent.session.session import Session
from agent.session.timed import Timed
from agent.workspace.overlay import OverlayFiles
from agent.workspace.overlay_ledger import StagingLedger
from agent.workspace.overlay_store import KeptWork
from agent.workspace.workspace import Workspace
from desktop.compose.bench import for_itself
from desktop.compose.coding import Coding
from desktop.compose.late_tools import with_more

PARALLEL, PARALLEL_HERE, MOST_PARALLEL = 8, 4, 100
"""How many requests are under way at once by default: to a provider, and to a server on this computer."""
_NOT_FOR_ONE_PIECE = frozenset({"plan", "recipe", "skill"})
_OVER = (Ending.DONE, Ending.REFUSED)

Connect = Callable[[Conversation, Pace, float | None], ChatModel]


@dataclass(frozen=True, slots=True)
class Delegating:
    """`connect` makes the connection of one delegate, whose model is at `host`; `folder` is where their drafts wait,
    `left` is the money that is left, `parallel` how many requests may be under way at once (0: as the host suggests).
    """

    documents: Documents
    folder: Path
    connect: Connect
    left: Callable[[], float | None]
    host: str
    parallel: int = 0

    def added(  # noqa: PLR0913, PLR0917  # what delegates work with
        self,
        bench: Bench,
        session: Session,
        workspace: Workspace,
        limits: Limits,
        coding: Coding,
        roles: Mapping[str, Role],
    ) -> Bench:
        """The Bench of a Turn that begins now, with `delegate`."""
        kept = KeptWork(self.folder)
        if session.state.turn is None and (session.state.ending is None or session.state.ending.ending in _OVER):
            kept.sweep()
        spent = clock(limits, session.language)

        began = time.monotonic()

        def connect(talk: Conversation, pace: Pace, usd: float | None) -> ChatModel:
            return Timed(self.connect(talk, pace, usd), limits, time.monotonic() - began)

        def means() -> Means:
            return replace(self, connect=connect)._means(session, workspace, bench.approver, kept, spent, coding)

        tool = DelegateTool(means, time.monotonic, roles)
        return replace(bench, tools=with_more(bench.tools, {tool.spec.name: tool}))

    async def until_over(self, running: Awaitable[TurnEnded]) -> TurnEnded:
        """Drafts wait until the Turn came to its end; after a stop or a failure the next one can take them up."""
        ended = await running
        if ended.ending in _OVER:
            await asyncio.to_thread(KeptWork(self.folder).sweep)
        return ended

    def _means(  # noqa: PLR0913  # what delegates work with
        self,
        session: Session,
        workspace: Workspace,
        approver: Approver,
        kept: KeptWork,
        spent: Callable[[], str],
        coding: Coding,
    ) -> Means:
        def tools(files: Files, emit: Emit, model: ChatModel) -> Mapping[str, Tool]:
            made = for_itself(files, self.documents, emit, session.language, model, coding)
            return {tool.spec.name: tool for tool in made if tool.spec.name not in _NOT_FOR_ONE_PIECE}

        def ledger(files: OverlayFiles, may: Callable[[Place], bool]) -> Ledger:
            return StagingLedger(files, workspace, self.documents.check, may)

        parallel = min(self.parallel or (PARALLEL if self.host else PARALLEL_HERE), MOST_PARALLEL)
        return Means(
            workspace, tools, ledger, self.connect, session.emit, lambda: session.state, approver, kept, spent,
            self.left, parallel, session.language,
        )  # fmt: skip
