"""A Recipe in the place of a model: it makes one ToolCall, and its answer is the Recipe's report."""

import json
from collections.abc import AsyncGenerator, Mapping, Sequence

from agent.core.actions import Effect
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
)
from agent.core.paths import shown
from agent.core.ports import Settings, Traits
from agent.core.words import Words

_UNTOUCHED = Words("Nothing was changed.", "何も変更していません。")
_NOTHING = Words("Nothing to change.", "変更するものはありません。")
_LEFT = Words("Left as they were, because you did not accept them:", "承認されなかったため、元のままです:")
_PLANNED = Words(
    "This was planned; without what you did not accept, it was carried out:",
    "次の計画のうち、承認されなかったものを除いて実行しました:",
)
_FAILED = Words("The recipe could not be carried out.", "レシピを実行できませんでした。")
_EFFECTS = {
    Effect.WRITE: Words("write", "書き込み"),
    Effect.MOVE: Words("move", "移動"),
    Effect.DELETE: Words("delete", "削除"),
}


class RecipeModel:
    """A ChatModel that runs one Recipe through the same doors as a model's call, and talks to nobody."""

    def __init__(self, recipe: str, values: Mapping[str, str], language: str) -> None:
        self._recipe = recipe
        self._values = dict(values)
        self._language = language

    @property
    def name(self) -> str:
        """The Recipe's id."""
        return self._recipe

    @property
    def host(self) -> str:
        """Nothing leaves this machine."""
        return ""

    @property
    def traits(self) -> Traits:
        """Nothing is too long for it."""
        return Traits()

    async def reply(
        self, history: Sequence[Message], tools: Sequence[ToolSpec], settings: Settings
    ) -> AsyncGenerator[Delta | Reply, None]:
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
        if result.outcome is Outcome.DENIED:
            return _UNTOUCHED.text(self._language)
        if result.outcome is not Outcome.DONE:
            told = result.for_user or _FAILED.text(self._language)
            raise ToolError(Words(told, told), result.code or "failed")
        report = result.for_user or _NOTHING.text(self._language)
        if result.declined:
            left = "\n".join(map(self._row, result.declined))
            report = f"{_LEFT.text(self._language)}\n{left}\n\n{_PLANNED.text(self._language)}\n\n{report}"
        return report

    def _row(self, declined: str) -> str:
        """A row as the loop tells it ("delete a.txt"), in the person's words."""
        effect, _, target = declined.partition(" ")
        known = {str(effect): words.text(self._language) for effect, words in _EFFECTS.items()}
        return f"- {known.get(effect, effect)} `{shown(target).replace('`', chr(0x2018))}`"
