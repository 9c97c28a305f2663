"""Servers that an editor hands over: what the person granted with their yes is what they get."""

import asyncio

import pytest

from agent.packages.package import Declared, Transport
from connectors.mcp.granting import NETWORK, YES
from desktop.compose.handed import Handed
from tests.journeys.october import Desk


@pytest.mark.parametrize("network", [True, False])
def test_the_network_is_given_when_the_person_said_so_and_only_then(tmp_path, network):
    desk = Desk(tmp_path, "en")
    declared = Declared("box", Transport.STDIO, str(tmp_path / "no-such-program"))

    async def started():
        handed = Handed(desk.house, desk.open(), [declared], desk.ask)
        made = await handed.start(declared, network=network)
        await handed.close()
        return made.config.settings

    settings = asyncio.run(started())
    assert (settings.get(NETWORK) == YES) is network
    desk.house.close()
