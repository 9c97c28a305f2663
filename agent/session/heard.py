"""What a model hears of a History, after what was left out of it. Pure: the Journal alone gives it again."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from agent.core.actions import Trust
from agent.core.events import ContextCut
from agent.core.messages import (
    AssistantMessage,
    Image,
    Message,
    Part,
    Text,
    ToolCall,
    ToolMessage,
    ToolResult,
    UserMessage,
    text_of,
)

KEPT = 1_200
_ARGUMENTS = 200
_HANDLE = re.compile(r"result:[0-9a-f]{12}")
_PICTURE = Text("[a picture that the person showed here]")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Results before message `results` are left out; of what is before `words` the person's words and `note` stay."""

    results: int = 0
    words: int = 0
    note: str = ""

    def after(self, cut: ContextCut) -> "LeftOut":
        """What is left out after one more cut. Nothing comes back."""
        results = max(self.results, cut.upto)
        return LeftOut(results, cut.upto, cut.note) if cut.note else replace(self, results=results)


NOTHING_LEFT_OUT = LeftOut()


def heard(history: Sequence[Message], left_out: LeftOut) -> tuple[Message, ...]:
    """The Messages of a request. A call and its result are both there or both left out."""
    head = _head(history[: left_out.words], left_out.note) if left_out.note else ()
    return (*head, *_rest(history, left_out))


def shortened(message: ToolMessage, calls: Mapping[str, ToolCall]) -> ToolMessage:
    """A sentence in the place of each long result: what it was, and how it is had again."""
    return ToolMessage(tuple(_shortened(result, calls.get(result.call)) for result in message.results))


def calls_before(history: Sequence[Message], number: int) -> Mapping[str, ToolCall]:
    """The calls that Message `number` answers, by their ids."""
    asked = history[number - 1] if number else None
    return {call.id: call for call in asked.calls} if isinstance(asked, AssistantMessage) else {}


def _head(before: Sequence[Message], note: str) -> tuple[Message, ...]:
    said = [message for message in before if isinstance(message, UserMessage) and message.by is Trust.PERSON]
    return (*map(_without_pictures, said), UserMessage((Text(note),), by=Trust.HOST))


def _rest(history: Sequence[Message], left_out: LeftOut) -> Iterator[Message]:
    for number in range(left_out.words, len(history)):
        message = history[number]
        if number < left_out.results and isinstance(message, ToolMessage):
            yield shortened(message, calls_before(history, number))
        else:
            yield message


def _without_pictures(message: UserMessage) -> UserMessage:
    parts: tuple[Part, ...] = tuple(_PICTURE if isinstance(part, Image) else part for part in message.parts)
    return replace(message, parts=parts)


def _shortened(result: ToolResult, call: ToolCall | None) -> ToolResult:
    words = text_of(result.for_model)
    pictures = any(isinstance(part, Image) for part in result.for_model)
    if len(words) <= KEPT and not pictures:
        return result
    what = f"{call.tool} {_told(call.arguments)}" if call else "a call"
    handle = _HANDLE.search(words)
    again = f"read it with path {handle[0]!r}" if handle else "make the call again if it only reads"
    left = (
        f"[left out] {what} gave {len(words):,} characters{' and pictures' if pictures else ''}. They are left out to"
    )
    return replace(result, for_model=(Text(f"{left} save room; to see them {again}."),))


def _told(arguments: str) -> str:
    try:
        told = json.dumps(json.loads(arguments), ensure_ascii=False)
    except ValueError:
        told = arguments
    return told if len(told) <= _ARGUMENTS else f"{told[:_ARGUMENTS]}…"
