"""Requests about connectors: set up, approve, test, switch, take over, find, remove."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from agent.core.errors import NeedsUserError
from agent.core.words import Words
from connectors.bundles.importing import read_configuration
from connectors.bundles.registry import Listing
from connectors.connector import Kind
from connectors.mcp.pins import START
from desktop.compose.connector_setup import ConnectorSetup
from desktop.compose.connectors import Connectors
from desktop.host.connector_asking import WindowApprover
from desktop.host.connector_views import connectors_view, import_view, registry_view, test_view
from desktop.host.front import Answerer, Front
from desktop.wire import messages as wire

_GONE = Words("What was found is not known any more.", "検索結果が古くなっています。")
_SEARCH = Words("Search again.", "もう一度検索してください。")
_LOG = 60_000
"""So many letters of a log are shown."""


class ConnectorRequests:
    """Answers what is about connectors. What the registry said last is remembered, so that exactly that is added."""

    def __init__(self, front: Front, setup: ConnectorSetup) -> None:
        self._front, self._setup = front, setup
        self._found: Listing | None = None
        self._asking = WindowApprover(front)
        self._trying: set[str] = set()

    @property
    def _connectors(self) -> Connectors:
        return self._setup.connectors

    def answers(self) -> Mapping[type, Answerer]:
        """Which method answers which request."""
        return {
            wire.ListConnectors: self.list,
            wire.AddConnector: self.add,
            wire.ConfigureConnector: self.configure,
            wire.SwitchConnector: self.switch,
            wire.ApproveConnector: self.approve,
            wire.RemoveConnector: self.remove,
            wire.TestConnector: self.test,
            wire.ReadLog: self.log,
            wire.ReviewImport: self.review,
            wire.ImportConnectors: self.take_over,
            wire.SearchRegistry: self.search,
            wire.AddEntry: self.add_entry,
            wire.AnswerConnector: self._asking.answer,
        }

    async def list(self, _: wire.ListConnectors) -> wire.ConnectorsView:
        """All of them as they stand."""
        view = await asyncio.to_thread(connectors_view, self._connectors, self._setup, self._front.language)
        trying = tuple(
            replace(one, standing="connecting", sentence="") if one.id in self._trying else one
            for one in view.connectors
        )
        return replace(view, connectors=trying)

    async def add(self, request: wire.AddConnector) -> wire.ConnectorsView:
        """Set one up by hand."""
        kind, language = Kind(request.kind), self._front.language
        return await self._changed(lambda: self._setup.add(kind, request.title, request.values, language))

    async def configure(self, request: wire.ConfigureConnector) -> wire.ConnectorsView:
        """Other values."""
        language = self._front.language
        return await self._changed(lambda: self._setup.configure(request.id, request.title, request.values, language))

    async def switch(self, request: wire.SwitchConnector) -> wire.ConnectorsView:
        """On or off; one that is on is connected, so that the person sees whether it works."""
        await asyncio.to_thread(self._setup.switch, request.id, enabled=request.enabled)
        self._try(request.id)
        return await self.list(wire.ListConnectors())

    async def approve(self, request: wire.ApproveConnector) -> wire.ConnectorsView:
        """A yes to what was shown. A yes to its start switches it on: that is what it was asked for."""
        await asyncio.to_thread(self._setup.approve, request.id, request.digests)
        if START in request.digests and not self._setup.asked(request.id):
            await asyncio.to_thread(self._setup.switch, request.id, enabled=True)
            self._try(request.id)
        return await self.list(wire.ListConnectors())

    async def remove(self, request: wire.RemoveConnector) -> wire.ConnectorsView:
        """With its secrets and its log."""
        await self._connectors.forget(request.id)
        return await self.list(wire.ListConnectors())

    async def test(self, request: wire.TestConnector) -> wire.ConnectorTest:
        """Connect now."""
        self._connectors.language = self._front.language
        state = await self._connectors.tested(request.id, self._asking)
        return test_view(request.id, state, self._front.language)

    async def log(self, request: wire.ReadLog) -> wire.LogText:
        """Its end."""
        text = await asyncio.to_thread(self._connectors.logs.read, self._connectors.catalog.known(request.id).id)
        return wire.LogText(request.id, text[-_LOG:])

    async def review(self, request: wire.ReviewImport) -> wire.ImportView:
        """What a file of another program declares."""
        found = await asyncio.to_thread(read_configuration, Path(request.path))
        return import_view(found, self._front.language)

    async def take_over(self, request: wire.ImportConnectors) -> wire.ConnectorsView:
        """Take over exactly what was shown."""
        path = Path(request.path)
        return await self._changed(lambda: self._setup.take_over(path, request.digest, request.names))

    async def search(self, request: wire.SearchRegistry) -> wire.RegistryView:
        """Ask the registry."""
        self._found = await asyncio.to_thread(self._setup.search, request.words)
        return registry_view(self._found, self._front.language)

    async def add_entry(self, request: wire.AddEntry) -> wire.ConnectorsView:
        """Set up what was found."""
        known = self._found.entries if self._found is not None else ()
        entry = next((one for one in known if (one.name, one.version) == (request.name, request.version)), None)
        if entry is None or not entry.offers:
            raise NeedsUserError(_GONE, _SEARCH, "not_found")
        offer = entry.offers[0]
        return await self._changed(lambda: self._setup.take_offer(offer, request.values))

    def _try(self, name: str) -> None:
        """Connect in the background: how it stands is asked for again and again meanwhile."""
        config = self._connectors.catalog.find(name)
        if config is not None and config.enabled:
            self._trying.add(name)
            self._front.background(self._tried(name))

    async def _tried(self, name: str) -> None:
        self._connectors.language = self._front.language
        try:
            with suppress(NeedsUserError):  # it was removed meanwhile
                await self._connectors.tested(name)
        finally:
            self._trying.discard(name)

    async def _changed(self, change: Callable[[], object]) -> wire.ConnectorsView:
        await asyncio.to_thread(change)
        return await self.list(wire.ListConnectors())
