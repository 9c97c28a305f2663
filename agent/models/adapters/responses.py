"""The OpenAI Responses protocol, without any state at the provider."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pydantic_ai.models.openai import OpenAIResponsesModel, OpenAIResponsesModelSettings

from agent.models.adapters.chat import provider_of
from agent.models.adapters.connection import Connection
from agent.models.adapters.extracting import ExtractingModel
from agent.models.client import PlainClient
from agent.models.endpoint import Endpoint


@asynccontextmanager
async def connected(endpoint: Endpoint, *, whole: bool) -> AsyncIterator[Connection]:
    """The model at its address, with a connection of its own. Reasoning comes and goes encrypted, nothing is stored."""
    async with PlainClient(endpoint, {}, whole=whole) as http:
        qwen = endpoint.dialect.profile == "qwen"
        made = ExtractingModel if qwen else OpenAIResponsesModel
        model = made(endpoint.model, provider=provider_of(endpoint, http))
        settings = OpenAIResponsesModelSettings(openai_store=False)
        # Thoughts in the clear (Qwen) would go back as words of an answer, which the model then imitates.
        sealed = bool(model.profile.get("openai_supports_encrypted_reasoning_content"))
        yield Connection(model, settings, native_pictures=True, plain_ids=True, own_thoughts=sealed)
