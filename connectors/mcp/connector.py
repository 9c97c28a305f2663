"""`connectors.connector.Connector` over one MCP server."""

import asyncio
import unicodedata
from collections.abc import Awaitable, Mapping
from dataclasses import replace
from typing import TypeVar

import mcp_types as types
from mcp import Client

from agent.calls.marks import OUTSIDE, as_parts
from agent.core.errors import ToolError
from agent.core.messages import Part, Text
from agent.core.ports import Progress, Tool
from agent.core.serving import StdioServers
from agent.core.words import NO_WORDS, Words
from connectors.connector import Config, Means, Standing, State
from connectors.mcp import calling, pins
from connectors.mcp.asking import Asking
from connectors.mcp.connection import Answers, Connection, within
from connectors.mcp.granting import ROOTS, YES
from connectors.mcp.names import account, prefix
from connectors.mcp.offered import Catalogue, Offered, offered, prompts
from connectors.mcp.reasons import state_of
from connectors.mcp.results import one_line, parts_of, prompt_text, resource_parts
from connectors.mcp.starting import Filling
from connectors.mcp.tools import ServerTool, house_tools
from connectors.mcp.ways import Way, way_of
from connectors.mcp.web import Trust

T = TypeVar("T")
_LONGEST_INSTRUCTIONS = 4_000
_OFF = Words("Switched off.", "オフになっています。")
_START = Words("It was not approved how it starts: {line}", "起動方法がまだ承認されていません: {line}")
_CHANGED = Words(
    "{count} {count:tool is|tools are} new or changed and {count:waits|wait} for your approval.",
    "新しい、または変更されたツールが {count} 件あり、承認を待っています。",
)
_ALTERED = Words(
    "{tool} is not as the person approved it any more. Do not use it; they are asked about the change.",
    "{tool} は承認時の内容から変更されたため、使用していません。変更内容をご確認ください。",
)


class McpConnector:
    """One server. `servers` starts programs, None where nothing confines them; `filling` knows what the placeholders of
    its declaration stand for.
    """

    def __init__(
        self, config: Config, means: Means, servers: StdioServers | None, trust: Trust, filling: Filling | None = None,
        language: str = "",
    ) -> None:  # fmt: skip
        self._config, self._means = config, means
        self._filling = filling or Filling(config, means.secret)
        self._asking = Asking(self._asks_as(), means, language)
        self._way: Way = way_of(self._filling, means, servers, trust, self._asking.page)
        self._catalogue = Catalogue()
        self._state = State(Standing.OFF, _OFF)
        self._lock = asyncio.Lock()
        self._relisting: asyncio.Task[None] | None = None
        roots = self._asking.list_roots if config.settings.get(ROOTS) == YES else None
        answers = Answers(self._asking.elicit if means.ask is not None else None, roots, self._hear)
        self._connection = Connection(self._way.streams, answers, config.era, self._way.is_over)

    @property
    def config(self) -> Config:
        """As it was set up, with what was learned since: its era, and the tools that the yes to its start covered."""
        return self._config

    @property
    def state(self) -> State:
        """How it stands now."""
        return self._state

    @property
    def account(self) -> str:
        """What its words come from and its calls go to."""
        return account(self._config.id, self._config.declared)

    @property
    def title(self) -> str:
        """What the person calls it."""
        return one_line(self._config.title or self._config.id, 60)

    def _asks_as(self) -> str:
        """What its questions begin with: never as if Deskhand itself asked."""
        plain = unicodedata.normalize("NFKC", self.title).casefold()
        return self.account if "deskhand" in plain else self.title

    @property
    def pending(self) -> tuple[pins.Pending, ...]:
        """What waits for the person: how it starts, or tools that are new or not as they were."""
        declared, approved = self._config.declared, self._config.approved
        if not pins.is_approved(declared, approved):
            return (pins.Pending(pins.START, "", self._filling.line, pins.start_digest(declared)),)
        return pins.pending(approved, [one.said for one in self._catalogue.tools])

    def approve(self, digests: Mapping[str, str]) -> Config:
        """A yes to what is pending, by what was shown ("start", "tool:NAME"); what differs from it is no yes."""
        for one in self.pending:
            if digests.get(one.what) != one.digest:
                continue
            if one.what == pins.START:
                approved = pins.approving_start(self._config.declared, self._config.approved)
            else:
                said = [tool.said for tool in self._catalogue.tools if f"tool:{tool.name}" == one.what]
                approved = pins.pinned(self._config.approved, said)
            self._config = replace(self._config, approved=approved)
        if self._state.standing in (Standing.READY, Standing.ASKS) and self._connection.is_open:
            self._stand()
        return self._config

    async def open(self) -> None:
        """See Connector. Its list of tools is asked for anew each time."""
        async with self._lock:
            if not self._config.enabled:
                self._state = State(Standing.OFF, _OFF)
            elif not pins.is_approved(self._config.declared, self._config.approved):
                self._state = State(Standing.ASKS, _START.of(line=self._filling.line))
            else:
                await self._connect()

    async def _connect(self) -> None:
        if not self._connection.is_open:
            self._state = State(Standing.CONNECTING)
        try:
            client = await self._connection.client(on_purpose=True)
            await within(calling.LIST_SECONDS, self._way.ended, self._learn(client))
        except Exception as error:  # noqa: BLE001  whatever the other side does is a state
            await self._connection.close()
            self._state = state_of(error, self._way.tried)
            self._means.log(f"not connected: {self._state.words.en}")

    async def _learn(self, client: Client) -> None:
        can = client.server_capabilities
        tools = await calling.every_tool(client) if can.tools is not None else ()
        listed = await calling.every_prompt(client) if can.prompts is not None else ()
        said = (client.instructions or "")[:_LONGEST_INSTRUCTIONS]
        made = offered(self._config.id, tools, self._means.log)
        self._catalogue = Catalogue(made, prompts(listed), can.resources is not None, said)
        approved = self._config.approved
        if pins.is_new(approved):
            approved = pins.pinned(approved, [one.said for one in made])
        self._config = replace(self._config, era=self._connection.era, approved=approved)
        self._connection.succeeded()
        self._stand()

    def _stand(self) -> None:
        waiting, usable = len(self.pending), self._agreed()
        words = _CHANGED.of(count=waiting) if waiting else NO_WORDS
        standing = Standing.ASKS if waiting and not usable else Standing.READY
        names = tuple(one.called for one in usable)
        self._state = State(standing, words, names, (self.account,))

    def tools(self, language: str) -> tuple[Tool, ...]:
        """See Connector. Tools that are new or changed are not among them until the person agreed."""
        if self._state.standing is not Standing.READY:
            return ()
        own = [ServerTool(self, one, language) for one in self._agreed()]
        taken = {one.spec.name for one in own}
        house = house_tools(self, prefix(self._config.id), self._catalogue, language)
        return (*own, *(one for one in house if one.spec.name not in taken))

    async def close(self) -> None:
        """See Connector."""
        if self._relisting is not None:
            self._relisting.cancel()
        await self._connection.close()
        self._state = State(Standing.OFF, _OFF)

    async def call(self, tool: Offered, given: Mapping[str, object], progress: Progress) -> tuple[Part, ...]:
        """See `connectors.mcp.tools.Spoken`."""
        client = await self._living()
        if not any(one.said == tool.said for one in self._agreed()):
            raise ToolError(_ALTERED.of(tool=tool.called), "tool_changed")
        self._means.log(f"call {tool.called}")
        work = calling.called(client, tool.name, given, progress, self._asking.page)
        return parts_of(await self._asked(work), self.account)

    async def resources(self) -> tuple[Part, ...]:
        """See Spoken."""
        client = await self._living()
        listed = await self._asked(calling.every_resource(client), calling.LIST_SECONDS)
        templates = await self._asked(calling.every_template(client), calling.LIST_SECONDS)
        lines = [_line(one.uri, one.name, one.description) for one in listed]
        lines += [_line(one.uri_template, one.name, one.description) for one in templates]
        return tuple(map(Text, as_parts(lines or ["(nothing)"], "\n", OUTSIDE)))

    async def read(self, uri: str) -> tuple[Part, ...]:
        """See Spoken."""
        client = await self._living()
        return resource_parts(await self._asked(client.read_resource(uri)))

    async def prompt(self, name: str, given: Mapping[str, str]) -> tuple[Part, ...]:
        """See Spoken."""
        client = await self._living()
        said = prompt_text(await self._asked(client.get_prompt(name, dict(given))))
        return tuple(map(Text, as_parts([said or "(nothing)"], "\n", OUTSIDE)))

    async def instructions(self) -> tuple[Part, ...]:
        """See Spoken."""
        return tuple(map(Text, as_parts([self._catalogue.instructions], "\n", OUTSIDE)))

    async def _living(self) -> Client:
        """The client; one that was lost is connected anew, and its tools learned, when its back-off is over."""
        was_open = self._connection.is_open
        try:
            client = await self._connection.client()
            if not was_open:
                await within(calling.LIST_SECONDS, self._way.ended, self._learn(client))
        except Exception as error:
            self._state = state_of(error, self._way.tried)
            raise calling.failed(self._state.words, "connector_lost", self.account) from error
        return client

    async def _asked(self, work: Awaitable[T], seconds: float = calling.CALL_SECONDS) -> T:
        return await calling.asked(self.account, self._way.ended, work, seconds)

    def _agreed(self) -> tuple[Offered, ...]:
        return tuple(one for one in self._catalogue.tools if pins.agreed(self._config.approved, one.said))

    async def _hear(self, message: types.ServerNotification | Exception) -> None:
        """A list of tools that changed is asked for anew, in a task of its own."""
        changed = isinstance(message, (types.ToolListChangedNotification, types.PromptListChangedNotification))
        if changed and (self._relisting is None or self._relisting.done()):
            self._relisting = asyncio.create_task(self._relist())

    async def _relist(self) -> None:
        await asyncio.sleep(0.05)  # one that says so without end is asked twenty times a second at most
        try:
            client = await self._connection.client()
            await within(calling.LIST_SECONDS, self._way.ended, self._learn(client))
        except Exception as error:  # noqa: BLE001  as in `_connect`: it is a state, told when it is needed
            self._means.log(f"its list could not be read: {one_line(str(error), 200)}")


def _line(uri: str, name: str, description: str | None) -> str:
    return f"{one_line(uri, 500)}  {one_line(name, 120)}  {one_line(description or '', 200)}"
