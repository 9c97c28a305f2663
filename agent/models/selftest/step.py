"""One step with a tool: the right tool, the right arguments, and an answer made of its result."""

import json
import secrets

from agent.core.messages import (
    AssistantMessage,
    Message,
    Outcome,
    Text,
    ToolCall,
    ToolMessage,
    ToolResult,
    ToolSpec,
    UserMessage,
)
from agent.core.ports import ChatModel
from agent.core.words import Words
from agent.models.selftest.asking import Heard, asked, said_of
from agent.models.selftest.lines import Check, Line, Standing

_ARTICLE, _SHELF = "青いペン A-7", 12
TOOL = ToolSpec(
    "count_stock",
    "Count the pieces of one article that lie on one shelf.",
    {
        "type": "object",
        "properties": {
            "article": {"type": "string", "description": "The article's name, exactly as it was given."},
            "shelf": {"type": "integer", "description": "The number of the shelf."},
        },
        "required": ["article", "shelf"],
        "additionalProperties": False,
    },
)
_ASK = (
    UserMessage(
        (
            Text(
                f"Call the tool {TOOL.name} once, for the article “{_ARTICLE}” on shelf {_SHELF}. "
                "Then answer with the number of pieces that it gave, and nothing else."
            ),
        )
    ),
)
_PASSED = Words(
    "It called a tool with the right arguments and used the result.",
    "正しい引数でツールを呼び出し、その結果を使って回答しました。",
)
_NOT_CALLED = Words("It answered in words instead of calling the tool.", "ツールを呼び出さず、文章で回答しました。")
_AS_TEXT = Words(
    "It wrote the call as text, so the server did not recognise it.",
    "呼び出しを文章として書いたため、サーバーに認識されませんでした。",
)
_MISCALLED = Words("It called the tool with wrong arguments.", "ツールの呼び出しの引数に誤りがありました。")
_UNUSED = Words(
    "It called the tool, and then did not answer with what the tool gave.",
    "ツールは呼び出しましたが、その結果を使った回答になりませんでした。",
)


async def tool_step(model: ChatModel, remedy: Words) -> tuple[Line, tuple[Heard, ...]]:
    """The line, and the answers that were heard for it. `remedy` is what helps where tools do not work."""
    first = await asked(model, _ASK, (TOOL,))
    if first.reply is None:
        return Line(Check.TOOLS, Standing.FAILED, *said_of(first, remedy)), (first,)
    said = first.reply.message
    if fault := _fault(said):
        return Line(Check.TOOLS, Standing.FAILED, fault, remedy), (first,)
    number = str(secrets.randbelow(8_000) + 1_000)  # nobody can guess it
    second = await asked(model, _after(said, number), (TOOL,))
    if second.reply is None:
        return Line(Check.TOOLS, Standing.FAILED, *said_of(second, remedy)), (first, second)
    used = number in second.text.replace(",", "").replace("，", "")
    line = Line(Check.TOOLS, Standing.PASSED, _PASSED) if used else Line(Check.TOOLS, Standing.FAILED, _UNUSED, remedy)
    return line, (first, second)


def _after(said: AssistantMessage, number: str) -> tuple[Message, ...]:
    results = tuple(ToolResult(call.id, Outcome.DONE, (Text(json.dumps({"pieces": number})),)) for call in said.calls)
    return (*_ASK, said, ToolMessage(results))


def _fault(said: AssistantMessage) -> Words | None:
    if not said.calls:
        told = " ".join(part.text for part in said.parts if isinstance(part, Text))
        return _AS_TEXT if TOOL.name in told else _NOT_CALLED
    return None if all(_right(call) for call in said.calls) else _MISCALLED


def _right(call: ToolCall) -> bool:
    try:
        return call.tool == TOOL.name and json.loads(call.arguments) == {"article": _ARTICLE, "shelf": _SHELF}
    except ValueError:
        return False
