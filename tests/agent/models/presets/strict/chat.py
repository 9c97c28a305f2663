"""Providers that speak the OpenAI chat protocol, each with what it refuses."""

import json
import re
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.agent.models.presets.strict.server import Body, check_schema, event, need

CALLS = (("read", {"path": "a.txt"}), ("read", {"path": "b.txt"}))
THOUGHT = "I should read both files."
Message = dict[str, Any]


@dataclass
class Chat:
    """What all have in common: a Step of thinking and two calls, then an answer that says what was heard.

    `issued` are the calls that this server made, with what it wants back for each.
    """

    path: ClassVar[str] = "/chat/completions"
    thinks: bool = True
    thought_field: str = "reasoning_content"
    issued: dict[str, str] = field(default_factory=dict)

    def answer(self, path: str, body: Body) -> list[str]:
        need(path.endswith(self.path), f"Not found: {path}", 404)
        self.check(body)
        self.check_calls(body["messages"])
        for message in body["messages"]:
            self.check_message(message, body)
        return self.stream(body)

    def check(self, body: Body) -> None:
        need(body.get("stream") is True, "stream must be true here")

    def check_calls(self, messages: list[Message]) -> None:
        waiting: list[str] = []
        for number, message in enumerate(messages):
            if message["role"] == "tool":
                need(message["tool_call_id"] in waiting, f"messages[{number}]: tool result for an unknown call")
                waiting.remove(message["tool_call_id"])
            else:
                need(not waiting, f"messages[{number}]: tool_call_ids did not have response messages: {waiting}")
                waiting = [call["id"] for call in message.get("tool_calls") or ()]
        need(not waiting, f"tool_call_ids did not have response messages: {waiting}")

    def check_message(self, message: Message, body: Body) -> None:
        """What is refused about one message."""

    def call_id(self, number: int) -> str:
        return f"{type(self).__name__}_{len(self.issued)}_{number}"

    def stream(self, body: Body) -> list[str]:
        messages = body["messages"]
        if messages[-1]["role"] == "user" and body.get("tools") and not _after_tools(messages):
            return self.calls()
        return self.says(f"heard {heard(messages)}")

    def calls(self) -> list[str]:
        found = self.thinking(THOUGHT) if self.thinks else []
        ids = [self.call_id(number) for number in range(len(CALLS))]
        for number, (name, arguments) in enumerate(CALLS):
            self.issued[ids[number]] = THOUGHT
            function = {"name": name, "arguments": json.dumps(arguments)}
            found.append(
                {"tool_calls": [{"index": number, "id": ids[number], "type": "function", "function": function}]}
            )
        return _stream(found, "tool_calls")

    def says(self, words: str) -> list[str]:
        return _stream([*(self.thinking("Now I know.") if self.thinks else []), {"content": words}], "stop")

    def thinking(self, words: str) -> list[Message]:
        return [{self.thought_field: words[:5]}, {self.thought_field: words[5:]}]


def _stream(deltas: list[Message], finish: str) -> list[str]:
    def chunk(delta: Message, reason: str | None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        return event({"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]})

    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    end = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [], "usage": usage}
    return [*(chunk(delta, None) for delta in deltas), chunk({}, finish), event(end), event("[DONE]")]


def _after_tools(messages: list[Message]) -> bool:
    """Whether the last words of the user only carry the pictures that tools gave."""
    pictures = any(mark in words_of(messages[-1]) for mark in ("image_url", "[Pictures from"))
    return pictures and any(message["role"] == "tool" for message in messages[-3:])


def words_of(message: Message) -> str:
    content = message.get("content") or ""
    parts = content if isinstance(content, list) else [{"type": "text", "text": content}]
    return " ".join(part["text"] if part["type"] == "text" else f"<{part['type']}>" for part in parts)


def heard(messages: list[Message]) -> str:
    """Everything that this protocol lets a model hear, but for its own words."""
    return " | ".join(words_of(message) for message in messages if message["role"] != "assistant")


def _thinking_calls(messages: list[Message]) -> list[tuple[int, Message]]:
    return [
        (number, one) for number, one in enumerate(messages) if one["role"] == "assistant" and one.get("tool_calls")
    ]


@dataclass
class Kimi(Chat):
    """Moonshot: fixed sampling, thoughts back with every call, no `strict`, typed schemas, `$web_search` in silence."""

    always: bool = False
    searched: list[str] = field(default_factory=list)

    def check(self, body: Body) -> None:
        super().check(body)
        for name in ("temperature", "top_p", "n", "presence_penalty", "frequency_penalty"):
            need(name not in body, f"invalid {name}: only the default is allowed for this model")
        need(body.get("tool_choice") != "required", "tool_choice 'required' is not supported")
        disabled = body.get("thinking") == {"type": "disabled"}
        need(not (self.always and disabled), "thinking cannot be disabled for this model")
        effort = body.get("reasoning_effort")
        need(
            effort in ((None, "low", "high", "max") if self.always else (None,)), f"invalid reasoning_effort: {effort}"
        )
        builtin = [tool for tool in body.get("tools") or () if tool["type"] == "builtin_function"]
        need(not builtin or disabled, "$web_search is not supported when thinking is enabled")
        for tool in body.get("tools") or ():
            need("strict" not in tool["function"], "strict is not supported")
            check_schema(
                tool["function"].get("parameters"), typed="tools.function.parameters: property type is missing"
            )
        if not disabled:
            for number, message in _thinking_calls(body["messages"]):
                told = "thinking is enabled but reasoning_content is missing in assistant tool call message at index"
                need(message.get("reasoning_content"), f"{told} {number}")

    def check_message(self, message: Message, body: Body) -> None:
        content = message.get("content")
        if message["role"] == "assistant" and message.get("tool_calls"):
            need(content != "" and content != [], "text content is empty")
        for call in message.get("tool_calls") or ():
            if call["id"] in self.issued and call["function"]["name"].startswith("$"):
                need(call["type"] == "builtin_function", f"function name is invalid: {call['function']['name']}")
        if message["role"] == "tool" and message["tool_call_id"] in self.searched:
            wanted = self.issued[message["tool_call_id"]]
            need(content == wanted, "the arguments of $web_search must be returned as they are")

    def stream(self, body: Body) -> list[str]:
        self.thinks = body.get("thinking") != {"type": "disabled"}
        tools = [tool["function"]["name"] for tool in body.get("tools") or ()]
        last = body["messages"][-1]
        if "$web_search" in tools and last["role"] == "user":
            return self.search(mixed="both" in words_of(last))
        return super().stream(body)

    def search(self, *, mixed: bool) -> list[str]:
        call = f"search_{len(self.issued)}"
        arguments = json.dumps({"search_result": {"search_id": "s-1"}, "usage": {"total_tokens": 1234}})
        self.issued[call] = arguments
        self.searched.append(call)
        function = {"name": "$web_search", "arguments": arguments}
        found = [{"tool_calls": [{"index": 0, "id": call, "type": "builtin_function", "function": function}]}]
        if mixed:
            own = {"name": "read", "arguments": "{}"}
            found.append({"tool_calls": [{"index": 1, "id": f"{call}_read", "type": "function", "function": own}]})
        return _stream(found, "tool_calls")


@dataclass
class QwenChat(Chat):
    """DashScope: thinking only in streams, no `file` parts, no `$ref` in schemas."""

    def check(self, body: Body) -> None:
        streamed = "parameter.enable_thinking must be set to false for non-streaming calls"
        need(body.get("stream") is True or not body.get("enable_thinking"), streamed)
        self.thinks = bool(body.get("enable_thinking"))
        for tool in body.get("tools") or ():
            check_schema(
                tool["function"].get("parameters"), inline="<400> tools.function.parameters: $ref is not allowed"
            )

    def check_message(self, message: Message, body: Body) -> None:
        content = message.get("content")
        for part in content if isinstance(content, list) else ():
            need(part["type"] in ("text", "image_url", "video_url"), f"Unexpected item type in content: {part['type']}")


@dataclass
class DeepSeek(Chat):
    """DeepSeek: text only, thoughts back with every call (an empty text will do) unless thinking is off."""

    def check(self, body: Body) -> None:
        super().check(body)
        disabled = body.get("thinking") == {"type": "disabled"}
        self.thinks = not disabled
        need("max_completion_tokens" not in body, "max_completion_tokens is not a field of this API")
        need(body.get("tool_choice") != "required" or disabled, "Thinking mode does not support this tool_choice")
        if not disabled:
            for _, message in _thinking_calls(body["messages"]):
                need(
                    isinstance(message.get("reasoning_content"), str),
                    "The `reasoning_content` in the thinking mode must be passed back to the API.",
                )

    def check_message(self, message: Message, body: Body) -> None:
        content = message.get("content")
        for part in content if isinstance(content, list) else ():
            need(part["type"] == "text", f"unknown variant `{part['type']}`, expected `text`")


@dataclass
class Mistral(Chat):
    """Mistral: ids of nine letters and digits, strict order of roles, no field that it does not know."""

    fields: ClassVar[frozenset[str]] = frozenset(
        {
            *("model", "messages", "tools", "tool_choice", "stream", "max_tokens", "temperature", "top_p", "stop", "n"),
            *("random_seed", "response_format", "presence_penalty", "frequency_penalty", "prediction", "safe_prompt"),
            *("parallel_tool_calls", "prompt_mode", "reasoning_effort"),
        }
    )
    thinks: bool = False

    def check(self, body: Body) -> None:
        super().check(body)
        for name in set(body) - self.fields:
            need(False, f"body.{name}: Extra inputs are not permitted", 422)
        need(body.get("reasoning_effort") in (None, "high", "none"), "reasoning_effort must be 'high' or 'none'")
        self.thinks = body.get("reasoning_effort") == "high" or "large-4" in body["model"]
        previous = ""
        for message in body["messages"]:
            told = f"Unexpected role '{message['role']}' after role '{previous}'"
            need(not (previous == "tool" and message["role"] == "user"), told, code="3230")
            previous = message["role"]
        need(previous in ("user", "tool"), "Expected last role User or Tool (or Assistant with prefix True)")

    def check_message(self, message: Message, body: Body) -> None:
        for name in set(message) - {"role", "content", "tool_calls", "tool_call_id", "name", "prefix"}:
            need(False, f"body.messages.{message['role']}.{name}: Extra inputs are not permitted", 422)
        ids = [call["id"] for call in message.get("tool_calls") or ()] + [message.get("tool_call_id", "a" * 9)]
        for one in ids:
            told = f"Tool call id was {one} but must be a-z, A-Z, 0-9, with a length of 9."
            need(re.fullmatch(r"[a-zA-Z0-9]{9}", one), told)

    def call_id(self, number: int) -> str:
        return f"Ab{len(self.issued):03d}{number:04d}"

    def thinking(self, words: str) -> list[Message]:
        return [{"content": [{"type": "thinking", "thinking": [{"type": "text", "text": words}]}]}]


@dataclass
class OpenRouter(Chat):
    """OpenRouter: what a model thought goes back as `reasoning_details`, whole and unchanged."""

    thought_field: str = "reasoning"

    def thinking(self, words: str) -> list[Message]:
        form = "anthropic-claude-v1"
        detail = {"type": "reasoning.text", "text": words, "signature": "sig-1", "format": form, "index": 0}
        return [{"reasoning": words, "reasoning_details": [detail]}]

    def check_message(self, message: Message, body: Body) -> None:
        if any(call["id"] in self.issued for call in message.get("tool_calls") or ()):
            details = message.get("reasoning_details") or [{}]
            wanted = (THOUGHT, "sig-1", "anthropic-claude-v1")
            got = tuple(details[0].get(name) for name in ("text", "signature", "format"))
            need(got == wanted, "Provider returned error: thinking blocks cannot be modified")


@dataclass
class Local(Chat):
    """A server at home: it takes what it knows and ignores the rest. Thoughts come in `reasoning`."""

    thought_field: str = "reasoning"

    def check(self, body: Body) -> None:
        super().check(body)
        switch = body.get("chat_template_kwargs", {}).get("enable_thinking", True)
        self.thinks = switch and body.get("reasoning_effort") != "none"
