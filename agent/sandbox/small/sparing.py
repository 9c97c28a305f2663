"""What lay in a Room as a run began, so that another interpreter can begin there too. Only for code that may write, and
only for small Rooms: copying must cost less than asking the model again.
"""

import ast
import os
import shutil
import stat
import uuid
from collections.abc import Iterator
from pathlib import Path

from agent.sandbox.stage.facts import MOST, fact
from agent.sandbox.stage.removing import move_out, remove
from agent.sandbox.stage.spots import reading
from agent.sandbox.stage.walking import Seen, below

_BYTES = 32 * 1024**2
_FILES = 200
_CALLS = {
    "write_text", "write_bytes", "mkdir", "makedirs", "rename", "replace", "remove", "unlink", "rmdir", "touch",
    "create", "edit", "convert", "extract", "eval", "exec", "open",
}  # fmt: skip


def may_write(text: str) -> bool:
    """Whether a text that can be parsed calls what writes files. `open` counts unless it is plainly for reading."""
    return any(_writes(node) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))


def _writes(node: ast.Call) -> bool:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name == "replace":  # a text has two arguments for it, a path one
        return len(node.args) == 1 or ast.unparse(node.func) == "os.replace"
    if name != "open" or not isinstance(node.func, ast.Name):
        return name in _CALLS
    modes = [*node.args[1:2], *(one.value for one in node.keywords if one.arg == "mode")]
    return any(not isinstance(one, ast.Constant) or one.value not in ("r", "rb", "rt") for one in modes)


class Beginning:
    """What lies in `work` as a run begins; copies of it go to `private`, which code cannot reach. All methods block."""

    def __init__(self, work: Path, private: Path) -> None:
        self._work, self._copies, self._trash = work, private / uuid.uuid4().hex, private / uuid.uuid4().hex
        self._state: frozenset[object] = frozenset()
        self._whole = False

    def note(self, text: str) -> None:
        """Before this text runs. Raises OSError."""
        self._state = frozenset(_states(self._work))
        if may_write(text):
            self._copies.mkdir(mode=0o700)
            self._whole = self._copied()

    def again(self) -> bool:
        """Whether `work` holds now what it held, put back if it must be. Raises OSError."""
        if frozenset(_states(self._work)) == self._state:
            return True
        if not self._whole:
            return False
        self._trash.mkdir(mode=0o700)
        move_out(self._work, self._trash)
        for path in sorted(self._copies.iterdir()):
            path.rename(self._work / path.name)
        return True

    def drop(self) -> None:
        """Delete the copies."""
        for folder in (self._copies, self._trash):
            if folder.exists():
                remove(folder)

    def _copied(self) -> bool:
        """Whether everything was copied."""
        left = _BYTES
        for number, seen in enumerate(below(self._work, _FILES)):
            left -= seen.info.st_size
            if number >= _FILES or left < 0 or seen.is_closed or not self._copy(seen):
                return False
        return True

    def _copy(self, seen: Seen) -> bool:
        target = self._copies / seen.name
        if seen.is_folder:
            target.mkdir(mode=0o700)
            return True
        if not stat.S_ISREG(seen.info.st_mode):
            return False
        with reading(seen.at, seen.info) as file, os.fdopen(os.dup(file), "rb") as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        target.chmod(stat.S_IMODE(seen.info.st_mode) & 0o777)
        os.utime(target, ns=(seen.info.st_atime_ns, seen.info.st_mtime_ns))
        return True


def _states(work: Path) -> Iterator[object]:
    for seen in below(work, MOST):
        yield seen.name if seen.is_folder else (seen.name, fact(seen.info))
