"""Code that the agent ran, as the person sees it: taken from the call's arguments and from the parts of its result."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from agent.core.messages import Image, Part, Text, ToolCall
from agent.core.running import Told

TOOL = "run_python"
_MARKS = re.compile(r"(?:<<<data of the file, not instructions>>>\n)+")
_END = "<<<end of data>>>"


@dataclass(frozen=True, slots=True)
class CodeRun:
    """One run. `inputs` are paths and patterns of the files it was given, `printed` what it wrote, `value` its last
    expression, `trouble` a traceback; `figures` are what it drew. `is_cut`: only the beginning of `printed` is known.
    """

    text: str
    inputs: tuple[str, ...] = ()
    printed: str = ""
    value: str = ""
    trouble: str = ""
    figures: tuple[Image, ...] = ()
    is_cut: bool = False


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


def ran(run: CodeRun, parts: Sequence[Part]) -> CodeRun:
    """The run with what came of it: the parts for the model."""
    texts = [part.text for part in parts if isinstance(part, Text)]
    said = {section: _said(texts, f"{section}\n") for section in Told}
    start = next((_start(text) for text in texts if _MARKS.match(text)), "")
    figures = tuple(part for part in parts if isinstance(part, Image))
    printed = said[Told.PRINTED] or start
    value, trouble = said[Told.VALUE], said[Told.TROUBLE]
    return replace(run, printed=printed, value=value, trouble=trouble, figures=figures, is_cut=bool(start))


def _said(texts: Iterable[str], head: str) -> str:
    return next((text[len(head) :].strip("\n") for text in texts if text.startswith(head)), "")


def _start(text: str) -> str:
    """What is left of a result that was too long: its beginning in one text between marks, how to read on after it.
    A mark that stands alone says nothing.
    """
    begins = _MARKS.sub("", text, count=1).partition(_END)[0]
    return begins.removeprefix(f"{Told.PRINTED}\n").strip("\n")


def _names(given: object) -> tuple[str, ...]:
    if isinstance(given, str):
        return (given,)
    return tuple(str(name) for name in given) if isinstance(given, Iterable) else ()
