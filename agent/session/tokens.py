"""How much of a model's context words take: an estimate that rather says too much."""

from agent.core.messages import AssistantMessage, Image, Message, Part, Text, Thinking, ToolMessage, UserMessage

# English prose has 4 to 5 bytes a token, tables of numbers 2 to 3, Japanese 3 to 4 (UTF-8).
BYTES_PER_TOKEN = 3.2
PICTURE = 1_500
_FRAME = 12


def tokens_of(text: str) -> int:
    """Tokens of a text."""
    return int(len(text.encode("utf-8", "replace")) / BYTES_PER_TOKEN) + 1


def size_of(message: Message) -> int:
    """Tokens of a Message without its pictures."""
    match message:
        case UserMessage(parts):
            return _FRAME + _parts(parts)
        case AssistantMessage(parts, calls):
            return _FRAME + _parts(parts) + sum(_FRAME + tokens_of(call.arguments) for call in calls)
        case ToolMessage(results):
            return sum(_FRAME + _parts(result.for_model) for result in results)


def pictures_in(message: Message) -> int:
    """How many pictures it carries."""
    match message:
        case ToolMessage(results):
            return sum(isinstance(part, Image) for result in results for part in result.for_model)
        case UserMessage(parts) | AssistantMessage(parts):
            return sum(isinstance(part, Image) for part in parts)


def _parts(parts: tuple[Part, ...]) -> int:
    return sum(tokens_of(part.text) for part in parts if isinstance(part, (Text, Thinking)))
