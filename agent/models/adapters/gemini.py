"""The Gemini protocol, spoken natively: thought signatures have their places there."""

import ssl
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
        # In the place of what the SDK would make and never use: reading certificates three times takes 50 ms.
        nobody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        with httpx2.Client(trust_env=False, verify=nobody) as unused:
            options = HttpOptions(
                base_url=endpoint.address(),
                httpx_async_client=http,
                httpx_client=unused,
                async_client_args={"verify": nobody, "ssl": nobody},
                retry_options=HttpRetryOptions(attempts=1),
            )
            client = Client(
                vertexai=False,
                api_key=endpoint.key or NO_KEY,
                http_options=options,
                debug_config=DebugConfig(client_mode=None, replays_directory=None, replay_id=None),
            )
            yield Connection(
                GoogleModel(endpoint.model, provider=GoogleProvider(client=client)), native_pictures=True, videos=True
            )
