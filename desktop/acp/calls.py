"""What kind of call a call is, for the icon of an editor. A hint, as everything that is shown: no door looks at it."""

import json
from collections.abc import Callable
from typing import Literal

from agent.core.errors import AgentError
from agent.core.messages import ToolCall

Kind = Literal["read", "edit", "delete", "move", "search", "execute", "think", "fetch", "switch_mode", "other"]
_KINDS: dict[str, Kind] = {
    "read": "read",
    "look": "read",
    "find": "search",
    "search": "search",
    "compare": "read",
    "check": "read",
    "operations": "think",
    "skill": "read",
    "plan": "think",
    "delegate": "think",
    "ask_person": "other",
    "run_python": "execute",
    "write_file": "edit",
    "create": "edit",
    "edit": "edit",
    "convert": "edit",
    "extract": "edit",
    "pdf": "edit",
    "organise": "move",
    "recipe": "edit",
}
_MOST_ARGUMENTS = 20_000


def kind_of(call: ToolCall) -> Kind:
    """The kind of a call; "other" for a connector's."""
    return _KINDS.get(call.tool, "other")


def is_shown(call: ToolCall) -> bool:
    """Whether what the model hears of it is shown too: what code printed and drew."""
    return _KINDS.get(call.tool) == "execute"


def parsed_arguments(call: ToolCall) -> object:
    """The arguments as JSON; None when they are none, or too long to be told twice."""
    if len(call.arguments) > _MOST_ARGUMENTS:
        return None
    try:
        found = json.loads(call.arguments or "{}")
        json.dumps(found, allow_nan=False)  # a model may write NaN, which no editor can read
    except (ValueError, RecursionError):
        return None
    return found


def locations(call: ToolCall, path: Callable[[str], str]) -> tuple[str, ...]:
    """The files that the arguments name, as absolute paths."""
    given = parsed_arguments(call)
    if not isinstance(given, dict):
        return ()
    several = given.get("paths")
    named = [given.get("path"), *(several if isinstance(several, list) else ())]
    found = []
    for one in named:
        if isinstance(one, str) and one:
            try:
                found.append(path(one))
            except AgentError:
                continue
    return tuple(found)
