"""Tools of a server for the model. Whatever the server says of them, each call is a SEND to its account.

Nobody knows what a tool of others does. So its name is a value that the person must have named (or granted for this
task, as a member of the account), and so is all that it carries; what says itself that it destroys is asked every time.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from agent.calls.marks import OUTSIDE, as_parts
from agent.calls.params import parsed, schema
from agent.core.actions import Action, Argument, Effect, Intent, Source, Trust
from agent.core.messages import Part, Result, Text, ToolCall, ToolSpec
from agent.core.ports import Progress
from agent.core.words import Words
from connectors.mcp.offered import Catalogue, Offered
from connectors.mcp.results import one_line, unseen
from connectors.mcp.roles import arguments

_TITLE = Words("{name}: {tool}", "{name}: {tool}")
Asked = Callable[[Progress], Awaitable[tuple[Part, ...]]]


class Spoken(Protocol):
    """What the Tools need of their Connector."""

    @property
    def account(self) -> str:
        """What its words come from: see `connectors.mcp.names.account`."""

    @property
    def title(self) -> str:
        """What the person calls it."""

    async def call(self, tool: Offered, given: Mapping[str, object], progress: Progress) -> tuple[Part, ...]:
        """Call a tool. Raises ToolError."""

    async def resources(self) -> tuple[Part, ...]:
        """What can be read. Raises ToolError."""

    async def read(self, uri: str) -> tuple[Part, ...]:
        """Read a resource. Raises ToolError."""

    async def prompt(self, name: str, given: Mapping[str, str]) -> tuple[Part, ...]:
        """A prompt, filled in. Raises ToolError."""

    async def instructions(self) -> tuple[Part, ...]:
        """What the server says of how to use it."""


def _silent(_text: str, _done: int, _total: int) -> None:
    return


@dataclass(frozen=True, slots=True)
class Ready:
    """A ReadyCall. `progress` hears what the server says meanwhile."""

    intent: Intent
    account: str
    work: Asked
    progress: Progress = _silent

    def reporting(self, progress: Progress) -> "Ready":
        """The same call, with somebody who hears how far it is."""
        return replace(self, progress=progress)

    async def run(self) -> Result:
        """See `agent.core.ports.ReadyCall`."""
        parts = await self.work(self.progress)
        return Result(parts, self.intent.title, sources=(Source(Trust.OUTSIDE, self.account, unseen(parts)),))


@dataclass(frozen=True, slots=True)
class ServerTool:
    """A tool of the server."""

    server: Spoken
    offered: Offered
    language: str = ""

    @property
    def spec(self) -> ToolSpec:
        """Its name is ours; what it says of itself is its server's."""
        said = f"[{self.server.title}, a connected server, says:] {self.offered.description}"
        return ToolSpec(self.offered.called, said, self.offered.takes.told)

    def prepare(self, call: ToolCall) -> Ready:
        """See `agent.core.ports.Tool`."""
        given = self.offered.takes.arguments(call)
        carried = arguments(given, self.offered.takes.told)
        intent = sending(self.server, self.offered.name, carried, self.language, destroys=self.offered.destroys)
        return Ready(intent, self.server.account, lambda progress: self.server.call(self.offered, given, progress))


@dataclass(frozen=True, slots=True)
class HouseTool:
    """A tool of ours over what a server offers besides tools. `carried` says what a call of it carries."""

    server: Spoken
    spec: ToolSpec
    name: str
    work: Callable[[Mapping[str, object]], Awaitable[tuple[Part, ...]]]
    carried: Callable[[Mapping[str, object]], tuple[Argument, ...]]
    language: str = field(default="")

    def prepare(self, call: ToolCall) -> Ready:
        """See `agent.core.ports.Tool`."""
        given = parsed(call, self.spec).values
        intent = sending(self.server, self.name, self.carried(given), self.language)
        return Ready(intent, self.server.account, lambda _: self.work(given))


def sending(
    server: Spoken, tool: str, carried: tuple[Argument, ...], language: str, *, destroys: bool = False
) -> Intent:
    """What a call of a tool would do, as far as anybody can say."""
    title = _TITLE.of(name=server.title, tool=one_line(tool, 80)).text(language)
    # Never the bare name: a server that calls its tool "summarize" would be named by whoever wants a summary.
    named = Argument("name", f"{tool} (MCP {server.account.partition('@')[0]})")
    actions = [Action(Effect.SEND, server.account, (named, *carried))]
    if destroys:
        actions.append(Action(Effect.DELETE, server.account, (named,)))
    return Intent(title, tuple(actions))


def house_tools(server: Spoken, prefix: str, catalogue: Catalogue, language: str) -> tuple[HouseTool, ...]:
    """Tools for resources, prompts and instructions; none for what the server does not have."""
    made = []
    if catalogue.resources:
        made += [_list(server, prefix, language), _read(server, prefix, language)]
    if catalogue.prompts:
        made += [_listed(server, prefix, catalogue, language), _prompt(server, prefix, language)]
    if catalogue.instructions:
        spec = ToolSpec(f"{prefix}_instructions", f"What {server.title} says of how to use it.", schema())
        made.append(HouseTool(server, spec, "instructions", lambda _: server.instructions(), lambda _: (), language))
    return tuple(made)


def _list(server: Spoken, prefix: str, language: str) -> HouseTool:
    spec = ToolSpec(f"{prefix}_list_resources", f"List what can be read from {server.title}.", schema())
    return HouseTool(server, spec, "list_resources", lambda _: server.resources(), lambda _: (), language)


def _read(server: Spoken, prefix: str, language: str) -> HouseTool:
    takes = schema(["uri"], uri={"type": "string", "description": "As it was listed."})
    spec = ToolSpec(f"{prefix}_read_resource", f"Read a resource of {server.title}.", takes)

    def carried(given: Mapping[str, object]) -> tuple[Argument, ...]:
        return (Argument("id", str(given["uri"])),)

    return HouseTool(server, spec, "read_resource", lambda given: server.read(str(given["uri"])), carried, language)


def _listed(server: Spoken, prefix: str, catalogue: Catalogue, language: str) -> HouseTool:
    """Their names are words of the server that nobody agreed to: an answer, and no part of what a tool says it is."""
    spec = ToolSpec(f"{prefix}_list_prompts", f"List the prepared texts of {server.title}.", schema())
    lines = [
        f"{one_line(one.name, 120)}({', '.join(one_line(name, 60) for name in one.wants)})  {one.description}"
        for one in catalogue.prompts
    ]

    async def work(_: Mapping[str, object]) -> tuple[Part, ...]:
        return tuple(map(Text, as_parts(lines, "\n", OUTSIDE)))

    return HouseTool(server, spec, "list_prompts", work, lambda _: (), language)


def _prompt(server: Spoken, prefix: str, language: str) -> HouseTool:
    takes = schema(["name"], name={"type": "string"}, arguments={"type": "object", "additionalProperties": True})
    spec = ToolSpec(f"{prefix}_get_prompt", f"Get a prepared text of {server.title}, by a name of its list.", takes)

    def texts(given: Mapping[str, object]) -> Mapping[str, str]:
        values = given.get("arguments")
        return {str(k): str(v) for k, v in values.items()} if isinstance(values, dict) else {}

    def carried(given: Mapping[str, object]) -> tuple[Argument, ...]:
        return (Argument("id", str(given["name"])), *arguments(texts(given), {}))

    def work(given: Mapping[str, object]) -> Awaitable[tuple[Part, ...]]:
        return server.prompt(str(given["name"]), texts(given))

    return HouseTool(server, spec, "get_prompt", work, carried, language)
