"""What a provider wants back with its answer, kept as JSON text in `Thinking.opaque`. Part of the wire.

A record belongs to an origin: the protocol, host and model that made it. Signatures and encrypted reasoning mean
something there only, so elsewhere they are left out. One of these is in it, and says what it rides with:

* "call": the id of a ToolCall; the record stands where the call stood among the other parts;
* "text": the words that follow it;
* "part": a whole part of another kind (a tool that ran at the provider, a compaction), word for word;
* none of them: the thought itself.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic_ai.messages import ModelResponsePart, TextPart, ThinkingPart, ToolCallPart

from agent.core.messages import Thinking

Record = dict[str, Any]
_FIELDS = ("id", "signature", "provider_name", "provider_details")
_KINDS = ("call", "text", "part")


def thought_record(part: ThinkingPart, origin: str) -> str:
    """For a thought; "" when there is nothing to keep."""
    return _json(_kept(part), origin)


def text_record(part: TextPart, origin: str) -> str:
    """For words; "" when there is nothing to keep."""
    kept = _kept(part)
    return _json({"text": True, **kept}, origin) if kept.get("provider_details") else ""


def call_record(part: ToolCallPart, call: str, origin: str, *, placed: bool) -> str:
    """For the call of that id; "" when there is nothing to keep and its place is the end anyway (not `placed`)."""
    kept = _kept(part)
    return _json({"call": call, **kept}, origin) if placed or kept.get("provider_details") else ""


def part_record(part: ModelResponsePart, origin: str) -> str:
    """For a part that means nothing to us."""
    return _json({"part": _parts().dump_python(part, mode="json")}, origin)


def read_record(thinking: Thinking) -> Record:
    """The record; empty when there is none, or none of ours."""
    try:
        kept = json.loads(thinking.opaque or "{}")
    except ValueError:
        return {}
    if not isinstance(kept, dict):
        return {}
    return {name: value for name, value in kept.items() if name in (*_FIELDS, *_KINDS, "by")}


def is_of(record: Mapping[str, Any], origin: str) -> bool:
    """Whether a record is of this origin. Those of before origins were kept are judged by their provider's name."""
    if "by" in record:
        return bool(record["by"] == origin)
    return bool(record) and record.get("provider_name", "") == origin.split(" ")[1]


def fields_of(record: Mapping[str, Any]) -> Record:
    """What the library's part takes of a record."""
    return {name: value for name, value in record.items() if name in _FIELDS}


def part_of(record: Mapping[str, Any]) -> ModelResponsePart | None:
    """The whole part of a record; None when this version cannot read it."""
    try:
        part: ModelResponsePart = _parts().validate_python(record["part"])
    except (ValueError, TypeError, LookupError):
        return None
    return part


def _kept(part: ThinkingPart | TextPart | ToolCallPart) -> Record:
    found = {name: getattr(part, name, None) for name in _FIELDS}
    return {name: value for name, value in found.items() if value}


def _json(kept: Record, origin: str) -> str:
    return json.dumps({**kept, "by": origin}, sort_keys=True, default=str) if kept else ""


@cache
def _parts() -> TypeAdapter[Any]:
    return TypeAdapter(ModelResponsePart)
