"""What a Turn works with, put together for one Session."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from agent.core.actions import Source
from agent.core.documents import Documents
from agent.core.events import CallProgress
from agent.core.ports import Approver, ChatModel, Emit, Files, Gate, Ledger, Settings, Tool
from agent.loop.dispatch import Bench
from agent.session.context import FittingContext
from agent.session.delegation.conversation import NobodyToAsk
from agent.session.left import leaving
from agent.session.session import Session
from agent.tools.ready import ReadLog
from agent.tools.running import Running
from agent.tools.spill import KeptResults, spilling
from agent.tools.toolset import built_in_tools
from agent.tools.web.fetching import Outside, Web
from desktop.compose.coding import Coding
from desktop.compose.connector_calls import Leaves, TurnTalk
from desktop.compose.connectors import Connectors
from desktop.compose.late_tools import LateTools
from desktop.compose.skilled import TurnSkills
from skills.recipe import Desk
from skills.tool import skill_tools

_ASKING = "ask_person"


@dataclass(frozen=True, slots=True)
class BenchMaker:
    """Makes what a Turn works with. `log` knows which versions of files the Session has seen, `results` is the folder
    of its long results, `web` the way to web servers for what code asks of them, `connectors` give their Tools.
    """

    documents: Documents
    log: ReadLog
    results: Path
    web: Web
    connectors: Connectors

    def __call__(  # noqa: PLR0913, PLR0917  # what a Turn works with
        self,
        session: Session,
        files: Files,
        ledger: Ledger,
        gate: Gate,
        approver: Approver,
        model: ChatModel,
        coding: Coding,
        skills: TurnSkills,
    ) -> Bench:
        """The Bench of a Turn with `model` that begins now."""

        def coding_outside(emit: Emit) -> Running | None:
            running = coding(emit)
            outside = Outside(gate, approver, self.web, sending(session), session.language)
            return None if running is None else replace(running, outside=outside)

        kept = KeptResults(self.results, session.language)
        tools = offered(
            files, self.documents, session.emit, approver, self.log, language=session.language, model=model,
            coding=coding_outside, of_skills=skills.tools(session, files, approver, self.log, coding),
        )  # fmt: skip
        folders = tuple(root.path for root in session.state.roots)
        talk = TurnTalk(approver, session.emit, sending(session), folders)
        joined = self.connectors.tools(files, self.documents, talk, session.language)
        by_name: Mapping[str, Tool] = {tool.spec.name: tool for tool in spilling((*joined, *tools), kept)}
        if missing := {one.id for one in self.connectors.missing()}:

            def late() -> Mapping[str, Tool]:
                made = self.connectors.tools(files, self.documents, talk, session.language, missing)
                return {tool.spec.name: tool for tool in spilling(made, kept)}

            by_name = LateTools(by_name, late)
        return Bench(by_name, gate, approver, ledger, session.emit, session.language)


def sending(session: Session) -> Leaves:
    """Writes down what is about to leave a Session for a web server or a connector."""

    def sent(host: str, request: str, size: int, heard: Sequence[Source]) -> None:
        session.emit(leaving(session.state, host, request, size, heard))

    return sent


def offered(  # noqa: PLR0913  # what tools are made of
    files: Files,
    documents: Documents,
    emit: Emit,
    approver: Approver,
    log: ReadLog,
    *,
    language: str,
    model: ChatModel,
    coding: Coding,
    of_skills: Sequence[Tool] = (),
) -> tuple[Tool, ...]:
    """Every Tool over `files` for `model`: those of Deskhand, and those that run Recipes and load Skills."""

    def desk_for(call: str) -> Desk:
        def progress(text: str, done: int, total: int) -> None:
            emit(CallProgress(call, text, done, total))

        return Desk(files, documents, progress, language or "en", today())

    built_in = built_in_tools(
        files, documents, emit, approver, log, language=language, traits=lambda: model.traits, running=coding(emit)
    )
    return (*built_in, *skill_tools(desk_for, of_skills))


def for_itself(  # noqa: PLR0913  # what tools are made of
    files: Files, documents: Documents, emit: Emit, language: str, model: ChatModel, coding: Coding
) -> tuple[Tool, ...]:
    """The same for an agent that works by itself: nobody is asked, and nothing was read before."""
    made = offered(files, documents, emit, NobodyToAsk(), ReadLog(), language=language, model=model, coding=coding)
    return tuple(tool for tool in made if tool.spec.name != _ASKING)


def fitting_context(session: Session, model: ChatModel, bench: Bench, system: str) -> FittingContext:
    """What keeps the requests of a Turn within what the model takes."""
    tools = [tool.spec for tool in bench.tools.values()]
    return FittingContext(model, tools, Settings(system), lambda: session.state, session.emit)


def today() -> datetime.date:
    """The person's date."""
    return datetime.datetime.now().astimezone().date()
