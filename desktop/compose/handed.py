"""Connectors that an editor hands over for one Session: off until the person approved how they start, gone with the
Session, never kept.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from agent.core.actions import Approval, Effect, Grant, Question
from agent.core.ports import Tool
from agent.packages.package import Declared
from connectors.bundles.entries import declared_form
from connectors.connector import Config, Connector, Kind, Means
from connectors.mcp.granting import NETWORK, YES
from connectors.mcp.pins import approving_start
from connectors.mcp.starting import line_of
from desktop.compose.connector_kinds import kinds
from desktop.compose.house import House
from desktop.compose.opened import OpenedSession

_log = logging.getLogger("desktop")
Ask = Callable[[Question], Awaitable[Approval]]


class Handed:
    """Of one Session. `declared` wait until `start` is called for them, which is the person's yes."""

    def __init__(self, house: House, opened: OpenedSession, declared: Sequence[Declared], ask: Ask) -> None:
        self.waiting = list(declared)
        self._house = house
        self._opened = opened
        self._ask = ask
        self._started: list[Connector] = []
        opened.handed, opened.handed_accounts = self.tools, self.grants

    def line(self, declared: Declared) -> str:
        """The exact command line or address."""
        return line_of(self._config(declared))

    async def start(self, declared: Declared, *, network: bool) -> Connector:
        """Connect one that the person approved. How it stands then is in its state; nothing is raised for that."""
        config = self._config(declared)
        settings = {NETWORK: YES} if network else {}
        approved = approving_start(config.declared, {})
        config = replace(config, enabled=True, settings=settings, approved=approved)
        made = kinds(self._house.home)[Kind.MCP](config, self._means(), self._opened.session.language)
        self.waiting.remove(declared)
        self._started.append(made)
        await made.open()
        return made

    def tools(self, language: str) -> tuple[Tool, ...]:
        """Of all that are ready."""
        return tuple(tool for one in self._started for tool in one.tools(language))

    def grants(self) -> tuple[Grant, ...]:
        """That one was approved means that its account may be spoken with; what each call carries is judged apart."""
        accounts = (one.account for one in self._started)
        return tuple(Grant(Effect.CONNECT, account) for account in accounts if account)

    async def close(self) -> None:
        """End all of them."""
        for one in self._started:
            await one.close()

    def _config(self, declared: Declared) -> Config:
        made = Config("", Kind.MCP, declared.name, declared=declared_form(declared))
        return replace(made, id=_identity(declared.name, len(self._started)))

    def _means(self) -> Means:
        return Means(
            secret=lambda _: None,
            keep_secret=lambda _key, _value: None,
            folders=lambda: [root.path for root in self._opened.session.state.roots],
            log=lambda line: _log.info("a connector of an editor: %s", line[:200]),
            ask=self._ask,
        )


def _identity(name: str, number: int) -> str:
    """What begins the names of its tools. Another name than any that the person has set up: those have no "ed"."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name.lower()).strip("-")
    return f"ed{number}-{plain[:20].strip('-') or 'server'}"
