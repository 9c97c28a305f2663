"""What a model said before, in the form in which the same or another model takes it back. Part of the wire."""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic_ai.messages import ModelResponsePart, TextPart, ThinkingPart, ToolCallPart

from agent.core.messages import AssistantMessage, Text, Thinking, ToolCall
from agent.models.adapters.connection import Connection
from agent.models.opaque import Record, fields_of, is_of, part_of, read_record


@dataclass(frozen=True, slots=True)
class Said:
    """Whose reasoning counts as its own, what is taken of it, and how ids are written there."""

    origin: str
    takes: Connection
    id: Callable[[str], str]


def said_before(message: AssistantMessage, said: Said) -> tuple[list[ModelResponsePart], str | None]:
    """The parts of an answer in their order, and the provider's name in them.

    Calls stand where they stood when that was kept, else at the end. There are no parts when nothing is left that a
    server takes: one that holds neither words nor calls is refused.
    """
    made = _Parts(message, said)
    for part in message.parts:
        made.add(part)
    for call in message.calls:
        made.call(call, {})
    spoken = message.calls or any(isinstance(part, TextPart) for part in made.parts)
    return (made.parts if spoken else []), made.provider


class _Parts:
    """The parts as they come together. `_next` is the record that rides with the words that follow."""

    def __init__(self, message: AssistantMessage, said: Said) -> None:
        self.parts: list[ModelResponsePart] = []
        self.provider: str | None = None
        self._said = said
        self._calls = {call.id: call for call in message.calls}
        self._next: Record = {}

    def add(self, part: object) -> None:
        match part:
            case Text(text) if text.strip():  # words of blanks only are refused
                self.parts.append(TextPart(safe(text), **self._next))
                self._next = {}
            case Thinking():
                self._thinking(part)
            case _:
                pass

    def call(self, call: ToolCall, record: Record) -> None:
        """A call that has not been sent yet."""
        if self._calls.pop(call.id, None) is not None:
            kept = fields_of(record)
            self.parts.append(
                ToolCallPart(call.tool, safe(call.arguments), tool_call_id=self._said.id(call.id), **kept)
            )

    def _thinking(self, part: Thinking) -> None:
        record = read_record(part)
        own = is_of(record, self._said.origin)
        if own and self.provider is None:
            self.provider = record.get("provider_name")
        match record:
            case {"call": str(call)}:
                if own and call in self._calls:
                    self.call(self._calls[call], record)
            case {"text": _}:
                self._next = fields_of(record) if own else {}
            case {"part": {"provider_name": str(provider)}}:
                self._whole(record, provider, own=own)
            case _:
                self._thought(part, record, own=own)

    def _whole(self, record: Record, provider: str, *, own: bool) -> None:
        found = part_of(record) if own else None
        if found is not None:
            self.provider = self.provider or provider
            self.parts.append(found)

    def _thought(self, part: Thinking, record: Record, *, own: bool) -> None:
        takes = self._said.takes
        if own and not takes.own_thoughts:
            return
        if own:
            self.parts.append(ThinkingPart(safe(part.text), **fields_of(record)))
        elif part.text and (takes.foreign_thoughts or (not record and takes.unsigned_thoughts)):
            self.parts.append(ThinkingPart(safe(part.text)))


def safe(text: str) -> str:
    """The text with escapes in the place of lone surrogates, which are no text in UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
