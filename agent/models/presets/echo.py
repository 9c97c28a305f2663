"""Tools of a provider that it runs only when its own arguments come back to it (Kimi's `$web_search`).

Facts: Moonshot's guide "Use the web search of the Kimi API".
"""

import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace

from agent.core.actions import Source, Trust
from agent.core.messages import (
    AssistantMessage,
    Delta,
    Finish,
    Message,
    Outcome,
    Reply,
    Text,
    ToolCall,
    ToolMessage,
    ToolResult,
    ToolSpec,
    Usage,
)
from agent.core.ports import ChatModel, Settings
from agent.models.around import Around

_MOST_ROUNDS = 8
_WEB = (Source(Trust.OUTSIDE, "web"),)
_LATER = Text("[skipped] Not run yet: call it again now that the search is done.")


class Echoing(Around):
    """A ChatModel that gives such calls back inside of one Reply, so that nobody else ever hears of them.

    A call of ours beside one of them waits: the model is told to repeat it. After eight rounds they are left out.
    """

    def __init__(self, model: ChatModel, mark: str = "$") -> None:
        super().__init__(model)
        self._mark = mark

    async def reply(
        self, history: Sequence[Message], tools: Sequence[ToolSpec], settings: Settings
    ) -> AsyncGenerator[Delta | Reply, None]:
        """As ChatModel.reply; the Usage is that of all rounds."""
        said, used, ran = list(history), Usage(), dict[str, None]()
        for left in reversed(range(_MOST_ROUNDS)):
            answer = None
            async with aclosing(self._model.reply(said, tools, settings)) as pieces:
                async for piece in pieces:
                    if isinstance(piece, Delta):
                        yield piece
                    else:
                        answer = piece
            if answer is None:
                return
            used = _sum(used, answer.usage)
            theirs = [call for call in answer.message.calls if self._is_theirs(call)]
            if not theirs or not left:
                yield self._whole(answer, used, tuple(ran))
                return
            ran.update((_told(call), None) for call in theirs)
            said += [answer.message, self._given_back(answer.message)]

    def _is_theirs(self, call: ToolCall) -> bool:
        return call.tool.startswith(self._mark)

    def _given_back(self, message: AssistantMessage) -> ToolMessage:
        return ToolMessage(
            tuple(
                ToolResult(call.id, Outcome.DONE, (Text(call.arguments),))
                if self._is_theirs(call)
                else ToolResult(call.id, Outcome.SKIPPED, (_LATER,))
                for call in message.calls
            )
        )

    def _whole(self, answer: Reply, used: Usage, ran: Sequence[str]) -> Reply:
        calls = tuple(call for call in answer.message.calls if not self._is_theirs(call))
        told = (Text("\n" + "\n".join(ran)),) if ran else ()
        finish = Finish.STOP if answer.finish is Finish.CALLS and not calls else answer.finish
        message = replace(answer.message, parts=(*answer.message.parts, *told), calls=calls)
        return Reply(replace(message, sources=_WEB) if ran else message, finish, used)


def _told(call: ToolCall) -> str:
    """What the person sees of it. The provider tells no more than how much it read."""
    name = call.tool.strip("$")
    try:
        return f"[{name}] {int(json.loads(call.arguments)['usage']['total_tokens'])} tokens"
    except (ValueError, LookupError, TypeError):
        return f"[{name}]"


def _sum(one: Usage, other: Usage) -> Usage:
    known = one.cost is not None and other.cost is not None
    cost = (one.cost or 0.0) + (other.cost or 0.0) if known else other.cost if one == Usage() else None
    return Usage(
        one.input + other.input, one.output + other.output, one.cached + other.cached, cost, one.written + other.written
    )
