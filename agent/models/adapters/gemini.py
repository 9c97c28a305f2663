"""The Gemini protocol, spoken natively: thought signatures have their places there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
from google.genai import Client
from google.genai.client import DebugConfig
from google.genai.types import HttpOptions, HttpRetryOptions
from pydantic_ai.models.google import GoogleModel
from pydantic_ai.providers.google import GoogleProvider

from agent.models.adapters.connection import Connection
from agent.models.client import PlainClient
from agent.models.endpoint import NO_KEY, Endpoint


@asynccontextmanager
async def connected(endpoint: Endpoint, *, whole: bool) -> AsyncIterator[Connection]:
    """The model at its address, with a connection of its own."""
    async with PlainClient(endpoint, {}, whole=whole) as http:
        with _unused() as unused:
            options = HttpOptions(
                base_url=endpoint.address(),
                httpx_async_client=http,
                httpx_client=unused,
                retry_options=HttpRetryOptions(attempts=1),
            )
            client = Client(
                vertexai=False,
                api_key=endpoint.key or NO_KEY,
                http_options=options,
                debug_config=DebugConfig(client_mode=None, replays_directory=None, replay_id=None),
            )
            yield Connection(GoogleModel(endpoint.model, provider=GoogleProvider(client=client)), native_pictures=True)


def _unused() -> httpx2.Client:
    """In the place of the client that the SDK would make for calls that block, which takes 20 ms."""
    return httpx2.Client(trust_env=False, verify=False)
