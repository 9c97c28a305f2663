"""OpenAI Responses, without a state: encrypted reasoning comes back right before what it led to."""

import json
from collections.abc import Sequence

from tests.agent.models.servers.answers import Body, Event, Given, halves, schema_wrongs, unknown_fields

_KNOWN = frozenset({
    "model", "input", "stream", "instructions", "tools", "tool_choice", "max_output_tokens", "store", "include",
    "reasoning", "parallel_tool_calls", "temperature",
})  # fmt: skip
_KINDS = {"quota": "insufficient_quota", "overflow": "context_length_exceeded", "": None}


class Responses:
    protocol = "openai-responses"
    model = "gpt-5.2"
    other = "gpt-5.4"
    prefix = "/v1"

    def wrongs(self, path: str, body: Body, given: Sequence[Given]) -> list[str]:
        items = body["input"]
        found = unknown_fields(body, _KNOWN)
        found += [] if path == "/v1/responses" else [f"no such path {path}"]
        found += [] if body.get("instructions") or items[0].get("role") in ("system", "developer") else ["no system"]
        found += [] if body.get("store") is False else ["something would be stored"]
        found += [] if "reasoning.encrypted_content" in body.get("include", ()) else ["reasoning would be lost"]
        for tool in body.get("tools", ()):
            found += schema_wrongs(tool["parameters"])
        parts = [part for answer in given for part in (answer.first, answer) if part]
        return found + self._pairs(items) + self._reasoning(items, parts)

    def _pairs(self, items: list[Body]) -> list[str]:
        found, waiting = [], list[str]()
        for item in items:
            if item.get("type") == "function_call":
                waiting.append(item["call_id"])
                found += [] if len(item["call_id"]) <= 64 else ["call_id is too long"]
                found += [] if isinstance(json.loads(item["arguments"]), dict) else ["arguments that are no object"]
            elif item.get("type") == "function_call_output":
                if not waiting or waiting.pop(0) != item["call_id"]:
                    found.append(f"No tool call found for function call output with call_id {item['call_id']}")
            elif item.get("type") != "reasoning" and waiting:
                found.append(f"No tool output found for function call {waiting[0]}")
        return found + [f"No tool output found for function call {name}" for name in waiting]

    def _reasoning(self, items: list[Body], given: Sequence[Given]) -> list[str]:
        sent = {answer.opaque: answer for answer in given if answer.opaque}
        made = {call[0]: answer for answer in given for call in answer.calls}
        found, back = [], set[str]()
        for at, item in enumerate(items):
            if item.get("type") == "reasoning":
                opaque = item.get("encrypted_content", "")
                answer = sent.get(opaque)
                follows = items[at + 1].get("type") if at + 1 < len(items) else None
                back.add(opaque)
                if answer is None or item["id"] != f"rs_{opaque}":
                    found.append("The encrypted content could not be verified")
                elif follows not in ("function_call", "message") and items[at + 1].get("role") != "assistant":
                    found.append("Item of type 'reasoning' was provided without its required following item")
            elif item.get("type") == "function_call" and (answer := made.get(item["call_id"])) and answer.opaque:
                found += [] if answer.opaque in back else ["function_call was provided without its reasoning item"]
        return found

    def events(self, answer: Given) -> list[Event]:
        found: list[Event] = [("start", _event("response.created", response=self._response("in_progress", [])))]
        items = self._items(answer)
        for index, item in enumerate(items):
            found += self._item(index, item)
        status = "incomplete" if answer.ends in ("length", "filter") else "completed"
        last = {**self._response(status, items), "usage": _usage(answer)}
        if status == "incomplete":
            reason = "max_output_tokens" if answer.ends == "length" else "content_filter"
            last["incomplete_details"] = {"reason": reason}
        return [*found, ("finish", _event(f"response.{status}", response=last))]

    def _item(self, index: int, item: Body) -> list[Event]:
        opening = _event(_ADDED, output_index=index, item={**item, **_HOLLOW[item["type"]]})
        closing = _event("response.output_item.done", output_index=index, item=item)
        return [("open", opening), *self._inside(index, item), ("close", closing)]

    def _inside(self, index: int, item: Body) -> list[Event]:
        at = {"item_id": item["id"], "output_index": index}
        if item["type"] == "reasoning":
            part = {**at, "summary_index": 0}
            words = item["summary"][0]["text"] if item["summary"] else ""
            begun = _event(f"{_SUM}_part.added", **part, part={"type": "summary_text", "text": ""})
            pieces = [_event(f"{_SUM}_text.delta", **part, delta=piece) for piece in halves(words) if piece]
            return [("think", data) for data in ([begun, *pieces] if words else [])]
        if item["type"] == "message":
            part, words = {**at, "content_index": 0}, item["content"][0]
            begun = _event("response.content_part.added", **part, part={**words, "text": ""})
            pieces = [_event("response.output_text.delta", **part, delta=p, logprobs=[]) for p in halves(words["text"])]
            return [("open", begun), *(("text", data) for data in pieces)]
        first, second = (_event(f"{_ARGS}.delta", **at, delta=piece) for piece in halves(item["arguments"]))
        done = _event(f"{_ARGS}.done", **at, arguments=item["arguments"], name=item["name"])
        return [("args", first), ("call", second), ("call", done)]

    def _items(self, answer: Given) -> list[Body]:
        found: list[Body] = [] if answer.first is None else self._items(answer.first)
        if answer.opaque:
            summary = [{"type": "summary_text", "text": answer.thinking}] if answer.thinking else []
            kept = {"summary": summary, "encrypted_content": answer.opaque}
            found.append({"type": "reasoning", "id": f"rs_{answer.opaque}", **kept})
        if answer.text:
            said = {"role": "assistant", "content": [{"type": "output_text", "text": answer.text, "annotations": []}]}
            found.append({"type": "message", "id": "msg_1", "status": "completed", **said})
        for index, (name, tool, arguments) in enumerate(answer.calls, len(found)):
            call = {"call_id": name, "name": tool, "arguments": arguments, "status": "completed"}
            found.append({"type": "function_call", "id": f"fc_{index}", **call})
        return found

    def whole(self, answer: Given) -> bytes:
        return json.dumps({**self._response("completed", self._items(answer)), "usage": _usage(answer)}).encode()

    def refusal(self, status: int, message: str, kind: str) -> bytes:
        return json.dumps({"error": {"message": message, "code": _KINDS.get(kind, kind), "type": "error"}}).encode()

    def broken(self) -> bytes:
        return b'event: response.output_text.delta\ndata: {"type": "response.outp\n\n'

    def failing(self) -> bytes:
        return _event("error", code="server_error", message="The server had an error", param=None)

    def stray(self) -> bytes:
        return _event(f"{_ARGS}.delta", item_id="fc_unknown", output_index=7, delta="{}")

    def comment(self) -> bytes:
        return b": keep-alive\n\n"

    def _response(self, status: str, items: list[Body]) -> Body:
        return {
            "id": "resp_1", "object": "response", "created_at": 1, "model": self.model, "status": status,
            "output": items, "parallel_tool_calls": True, "tool_choice": "auto", "tools": [], "error": None,
            "incomplete_details": None, "instructions": None, "metadata": {}, "temperature": 1, "top_p": 1,
        }  # fmt: skip


_ADDED = "response.output_item.added"
_SUM = "response.reasoning_summary"
_ARGS = "response.function_call_arguments"
_HOLLOW: dict[str, Body] = {
    "reasoning": {"summary": []},
    "message": {"content": []},
    "function_call": {"arguments": ""},
}


def _usage(answer: Given) -> Body:
    return {
        "input_tokens": answer.input,
        "input_tokens_details": {"cached_tokens": answer.cached, "cache_write_tokens": answer.written},
        "output_tokens": answer.output,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": answer.input + answer.output,
    }


def _event(kind: str, **more: object) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, 'sequence_number': 0, **more})}\n\n".encode()
