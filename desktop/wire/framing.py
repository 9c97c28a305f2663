"""JSON-RPC 2.0 (jsonrpc.org/specification), one object a line, ASCII only.

A request is a value of `messages.ANSWERS`' keys; a line is bytes without the newline.
"""

import json
from dataclasses import dataclass
from typing import Any, cast

from agent.core.codec import built, bulk, dumps, kind_of, plain
from agent.core.events import Event, UnknownEvent, read_event
from desktop.wire.messages import (
    ANSWERS,
    NOTIFICATIONS,
    AttemptTold,
    ConnectorAsks,
    Failed,
    OpenSession,
    Published,
    ReadEarlier,
    SessionHistory,
    SessionUpdated,
    SessionView,
    TestLine,
    WrittenHistory,
)

Notification = Published | SessionUpdated | TestLine | AttemptTold | ConnectorAsks
ERROR = -32000
_REQUESTS = {kind_of(kind): kind for kind in ANSWERS}
_NOTIFICATIONS = {kind_of(kind): kind for kind in NOTIFICATIONS}


@dataclass(frozen=True, slots=True)
class Request:
    """An incoming request with its id."""

    id: int
    value: Any


@dataclass(frozen=True, slots=True)
class Answer:
    """An incoming answer: `result` is raw data for `answer_as`, or `failed` is set."""

    id: int
    result: Any = None
    failed: Failed | None = None


def request_line(number: int, value: Any) -> bytes:
    """A request as a line."""
    return _line({"id": number, "method": kind_of(type(value)), "params": plain(value)})


def answer_line(number: int, value: Any) -> bytes:
    """The answer to request `number`; a Failed becomes an error object."""
    if isinstance(value, Failed):
        return _line({"id": number, "error": {"code": ERROR, "message": value.sentence, "data": plain(value)}})
    if isinstance(value, WrittenHistory):
        head = dumps({"kind": "session_history", "view": value.view})[:-1]
        result = f'{head},"before":{value.before},"notices":[{",".join(value.notices)}]}}'
        return f'{{"jsonrpc":"2.0","id":{number},"result":{result}}}'.encode("ascii")
    return _line({"id": number, "result": plain(value)})


def notification_line(value: Notification) -> bytes:
    """A notification as a line."""
    return _line({"method": kind_of(type(value)), "params": plain(value)})


def parsed(line: bytes) -> Request | Answer | Notification:
    """What a line says.

    Raises:
        ValueError: not JSON, not a known method, or fields that do not fit.
    """
    data = json.loads(line)
    if not isinstance(data, dict):
        raise ValueError("a message must be an object")
    if "method" not in data:
        error = data.get("error")
        return Answer(int(data["id"]), data.get("result"), _failed(error) if error else None)
    method, params = str(data["method"]), data.get("params", {})
    if method in _NOTIFICATIONS:
        return cast("Notification", built(_NOTIFICATIONS[method], params))
    if method not in _REQUESTS:
        raise ValueError(f"unknown method {method!r}")
    return Request(int(data["id"]), built(_REQUESTS[method], params))


def answer_as(request: Any, result: Any) -> Any:
    """The value that answers `request`, from the raw `result` of its Answer."""
    if isinstance(request, OpenSession | ReadEarlier):
        with bulk():
            notices = tuple([_event(one) for one in result["notices"]])
        return SessionHistory(built(SessionView, result["view"]), notices, result.get("before", 0))
    return built(ANSWERS[type(request)], result)


def _event(data: Any) -> Event:
    """An Event of a history; one of another version must not hide all others."""
    try:
        return read_event(data)
    except (ValueError, KeyError):
        return UnknownEvent(str(data.get("kind", "")), "")


def _failed(error: Any) -> Failed:
    data = error.get("data") or {}
    return Failed(data.get("code", "error"), str(error.get("message", "")), data.get("remedy", ""))


def _line(body: dict[str, Any]) -> bytes:
    return dumps({"jsonrpc": "2.0", **body}).encode("ascii")
