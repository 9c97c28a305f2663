"""`initialize`: what this agent can do. Answered before the rest of the program is there, because an editor waits for
it and loading takes two seconds of work; so nothing is imported here but the standard library.

Shapes: InitializeRequest and InitializeResponse of version 1 (agentclientprotocol.com/protocol/initialization).
"""

import json
import sys
from contextlib import suppress
from typing import Any

OURS = "deskhand"
"""The key below `_meta` that holds what the protocol has no word for."""
VERSION = "0.1.0"
PROTOCOL = 1
METHODS = (
    "_deskhand/undo/list",
    "_deskhand/undo/apply",
    "_deskhand/changes/preview",
    "_deskhand/grants/list",
    "_deskhand/grants/revoke",
    "_deskhand/folders/revoke",
    "_deskhand/artifacts/list",
    "_deskhand/record/export",
    "_deskhand/budget/set",
)
"""The names on the wire of `desktop.acp.ours`."""
_MOST_VERSION = 65_535
_MOST_LINE = 64 * 1024 * 1024


def makes_sense(params: object) -> bool:
    """Whether these are parameters of `initialize`. Only the version must be there; of the rest, what cannot be read is
    as if it were not there, as the protocol says.
    """
    version = params.get("protocolVersion") if isinstance(params, dict) else None
    return type(version) is int and 0 <= version <= _MOST_VERSION


def shows_forms(params: object) -> bool:
    """Whether the editor can ask the person by a form."""
    for key in ("clientCapabilities", "elicitation", "form"):
        params = params.get(key) if isinstance(params, dict) else None
    return isinstance(params, dict)


def hello() -> dict[str, Any]:
    """The answer. The version is ours, whichever the editor speaks: it goes, or speaks ours."""
    able: dict[str, Any] = {"list": {}, "delete": {}, "additionalDirectories": {}, "resume": {}, "close": {}}
    return {
        "protocolVersion": PROTOCOL,
        "agentCapabilities": {
            "loadSession": True,
            "promptCapabilities": {"image": True, "audio": False, "embeddedContext": True},
            "mcpCapabilities": {"http": True, "sse": True},
            "sessionCapabilities": able,
            "_meta": {OURS: {"methods": list(METHODS), "items": True, "changePreview": True}},
        },
        "agentInfo": {"name": "deskhand", "title": "Deskhand", "version": VERSION},
        "authMethods": [],
    }


def answered(line: bytes) -> tuple[bytes, bytes] | None:
    """The answer to a first line that is a good `initialize`, and the same as a notification, for who comes later.

    None for every other line: the whole program answers it.
    """
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict) or message.get("method") != "initialize" or not makes_sense(message.get("params")):
        return None
    number = message.pop("id", None)
    if type(number) not in (str, int):
        return None
    answer = {"jsonrpc": "2.0", "id": number, "result": hello()}
    return json.dumps(answer).encode(), json.dumps(message).encode()


def greet() -> bytes:
    """Read the first line of standard input, and answer it if that can be done here.

    Returns the line that is left for the program; b"" at the end of the input.
    """
    line = sys.stdin.buffer.readline(_MOST_LINE)
    found = answered(line)
    if found is None:
        return line
    with suppress(OSError):  # the editor is gone: the next read will see the end
        sys.stdout.buffer.write(found[0] + b"\n")
        sys.stdout.buffer.flush()
    return found[1] + b"\n"
