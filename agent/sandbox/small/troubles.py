"""What the small interpreter's errors mean: a short traceback, and whether it is the interpreter that cannot do it."""

import builtins
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic_monty import Frame, MontyCrashedError, MontyError, MontyRuntimeError, MontySyntaxError

from agent.core.running import Bounds, Code, RunEnd
from agent.sandbox.ends import died, sentence
from agent.sandbox.inside.hints import NOTEBOOK, is_notebook
from agent.sandbox.inside.showing import cut
from agent.sandbox.small.language import MODULES
from agent.sandbox.small.source import SHOWN

_MESSAGE = 1_500
_FRAMES = 10
_FILE = re.compile(r"<python-input-(\d+)>")
_SIGNAL = re.compile(r"signal: (\d+)")
_LACKS = re.compile(r"not (yet )?support|Internal error in monty|unexpected keyword argument|cannot create '")
_KINDS = (NotImplementedError, ImportError, AttributeError)
_MISSING = (
    "Only files that are named in the call are there, by relative names; a folder must be made before anything is "
    "written into it."
)
CANNOT = (
    "The small interpreter was used. It has no yield, del, class inheritance or class decorators, and only these "
    f"modules: {', '.join(sorted(MODULES))}."
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a text did not end well. `lacks`: another interpreter may be able to run it. `began`: a part was run."""

    end: RunEnd
    said: str
    lacks: bool = False
    began: bool = True


def of_syntax(error: Exception, name: str) -> Trouble:
    """A text that cannot be parsed."""
    if not isinstance(error, SyntaxError):
        return Trouble(RunEnd.RAISED, f"{type(error).__name__}: the code cannot be parsed: {cut(str(error), 300)}")
    line = (error.text or "").strip()
    place = f"  {name}, line {error.lineno}" + (f"\n    {line[:200]}" if line else "")
    hint = f"\n{NOTEBOOK}" if is_notebook(line) else ""
    return Trouble(RunEnd.RAISED, f"{place}\n{type(error).__name__}: {error.msg}{hint}")


def of_error(error: MontyError, code: Code, number: int, memory: int) -> Trouble:
    """An error of the text that was the interpreter's `number`th; `memory` are the bytes that it may take."""
    if isinstance(error, MontyCrashedError):
        return _of_crash(error, code.bounds)
    inner = error.exception()
    if isinstance(inner, MemoryError):
        lacks = memory < code.bounds.memory
        bounds = Bounds(code.bounds.seconds, memory, code.bounds.disk, code.bounds.files)
        return Trouble(RunEnd.NO_MEMORY, sentence(RunEnd.NO_MEMORY, bounds), lacks)
    frames = error.traceback() if isinstance(error, MontyRuntimeError | MontySyntaxError) else []
    message = cut(str(inner), _MESSAGE)
    kind = type(inner).__name__
    lines = _lines(frames, code, number)
    hints = [_MISSING] if isinstance(inner, FileNotFoundError | PermissionError) else []
    said = "\n".join([*(["Traceback:", *lines] if lines else []), f"{kind}: {message}".removesuffix(": "), *hints])
    # What the parser says has no function around it.
    began = any(frame.function_name is not None for frame in frames)
    return Trouble(RunEnd.RAISED, said, _is_lack(error, inner), began)


def _is_lack(error: MontyError, inner: BaseException) -> bool:
    if isinstance(error, MontySyntaxError):
        return True  # Python itself has parsed it
    if isinstance(inner, NameError):
        name = str(inner).partition("'")[2].partition("'")[0]
        return hasattr(builtins, name)
    return isinstance(inner, _KINDS) or bool(_LACKS.search(str(inner)))


def _of_crash(error: MontyCrashedError, bounds: Bounds) -> Trouble:
    found = _SIGNAL.search(str(error))
    code = -int(found[1]) if found else error.exit_status
    end, said = died(1 if code is None else code, bounds)
    return Trouble(end, said.replace("Python ended", "The small interpreter ended"))


def _lines(frames: Sequence[Frame], code: Code, number: int) -> list[str]:
    source = code.text.splitlines()
    found = []
    for frame in frames:
        match = _FILE.fullmatch(frame.filename)
        if match is None or int(match[1]) == 0 or frame.function_name == SHOWN:
            continue
        here = int(match[1]) == number
        name = code.name if here else "code of an earlier run"
        inner = "" if frame.function_name in (None, "<module>") else f", in {frame.function_name}"
        line = source[frame.line - 1] if here and frame.line <= len(source) else frame.source_line or ""
        found.append(f"  {name}, line {frame.line}{inner}" + (f"\n    {line.strip()[:200]}" if line.strip() else ""))
    if len(found) > _FRAMES:
        found[_FRAMES // 2 : -_FRAMES // 2] = [f"  ... {len(found) - _FRAMES} more ..."]
    return found
