"""Mistral's thoughts in the chat protocol: parts of the content, where others have a field of their own.

Facts: Mistral's page on reasoning: {"type": "thinking", "thinking": [{"type": "text", "text": "..."}]}.
"""

from collections.abc import Iterable
from typing import Any

from pydantic_ai.messages import ModelResponseStreamEvent
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIStreamedResponse


class ChunkedStream(OpenAIStreamedResponse):
    """A stream in which they are found."""

    def _map_thinking_delta(self, choice: Any) -> Iterable[ModelResponseStreamEvent]:
        if thought := _thought(choice.delta.content):
            choice.delta.reasoning = thought
        return super()._map_thinking_delta(choice)


class ChunkedModel(OpenAIChatModel):
    """A model with such streams."""

    @property
    def _streamed_response_cls(self) -> type[OpenAIStreamedResponse]:
        return ChunkedStream


def _thought(content: object) -> str:
    chunks = content if isinstance(content, list) else []
    inner = [one for chunk in chunks if chunk.get("type") == "thinking" for one in chunk.get("thinking") or ()]
    return "".join(one.get("text", "") for one in inner)
