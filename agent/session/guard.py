"""The Guard of a Turn: counts answers that are none and calls that lead nowhere, and says so to the model."""

from collections.abc import Sequence

from agent.core.errors import ToolError
from agent.core.messages import Finish, Reply, ToolCall, ToolResult, text_of
from agent.core.words import Words
from agent.session.answers import PROMISED, is_promise, nudge_of
from agent.session.repeats import Repeats

EMPTY_ANSWERS = 2
_STUCK = Words(
    "The model repeated the same call without getting further.",
    "モデルが同じ操作を繰り返し、先へ進めませんでした。",
)
_EMPTY = Words("The model gave no whole answer.", "モデルから完全な回答が得られませんでした。")
_FILTERED = Words(
    "The answer was stopped by the filter of the model's provider.",
    "モデルの提供元のフィルターにより、回答が中断されました。",
)


class TurnGuard:
    """See `agent.core.ports.Guard`. At most EMPTY_ANSWERS answers in a row may be none; a promise is told of once."""

    def __init__(self) -> None:
        self._repeats = Repeats()
        self._empty = 0
        self._promised = False
        self._filtered = False

    @property
    def given_up(self) -> ToolError | None:
        """See Guard."""
        if self._filtered:
            return ToolError(_FILTERED, "filtered")
        if self._empty > EMPTY_ANSWERS:
            return ToolError(_EMPTY, "empty_answer")
        return ToolError(_STUCK, "loop") if self._repeats.stuck else None

    def nudge(self, reply: Reply) -> str:
        """See Guard."""
        if reply.finish is Finish.FILTER:
            self._filtered = True
            return ""
        if nudge := nudge_of(reply):
            self._empty += 1
            return nudge
        if not self._promised and is_promise(text_of(reply.message.parts)):
            self._promised = True
            return PROMISED
        return ""

    def hinted(self, calls: Sequence[ToolCall], results: Sequence[ToolResult]) -> list[ToolResult]:
        """See Guard."""
        self._empty = 0
        return self._repeats.hinted(calls, results)
