"""Gemini, native: the first call of each answer has its signature, and each call its response right behind it."""

import base64
import json
from collections.abc import Sequence

from tests.agent.models.servers.answers import Body, Event, Given, halves, schema_wrongs, unknown_fields

_KNOWN = frozenset({"contents", "systemInstruction", "tools", "toolConfig", "generationConfig", "safetySettings"})
_FINISH = {"stop": "STOP", "calls": "STOP", "length": "MAX_TOKENS", "filter": "SAFETY"}
_STATUS = {
    400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 503: "UNAVAILABLE",
}  # fmt: skip
SENTINEL = base64.b64encode(b"skip_thought_signature_validator").decode()


class Gemini:
    protocol = "gemini"
    model = "gemini-3-pro"
    other = "gemini-3-flash"
    prefix = ""

    def wrongs(self, path: str, body: Body, given: Sequence[Given]) -> list[str]:
        contents = body["contents"]
        found = unknown_fields(body, _KNOWN)
        right = f"/v1beta/models/{self.model}:"
        found += [] if path.startswith(right) else [f"no such path {path}"]
        found += [] if body.get("systemInstruction") else ["no system text"]
        found += [] if contents[0]["role"] == contents[-1]["role"] == "user" else ["the user begins and ends"]
        for tool in body.get("tools", ()):
            for made in tool.get("functionDeclarations", ()):
                found += schema_wrongs(made.get("parameters_json_schema") or made.get("parametersJsonSchema"))
        for at, content in enumerate(contents):
            found += self._content(at, content, contents, given)
        return found

    def _content(self, at: int, content: Body, contents: list[Body], given: Sequence[Given]) -> list[str]:
        found = [] if content["parts"] and all(content["parts"]) else ["a content without parts"]
        found += ["an empty text"] if any(part.get("text") == "" for part in content["parts"]) else []
        if content["role"] == "user":
            results = _named(content, "functionResponse")
            wanted = _named(contents[at - 1], "functionCall") if at else []
            return found if results == wanted else [*found, f"responses {results} behind calls {wanted}"]
        calls = [part for part in content["parts"] if "functionCall" in part]
        if calls and (at + 1 >= len(contents) or contents[at + 1]["role"] != "user"):
            found.append("calls without responses")
        return found + self._signature(calls, given)

    def _signature(self, calls: list[Body], given: Sequence[Given]) -> list[str]:
        if not calls:
            return []
        first = calls[0]["functionCall"]
        made = {call[0]: answer for answer in given for call in answer.calls}
        answer = made.get(first["id"])
        signature = calls[0].get("thoughtSignature")
        if signature is None:
            return ["Function call is missing a thought_signature"]
        right = _coded(answer.opaque) if answer and answer.opaque else SENTINEL
        return [] if signature == right else ["Corrupted thought signature"]

    def events(self, answer: Given) -> list[Event]:
        found: list[Event] = []
        for piece in halves(answer.thinking):
            found += [("think", self._chunk({"text": piece, "thought": True}))] if piece else []
        for piece in halves(answer.text):
            found += [("text", self._chunk({"text": piece}))] if piece else []
        found += [("args", self._chunk(part)) for part in _call_parts(answer)]
        last = {"candidates": [{"content": {"role": "model", "parts": []}, "finishReason": _FINISH[answer.ends]}]}
        return [*found, ("finish", _data({**last, "usageMetadata": _usage(answer), "modelVersion": self.model}))]

    def whole(self, answer: Given) -> bytes:
        parts: list[Body] = [{"text": answer.thinking, "thought": True}] if answer.thinking else []
        parts += [{"text": answer.text}] if answer.text else []
        content = {"role": "model", "parts": [*parts, *_call_parts(answer)]}
        candidate = {"content": content, "finishReason": _FINISH[answer.ends]}
        return json.dumps({"candidates": [candidate], "usageMetadata": _usage(answer)}).encode()

    def refusal(self, status: int, message: str, kind: str) -> bytes:
        return json.dumps(
            {"error": {"code": status, "message": message, "status": _STATUS.get(status, "UNKNOWN")}}
        ).encode()

    def broken(self) -> bytes:
        return b'data: {"candidates": [{"content": {"par\r\n\r\n'

    def failing(self) -> bytes:
        return _data({"error": {"code": 503, "message": "The model is overloaded.", "status": "UNAVAILABLE"}})

    def stray(self) -> bytes:
        return self._chunk({"functionCall": {"args": {}}})

    def comment(self) -> bytes:
        return b"\r\n"  # its SDK takes no comments

    def _chunk(self, part: Body) -> bytes:
        return _data({"candidates": [{"content": {"role": "model", "parts": [part]}}], "modelVersion": self.model})


def _call_parts(answer: Given) -> list[Body]:
    found: list[Body] = []
    for number, (name, tool, arguments) in enumerate(answer.calls):
        part: Body = {"functionCall": {"id": name, "name": tool, "args": json.loads(arguments)}}
        found.append({**part, "thoughtSignature": _coded(answer.opaque)} if answer.opaque and not number else part)
    return found


def _named(content: Body, kind: str) -> list[tuple[str, str]]:
    return [(part[kind]["id"], part[kind]["name"]) for part in content["parts"] if kind in part]


def _coded(opaque: str) -> str:
    return base64.b64encode(opaque.encode()).decode()


def _usage(answer: Given) -> Body:
    return {
        "promptTokenCount": answer.input,
        "cachedContentTokenCount": answer.cached,
        "candidatesTokenCount": answer.output,
        "totalTokenCount": answer.input + answer.output,
    }


def _data(body: Body) -> bytes:
    return f"data: {json.dumps(body)}\r\n\r\n".encode()
