"""Messages between the person, the model and the tools."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from agent.core.actions import Effect, Intent, Source, Trust
from agent.core.changes import ChangeSet
from agent.core.errors import AgentError, NotFoundError, OutsideWorkspaceError, ToolError


class Outcome(StrEnum):
    """How a ToolCall ended. UNKNOWN: cut off while it ran, it may have been carried out in part."""

    DONE = "done"
    FAILED = "failed"
    DENIED = "denied"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Text:
    """Words."""

    text: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture; `data` is base64."""

    media_type: str
    data: str


@dataclass(frozen=True, slots=True)
class Video:
    """A video; `data` is base64. Only for models that watch."""

    media_type: str
    data: str


@dataclass(frozen=True, slots=True)
class Thinking:
    """Reasoning of a model; `opaque` is what its provider wants back, unread (JSON text)."""

    text: str
    opaque: str = ""


Part = Text | Image | Video | Thinking


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value came from: `source` file, `anchor` (page, sheet!cell, line), `words` found, `value` made."""

    source: str
    anchor: str
    words: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """What the model is told of a Tool. `parameters` is a JSON Schema of type object."""

    name: str
    description: str
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A wish of the model. `arguments` is JSON text as the model wrote it, perhaps malformed."""

    id: str
    tool: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a ReadyCall gives: words for the model, a sentence for the person, and Changes that wait for commit.

    `sources` says where the words for the model came from. `found` are those of its parts that stay true when the
    Changes are not made: what was read and computed.
    """

    for_model: tuple[Part, ...]
    for_user: str = ""
    changes: ChangeSet | None = None
    evidence: tuple[Evidence, ...] = ()
    sources: tuple[Source, ...] = ()
    found: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolResult:
    """The one answer to a ToolCall. `code` is a stable error code or ""; `checkpoint` is set when it changed files.

    `declined` are the rows that the person did not accept ("delete a.txt").
    """

    call: str
    outcome: Outcome
    for_model: tuple[Part, ...]
    for_user: str = ""
    code: str = ""
    checkpoint: str = ""
    evidence: tuple[Evidence, ...] = ()
    declined: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()

    def hinted(self, hint: str) -> "ToolResult":
        """The same result with one more sentence for the model."""
        return replace(self, for_model=(*self.for_model, Text(hint)))


@dataclass(frozen=True, slots=True)
class UserMessage:
    """What the person said, or what Deskhand itself tells the model (`by` HOST). `attachments` are texts of Places.
    With `by` FILE it holds words of these files, as an editor has them: nobody said them.
    """

    parts: tuple[Part, ...]
    attachments: tuple[str, ...] = ()
    by: Trust = Trust.PERSON


@dataclass(frozen=True, slots=True)
class AssistantMessage:
    """What the model said, with the calls it wishes. `sources` are what its provider's own tools brought in."""

    parts: tuple[Part, ...]
    calls: tuple[ToolCall, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolMessage:
    """The answers to the calls of the AssistantMessage before it, in the order of the calls."""

    results: tuple[ToolResult, ...]


Message = UserMessage | AssistantMessage | ToolMessage


class Finish(StrEnum):
    """Why a model stopped. A stream that ends without one is a TransientError, never a Reply."""

    STOP = "stop"
    CALLS = "calls"
    LENGTH = "length"
    FILTER = "filter"


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one request. `cost` is in US dollars, None when the price is not known.

    `input` counts all that was sent; of it, `cached` was read from the provider's cache and `written` put there.
    """

    input: int = 0
    output: int = 0
    cached: int = 0
    cost: float | None = None
    written: int = 0


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of a Reply while it streams; only for showing."""

    text: str = ""
    thinking: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer of a model: the last thing that `ChatModel.reply` yields."""

    message: AssistantMessage
    finish: Finish
    usage: Usage = Usage()


NO_INTENT = Intent("")


def failed(call: ToolCall, failure: AgentError, language: str, intent: Intent = NO_INTENT) -> ToolResult:
    """The result of a call that was refused: its code and sentence.

    The sentence can hold names in the folders ("did you mean") and words of what answered outside, never of a file.
    """
    more = failure.told if isinstance(failure, ToolError) else ()
    words = (Text(f"[{failure.code}] {failure}"), *map(Text, more))
    near = failure.code in (NotFoundError.code, OutsideWorkspaceError.code)
    names = near or any(action.effect is Effect.READ for action in intent.actions)
    outside = [Source(Trust.OUTSIDE, host) for host in failure.hosts] if isinstance(failure, ToolError) else []
    sources = sources_of(intent, (*((Source(Trust.FILE, "."),) if names else ()), *outside))
    return ToolResult(call.id, Outcome.FAILED, words, failure.words.text(language), failure.code, sources=sources)


def cut_off(call: ToolCall) -> ToolResult:
    """The result of a call that was cut off."""
    words = "[interrupted] The call was cut off. It may have been carried out in part: look before you repeat it."
    return ToolResult(call.id, Outcome.UNKNOWN, (Text(words),), code="interrupted")


def not_started(call: ToolCall) -> ToolResult:
    """The result of a call that was never started."""
    return ToolResult(call.id, Outcome.SKIPPED, (Text("[skipped] Not started."),), code="skipped")


def cut_short(call: ToolCall) -> ToolResult:
    """The result of a call in an answer that ended before it was whole: the call may be half of what was meant."""
    words = (
        "[cut_short] Your answer ended before its calls were whole, so none was run. Send them again, one at a time."
    )
    return ToolResult(
        call.id, Outcome.SKIPPED, (Text(f"{words} Write long contents in smaller calls."),), code="cut_short"
    )


def sources_of(intent: Intent, told: tuple[Source, ...]) -> tuple[Source, ...]:
    """Where a result's words came from: what the tool says of it, else whatever its Intent reads; and every outside.

    Derived from the Intent, so that no tool can forget it.
    """
    found = {source.name: source for source in told}
    for action in intent.actions:
        if action.effect is Effect.READ and not told:
            found.setdefault(action.target, Source(Trust.FILE, action.target))
        elif action.effect in (Effect.CONNECT, Effect.SEND, Effect.EXECUTE):
            found.setdefault(action.target, Source(Trust.OUTSIDE, action.target))
    return tuple(found.values())


def text_of(parts: tuple[Part, ...]) -> str:
    """The words in `parts`, without thinking and pictures."""
    return "\n".join(part.text for part in parts if isinstance(part, Text))
