"""Google's Gemini, spoken natively, with what it refuses."""

import base64
from dataclasses import dataclass, field
from typing import Any

from tests.agent.models.presets.strict.chat import CALLS, THOUGHT
from tests.agent.models.presets.strict.server import Body, event, need

Part = dict[str, Any]
SOURCE = "https://example.org/rates"
SENTINELS = ("skip_thought_signature_validator", "context_engineering_is_the_way_to_go")


@dataclass
class Gemini:
    """Gemini 3 and later: the first call of each Step carries its signature, or says that it has none."""

    levels: tuple[str, ...] = ("LOW", "MEDIUM", "HIGH")
    issued: dict[str, str] = field(default_factory=dict)

    def answer(self, path: str, body: Body) -> list[str]:
        need(":streamGenerateContent" in path, f"Not found: {path}", 404)
        self.check(body)
        contents = body["contents"]
        self.check_contents(contents)
        tools = body.get("tools") or ()
        last = contents[-1]["parts"]
        gave = any("functionResponse" in part for part in last)
        if any("googleSearch" in tool for tool in tools) and not gave and "search" in _words(last):
            return self.searched()
        if any("functionDeclarations" in tool for tool in tools) and not gave:
            return self.called()
        system = _words((body.get("systemInstruction") or {}).get("parts", ()))
        return _stream([self.thought(), {"text": f"heard {system} | {_heard(contents)}"}])

    def check(self, body: Body) -> None:
        config = body.get("generationConfig") or {}
        thinking = config.get("thinkingConfig") or {}
        level = thinking.get("thinkingLevel")
        told = f"Thinking level {level} is not supported for this model."
        need(level is None or level in self.levels, told, status_text="INVALID_ARGUMENT")
        need(thinking.get("thinkingBudget") != 0, "Budget 0 is invalid. This model only works in thinking mode.")
        tools = body.get("tools") or ()
        own = any(set(tool) & {"googleSearch", "urlContext", "codeExecution"} for tool in tools)
        ours = any("functionDeclarations" in tool for tool in tools)
        told_of = (body.get("toolConfig") or {}).get("includeServerSideToolInvocations")
        need(
            not (own and ours) or told_of, "Please enable tool_config.include_server_side_tool_invocations to use both."
        )

    def check_contents(self, contents: list[Part]) -> None:
        for number, content in enumerate(contents):
            need(content["parts"], f"contents[{number}].parts must not be empty.")
            calls = [part for part in content["parts"] if "functionCall" in part]
            if calls:
                self.check_signature(calls[0], number)
            following = contents[number + 1]["parts"] if number + 1 < len(contents) else ()
            answers = [part for part in following if "functionResponse" in part]
            told = (
                "Please ensure that the number of function response parts is equal to the number of function call parts"
            )
            need(not calls or len(answers) == len(calls), told)

    def check_signature(self, part: Part, number: int) -> None:
        signature = part.get("thoughtSignature")
        call = part["functionCall"]
        told = "Function call is missing a thought_signature in functionCall parts. Function call"
        need(signature, f"{told} {call['name']}, position {number}.")
        own = self.issued.get(call.get("id", ""))
        need(signature == own or _is_sentinel(signature), "Corrupted thought signature.")

    def thought(self) -> Part:
        return {"text": THOUGHT, "thought": True}

    def called(self) -> list[str]:
        parts: list[Part] = [self.thought()]
        for number, (name, arguments) in enumerate(CALLS):
            call = f"g{len(self.issued)}"
            self.issued[call] = "c2lnLTE="
            signed = {} if number else {"thoughtSignature": self.issued[call]}
            parts.append({"functionCall": {"id": call, "name": name, "args": arguments}, **signed})
        return _stream(parts)

    def searched(self) -> list[str]:
        web = {"web": {"uri": SOURCE, "title": "Rates"}}
        support = {"segment": {"startIndex": 0, "endIndex": 14, "text": "The rate is 3."}, "groundingChunkIndices": [0]}
        grounding = {"webSearchQueries": ["rates today"], "groundingChunks": [web], "groundingSupports": [support]}
        return _stream([self.thought(), {"text": "The rate is 3."}], groundingMetadata=grounding)


def _is_sentinel(signature: Any) -> bool:
    """The SDK sends bytes as base64."""
    coded = [base64.b64encode(one.encode()).decode() for one in SENTINELS]
    return signature.replace("-", "+").replace("_", "/") in (*coded, *SENTINELS)


def _words(parts: Any) -> str:
    return " ".join(_said(part) for part in parts)


def _said(part: Part) -> str:
    if "functionResponse" in part:
        given = part["functionResponse"]
        return f"{given.get('response')}{' <image>' if given.get('parts') else ''}"
    return str(part.get("text", "<image>" if "inlineData" in part else ""))


def _heard(contents: list[Part]) -> str:
    return " | ".join(_words(content["parts"]) for content in contents if content["role"] != "model")


def _stream(parts: list[Part], **more: object) -> list[str]:
    usage = {"promptTokenCount": 100, "candidatesTokenCount": 10, "totalTokenCount": 110}
    said = []
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        candidate = {
            "index": 0,
            "content": {"role": "model", "parts": [part]},
            **({"finishReason": "STOP", **more} if last else {}),
        }
        said.append(
            event({"candidates": [candidate], "usageMetadata": usage, "modelVersion": "gemini", "responseId": "r"})
        )
    return said
