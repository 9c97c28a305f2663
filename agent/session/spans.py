"""A Session as OpenTelemetry spans: OTLP/JSON, one trace (a Turn) a line, as the file exporter of OpenTelemetry writes.

The names follow the semantic conventions for generative AI, version 1.41.0 (status: Development, so they may change;
all of them are in this module). invoke_agent is a Turn, chat a request to a model, execute_tool a ToolCall. Words,
arguments and names of files are in them only when the material says `contents`. What has no name there begins with
"deskhand.".
"""

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agent.core.codec import dumps
from agent.core.events import (
    CallEnded,
    CallStarted,
    CheckpointMade,
    Ending,
    MessageAdded,
    Sent,
    TurnEnded,
    TurnStarted,
    UsageAdded,
)
from agent.core.messages import AssistantMessage, Outcome, text_of
from agent.session.journal import Record
from agent.session.material import Material

SCHEMA = "https://opentelemetry.io/schemas/1.41.0"
OPERATION, AGENT, CONVERSATION = "gen_ai.operation.name", "gen_ai.agent.name", "gen_ai.conversation.id"
PROVIDER, MODEL, SERVER, ERROR = "gen_ai.provider.name", "gen_ai.request.model", "server.address", "error.type"
TOKENS_IN, TOKENS_OUT = "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"
TOKENS_CACHED = "gen_ai.usage.cache_read.input_tokens"
TOOL, TOOL_CALL, TOOL_TYPE = "gen_ai.tool.name", "gen_ai.tool.call.id", "gen_ai.tool.type"
ARGUMENTS, RESULT = "gen_ai.tool.call.arguments", "gen_ai.tool.call.result"
INPUT, OUTPUT = "gen_ai.input.messages", "gen_ai.output.messages"
BYTES, SOURCES, COST = "deskhand.sent.bytes", "deskhand.sent.sources", "deskhand.cost.usd"
ENDING, RECIPE, CHANGED, CHECKPOINT = "deskhand.ending", "deskhand.recipe", "deskhand.changes", "deskhand.checkpoint"
_INTERNAL, _CLIENT, _OK, _FAILED = 1, 3, 1, 2
_DESKHAND = "Deskhand"
Value = str | int | float | list[str]


@dataclass(slots=True)
class _Span:
    """A span while it is built. Times are ISO 8601; `seq` is the record that it began with."""

    name: str
    seq: int
    begun: str
    kind: int = _INTERNAL
    ended: str = ""
    error: str = ""
    values: dict[str, Value] = field(default_factory=dict)


def spans(material: Material) -> str:
    """One line for each Turn."""
    found, turn = [], list[Record]()
    for record in material.records:
        if isinstance(record.event, TurnStarted):
            turn = []
            found.append(turn)
        turn.append(record)
    return "\n".join(_Trace(material, turn).line() for turn in found)


class _Trace:
    """The spans of one Turn: the first is the Turn, the others are its children."""

    def __init__(self, material: Material, records: Sequence[Record]) -> None:
        self._material = material
        self._spans: list[_Span] = []
        self._chat: _Span | None = None
        self._answered: _Span | None = None
        self._tools: dict[str, _Span] = {}
        for record in records:
            self._turn(record)
            self._request(record)
            self._call(record)
        for span in self._spans:
            span.ended = span.ended or records[-1].at

    def line(self) -> str:
        scope = {
            "scope": {"name": "deskhand"},
            "spans": [self._plain(span) for span in self._spans],
            "schemaUrl": SCHEMA,
        }
        resource = {"attributes": _attributes({"service.name": "deskhand"})}
        return json.dumps({"resourceSpans": [{"resource": resource, "scopeSpans": [scope]}]}, ensure_ascii=True)

    def _turn(self, record: Record) -> None:
        match record.event:
            case TurnStarted(text=text, recipe=recipe):
                values: dict[str, Value] = {OPERATION: "invoke_agent", AGENT: _DESKHAND}
                values |= {RECIPE: recipe} if recipe else {}
                values |= {INPUT: _messages("user", text)} if self._material.contents else {}
                self._begin(f"invoke_agent {_DESKHAND}", record, values)
            case TurnEnded(ending, code=code):
                whole = self._spans[0]
                whole.ended, whole.values[ENDING] = record.at, str(ending)
                whole.error = "" if ending is Ending.DONE else code or str(ending)
                if self._chat is not None:
                    self._chat.ended, self._chat.error, self._chat = record.at, code or str(ending), None
            case CheckpointMade(checkpoint, call) if call in self._tools:
                self._tools[call].values |= {CHECKPOINT: checkpoint.id, CHANGED: len(checkpoint.changed)}
            case _:
                return

    def _request(self, record: Record) -> None:
        match record.event:
            case Sent(by_tool=True):  # within its execute_tool
                return
            case Sent(host, to, size, sources):
                if self._chat is not None:  # it was asked again
                    self._chat.ended, self._chat.error = record.at, "retried"
                values: dict[str, Value] = {OPERATION: "chat", MODEL: to, PROVIDER: host or "local", BYTES: size}
                values |= {SERVER: host} if host else {}
                values |= {SOURCES: [source.name for source in sources]} if self._material.contents else {}
                self._chat = self._begin(f"chat {to}", record, values, _CLIENT)
            case UsageAdded(usage=usage) if self._chat is not None:
                self._chat.ended = record.at
                self._chat.values |= {TOKENS_IN: usage.input, TOKENS_OUT: usage.output, TOKENS_CACHED: usage.cached}
                self._chat.values |= {COST: usage.cost} if usage.cost is not None else {}
                self._chat, self._answered = None, self._chat
            case MessageAdded(AssistantMessage(parts)) if self._material.contents and self._answered is not None:
                self._answered.values[OUTPUT] = _messages("assistant", text_of(parts))
            case _:
                return

    def _call(self, record: Record) -> None:
        match record.event:
            case CallStarted(call):
                values: dict[str, Value] = {
                    OPERATION: "execute_tool", TOOL: call.tool, TOOL_CALL: call.id, TOOL_TYPE: "function",
                }  # fmt: skip
                values |= {ARGUMENTS: call.arguments} if self._material.contents else {}
                self._tools[call.id] = self._begin(f"execute_tool {call.tool}", record, values)
            case CallEnded(result) if result.call in self._tools:
                span = self._tools[result.call]
                span.ended = record.at
                span.error = "" if result.outcome is Outcome.DONE else result.code or str(result.outcome)
                if self._material.contents:
                    span.values[RESULT] = dumps(result.for_model)
            case _:
                return

    def _begin(self, name: str, record: Record, values: dict[str, Value], kind: int = _INTERNAL) -> _Span:
        span = _Span(name, record.seq, record.at, kind, values={CONVERSATION: self._material.session, **values})
        self._spans.append(span)
        return span

    def _plain(self, span: _Span) -> dict[str, object]:
        first = self._spans[0]
        values = {**span.values, **({ERROR: span.error} if span.error else {})}
        status = {"code": _FAILED, "message": span.error} if span.error else {"code": _OK}
        return {
            "traceId": _identity(self._material.session, first.seq, 32),
            "spanId": _identity(self._material.session, span.seq, 16),
            "parentSpanId": "" if span is first else _identity(self._material.session, first.seq, 16),
            "name": span.name, "kind": span.kind, "startTimeUnixNano": _nanoseconds(span.begun),
            "endTimeUnixNano": _nanoseconds(span.ended), "attributes": _attributes(values), "status": status,
        }  # fmt: skip


def _messages(role: str, text: str) -> str:
    return json.dumps([{"role": role, "parts": [{"type": "text", "content": text}]}])


def _identity(session: str, seq: int, length: int) -> str:
    return hashlib.sha256(f"{session}/{seq}/{length}".encode("utf-8", "surrogatepass")).hexdigest()[:length]


def _nanoseconds(at: str) -> str:
    """OTLP/JSON writes 64-bit integers as texts."""
    since = datetime.datetime.fromisoformat(at) - datetime.datetime.fromtimestamp(0, datetime.UTC)
    return str((since.days * 86_400 + since.seconds) * 10**9 + since.microseconds * 1000)


def _attributes(values: Mapping[str, Value]) -> list[dict[str, object]]:
    return [{"key": key, "value": _value(value)} for key, value in values.items()]


def _value(value: Value) -> dict[str, object]:
    match value:
        case int():
            return {"intValue": str(value)}
        case float():
            return {"doubleValue": value}
        case str():
            return {"stringValue": value}
        case _:
            return {"arrayValue": {"values": [_value(one) for one in value]}}
