"""Notices when a model goes round in circles: the same call with the same result, again and again."""

import hashlib
from collections import Counter

from agent.core.messages import ToolCall, ToolResult

HINT_AT = 3
STOP_AT = 6


class Repeats:
    """Counts equal calls with equal results within a Turn."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    @property
    def stuck(self) -> bool:
        """Whether one call was repeated so often that going on is a waste."""
        return any(count >= STOP_AT for count in self._seen.values())

    def hint(self, call: ToolCall, result: ToolResult) -> str:
        """What to tell the model after this call, or ""."""
        key = hashlib.sha256(repr((call.tool, call.arguments, result.for_model)).encode("utf-8", "replace")).hexdigest()
        self._seen[key] += 1
        if self._seen[key] < HINT_AT:
            return ""
        times = self._seen[key]
        return f"You made this call {times} times with the same result. Do something else, or finish and say why."
