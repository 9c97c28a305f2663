"""What happens in a Session, as updates for an editor: the same fold while it happens and when it is told again."""

import time
from collections.abc import Callable, Iterator
from typing import Any, Literal

from acp.schema import (
    AgentMessageChunk,
    AgentPlanUpdate,
    AgentThoughtChunk,
    ContentToolCallContent,
    Cost,
    CurrentModeUpdate,
    ImageContentBlock,
    PlanEntry,
    SessionInfoUpdate,
    TextContentBlock,
    ToolCallLocation,
    ToolCallProgress,
    ToolCallStart,
    UsageUpdate,
    UserMessageChunk,
)

from agent.core.actions import Trust
from agent.core.changes import Checkpoint
from agent.core.events import (
    CallEnded,
    CallFound,
    CallProgress,
    CallStarted,
    CheckpointMade,
    Ending,
    MessageAdded,
    Noted,
    Notice,
    PlanSet,
    SessionChanged,
    TextStreamed,
    TurnEnded,
    TurnStarted,
    UsageAdded,
)
from agent.core.messages import (
    AssistantMessage,
    Image,
    Outcome,
    Part,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    UserMessage,
    text_of,
)
from agent.core.plans import PlanStep, StepState
from desktop.acp.calls import is_shown, kind_of, locations, parsed_arguments
from desktop.acp.changes import Shown
from desktop.acp.editor import meta

_PLAN: dict[StepState, Literal["pending", "in_progress", "completed"]] = {
    StepState.OPEN: "pending",
    StepState.ACTIVE: "in_progress",
    StepState.DONE: "completed",
    StepState.FAILED: "pending",  # v1 has no word for it; `_meta` says so
}
_MOST_RESULT = 20_000
_PACE = 0.2
_QUIET = frozenset((Ending.DONE, Ending.STOPPED))


class Retelling:
    """`looks` shows a Checkpoint, `path` makes absolute paths of texts of Places. `live`: what the editor itself said
    is not told back to it, and errors at the end are left to the answer of the prompt.
    """

    def __init__(self, looks: Callable[[Checkpoint], Shown], path: Callable[[str], str], *, live: bool) -> None:
        self._looks = looks
        self._path = path
        self._live = live
        self._streamed = ""
        self._message = 0
        self._contents: dict[str, list[Any]] = {}
        self._calls: dict[str, ToolCall] = {}
        self._told_at = 0.0
        self.window = 0
        self.cost: float | None = None

    def updates(self, notice: Notice) -> Iterator[Any]:
        """The updates that tell a Notice; most Events need none."""
        match notice:
            case TextStreamed(text, thinking):
                yield from self._streaming(text, thinking=thinking)
            case MessageAdded(message):
                yield from self._said(message)
            case CallStarted() | CallFound() | CallProgress() | CallEnded() | CheckpointMade():
                yield from self._call(notice)
            case _:
                yield from self._course(notice)

    def _course(self, notice: Notice) -> Iterator[Any]:
        match notice:
            case PlanSet(steps):
                yield AgentPlanUpdate(session_update="plan", entries=[_entry(step) for step in steps])
            case UsageAdded(usage=usage):
                yield self._usage(usage.input + usage.output)
            case SessionChanged():
                yield from _changed_session(notice)
            case Noted(text, code):
                yield _thought(text, meta(note=code or "note"))
            case TurnStarted():
                self._streamed = ""
            case TurnEnded():
                yield from self._over(notice)

    def _over(self, end: TurnEnded) -> Iterator[Any]:
        answered = self._live and end.ending in (Ending.FAILED, Ending.NEEDS_USER)
        if end.sentence and end.ending not in _QUIET and not answered:
            self._message += 1
            words = " ".join(filter(None, (end.sentence, end.remedy)))
            yield self._chunk(words, meta(ending=end.ending, code=end.code))

    def _usage(self, used: int) -> UsageUpdate:
        """The size of the window is required; where nobody knows it, it is at least what is used."""
        cost = None if self.cost is None else Cost(amount=self.cost, currency="USD")
        known = meta(size_known=True) if self.window else meta(size_unknown=True)
        size = max(self.window, used)
        return UsageUpdate(session_update="usage_update", used=used, size=size, cost=cost, field_meta=known)

    def _streaming(self, text: str, *, thinking: bool) -> Iterator[Any]:
        if thinking:
            yield _thought(text)
        elif text:
            if not self._streamed:
                self._message += 1
            self._streamed += text
            yield self._chunk(text)

    def _said(self, message: object) -> Iterator[Any]:
        match message:
            case UserMessage(parts, by=Trust.PERSON) if not self._live:
                for part in parts:
                    yield UserMessageChunk(session_update="user_message_chunk", content=_block(part))
            case AssistantMessage(parts, calls):
                yield from self._answer(parts)
                for call in calls:
                    yield self._wished(call)

    def _answer(self, parts: tuple[Part, ...]) -> Iterator[Any]:
        """What was not streamed yet. A Reply that is another one than what was streamed is told as a new message."""
        whole, streamed = text_of(parts), self._streamed
        self._streamed = ""
        if not self._live:
            for part in parts:
                if isinstance(part, Thinking) and part.text:
                    yield _thought(part.text)
        rest = whole.removeprefix(streamed.rstrip())
        if (streamed and rest == whole) or not streamed:
            self._message += 1
        if rest.strip():
            yield self._chunk(rest)

    def _chunk(self, text: str, about: dict[str, Any] | None = None) -> AgentMessageChunk:
        content = TextContentBlock(type="text", text=text)
        message_id = f"m{self._message}"
        return AgentMessageChunk(
            session_update="agent_message_chunk", content=content, message_id=message_id, field_meta=about
        )

    def _wished(self, call: ToolCall) -> ToolCallStart:
        self._calls[call.id] = call
        return ToolCallStart(
            session_update="tool_call",
            tool_call_id=call.id,
            title=call.tool,
            kind=kind_of(call),
            status="pending",
            raw_input=parsed_arguments(call),
            locations=[ToolCallLocation(path=one) for one in locations(call, self._path)] or None,
        )

    def _call(self, notice: CallStarted | CallFound | CallProgress | CallEnded | CheckpointMade) -> Iterator[Any]:
        match notice:
            case CallStarted(call, title):
                yield _progress(call.id, status="in_progress", title=title)
            case CallFound(call=call, parts=parts):
                self._contents[call] = [_content(part) for part in parts if not isinstance(part, Thinking)]
                yield _progress(call, content=self._contents[call])
            case CallProgress(call=call, text=text, done=done, total=total) if time.monotonic() - self._told_at > _PACE:
                self._told_at = time.monotonic()
                said = f"{text} ({done}/{total})" if total else text
                yield _progress(call, content=[_content(Text(said)), *self._contents.get(call, ())])
            case CheckpointMade(checkpoint, call):
                yield from self._changed(checkpoint, call)
            case CallEnded(result):
                yield self._ended(result)

    def _changed(self, checkpoint: Checkpoint, call: str) -> Iterator[Any]:
        """What the person put back is a call of its own: no call of the model did it."""
        shown = self._looks(checkpoint)
        about = meta(checkpoint=checkpoint.id, undoes=checkpoint.undoes, changes=list(shown.lines))
        where = [ToolCallLocation(path=path) for path in shown.paths]
        if not call:
            yield ToolCallStart(
                session_update="tool_call", tool_call_id=f"undo:{checkpoint.id}", title=checkpoint.title, kind="edit",
                status="completed", content=list(shown.diffs), locations=where, field_meta=about,
            )  # fmt: skip
            return
        self._contents.setdefault(call, []).extend(shown.diffs)
        kind = _kind_of_changes(shown)
        yield _progress(call, content=self._contents[call], locations=where, kind=kind, field_meta=about)

    def _ended(self, result: ToolResult) -> ToolCallProgress:
        content = self._contents.pop(result.call, [])
        call = self._calls.pop(result.call, None)
        if result.for_user:
            content = [_content(Text(result.for_user)), *content]
        if call is not None and is_shown(call):
            content += [_content(part) for part in result.for_model if not isinstance(part, Thinking)]
        status = "completed" if result.outcome is Outcome.DONE else "failed"
        about = meta(outcome=result.outcome, code=result.code, declined=result.declined)
        return _progress(result.call, status=status, content=content or None, field_meta=about)


def _kind_of_changes(shown: Shown) -> str:
    operations = {line["operation"] for line in shown.lines}
    return operations.pop() if operations in ({"delete"}, {"move"}) else "edit"


def _entry(step: PlanStep) -> PlanEntry:
    failed = meta(state="failed") if step.state is StepState.FAILED else None
    return PlanEntry(content=step.title, priority="medium", status=_PLAN[step.state], field_meta=failed)


def _changed_session(event: SessionChanged) -> Iterator[Any]:
    if event.title:
        yield SessionInfoUpdate(session_update="session_info_update", title=event.title)
    if event.mode is not None:
        yield CurrentModeUpdate(session_update="current_mode_update", current_mode_id=event.mode.value)


def _progress(call: str, **fields: Any) -> ToolCallProgress:  # noqa: ANN401  # fields of the schema
    return ToolCallProgress(session_update="tool_call_update", tool_call_id=call, **fields)


def _thought(text: str, about: dict[str, Any] | None = None) -> AgentThoughtChunk:
    content = TextContentBlock(type="text", text=text)
    return AgentThoughtChunk(session_update="agent_thought_chunk", content=content, field_meta=about)


def _content(part: Part) -> ContentToolCallContent:
    return ContentToolCallContent(type="content", content=_block(part))


def _block(part: Part) -> TextContentBlock | ImageContentBlock:
    if isinstance(part, Image):
        return ImageContentBlock(type="image", data=part.data, mime_type=part.media_type)
    return TextContentBlock(type="text", text=part.text[:_MOST_RESULT] if isinstance(part, Text) else "")
