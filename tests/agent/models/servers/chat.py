"""OpenAI chat, as strict as the strictest that speak it: reasoning must come back, and no field may be unknown."""

import json
from collections.abc import Sequence

from tests.agent.models.servers.answers import Body, Event, Given, halves, schema_wrongs, unknown_fields

_KNOWN = frozenset({
    "model", "messages", "stream", "stream_options", "tools", "tool_choice", "max_tokens", "max_completion_tokens",
    "temperature", "parallel_tool_calls",
})  # fmt: skip
_FINISH = {"stop": "stop", "calls": "tool_calls", "length": "length", "filter": "content_filter"}
_KINDS = {"quota": "insufficient_quota", "overflow": "context_length_exceeded", "": None}


class Chat:
    protocol = "openai-chat"
    model = "some-model"
    other = "another-model"
    prefix = "/v1"

    def wrongs(self, path: str, body: Body, given: Sequence[Given]) -> list[str]:
        messages = body["messages"]
        found = unknown_fields(body, _KNOWN)
        found += [] if path == "/v1/chat/completions" else [f"no such path {path}"]
        found += [] if messages[0]["role"] in ("system", "developer") else ["no system message"]
        for tool in body.get("tools", ()):
            found += schema_wrongs(tool["function"]["parameters"])
        for at, message in enumerate(messages):
            found += self._message(at, message, messages, given)
        return found

    def _message(self, at: int, message: Body, messages: list[Body], given: Sequence[Given]) -> list[str]:
        if message["role"] == "tool":
            before = messages[at - 1]
            return [] if before["role"] in ("tool", "assistant") else ["an answer without its call"]
        if message["role"] != "assistant":
            return [] if message["content"] else ["an empty message"]
        calls = message.get("tool_calls", [])
        found = [] if calls or message.get("content") else ["an assistant message without words and calls"]
        answers = [one.get("tool_call_id") for one in messages[at + 1 : at + 1 + len(calls)]]
        if answers != [call["id"] for call in calls]:
            found.append(f"calls {[call['id'] for call in calls]} are followed by {answers}")
        behind = messages[at + 1 + len(calls)] if at + 1 + len(calls) < len(messages) else {}
        found += ["more answers than calls"] if behind.get("role") == "tool" else []
        for call in calls:
            if not isinstance(json.loads(call["function"]["arguments"]), dict):
                found.append("arguments that are no object")
        return found + self._reasoning(message, calls, given)

    def _reasoning(self, message: Body, calls: list[Body], given: Sequence[Given]) -> list[str]:
        ids = {call["id"] for call in calls}
        for answer in given:
            if answer.thinking and ids & {call[0] for call in answer.calls}:
                return [] if message.get("reasoning_content") == answer.thinking else ["reasoning_content is missing"]
        return []

    def events(self, answer: Given) -> list[Event]:
        found: list[Event] = [("start", self._chunk({"role": "assistant", "content": ""}))]
        found += [("think", self._chunk({"reasoning_content": piece})) for piece in halves(answer.thinking) if piece]
        found += [("text", self._chunk({"content": piece})) for piece in halves(answer.text) if piece]
        for index, (name, tool, arguments) in enumerate(answer.calls):
            first, second = halves(arguments)
            opening = {"index": index, "id": name, "type": "function", "function": {"name": tool, "arguments": first}}
            found.append(("args", self._chunk({"tool_calls": [opening]})))
            found.append(("call", self._chunk({"tool_calls": [{"index": index, "function": {"arguments": second}}]})))
        found.append(("finish", self._chunk({}, _FINISH[answer.ends])))
        found.append(("done", _data({**self._base(), "choices": [], "usage": _usage(answer)}) + b"data: [DONE]\n\n"))
        return found

    def whole(self, answer: Given) -> bytes:
        calls = [
            {"id": name, "type": "function", "function": {"name": tool, "arguments": arguments}}
            for name, tool, arguments in answer.calls
        ]
        message = {"role": "assistant", "content": answer.text or None, "reasoning_content": answer.thinking or None}
        choice = {"index": 0, "message": {**message, **({"tool_calls": calls} if calls else {})}}
        body = {**self._base("chat.completion"), "choices": [{**choice, "finish_reason": _FINISH[answer.ends]}]}
        return json.dumps({**body, "usage": _usage(answer)}).encode()

    def refusal(self, status: int, message: str, kind: str) -> bytes:
        return json.dumps({"error": {"message": message, "code": _KINDS.get(kind, kind), "type": "error"}}).encode()

    def broken(self) -> bytes:
        return b'data: {"id": "c1", "choices": [{"index": 0, "del\n\n'

    def failing(self) -> bytes:
        return b'data: {"error": {"message": "overloaded", "code": 503}}\n\n'

    def stray(self) -> bytes:
        return self._chunk({"tool_calls": [{"index": 7, "function": {"arguments": "{}"}}]})

    def comment(self) -> bytes:
        return b": keep-alive\n\n"

    def _base(self, kind: str = "chat.completion.chunk") -> Body:
        return {"id": "c1", "object": kind, "created": 1, "model": self.model}

    def _chunk(self, delta: Body, finish: str | None = None) -> bytes:
        return _data({**self._base(), "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})


def _usage(answer: Given) -> Body:
    whole = answer.input + answer.output
    return {
        "prompt_tokens": answer.input,
        "completion_tokens": answer.output,
        "total_tokens": whole,
        "prompt_tokens_details": {"cached_tokens": answer.cached},
    }


def _data(body: Body) -> bytes:
    return f"data: {json.dumps(body)}\n\n".encode()
