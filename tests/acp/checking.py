"""Messages of the protocol beside its published schema (`@agentclientprotocol/sdk`, schema/v1/schema.json)."""

import functools
import json
import os
from pathlib import Path
from typing import Any

from acp import schema

SCHEMA = os.environ.get("DESKHAND_ACP_SCHEMA", "")
"""Path of the published schema; "" checks with the models of the Python SDK alone, which are made from it."""
_MODELS: dict[str, Any] = {
    "session/update": schema.SessionNotification,
    "session/request_permission": schema.RequestPermissionRequest,
}
_ANSWERS: dict[str, Any] = {
    "initialize": schema.InitializeResponse,
    "session/new": schema.NewSessionResponse,
    "session/load": schema.LoadSessionResponse,
    "session/resume": schema.ResumeSessionResponse,
    "session/list": schema.ListSessionsResponse,
    "session/prompt": schema.PromptResponse,
    "session/set_config_option": schema.SetSessionConfigOptionResponse,
    "session/request_permission": schema.RequestPermissionResponse,
}


def checked(message: dict[str, Any], asked: str) -> None:
    """Raises when a message is not as the protocol wants it. `asked` is the method that it answers, or ""."""
    method = message.get("method", "")
    if method in _MODELS:
        _MODELS[method].model_validate(message["params"])
    if "result" in message:
        if asked in _ANSWERS:
            _ANSWERS[asked].model_validate(message["result"])
        published(shape_of(asked, ("Response",)), message["result"])
    if "params" in message:
        published(shape_of(method, ("Request", "Notification")), message["params"])


def shape_of(method: str, ends: tuple[str, ...]) -> str:
    """The name of the published shape of a method; "" without one."""
    return next(
        (name for name, one in definitions().items() if one.get("x-method") == method and name.endswith(ends)), ""
    )


def published(name: str, value: Any) -> None:
    """The same beside the published schema, where it is there."""
    if name in definitions():
        errors = [
            f"{name}: {one.message[:300]} at {list(one.absolute_path)}" for one in validator(name).iter_errors(value)
        ]
        assert not errors, errors[:3]


@functools.cache
def definitions() -> dict[str, Any]:
    """All shapes by name; none without the schema."""
    return json.loads(Path(SCHEMA).read_text(encoding="utf-8"))["$defs"] if SCHEMA else {}


@functools.cache
def validator(name: str) -> Any:
    """A validator of one shape."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415  a tool of development

    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": definitions()})
