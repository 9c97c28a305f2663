"""Notices when a model goes round in circles: the same calls with the same results, again and again."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence

from agent.core.messages import ToolCall, ToolResult

STOP_AT = 12
ALTERNATING = 6
_HINTS: Mapping[int, str] = {
    3: "You made this call 3 times with the same result. Do something else, or finish and say why.",
    5: "You made this call 5 times; its result will not change. Say what you are missing, then take another way to it, "
    "or finish with what you have.",
    8: f"You made this call 8 times with the same result; at {STOP_AT} the task is stopped. Finish now, and say "
    "honestly what is done and what is not.",
}
_TO_AND_FRO = (
    "You go to and fro between the same two calls, and their results stay the same. Do something else, or finish and "
    "say why."
)
_MISFIT = ("invalid_arguments", "unknown_tool")
_MISFITS = (
    "The last {count} calls could not be understood. Send one call alone, with as few arguments as it needs, as one "
    "JSON object."
)


class Repeats:
    """Counts equal calls with equal results within a Turn; the same call twice in a Step counts once.

    A change of files makes what was seen before it old: only the call that made it goes on being counted.
    """

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()
        self._order: list[str] = []
        self._misfits = 0

    @property
    def stuck(self) -> bool:
        """Whether the same was repeated so often that going on is a waste."""
        return max((*self._seen.values(), self._misfits), default=0) >= STOP_AT or self._alternates(2 * ALTERNATING)

    def hinted(self, calls: Sequence[ToolCall], results: Sequence[ToolResult]) -> list[ToolResult]:
        """The results of a Step, with what the model should be told of its circles."""
        here: set[str] = set()
        told = []
        for call, result in zip(calls, results, strict=True):
            key = _key(call, result)
            hint = "" if key in here else self._hint(key, result)
            here.add(key)
            told.append(result.hinted(hint) if hint else result)
        return told

    def _hint(self, key: str, result: ToolResult) -> str:
        self._misfits = self._misfits + 1 if result.code in _MISFIT else 0
        if result.checkpoint:
            self._seen = Counter({key: self._seen[key]})
        self._seen[key] += 1
        self._order = [*self._order, key][-2 * ALTERNATING :]
        if hint := _HINTS.get(self._seen[key]):
            return hint
        if self._alternates(ALTERNATING):
            return _TO_AND_FRO
        return _MISFITS.format(count=self._misfits) if self._misfits in _HINTS else ""

    def _alternates(self, length: int) -> bool:
        last = self._order[-length:]
        return len(last) == length and len(set(last)) == 2 and last == last[:2] * (length // 2)


def _key(call: ToolCall, result: ToolResult) -> str:
    try:
        arguments = json.dumps(json.loads(call.arguments), sort_keys=True)
    except ValueError:
        arguments = call.arguments
    told = repr((call.tool, arguments, result.outcome, result.for_model))
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()
