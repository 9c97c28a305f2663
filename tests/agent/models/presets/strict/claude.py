"""Anthropic's Messages, with what it refuses."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from tests.agent.models.presets.strict.chat import CALLS, THOUGHT
from tests.agent.models.presets.strict.server import Body, event, need

Block = dict[str, Any]
SOURCE = "https://example.org/rates"


@dataclass
class Claude:
    """One generation: the types of thinking that it takes, and whether it thinks unasked."""

    types: tuple[str, ...] = ("adaptive",)
    unasked: bool = True
    efforts: tuple[str, ...] = ("low", "medium", "high", "xhigh", "max")
    issued: dict[str, str] = field(default_factory=dict)

    def answer(self, path: str, body: Body) -> list[str]:
        need(path.split("?")[0].endswith("/v1/messages"), f"Not found: {path}", 404)
        self.check(body)
        messages = [{**one, "content": _blocks(one["content"])} for one in body["messages"]]
        self.check_messages(messages, body)
        thinks = body.get("thinking", {}).get("type", "adaptive" if self.unasked else "disabled")
        thought = self.thought() if thinks in ("adaptive", "enabled") else []
        last = messages[-1]["content"]
        if any(tool.get("type", "").startswith("web_search_") for tool in body.get("tools") or ()) and _asks(
            last, "search"
        ):
            return _stream([*thought, *_searched()], "end_turn")
        if body.get("tools") and not any(block["type"] == "tool_result" for block in last):
            return _stream([*thought, *self.called(thought)], "tool_use")
        system = " ".join(block["text"] for block in _blocks(body.get("system") or ""))
        return _stream([*thought, {"type": "text", "text": f"heard {system} | {_heard(messages)}"}], "end_turn")

    def check(self, body: Body) -> None:
        need(body.get("stream") is True, "stream must be true here")
        need(isinstance(body.get("max_tokens"), int), "max_tokens: Field required")
        for name in ("temperature", "top_p", "top_k"):
            need(name not in body, f"`{name}` is deprecated for this model.")
        thinking = body.get("thinking") or {}
        kind = thinking.get("type")
        need(kind is None or kind in self.types, f'"thinking.type.{kind}" is not supported for this model.')
        if kind == "enabled":
            need(thinking["budget_tokens"] >= 1024, "thinking.enabled.budget_tokens: Input should be greater than 1024")
            need(
                body["max_tokens"] > thinking["budget_tokens"],
                "`max_tokens` must be greater than `thinking.budget_tokens`.",
            )
        effort = (body.get("output_config") or {}).get("effort")
        need(
            effort is None or effort in self.efforts, f"output_config.effort: {effort} is not supported for this model."
        )
        marks = json.dumps([body.get("tools"), body.get("system"), body["messages"]]).count('"cache_control"')
        need(marks <= 4, f"A maximum of 4 blocks with cache_control may be provided. Found {marks}.")

    def check_messages(self, messages: list[Block], body: Body) -> None:
        waiting: list[str] = []
        for number, message in enumerate(messages):
            results = [block["tool_use_id"] for block in message["content"] if block["type"] == "tool_result"]
            told = f"messages.{number}: `tool_use` ids without `tool_result` blocks immediately after: {waiting}"
            need(results == waiting, told)
            waiting = [block["id"] for block in message["content"] if block["type"] == "tool_use"]
            for block in message["content"]:
                self.check_block(block, number)
            if message["role"] == "assistant":
                self.check_thoughts(message["content"], waiting, number, body)
        need(not waiting, "`tool_use` ids were found without `tool_result` blocks")

    def check_block(self, block: Block, number: int) -> None:
        if block["type"] == "text":
            need(block["text"], f"messages.{number}: text content blocks must be non-empty")
        if block["type"] == "tool_use":
            told = f"messages.{number}.content.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'"
            need(re.fullmatch(r"[a-zA-Z0-9_-]+", block["id"]), told)
        if block["type"] == "thinking":
            told = f"messages.{number}.content.0: Invalid `signature` in `thinking` block"
            need(block.get("signature") == f"sig:{block['thinking']}", told)

    def check_thoughts(self, blocks: list[Block], calls: list[str], number: int, body: Body) -> None:
        first = blocks[0]["type"]
        if any(call in self.issued for call in calls) and self.issued[calls[0]]:
            told = f"messages.{number}.content.0: `thinking` blocks in the latest assistant message cannot be modified."
            need(first == "thinking", told)
        final = number >= len(body["messages"]) - 2
        if (body.get("thinking") or {}).get("type") == "enabled" and calls and final:
            told = (
                f"messages.{number}.content.0.type: Expected `thinking` or `redacted_thinking`, but found `{first}`. "
                "When `thinking` is enabled, a final `assistant` message must start with a thinking block"
            )
            need(first in ("thinking", "redacted_thinking"), told)

    def thought(self) -> list[Block]:
        return [{"type": "thinking", "thinking": THOUGHT, "signature": f"sig:{THOUGHT}"}]

    def called(self, thought: list[Block]) -> list[Block]:
        found: list[Block] = []
        for name, arguments in CALLS:
            call = f"toolu_{len(self.issued)}"
            self.issued[call] = THOUGHT if thought else ""
            found.append({"type": "tool_use", "id": call, "name": name, "input": arguments})
        return found


def _searched() -> list[Block]:
    result = {"type": "web_search_result", "url": SOURCE, "title": "Rates", "encrypted_content": "e", "page_age": None}
    return [
        {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {"query": "rates today"}},
        {"type": "web_search_tool_result", "tool_use_id": "srvtoolu_1", "content": [result]},
        {"type": "text", "text": "The rate is 3."},
    ]


def _blocks(content: object) -> list[Block]:
    if isinstance(content, str):
        return [{"type": "text", "text": content}] if content else []
    assert isinstance(content, list)
    return content


def _asks(blocks: list[Block], word: str) -> bool:
    return any(block["type"] == "text" and word in block["text"] for block in blocks)


def _heard(messages: list[Block]) -> str:
    return " | ".join(_words(block) for one in messages if one["role"] == "user" for block in one["content"])


def _words(block: Block) -> str:
    if block["type"] == "tool_result":
        return " ".join(map(_words, _blocks(block.get("content") or "")))
    return str(block.get("text", f"<{block['type']}>"))


def _stream(blocks: list[Block], stop: str) -> list[str]:
    usage = {"input_tokens": 100, "output_tokens": 0}
    message: Block = {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude", "content": [],
               "stop_reason": None, "stop_sequence": None, "usage": usage}  # fmt: skip
    told: list[Block] = [{"type": "message_start", "message": message}]
    for index, block in enumerate(blocks):
        start, deltas = _pieces(block)
        told.append({"type": "content_block_start", "index": index, "content_block": start})
        told += [{"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas]
        told.append({"type": "content_block_stop", "index": index})
    told.append(
        {"type": "message_delta", "delta": {"stop_reason": stop, "stop_sequence": None}, "usage": {"output_tokens": 9}}
    )
    told.append({"type": "message_stop"})
    return [event(one, one["type"]) for one in told]


def _pieces(block: Block) -> tuple[Block, list[Block]]:
    match block["type"]:
        case "thinking":
            words = {"type": "thinking_delta", "thinking": block["thinking"]}
            return {**block, "thinking": "", "signature": ""}, [
                words,
                {"type": "signature_delta", "signature": block["signature"]},
            ]
        case "text":
            return {**block, "text": ""}, [{"type": "text_delta", "text": block["text"]}]
        case "tool_use" | "server_tool_use":
            return {**block, "input": {}}, [{"type": "input_json_delta", "partial_json": json.dumps(block["input"])}]
        case _:
            return block, []
