"""A Recipe in the place of a model: it makes one ToolCall, and its answer is the Recipe's report."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence

from agent.core.errors import ToolError
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
    text_of,
)
from agent.core.ports import Settings

_WORDS = {
    "en": ("Nothing was changed.", "Nothing to change.", "Left as they were, because you did not accept them:"),
    "ja": ("何も変更していません。", "変更するものはありません。", "承認されなかったため、元のままです:"),
}


class RecipeModel:
    """A ChatModel that runs one Recipe through the same doors as a model's call, and talks to nobody."""

    def __init__(self, recipe: str, values: Mapping[str, str], language: str) -> None:
        self._recipe = recipe
        self._values = dict(values)
        self._words = _WORDS.get(language, _WORDS["en"])

    @property
    def name(self) -> str:
        """The Recipe's id."""
        return self._recipe

    @property
    def host(self) -> str:
        """Nothing leaves this machine."""
        return ""

    async def reply(
        self, history: Sequence[Message], tools: Sequence[ToolSpec], settings: Settings
    ) -> AsyncIterator[Delta | Reply]:
        """First the call, then the report.

        Raises:
            ToolError: the Recipe failed; its own code and sentence.
        """
        last = history[-1]
        if not isinstance(last, ToolMessage):
            arguments = json.dumps({"id": self._recipe, "values": self._values})
            call = ToolCall(f"recipe_{len(history)}", "recipe", arguments)
            yield Reply(AssistantMessage((), (call,)), Finish.CALLS)
            return
        yield Reply(AssistantMessage((Text(self._report(last.results[-1])),)), Finish.STOP)

    def _report(self, result: ToolResult) -> str:
        untouched, nothing, left = self._words
        if result.outcome is Outcome.DENIED:
            return untouched
        if result.outcome is not Outcome.DONE:
            raise ToolError(result.for_user or text_of(result.for_model), result.code or "failed")
        report = result.for_user or nothing
        if result.declined:
            report += f"\n\n{left}\n" + "\n".join(f"- {row}" for row in result.declined)
        return report
