"""Messages of ours to messages of pydantic-ai. Part of the wire: loaded only when a model is asked."""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic_ai.messages import (
    BinaryContent,
    ModelMessage,
    ModelRequest,
    ModelRequestPart,
    ModelResponse,
    SystemPromptPart,
    ToolReturnPart,
    UserContent,
    UserPromptPart,
)
from pydantic_ai.tools import ToolDefinition

from agent.core.actions import Trust
from agent.core.messages import (
    AssistantMessage,
    Image,
    Message,
    Part,
    Text,
    Thinking,
    ToolCall,
    ToolMessage,
    ToolResult,
    ToolSpec,
    UserMessage,
    Video,
    text_of,
)
from agent.core.ports import Traits
from agent.models.adapters.connection import Connection
from agent.models.endpoint import UNKNOWN
from agent.models.returning import Said, safe, said_before

_NO_ANSWER = "[unknown] There is no record of what this call did."
_NO_WORDS = "[no words]"  # a message without any is refused
_NO_SCHEMA: Mapping[str, object] = {"type": "object", "properties": {}}
_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SHORT_ID = re.compile(r"[A-Za-z0-9]{9}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation goes: the origin that its own reasoning has there, what the protocol and the model take."""

    origin: str
    takes: Connection
    traits: Traits = UNKNOWN

    def id(self, call: str) -> str:
        """The id of a call as this protocol allows it; always the same one for the same call."""
        digest = hashlib.sha256(call.encode("utf-8", "replace")).hexdigest()
        if self.takes.short_ids:
            return call if _SHORT_ID.fullmatch(call) else digest[:9]
        fits = _PLAIN_ID.fullmatch(call) if self.takes.plain_ids else call
        return call if fits else f"call_{digest[:24]}"


def requests_of(history: Sequence[Message], system: str, place: Place) -> list[ModelMessage]:
    """The conversation as the wire needs it, the system prompt first.

    Every call is answered exactly once, right after it: an answer that is missing is made up as unknown, one that
    answers nothing is left out. Pictures of tools go along until the person speaks again: they are dear, and with a
    model that refuses pictures no later Turn could succeed. Lone surrogates, which are no text in UTF-8, become escapes
    such as "\\udcff".
    """
    found: list[ModelMessage] = [ModelRequest([SystemPromptPart(safe(system))])] if system else []
    latest = max((at for at, message in enumerate(history) if _is_person(message)), default=0)
    for number, message in enumerate(history):
        following = history[number + 1] if number + 1 < len(history) else None
        match message:
            case UserMessage():
                found.append(ModelRequest([UserPromptPart(_content(message.parts, place))]))
            case AssistantMessage():
                found += _said(message, place)
                if message.calls:
                    found.append(_answers(message.calls, following, place, seen=number >= latest))
            case ToolMessage():
                pass  # sent with the calls that it answers
    return found


def definitions_of(tools: Sequence[ToolSpec]) -> list[ToolDefinition]:
    """The tools as the wire needs them, in their order."""
    return [
        ToolDefinition(
            name=tool.name,
            description=safe(tool.description),
            parameters_json_schema=dict(tool.parameters or _NO_SCHEMA),
        )
        for tool in tools
    ]


def _is_person(message: Message) -> bool:
    return isinstance(message, UserMessage) and message.by is Trust.PERSON


def _said(message: AssistantMessage, place: Place) -> list[ModelMessage]:
    parts, provider = said_before(message, Said(place.origin, place.takes, place.id))
    return [ModelResponse(parts, provider_name=provider)] if parts else []


def _answers(calls: Sequence[ToolCall], following: Message | None, place: Place, *, seen: bool) -> ModelRequest:
    """The answers to `calls`. Where a tool's answer can only hold text, pictures follow as words of the user.

    Without `seen` a sentence stands for them.
    """
    results = {result.call: result for result in following.results} if isinstance(following, ToolMessage) else {}
    answers: list[ModelRequestPart] = []
    behind: list[UserContent] = []
    for call in calls:
        result = results.get(call.id)
        pictures = _pictures(result, place)
        told = f"[Pictures from the result of {call.tool}, call {place.id(call.id)}"
        if pictures and not seen:
            pictures = [f"{told}, were shown then. Ask for them again to see them.]"]
        seen_now = any(not isinstance(one, str) for one in pictures)
        apart = seen_now and not place.takes.native_pictures
        words = safe(_words(result)) or ("The pictures follow." if seen_now else "")
        content = _joined([one for one in (words, *([] if apart else pictures)) if one]) or _outcome(result)
        answers.append(ToolReturnPart(call.tool, content, tool_call_id=place.id(call.id)))
        behind += [f"{told}:]", *pictures] if apart else []
    return ModelRequest([*answers, *([UserPromptPart(_joined(behind))] if behind else [])])


def _pictures(result: ToolResult | None, place: Place) -> list[UserContent]:
    return [_shown(part, place) for part in result.for_model if isinstance(part, (Image, Video))] if result else []


def _words(result: ToolResult | None) -> str:
    words = _NO_ANSWER if result is None else text_of(result.for_model)
    return words if words.strip() else ""


def _outcome(result: ToolResult | None) -> str:
    return result.outcome.value if result else ""


def _content(parts: Sequence[Part], place: Place) -> str | list[UserContent]:
    if all(isinstance(part, Text) for part in parts):
        words = safe(text_of(tuple(parts)))
        return words if words.strip() else _NO_WORDS
    shown: list[UserContent] = []
    for part in parts:
        match part:
            case Text(text):
                shown += [safe(text)] if text.strip() else []
            case Image() | Video():
                shown.append(_shown(part, place))
            case Thinking():
                pass
    return _joined(shown) or _NO_WORDS


def _joined(contents: list[UserContent]) -> str | list[UserContent]:
    """One text when there is nothing to be seen: many servers take a list only where they take pictures."""
    texts = [one for one in contents if isinstance(one, str)]
    return "\n".join(texts) if len(texts) == len(contents) else contents


def _shown(part: Image | Video, place: Place) -> UserContent:
    """What is to be seen; a sentence for a model that cannot, because the History may come from one that could."""
    if isinstance(part, Video) and not (place.traits.watches and place.takes.videos):
        return "[a video, which you cannot watch: see its key frames with `look`]"
    if isinstance(part, Image) and place.traits.sees is False:
        return "[a picture, which you cannot see: read the words in it with `look`]"
    try:
        return BinaryContent(base64.b64decode(part.data, validate=True), media_type=part.media_type)
    except (binascii.Error, ValueError):
        return "[a picture that cannot be read]"
