"""Calls that a model writes as text, as weak local models and servers without a parser for them do.

Forms: <tool_call>{...}</tool_call> (Hermes, Qwen), ```json {...}```, [TOOL_CALLS][{...}] and [TOOL_CALLS]name{...}
(Mistral), <function=name>{...}</function> and <|python_tag|>{...} (Llama 3), or the bare object. An object has a "name"
and "arguments" or "parameters".
"""

import json
import re
import uuid
from collections.abc import AsyncGenerator, Callable, Collection, Sequence
from contextlib import aclosing
from dataclasses import replace

from agent.core.messages import AssistantMessage, Delta, Finish, Message, Reply, Text, ToolCall, ToolSpec, text_of
from agent.core.ports import ChatModel, Settings
from agent.core.words import Words
from agent.models.around import Around

_FUNCTION = re.compile(r"<function=([\w.-]+)>(.*?)</function>", re.DOTALL)
_NAMED = re.compile(r"\[TOOL_CALLS\]\s*([\w.-]+)\s*(?:\[ARGS\]\s*)?(?=\{)")
# Marks around an object; a fence may say that it is JSON.
_MARKS = re.compile(
    r"</?tool_calls?>|\[/?TOOL_CALLS\]|<\|/?python_tag\|>|<\|eom_id\|>|^```(?:json|tool_call)?\s*$", re.MULTILINE
)
_WRITTEN = Words(
    "The model wrote its call as text; it was carried out as a call.",
    "モデルがツールの呼び出しを文章として返したため、呼び出しとして実行しました。",
)


class WrittenCalls(Around):
    """A ChatModel whose answers that are nothing but calls in writing become calls. `note` hears of the first one.

    Only the name of an offered tool makes a call, and one more word beside it makes the answer words.
    """

    def __init__(self, model: ChatModel, note: Callable[[Words], None]) -> None:
        super().__init__(model)
        self._note = note
        self._noted = False

    async def reply(
        self, history: Sequence[Message], tools: Sequence[ToolSpec], settings: Settings
    ) -> AsyncGenerator[Delta | Reply, None]:
        """As ChatModel.reply."""
        names = frozenset(tool.name for tool in tools)
        async with aclosing(self._model.reply(history, tools, settings)) as pieces:
            async for piece in pieces:
                yield self._heard(piece, names) if isinstance(piece, Reply) else piece

    def _heard(self, reply: Reply, names: Collection[str]) -> Reply:
        message = reply.message
        if message.calls or reply.finish is not Finish.STOP:
            return reply
        calls = written(text_of(message.parts), names)
        if not calls:
            return reply
        if not self._noted:
            self._noted = True
            self._note(_WRITTEN)
        thoughts = tuple(part for part in message.parts if not isinstance(part, Text))
        return replace(reply, message=AssistantMessage(thoughts, calls), finish=Finish.CALLS)


def written(text: str, names: Collection[str]) -> tuple[ToolCall, ...]:
    """The calls that `text` consists of; () when it is anything else."""
    plain = _NAMED.sub(lambda found: f'{{"name": "{found[1]}", "arguments": ', text)
    closed = plain.count('"arguments": ') if plain != text else 0
    wishes = _functions(plain) or _objects(f"{plain}{'}' if closed else ''}")
    calls = [_call(wish, names) for wish in wishes]
    return tuple(call for call in calls if call) if all(calls) else ()


def _functions(text: str) -> list[object]:
    """The <function=...> elements, when there is nothing else."""
    if _MARKS.sub("", _FUNCTION.sub("", text)).strip():
        return []
    return [{"name": name, "arguments": _value(arguments)} for name, arguments in _FUNCTION.findall(text)]


def _objects(text: str) -> list[object]:
    """The JSON values that the text consists of, but for marks and separators between them."""
    rest, found = _MARKS.sub(" ", text).strip(), list[object]()
    while rest:
        try:
            value, end = json.JSONDecoder().raw_decode(rest)
        except ValueError:
            return []
        found += value if isinstance(value, list) else [value]
        rest = rest[end:].lstrip(" \t\r\n,;")
    return found


def _call(wish: object, names: Collection[str]) -> ToolCall | None:
    if not isinstance(wish, dict):
        return None
    wish = wish.get("function", wish) if isinstance(wish.get("function"), dict) else wish
    name = wish.get("name") or wish.get("function")
    arguments = wish.get("arguments", wish.get("parameters"))
    if name not in names or not isinstance(arguments, (dict, str)):
        return None
    told = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
    return ToolCall(f"written_{uuid.uuid4().hex[:12]}", str(name), told)


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text.strip()
