"""What some systems want of the messages of a chat: their own order, and words where others take none.

Facts: the errors of Mistral ("Unexpected role 'user' after role 'tool'") and Moonshot ("reasoning_content is missing"),
and Moonshot's guide on `$web_search`, whose calls have a type of their own.
"""

from typing import Any

from agent.models.dialect import Dialect

_BRIDGE = {"role": "assistant", "content": "OK"}
Message = dict[str, Any]


def ordered(messages: list[Message], dialect: Dialect) -> list[Message]:
    """The messages as the system takes them. They are changed in place where they change."""
    for message in messages:
        calls = message.get("tool_calls") or ()
        if calls and dialect.missing_thought and not message.get("reasoning_content"):
            message["reasoning_content"] = dialect.missing_thought
        for call in calls:
            if call["function"]["name"].startswith("$"):
                call["type"] = "builtin_function"
    return _bridged(messages) if dialect.bridged else messages


def unthinking(said: dict[str, Any]) -> None:
    """Anthropic's older models want the last answer before results of tools to begin with a thought of their own.

    When another model called the tools there is none, so this Step is done without thinking, as Anthropic advises.
    """
    if (said.get("thinking") or {}).get("type") != "enabled":
        return
    last = next((one for one in reversed(said["messages"]) if one["role"] == "assistant"), None)
    blocks = [block["type"] for block in last["content"]] if last and isinstance(last["content"], list) else []
    if "tool_use" in blocks and blocks[0] not in ("thinking", "redacted_thinking"):
        del said["thinking"]


def _bridged(messages: list[Message]) -> list[Message]:
    found: list[Message] = []
    for message in messages:
        if message["role"] == "user" and found and found[-1]["role"] == "tool":
            found.append(dict(_BRIDGE))
        found.append(message)
    return found
