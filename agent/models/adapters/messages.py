"""The Anthropic Messages protocol."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anthropic import AsyncAnthropic
from anthropic._constants import ANTHROPIC_API_VERSION
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.native_tools import WebSearchTool
from pydantic_ai.providers.anthropic import AnthropicProvider

from agent.models.adapters.connection import Connection
from agent.models.client import PlainClient
from agent.models.endpoint import NO_KEY, Endpoint


@asynccontextmanager
async def connected(endpoint: Endpoint, *, whole: bool) -> AsyncIterator[Connection]:
    """The model at its address, with a connection of its own."""
    async with PlainClient(endpoint, {"anthropic-version": ANTHROPIC_API_VERSION}, whole=whole) as http:
        client = AsyncAnthropic(
            base_url=endpoint.address(), api_key=endpoint.key or NO_KEY, max_retries=0, http_client=http
        )
        model = AnthropicModel(endpoint.model, provider=AnthropicProvider(anthropic_client=client))
        searches = any(tool.get("name") == "web_search" for tool in endpoint.dialect.server_tools)
        native = (WebSearchTool(),) if searches else ()
        yield Connection(model, native_pictures=True, plain_ids=True, native_tools=native)
