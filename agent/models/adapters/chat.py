"""The OpenAI chat protocol, which most systems speak in a way of their own."""

import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from openai import AsyncOpenAI
from openai.types.chat import ChatCompletionContentPartParam
from pydantic_ai.messages import BinaryContent
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.models.openrouter import OpenRouterModel
from pydantic_ai.profiles import ModelProfile, merge_profile
from pydantic_ai.profiles.openai import OpenAIModelProfile
from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

from agent.models.adapters.chunked import ChunkedModel
from agent.models.adapters.connection import Connection
from agent.models.client import PlainClient
from agent.models.endpoint import NO_KEY, Endpoint

_OPENAI = "api.openai.com"
# Where the library keeps the rules of a family: a module, and in it a function of the model's name.
_FAMILIES = {
    "alibaba": ("providers.alibaba", "AlibabaProvider.model_profile"),
    "deepseek": ("providers.deepseek", "DeepSeekProvider.model_profile"),
    "grok": ("profiles.grok", "grok_model_profile"),
    "mistral": ("profiles.mistral", "mistral_model_profile"),
    "moonshotai": ("providers.moonshotai", "MoonshotAIProvider.model_profile"),
    "ollama": ("providers.ollama", "OllamaProvider.model_profile"),
    "openai": ("providers.openai", "OpenAIProvider.model_profile"),
    "openrouter": ("providers.openrouter", "OpenRouterProvider.model_profile"),
    "qwen": ("providers.alibaba", "AlibabaProvider.model_profile"),
    "vllm": ("providers.vllm", "VLLMProvider.model_profile"),
    "zai": ("providers.zai", "ZaiProvider.model_profile"),
}

_MODELS: dict[str, type[OpenAIChatModel]] = {"openrouter": OpenRouterModel, "mistral": ChunkedModel}


class WatchingModel(OpenAIChatModel):
    """Video as Kimi and Qwen take it in the chat protocol: {"type": "video_url"} with a data address."""

    _unsupported_file_inputs = frozenset()

    async def _map_binary_content_item(self, item: BinaryContent) -> ChatCompletionContentPartParam:
        if not item.is_video:
            return await super()._map_binary_content_item(item)
        return cast("ChatCompletionContentPartParam", {"type": "video_url", "video_url": {"url": item.data_uri}})


@asynccontextmanager
async def connected(endpoint: Endpoint, *, whole: bool) -> AsyncIterator[Connection]:
    """The model at its address, with a connection of its own."""
    async with PlainClient(endpoint, {}, whole=whole) as http:
        provider = provider_of(endpoint, http)
        plain = WatchingModel if endpoint.traits.watches else OpenAIChatModel
        made = _MODELS.get(endpoint.dialect.profile, plain)
        model = made(endpoint.model, provider=provider)
        field = model.profile.get("openai_chat_send_back_thinking_parts") == "field"
        if endpoint.dialect.profile == "mistral":  # it refuses the field in which others take thoughts back
            yield Connection(model, own_thoughts=False, short_ids=True)
        else:
            yield Connection(model, foreign_thoughts=field, unsigned_thoughts=True, videos=True)


def provider_of(endpoint: Endpoint, http: PlainClient) -> OpenAICompatibleProvider:
    """The SDK's client without its retries, and the rules of the endpoint's family."""
    client = AsyncOpenAI(base_url=endpoint.address(), api_key=endpoint.key or NO_KEY, max_retries=0, http_client=http)
    return OpenAICompatibleProvider(endpoint.host, openai_client=client, profile=_profile(endpoint))


def _profile(endpoint: Endpoint) -> ModelProfile:
    own = OpenAIModelProfile(
        openai_chat_streaming_requires_finish_reason=True,
        openai_supports_strict_tool_definition=False,
        # Everybody else knows only the older name of this setting.
        openai_chat_supports_max_completion_tokens=endpoint.host == _OPENAI,
    )
    sealed = OpenAIModelProfile(openai_supports_encrypted_reasoning_content=True)  # as xAI's Responses page has it
    extra = sealed if endpoint.dialect.profile == "grok" else None
    return merge_profile(_family(endpoint.dialect.profile, endpoint.model), own, extra)


def _family(name: str, model: str) -> ModelProfile | None:
    if name not in _FAMILIES:
        return None
    module, path = _FAMILIES[name]
    found: Any = importlib.import_module(f"pydantic_ai.{module}")
    for part in path.split("."):
        found = getattr(found, part)
    profile: ModelProfile | None = found(model)
    return profile
