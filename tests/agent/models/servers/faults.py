"""What goes wrong between us and a provider: moves, by name."""

import json
import socket
import struct

from tests.agent.models.servers.answers import Given
from tests.agent.models.servers.core import Line, Move, Speaker, refuses

CALLS = (("call_1", "read", '{"path": "a.txt"}'),)
WORDS = Given("I have deleted nothing", "Let me think.", "sig1")
CALL = Given("", "Let me think.", "sig1", CALLS)


def until(label: str, ending: str = "cut") -> Move:
    """The answer up to its first event of that label, then: cut, end (cleanly), hang, break (nonsense), fail."""

    def move(line: Line, speaker: Speaker, answer: Given) -> None:
        line.head()
        for name, data in speaker.events(answer):
            line.send(data)
            if name == label:
                break
        match ending:
            case "end":
                line.end()
            case "hang":
                line.hang()
            case "break":
                line.send(speaker.broken())
                line.end()
            case "fail":
                line.send(speaker.failing())
                line.end()

    return move


def without(label: str) -> Move:
    """The answer without its events of that label, ended cleanly."""

    def move(line: Line, speaker: Speaker, answer: Given) -> None:
        line.head()
        for name, data in speaker.events(answer):
            if name != label:
                line.send(data)
        line.end()

    return move


def closes(line: Line, speaker: Speaker, answer: Given) -> None:
    """The connection ends before any header."""


def resets(line: Line, speaker: Speaker, answer: Given) -> None:
    """The connection is reset before any header."""
    line.door.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.door.connection.close()


def silent(line: Line, speaker: Speaker, answer: Given) -> None:
    """Not a byte."""
    line.hang()


def late(line: Line, speaker: Speaker, answer: Given) -> None:
    """Signs of life for longer than the patience, then the answer."""
    line.head()
    for _ in range(6):
        line.send(speaker.comment())
        line.wait(0.1)
    for _, data in speaker.events(answer):
        line.send(data)
    line.end()


def strays(line: Line, speaker: Speaker, answer: Given) -> None:
    """A piece of a call that was never begun, among the words."""
    line.head()
    stray = False
    for name, data in speaker.events(answer):
        line.send(data)
        if name == "text" and not stray:
            line.send(speaker.stray())
            stray = True
    line.end()


def fails(code: str) -> Move:
    """The end that Responses has for an answer that failed."""

    def move(line: Line, speaker: Speaker, answer: Given) -> None:
        line.head()
        failed = {"id": "r", "object": "response", "created_at": 1, "model": speaker.model, "output": [], "tools": []}
        error = {"code": code, "message": "It went wrong"}
        told = {**failed, "status": "failed", "parallel_tool_calls": True, "tool_choice": "auto", "error": error}
        line.send(
            f"data: {json.dumps({'type': 'response.failed', 'sequence_number': 0, 'response': told})}\n\n".encode()
        )
        line.end()

    return move


def asks_to_wait(line: Line, speaker: Speaker, answer: Given) -> None:
    """Too many requests, in Google's words: how long to wait is in the body."""
    line.head(429, kind="application/json")
    wait = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "7s"}
    error = {"code": 429, "message": "Quota exceeded", "status": "RESOURCE_EXHAUSTED", "details": [wait]}
    line.send(json.dumps({"error": error}).encode())
    line.end()


def half(line: Line, speaker: Speaker, answer: Given) -> None:
    """Half of an answer that comes in one piece."""
    line.head(kind="application/json")
    data = speaker.whole(answer)
    line.send(data[: len(data) // 2])


def empty_body(line: Line, speaker: Speaker, answer: Given) -> None:
    """A stream without any event."""
    line.head()
    line.end()


def web_page(line: Line, speaker: Speaker, answer: Given) -> None:
    """A page for people, as a captive portal shows it."""
    line.head(kind="text/html")
    line.send(b"<html><body>Please log in</body></html>")
    line.end()


TRANSIENT = {
    "429": refuses(429, "Too many requests"),
    "408": refuses(408, "late"),
    "500": refuses(500, "internal error"),
    "502": refuses(502, "bad gateway"),
    "503": refuses(503, "loading"),
    "529": refuses(529, "overloaded"),
    "closed before headers": closes,
    "reset before headers": resets,
    "silent before headers": silent,
    "no events": empty_body,
    "a web page": web_page,
    "cut in the words": until("text"),
    "cut in the thought": until("think"),
    "silent in the words": until("text", "hang"),
    "ends cleanly in the words": until("text", "end"),
    "ends cleanly before the reason": without("finish"),
    "nonsense in the words": until("text", "break"),
    "an error in the words": until("text", "fail"),
}
IN_A_CALL = {
    "cut in the arguments": until("args"),
    "ends cleanly in the arguments": until("args", "end"),
    "ends cleanly behind the call": without("finish"),
    "nonsense in the arguments": until("args", "break"),
    "an error in the arguments": until("args", "fail"),
}
FOR_THE_PERSON = {
    "401": (refuses(401, "invalid key KEY"), "key_refused"),
    "403": (refuses(403, "not for you"), "key_refused"),
    "402": (refuses(402, "pay first"), "no_credit"),
    "404": (refuses(404, "no such model"), "model_gone"),
    "400": (refuses(400, "temperature is wrong"), "request_refused"),
    "redirect": (refuses(307, "elsewhere", headers={"Location": "/elsewhere"}), "request_refused"),
}
# How each provider says that there is no credit, and that a conversation is too long.
NO_CREDIT = {
    "openai-chat": refuses(429, "You exceeded your current quota", "quota"),
    "openai-responses": refuses(429, "You exceeded your current quota", "quota"),
    "anthropic": refuses(400, "Your credit balance is too low to access the Anthropic API."),
    "gemini": refuses(402, "Your prepayment credits are depleted."),
}
TOO_LONG = {
    "openai-chat": refuses(400, "This model's maximum context length is 8192 tokens", "overflow"),
    "openai-responses": refuses(400, "Your input exceeds the context window of this model", "overflow"),
    "anthropic": refuses(400, "prompt is too long: 210000 tokens > 200000 maximum"),
    "gemini": refuses(400, "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576)."),
}
