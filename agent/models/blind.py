"""A conversation for a model that is known not to see: it would refuse every request with a picture in it."""

from collections.abc import Sequence
from dataclasses import replace

from agent.core.messages import AssistantMessage, Image, Message, Part, Text, ToolMessage, UserMessage

_UNSEEN = Text("[a picture that you cannot see]")


def unseen(history: Sequence[Message]) -> list[Message]:
    """The same conversation with a sentence in the place of each picture."""
    return [_without(message) for message in history]


def _without(message: Message) -> Message:
    match message:
        case UserMessage() | AssistantMessage():
            return replace(message, parts=_words(message.parts))
        case ToolMessage(results):
            return ToolMessage(tuple(replace(result, for_model=_words(result.for_model)) for result in results))


def _words(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    return tuple(_UNSEEN if isinstance(part, Image) else part for part in parts)
