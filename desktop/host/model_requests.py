"""Requests about models: presets, servers on this computer, setting up, self-tests."""

import asyncio
from collections.abc import Callable, Mapping

from agent.models.catalog import ModelConfig
from agent.models.discovery.found import Program
from agent.models.discovery.search import discovered
from agent.models.presets.table import preset
from agent.models.selftest.lines import Line
from desktop.compose.facts import facts, settings
from desktop.compose.missing import no_model
from desktop.compose.modelling import chosen, forgotten, kept
from desktop.compose.tested import tested
from desktop.host.configured import models_view
from desktop.host.front import Answerer, Front
from desktop.host.model_views import (
    fact_views,
    line_view,
    option_views,
    preset_views,
    server_views,
    test_view,
)
from desktop.wire import messages as wire


class ModelRequests:
    """Answers what is about models. `ports` are where servers on this computer are looked for.

    Changes are made and answered one after the other: each answer holds all models, so one that was read before a
    change and is heard after it would bring back what was removed.
    """

    def __init__(self, front: Front, ports: Mapping[Program, int]) -> None:
        self._front = front
        self._ports = ports
        self._turn = asyncio.Lock()

    def answers(self) -> Mapping[type, Answerer]:
        """Which method answers which request."""
        return {
            wire.AddModel: self.add,
            wire.SetModelOptions: self.choose,
            wire.RemoveModel: self.remove,
            wire.UseModel: self.use,
            wire.TestModel: self.test,
            wire.ListPresets: self.presets,
            wire.DescribeModel: self.describe,
            wire.DiscoverModels: self.discover,
        }

    async def add(self, request: wire.AddModel) -> wire.Models:
        """Keep a model and its key; the first one becomes the active one."""
        config = ModelConfig(
            request.name,
            request.protocol,
            request.base_url,
            request.model,
            preset=request.preset,
            options=dict(request.options),
        )
        return await self._changed(lambda: kept(self._front.house, config, request.key))

    async def choose(self, request: wire.SetModelOptions) -> wire.Models:
        """Other options for a model."""
        return await self._changed(lambda: chosen(self._front.house, request.name, request.options))

    async def remove(self, request: wire.RemoveModel) -> wire.Models:
        """Forget a model, its key and its self-test."""
        return await self._changed(lambda: forgotten(self._front.house, request.name))

    async def use(self, request: wire.UseModel) -> wire.Models:
        """Make a model the active one."""
        return await self._changed(lambda: self._front.house.models.use(request.name))

    async def test(self, request: wire.TestModel) -> wire.TestAnswer:
        """The self-test; its lines are told while it runs."""
        front = self._front
        config = front.house.models.find(request.name)
        if config is None:
            raise no_model(request.name)

        def tell(line: Line) -> None:
            front.tell(wire.TestLine(request.name, line_view(line, front.language)))

        test = await tested(front.house, config, tell)
        return wire.TestAnswer(test_view(test, front.language), (await self._changed(lambda: None)).models)

    async def presets(self, _: wire.ListPresets) -> wire.Presets:
        """The systems that models can be had from."""
        return preset_views(self._front.language)

    async def describe(self, request: wire.DescribeModel) -> wire.Described:
        """The page of a model that is not set up yet."""
        system = preset(request.preset)
        model = request.model or next(iter(system.offers), "")
        address = request.base_url or next((one.url for one in system.addresses), "")
        config = ModelConfig("", "", address, model, preset=system.id)
        price = await asyncio.to_thread(self._front.house.money.prices.price_of, config) if address and model else None
        language = self._front.language
        return wire.Described(
            fact_views(facts(system, model, address, price), language),
            option_views(settings(system, model, {}), language),
        )

    async def discover(self, _: wire.DiscoverModels) -> wire.Discovered:
        """The model servers that answer on this computer now."""
        servers = await discovered(self._ports)
        return server_views(servers, self._front.house.models.list(), self._front.language)

    async def _changed(self, change: Callable[[], object]) -> wire.Models:
        """All models after `change`, which runs in a thread."""
        async with self._turn:
            await asyncio.to_thread(change)
            return await asyncio.to_thread(models_view, self._front.house, self._front.language)
