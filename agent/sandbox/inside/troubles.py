"""What is said of an error: the lines of the code itself, the message, and what would be right where that is known."""

import linecache
import os
import traceback
from types import TracebackType

from agent.sandbox.inside.hints import hint_of
from agent.sandbox.inside.showing import cut

_MESSAGE = 1_500
_FRAMES = 10


class Troubles:
    """Knows which files are the code's own."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def knows(self, file: str, name: str) -> None:
        """`file` is code of ours, which was called `name`."""
        self._names[file] = name

    def told(self, error: BaseException, file: str) -> str:
        """A short traceback. `file` is the code that runs now."""
        try:
            lines = self._frames(error.__traceback__, file)
            said = [*(["Traceback:", *lines] if lines else []), _said(error, file), *self._before(error)]
            hint = hint_of(error)
        except Exception as another:  # noqa: BLE001  a strange exception may fail when it is asked
            return f"{type(error).__name__} (it cannot be shown: {type(another).__name__})"
        return cut("\n".join(said + ([hint] if hint else [])), 6_000)

    def _frames(self, trace: TracebackType | None, file: str) -> list[str]:
        found: list[str] = []
        for frame, line in traceback.walk_tb(trace):
            name = self._place(frame.f_code.co_filename, file)
            if name:
                inner = frame.f_code.co_name
                found.append(f"  {name}, line {line}" + ("" if inner == "<module>" else f", in {inner}"))
                if text := linecache.getline(frame.f_code.co_filename, line).strip():
                    found[-1] += f"\n    {text[:200]}"
        if len(found) > _FRAMES:
            found[_FRAMES // 2 : -_FRAMES // 2] = [f"  ... {len(found) - _FRAMES} more ..."]
        return found

    def _place(self, path: str, file: str) -> str:
        """What a file of a frame is called; "" for a library's."""
        if path in self._names:
            return self._names[path] if path == file else f"{self._names[path]} of an earlier run"
        here = os.getcwd() + os.sep  # noqa: PTH109
        return path[len(here) :] if path.startswith(here) else ""

    def _before(self, error: BaseException) -> list[str]:
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if cause is None or isinstance(cause, SystemExit):
            return []
        said = f"{type(cause).__name__}: {cut(str(cause), 300)}"
        # Libraries wrap an error into another that says the same.
        return [] if str(cause) and str(cause) in str(error) else [f"(because of {said})"]


def _said(error: BaseException, file: str) -> str:
    """The last lines of a traceback: the kind of the error and what it says."""
    if isinstance(error, SyntaxError):
        lines = traceback.format_exception_only(error)
        return cut("".join(lines).replace(f'File "{file}", ', "").rstrip(), _MESSAGE)
    inner = getattr(error, "exceptions", ())
    parts = [f"\n  {type(one).__name__}: {cut(str(one), 300)}" for one in inner[:5]] if isinstance(inner, tuple) else []
    return f"{type(error).__name__}: {cut(str(error), _MESSAGE)}".rstrip(": ") + "".join(parts)
