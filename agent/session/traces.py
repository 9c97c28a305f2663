"""Where an error happened, for a log: places in the code, without what the exception says."""

import traceback
from pathlib import Path

_MOST = 12


def places(error: BaseException) -> str:
    """The kind of the error and of those that led to it, each with the lines that it went through, the last first.

    The message is left out: it may hold a key, words of a file or a path.
    """
    told: list[str] = []
    one: BaseException | None = error
    while one is not None and len(told) < _MOST:
        frames = traceback.extract_tb(one.__traceback__)[-_MOST:]
        lines = (f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
        told.append(" < ".join([type(one).__name__, *lines]))
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "; after ".join(told)
