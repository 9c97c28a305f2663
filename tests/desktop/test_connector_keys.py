"""A connector that lives works with the key that the person gave it last, and what it says of it is told as dots."""

import asyncio

import pytest

from agent.core.errors import ToolError
from agent.core.messages import Result, Text
from agent.core.words import Words
from agent.models.keys import KeyBox
from connectors.catalog import ConnectorCatalog
from connectors.connector import Config, Kind, Standing, State
from desktop.compose.connector_logs import ConnectorLogs
from desktop.compose.connectors import Connectors
from desktop.compose.kept_secrets import Secrets
from desktop.compose.masking import Masking


class Built:
    """A connector that reads its key when it is made."""

    state = State(Standing.READY)

    def __init__(self, config, means):
        self.config, self.key = config, means.secret("key")

    async def open(self):
        """It is."""

    async def close(self):
        """Nothing."""

    def tools(self, _):
        return ()


@pytest.fixture
def connectors(tmp_path):
    built = []

    def build(config, means, _):
        built.append(Built(config, means))
        return built[-1]

    catalog = ConnectorCatalog(tmp_path)
    catalog.add(Config("a", Kind.MCP, "A", enabled=True, secrets=("key",)))
    secrets = Secrets(KeyBox(lambda: None))
    return Connectors(
        catalog, secrets, ConnectorLogs(tmp_path / "logs"), {Kind.MCP: build}, tmp_path / "servers"
    ), built


def test_another_key_connects_anew(connectors):
    made, built = connectors

    async def work():
        made.keep_secrets("a", {"key": "first-key"})
        for _ in range(2):
            await made.tested("a")
        made.keep_secrets("a", {"key": "other-key"})
        for _ in range(2):
            await made.tested("a")
        made.keep_secrets("a", {})
        await made.tested("a")

    asyncio.run(work())
    assert [one.key for one in built] == ["first-key", "other-key"]


def test_a_key_is_masked_wherever_a_call_says_it():
    masking = Masking()
    assert masking.learn("sk-123456\nsk-abcdef") == "sk-123456\nsk-abcdef"
    masking.learn("pin12")
    said = "sk-abcdef and sk-123456, not pin12"
    dots = "•••••• and ••••••, not pin12"
    result = masking.result(Result((Text(said),), said, found=(Text(said),)))
    assert result == Result((Text(dots),), dots, found=(Text(dots),))
    error = ToolError(Words(said, said), "denied")
    error.told = (said,)
    masked = masking.error(error)
    assert (masked.words, masked.code, masked.told) == (Words(dots, dots), "denied", (dots,))
    plain = ToolError(Words("no", "no"))
    assert masking.error(plain) is plain
