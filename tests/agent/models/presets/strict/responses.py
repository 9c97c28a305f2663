"""Providers that speak the OpenAI Responses protocol, each with what it refuses."""

import json
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.agent.models.presets.strict.chat import CALLS, THOUGHT
from tests.agent.models.presets.strict.server import Body, check_schema, event, need

Item = dict[str, Any]
SOURCE = "https://example.org/rates"


@dataclass
class Responses:
    """What all have in common. Nothing is stored: a thought comes encrypted and goes back as it came."""

    path: ClassVar[str] = "/responses"
    number: int = 0
    issued: dict[str, str] = field(default_factory=dict)
    reasoned: dict[str, str] = field(default_factory=dict)
    tells_thoughts: bool = True

    def answer(self, path: str, body: Body) -> list[str]:
        need(path.endswith(self.path), f"Not found: {path}", 404)
        items = [{"type": "message", **item} for item in body["input"]]
        self.check(body, items)
        self.check_calls(items)
        asks = items[-1]["type"] == "message"
        if asks and self.offered(body, "web_search") and "search" in _words(items[-1]):
            return self.stream(self.searched(body))
        if asks and self.offered(body, "code_interpreter") and "compute" in _words(items[-1]):
            return self.stream(self.computed(body))
        if asks and any(tool["type"] == "function" for tool in body.get("tools") or ()):
            return self.stream(self.called())
        return self.stream([*self.thought("Now I know."), self.message(f"heard {self.system(body)} | {_heard(items)}")])

    def check(self, body: Body, items: list[Item]) -> None:
        need(body.get("stream") is True, "stream must be true here")
        self.tells_thoughts = "reasoning.encrypted_content" in (body.get("include") or ())

    def system(self, body: Body) -> str:
        return str(body.get("instructions") or "")

    @staticmethod
    def offered(body: Body, kind: str) -> bool:
        return any(tool["type"] == kind for tool in body.get("tools") or ())

    def check_calls(self, items: list[Item]) -> None:
        called = {item["call_id"] for item in items if item["type"] == "function_call"}
        given = [item["call_id"] for item in items if item["type"] == "function_call_output"]
        for call in called - set(given):
            need(False, f"No tool output found for function call {call}.")
        for call in given:
            need(call in called, f"No tool call found for function call output with call_id {call}.")
            need(len(call) <= 64, f"Invalid 'input.call_id': string too long ({len(call)}), maximum length 64")

    def check_thoughts(self, items: list[Item]) -> None:
        known: set[str] = set()
        for item in items:
            if item["type"] == "reasoning":
                told = f"Item with id '{item['id']}' not found. Items are not persisted when `store` is set to false."
                need(item.get("encrypted_content"), told)
                told = f"The encrypted content for item {item['id']} could not be verified."
                need(self.reasoned.get(item["id"]) == item.get("encrypted_content"), told)
                known.add(item["id"])
            elif item["type"] == "function_call" and item["call_id"] in self.issued:
                wanted = self.issued[item["call_id"]]
                told = "of type 'function_call' was provided without its required 'reasoning' item"
                need(wanted in known, f"Item '{item.get('id')}' {told}: '{wanted}'.")

    def thought(self, words: str) -> list[Item]:
        self.number += 1
        one = f"rs_{self.number}"
        self.reasoned[one] = f"enc-{one}"
        summary = [{"type": "summary_text", "text": words}]
        secret = self.reasoned[one] if self.tells_thoughts else None
        return [{"type": "reasoning", "id": one, "summary": summary, "encrypted_content": secret}]

    def called(self) -> list[Item]:
        found = self.thought(THOUGHT)
        for name, arguments in CALLS:
            self.number += 1
            call = f"call_{type(self).__name__}_{self.number}"
            self.issued[call] = found[0]["id"]
            wanted = {"name": name, "arguments": json.dumps(arguments)}
            found.append(
                {"type": "function_call", "id": f"fc_{self.number}", "call_id": call, "status": "completed", **wanted}
            )
        return found

    def searched(self, body: Body) -> list[Item]:
        sources = [{"type": "url", "url": SOURCE}] if self.tells_sources(body) else None
        action = {"type": "search", "query": "rates today", "queries": ["rates today"], "sources": sources}
        answer = self.message(f"The rate is 3. ({SOURCE})")
        answer["content"][0]["annotations"] = [
            {"type": "url_citation", "url": SOURCE, "title": "Rates", "start_index": 15, "end_index": 15 + len(SOURCE)}
        ]
        call = {"type": "web_search_call", "id": "ws_1", "status": "completed", "action": action}
        return [*self.thought("I must look it up."), call, answer]

    def computed(self, body: Body) -> list[Item]:
        outputs = [{"type": "logs", "logs": "4"}] if self.tells_outputs(body) else None
        ran = {"code": "print(2 + 2)", "container_id": "cntr_1", "outputs": outputs, "status": "completed"}
        call = {"type": "code_interpreter_call", "id": "ci_1", **ran}
        return [*self.thought("I must compute it."), call, self.message("It is 4.")]

    def tells_outputs(self, body: Body) -> bool:
        return "code_interpreter_call.outputs" in (body.get("include") or ())

    def tells_sources(self, body: Body) -> bool:
        return "web_search_call.action.sources" in (body.get("include") or ())

    def message(self, words: str) -> Item:
        self.number += 1
        content = [{"type": "output_text", "text": words, "annotations": [], "logprobs": []}]
        return {
            "type": "message",
            "id": f"msg_{self.number}",
            "role": "assistant",
            "status": "completed",
            "content": content,
        }

    def stream(self, items: list[Item]) -> list[str]:
        whole = {"id": "resp_1", "object": "response", "created_at": 1, "model": "m", "parallel_tool_calls": True,
                 "tool_choice": "auto", "tools": [], "output": [], "status": "in_progress"}  # fmt: skip
        told: list[Item] = [{"type": "response.created", "response": whole}]
        for index, item in enumerate(items):
            told += _events(index, item)
        details = {"input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 5}}
        usage = {"input_tokens": 100, "output_tokens": 10, "total_tokens": 110, **details}
        told.append(
            {
                "type": "response.completed",
                "response": {**whole, "status": "completed", "output": items, "usage": usage},
            }
        )
        return [event({"sequence_number": number, **one}, one["type"]) for number, one in enumerate(told)]


def _events(index: int, item: Item) -> list[Item]:
    at = {"item_id": item["id"], "output_index": index}
    empty = {name: value for name, value in item.items() if name != "encrypted_content"}
    inside: list[Item] = []
    match item["type"]:
        case "reasoning":
            words = item["summary"][0]["text"]
            empty["summary"] = []
            part = {"type": "summary_text", "text": ""}
            inside.append({"type": "response.reasoning_summary_part.added", "summary_index": 0, "part": part, **at})
            inside.append({"type": "response.reasoning_summary_text.delta", "summary_index": 0, "delta": words, **at})
        case "function_call":
            empty["arguments"] = ""
            inside.append({"type": "response.function_call_arguments.delta", "delta": item["arguments"], **at})
        case "code_interpreter_call":
            empty["code"] = None
            inside.append({"type": "response.code_interpreter_call_code.delta", "delta": item["code"], **at})
            inside.append({"type": "response.code_interpreter_call_code.done", "code": item["code"], **at})
        case "message":
            empty["content"] = []
            text = item["content"][0]
            begun = {**text, "text": "", "annotations": []}
            inside.append({"type": "response.content_part.added", "content_index": 0, "part": begun, **at})
            inside.append(
                {"type": "response.output_text.delta", "content_index": 0, "delta": text["text"], "logprobs": [], **at}
            )
            for number, annotation in enumerate(text["annotations"]):
                note = {"annotation_index": number, "annotation": annotation, "content_index": 0}
                inside.append({"type": "response.output_text.annotation.added", **note, **at})
            done = {"content_index": 0, "text": text["text"], "logprobs": [], **at}
            inside.append({"type": "response.output_text.done", **done})
    added = {"type": "response.output_item.added", "output_index": index, "item": {**empty, "status": "in_progress"}}
    return [added, *inside, {"type": "response.output_item.done", "output_index": index, "item": item}]


def _words(item: Item) -> str:
    content = item.get("content") or item.get("output") or ""
    parts = content if isinstance(content, list) else [{"type": "input_text", "text": content}]
    return " ".join(part["text"] if "text" in part else f"<{part['type']}>" for part in parts)


def _heard(items: list[Item]) -> str:
    told = (
        one for one in items if one["type"] in ("message", "function_call_output") and one.get("role") != "assistant"
    )
    return " | ".join(map(_words, told))


@dataclass
class OpenAI(Responses):
    """OpenAI: thoughts must come before the calls that they led to; efforts of the model; no sampling."""

    efforts: tuple[str, ...] = ("low", "medium", "high", "xhigh", "max")

    def check(self, body: Body, items: list[Item]) -> None:
        super().check(body, items)
        need(body.get("store") is False, "store must be false here")
        for name in ("temperature", "top_p"):
            need(name not in body, f"Unsupported parameter: '{name}' is not supported with this model.")
        effort = (body.get("reasoning") or {}).get("effort")
        told = f"Unsupported value: 'reasoning.effort' does not support '{effort}' with this model."
        need(effort is None or effort in self.efforts, told)
        self.check_thoughts(items)


@dataclass
class Grok(Responses):
    """xAI: fields of other days are refused, and an effort that the model does not have."""

    efforts: tuple[str, ...] = ("low", "medium", "high", "xhigh")

    def check(self, body: Body, items: list[Item]) -> None:
        super().check(body, items)
        for name in ("presence_penalty", "frequency_penalty", "stop", "search_parameters"):
            need(name not in body, f"Argument not supported on this model: {name}")
        effort = (body.get("reasoning") or {}).get("effort")
        need(
            effort is None or effort in self.efforts,
            f"This model does not support `reasoning_effort` value `{effort}`.",
        )
        self.check_thoughts(items)

    def tells_sources(self, body: Body) -> bool:
        return True

    def tells_outputs(self, body: Body) -> bool:
        return True


@dataclass
class QwenResponses(Responses):
    """DashScope: it does not hear `instructions`, and runs its own tools only while it thinks, the extractor only with
    the search. Its thoughts come in the clear and are not wanted back."""

    def check(self, body: Body, items: list[Item]) -> None:
        super().check(body, items)
        kinds = {tool["type"] for tool in body.get("tools") or ()} - {"function"}
        need(not kinds or body.get("enable_thinking") is True, "Built-in tools require enable_thinking to be true.")
        need(
            "web_extractor" not in kinds or "web_search" in kinds,
            "web_extractor must be used together with web_search.",
        )
        known = {"web_search", "web_extractor", "code_interpreter"}
        need(kinds <= known, f"Unsupported tool type: {kinds - known}")
        for tool in body.get("tools") or ():
            check_schema(tool.get("parameters"), inline="tools.parameters: $ref is not allowed")

    def system(self, body: Body) -> str:
        return "(nothing)"

    def thought(self, words: str) -> list[Item]:
        found = super().thought(words)
        del found[0]["encrypted_content"]
        return found

    def tells_sources(self, body: Body) -> bool:
        return True

    def tells_outputs(self, body: Body) -> bool:
        return True

    def searched(self, body: Body) -> list[Item]:
        found = super().searched(body)
        if self.offered(body, "web_extractor"):
            page = {"goal": "the rate", "output": "Rate: 3", "urls": [SOURCE], "status": "completed"}
            found.insert(2, {"type": "web_extractor_call", "id": "we_1", **page})
        return found
