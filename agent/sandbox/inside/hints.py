"""What would be right, for mistakes that are made again and again."""

import os
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

from agent.sandbox.inside.showing import cut

_LIBRARIES = "numpy, pandas, matplotlib, openpyxl, xlsxwriter, docx, pptx, pypdf, pdfplumber, PIL, lxml, deskhand"
_OTHER_WAY = (
    "Nothing can be installed. For .xls, .xlsb and .ods: pandas.read_excel(path, engine='calamine') or "
    "deskhand.tables(path)."
)
_MEMORY = "More memory than code may have. Work in parts (read_csv with chunksize or usecols), and delete variables."
_ENCODING = "The file is not UTF-8. Japanese files often are encoding='cp932'. deskhand.tables() finds it by itself."
_RELATIVE = "Code can read and write in its working directory only: use relative names, and name inputs in the call."
NOTEBOOK = "This is no notebook: leave out lines that begin with % or !. Nothing can be installed."
_FOLDER = "A folder must be made before anything is written into it."
_LINK = "Links are not made here: copy the file."
_NOT_MADE = "Files are written below the working directory: use a relative name, and make its folder first."
_EPERM, _EACCES, _EFBIG, _ENOSPC, _EROFS = 1, 13, 27, 28, 30


def hint_of(error: BaseException) -> str:
    """A sentence for the model; "" where nothing is known."""
    for kind, hint in _HINTS:
        if isinstance(error, kind) and (said := hint(error)):
            return said
    return ""


def _decoding(error: Any) -> str:
    return _ENCODING if str(error.encoding).lower() in {"utf-8", "utf8"} else ""


def _importing(error: Any) -> str:
    return _OTHER_WAY if "optional dependency" in str(error) else ""


def _spelling(error: Any) -> str:
    return NOTEBOOK if is_notebook(str(error.text or "")) else ""


def is_notebook(line: str) -> bool:
    """Whether it is a command of a notebook, which Python does not know."""
    return line.lstrip()[:1] in {"!", "%"}


def _missing(error: Any) -> str:
    name = str(error.filename2 or error.filename or "")
    if os.path.isabs(name):  # noqa: PTH117
        return _RELATIVE
    folder = os.path.dirname(name)  # noqa: PTH120
    return f"{_inputs()} {_FOLDER}" if folder and not os.path.isdir(folder) else _inputs()  # noqa: PTH112


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
    if parts & {"socket", "ssl", "urllib", "urllib3", "requests", "http", "asyncio"} or type(error).__module__ in {
        "socket",
        "urllib.error",
    }:
        return "There is no network here: name what is needed as input, or deskhand.fetch(address), which asks."
    if "non-existent directory" in str(error):  # what pandas says
        return _NOT_MADE
    if error.errno == _EPERM and error.filename2:
        return _LINK
    if error.errno in {_EPERM, _EACCES, _EROFS} and error.filename:
        return _RELATIVE
    if error.errno in {_EFBIG, _ENOSPC}:
        return "More than code may write."
    return ""


_HINTS: tuple[tuple[type[BaseException], Callable[[Any], str]], ...] = (
    (ModuleNotFoundError, lambda _: f"There are the standard library and {_LIBRARIES}. Nothing can be installed."),
    (ImportError, _importing),
    (UnicodeDecodeError, _decoding),
    (SyntaxError, _spelling),
    (FileNotFoundError, _missing),
    (MemoryError, lambda _: _MEMORY),
    (KeyError, lambda error: _columns(error.__traceback__)),
    (OSError, _refused),
)
