"""Code that the agent ran, as the person sees it: taken from the call's arguments and from the parts of its result."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from agent.core.messages import Image, Text, ToolCall, ToolResult
from agent.core.running import Told

TOOL = "run_python"
_MARK = re.compile(r"^<<<[^<>\n]*>>>\n?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CodeRun:
    """One run. `inputs` are paths and patterns of the files it was given, `printed` what it wrote, `value` its last
    expression, `trouble` a traceback; `figures` are what it drew.
    """

    text: str
    inputs: tuple[str, ...] = ()
    printed: str = ""
    value: str = ""
    trouble: str = ""
    figures: tuple[Image, ...] = ()


def asked(call: ToolCall) -> CodeRun | None:
    """What a call wants to run; None when it runs no code, or is not whole."""
    if call.tool != TOOL:
        return None
    try:
        given = json.loads(call.arguments)
    except ValueError:
        return None
    text = given.get("code") if isinstance(given, dict) else None
    return CodeRun(text.strip("\n"), _names(given.get("files"))) if isinstance(text, str) else None


def ran(run: CodeRun, result: ToolResult) -> CodeRun:
    """The run with what came of it. A result that was too long was cut into one text: it counts as printed."""
    said = dict.fromkeys(Told, "")
    for part in result.for_model:
        if isinstance(part, Text):
            for section in Told:
                if part.text.startswith(f"{section}\n"):
                    said[section] = _without_marks(part.text[len(section) + 1 :])
    figures = tuple(part for part in result.for_model if isinstance(part, Image))
    return replace(
        run, printed=said[Told.PRINTED], value=said[Told.VALUE], trouble=said[Told.TROUBLE], figures=figures
    )  # fmt: skip


def _without_marks(text: str) -> str:
    """Words between the marks that tell a model they are data."""
    return _MARK.sub("", text).strip("\n")


def _names(given: object) -> tuple[str, ...]:
    if isinstance(given, str):
        return (given,)
    return tuple(str(name) for name in given) if isinstance(given, Iterable) else ()
