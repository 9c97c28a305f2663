"""What is said of an error: the lines of the code itself, the message, and what would be right where that is known."""

import linecache
import os
import traceback
from types import TracebackType
from typing import Any

from agent.sandbox.inside.showing import cut

_MESSAGE = 1_500
_FRAMES = 10
_LIBRARIES = "numpy, pandas, matplotlib, openpyxl, xlsxwriter, docx, pptx, pypdf, pdfplumber, PIL, lxml, deskhand"


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


def hint_of(error: BaseException) -> str:
    """What would be right, for mistakes that are made again and again; "" for others."""
    if isinstance(error, ModuleNotFoundError):
        return f"There are the standard library and {_LIBRARIES}. Nothing can be installed."
    if isinstance(error, FileNotFoundError):
        return _inputs()
    if isinstance(error, MemoryError):
        return (
            "More memory than code may have. Work in parts (read_csv with chunksize or usecols), and delete variables."
        )
    if isinstance(error, KeyError):
        return _columns(error.__traceback__)
    if isinstance(error, OSError):
        return _refused(error)
    return ""


def _inputs() -> str:
    there = sorted(
        os.path.relpath(os.path.join(folder, name))  # noqa: PTH118
        for folder, _, names in os.walk(".")
        for name in names
    )
    if not there:
        return "There are no files here: name the inputs in the call."
    more = f" and {len(there) - 20} more" if len(there) > 20 else ""
    return f"There are: {', '.join(there[:20])}{more}. Other files must be named as inputs in the call."


def _columns(trace: TracebackType | None) -> str:
    """The columns of the frame that had no such one."""
    for frame, _ in traceback.walk_tb(trace):
        owner: Any = frame.f_locals.get("self")
        if type(owner).__name__ == "DataFrame" and hasattr(owner, "columns"):
            return cut(f"The columns are: {', '.join(map(repr, list(owner.columns)[:60]))}", 1_500)
    return ""


def _refused(error: OSError) -> str:
    modules = {frame.f_globals.get("__name__", "") for frame, _ in traceback.walk_tb(error.__traceback__)}
    parts = {str(name).partition(".")[0] for name in modules}
    if parts & {"socket", "ssl", "urllib", "http", "asyncio"} or type(error).__module__ in {"socket", "urllib.error"}:
        return "There is no network here. What is needed must be among the inputs."
    if isinstance(error, PermissionError) and error.filename:
        return "Code can read and write in its working directory only: use relative names."
    if error.errno in {27, 28}:  # EFBIG, ENOSPC
        return "More than code may write."
    return ""
