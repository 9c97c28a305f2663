"""What a Turn works with, put together for one Session."""

import datetime
from dataclasses import dataclass

from agent.core.documents import Documents
from agent.core.events import CallProgress
from agent.core.ports import Approver, ChatModel, Files, Gate, Ledger
from agent.loop.dispatch import Bench
from agent.session.session import Session
from agent.tools.ready import ReadLog
from agent.tools.toolset import built_in_tools
from skills.recipe import Desk
from skills.tool import skill_tools


@dataclass(frozen=True, slots=True)
class BenchMaker:
    """Makes what a Turn works with. `log` knows which versions of files the Session has seen."""

    documents: Documents
    log: ReadLog

    def __call__(  # noqa: PLR0913  # what a Turn works with
        self, session: Session, files: Files, ledger: Ledger, gate: Gate, approver: Approver, model: ChatModel
    ) -> Bench:
        """The Bench of a Turn with `model` that begins now."""

        def desk_for(call: str) -> Desk:
            def progress(text: str, done: int, total: int) -> None:
                session.emit(CallProgress(call, text, done, total))

            return Desk(files, self.documents, progress, session.language or "en", today())

        tools = (
            *built_in_tools(
                files,
                self.documents,
                session.emit,
                approver,
                self.log,
                language=session.language,
                traits=lambda: model.traits,
            ),
            *skill_tools(desk_for),
        )
        by_name = {tool.spec.name: tool for tool in tools}
        return Bench(by_name, gate, approver, ledger, session.emit, session.language)


def today() -> datetime.date:
    """The person's date."""
    return datetime.datetime.now().astimezone().date()
