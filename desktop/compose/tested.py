"""The self-test of a configured model: its address, key, rules and price put together."""

import datetime
from collections.abc import Callable
from functools import partial

from agent.models.address import is_local
from agent.models.catalog import ModelConfig
from agent.models.discovery.found import FoundModel, Program
from agent.models.discovery.search import looked_up
from agent.models.presets.resolve import resolved
from agent.models.selftest.kept import mark_of
from agent.models.selftest.lines import Line, SelfTest
from agent.models.selftest.run import Subject, self_test
from desktop.compose.house import House


async def tested(house: House, config: ModelConfig, tell: Callable[[Line], None]) -> SelfTest:
    """Test a model and keep the result. `tell` hears each line when it is known.

    Raises:
        NeedsUserError: its settings cannot be understood.
    """
    model = house.connecting.once(config)
    lines, cost = await self_test(model, _subject(house, config), tell)
    at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    test = SelfTest(at, mark_of(config), lines, cost)
    house.tests.keep(config.name, test)
    return test


def _subject(house: House, config: ModelConfig) -> Subject:
    found = resolved(config)
    loaded = partial(looked_up, config.base_url, config.model) if is_local(config.base_url) else _elsewhere
    program = Program(found.preset.id) if found.preset.id in set(Program) else Program.OTHER
    return Subject(found.traits, program, house.money.prices.price_of(config), loaded)


async def _elsewhere() -> FoundModel | None:
    """Nobody is asked about a model on another machine."""
    return None
