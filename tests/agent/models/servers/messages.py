"""Anthropic Messages: thinking comes back first and unmodified, results come right behind their calls."""

import json
import re
from collections.abc import Sequence

from tests.agent.models.servers.answers import Body, Event, Given, halves, schema_wrongs, unknown_fields

_KNOWN = frozenset({
    "model", "messages", "stream", "system", "tools", "tool_choice", "max_tokens", "thinking", "output_config",
})  # fmt: skip
_FINISH = {"pause": "pause_turn", "stop": "end_turn", "calls": "tool_use", "length": "max_tokens", "filter": "refusal"}
_TYPES = {
    400: "invalid_request_error", 401: "authentication_error", 402: "billing_error", 403: "permission_error",
    404: "not_found_error", 413: "request_too_large", 429: "rate_limit_error", 500: "api_error",
    529: "overloaded_error",
}  # fmt: skip


class Messages:
    protocol = "anthropic"
    model = "claude-opus-5-5"
    other = "claude-sonnet-5-5"
    prefix = ""

    def wrongs(self, path: str, body: Body, given: Sequence[Given]) -> list[str]:
        messages = body["messages"]
        found = unknown_fields(body, _KNOWN)
        found += [] if path == "/v1/messages" else [f"no such path {path}"]
        found += [] if body.get("system") else ["no system text"]
        paused = bool(given) and given[-1].ends == "pause"
        found += [] if messages[0]["role"] == "user" else ["the user begins"]
        found += [] if messages[-1]["role"] == ("assistant" if paused else "user") else ["not the one who goes on"]
        found += [] if body.get("max_tokens", 0) > 0 else ["max_tokens is missing"]
        found += [] if json.dumps(body).count('"cache_control"') <= 4 else ["more than four marks"]
        for tool in body.get("tools", ()):
            found += [] if "type" in tool else schema_wrongs(tool["input_schema"])
        for at, message in enumerate(messages):
            found += self._message(at, message, messages, given)
        return found

    def _message(self, at: int, message: Body, messages: list[Body], given: Sequence[Given]) -> list[str]:
        blocks = _blocks(message)
        empty = [b for b in blocks if b["type"] == "text" and not b["text"].strip()]
        found = ["an empty text block"] if empty or not blocks else []
        if message["role"] == "user":
            results = [b["tool_use_id"] for b in blocks if b["type"] == "tool_result"]
            wanted = _calls(messages[at - 1]) if at else []
            return found if results == wanted else [*found, f"results {results} behind calls {wanted}"]
        calls = _calls(message)
        found += [f"bad id {name}" for name in calls if not re.fullmatch(r"[a-zA-Z0-9_-]+", name)]
        if calls and (at + 1 >= len(messages) or messages[at + 1]["role"] != "user"):
            found.append("calls without results")
        return found + self._thinking(blocks, calls, given) + self._ran(blocks, given)

    def _ran(self, blocks: list[Body], given: Sequence[Given]) -> list[str]:
        results = [b for b in blocks if b["type"] == "web_search_tool_result"]
        right = [_found(answer.ran) for answer in given if answer.ran]
        names = [b["name"] for b in blocks if b["type"] == "server_tool_use"]
        if len(names) != len(results):
            return ["web_search_tool_result without its server_tool_use"]
        kept = [{name: value for name, value in b.items() if name in right[0]} for b in results] if right else results
        return [] if not results or kept == right else [f"results were modified: {results}"]

    def _thinking(self, blocks: list[Body], calls: list[str], given: Sequence[Given]) -> list[str]:
        made = {call[0]: answer for answer in given for call in answer.calls}
        answer = next((made[name] for name in calls if name in made), None)
        thoughts = [b for b in blocks if b["type"] in ("thinking", "redacted_thinking")]
        known = [_thought(one) for one in given if one.opaque]
        if any(thought not in known for thought in thoughts):
            return ["Invalid `signature` in `thinking` block"]
        if answer is None or not answer.opaque:
            return []
        right = _thought(answer)
        return [] if right in thoughts and blocks[0] in thoughts else ["thinking is not first, or was modified"]

    def events(self, answer: Given) -> list[Event]:
        begun = {"id": "msg_1", "type": "message", "role": "assistant", "model": self.model, "content": []}
        start = {**begun, "stop_reason": None, "stop_sequence": None, "usage": {**_usage(answer), "output_tokens": 1}}
        found: list[Event] = [("start", _event("message_start", message=start))]
        for index, (label, block, deltas) in enumerate(self._pieces(answer)):
            found.append(("open", _event("content_block_start", index=index, content_block=block)))
            for number, delta in enumerate(deltas):
                name = "call" if label == "args" and number else label
                found.append((name, _event("content_block_delta", index=index, delta=delta)))
            found.append(("close", _event("content_block_stop", index=index)))
        ending = {"stop_reason": _FINISH[answer.ends], "stop_sequence": None}
        found.append(("finish", _event("message_delta", delta=ending, usage={"output_tokens": answer.output})))
        return [*found, ("done", _event("message_stop"))]

    def _pieces(self, answer: Given) -> list[tuple[str, Body, list[Body]]]:
        found: list[tuple[str, Body, list[Body]]] = []
        if answer.thinking:
            words = [{"type": "thinking_delta", "thinking": piece} for piece in halves(answer.thinking)]
            signed = [{"type": "signature_delta", "signature": answer.opaque}]
            found.append(("think", {"type": "thinking", "thinking": "", "signature": ""}, [*words, *signed]))
        elif answer.opaque:
            found.append(("think", {"type": "redacted_thinking", "data": answer.opaque}, []))
        if answer.ran:
            call = {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {}}
            asked = [{"type": "input_json_delta", "partial_json": json.dumps({"query": answer.ran})}]
            found += [("args", call, asked), ("args", _found(answer.ran), [])]
        if answer.text:
            words = [{"type": "text_delta", "text": piece} for piece in halves(answer.text)]
            found.append(("text", {"type": "text", "text": ""}, words))
        for name, tool, arguments in answer.calls:
            pieces = [{"type": "input_json_delta", "partial_json": piece} for piece in halves(arguments)]
            found.append(("args", {"type": "tool_use", "id": name, "name": tool, "input": {}}, pieces))
        return found

    def whole(self, answer: Given) -> bytes:
        blocks: list[Body] = []
        if answer.thinking:
            blocks.append({"type": "thinking", "thinking": answer.thinking, "signature": answer.opaque})
        if answer.text:
            blocks.append({"type": "text", "text": answer.text})
        blocks += [
            {"type": "tool_use", "id": name, "name": tool, "input": json.loads(arguments)}
            for name, tool, arguments in answer.calls
        ]
        body = {"id": "msg_1", "type": "message", "role": "assistant", "model": self.model, "content": blocks}
        usage = {**_usage(answer), "output_tokens": answer.output}
        return json.dumps({**body, "stop_reason": _FINISH[answer.ends], "stop_sequence": None, "usage": usage}).encode()

    def refusal(self, status: int, message: str, kind: str) -> bytes:
        error = {"type": _TYPES.get(status, "api_error"), "message": message}
        return json.dumps({"type": "error", "error": error}).encode()

    def broken(self) -> bytes:
        return b'event: content_block_delta\ndata: {"type": "content_block_delta", "ind\n\n'

    def failing(self) -> bytes:
        return _event("error", error={"type": "overloaded_error", "message": "Overloaded"})

    def stray(self) -> bytes:
        return _event("content_block_delta", index=7, delta={"type": "input_json_delta", "partial_json": "{}"})

    def comment(self) -> bytes:
        return _event("ping")


def _thought(answer: Given) -> Body:
    if not answer.thinking:
        return {"type": "redacted_thinking", "data": answer.opaque}
    return {"type": "thinking", "thinking": answer.thinking, "signature": answer.opaque}


def _found(query: str) -> Body:
    """A result that must come back unmodified, like all that ran at the provider."""
    page = {"title": "Rates", "url": "https://example.com/rates", "encrypted_content": f"enc-{query}"}
    content = [{"type": "web_search_result", **page, "page_age": None}]
    return {"type": "web_search_tool_result", "tool_use_id": "srvtoolu_1", "content": content}


def _usage(answer: Given) -> Body:
    fresh = answer.input - answer.cached - answer.written
    kept = {"cache_read_input_tokens": answer.cached, "cache_creation_input_tokens": answer.written}
    return {"input_tokens": fresh, **kept}


def _blocks(message: Body) -> list[Body]:
    content = message["content"]
    blocks = [{"type": "text", "text": content}] if isinstance(content, str) else content
    return [{name: value for name, value in block.items() if name != "cache_control"} for block in blocks]


def _calls(message: Body) -> list[str]:
    return [block["id"] for block in _blocks(message) if block["type"] == "tool_use"]


def _event(kind: str, **more: object) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **more})}\n\n".encode()
