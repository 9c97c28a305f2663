"""Variables that live as long as the process, and the runs that use them."""

import ast
import linecache
import os
import sys
import threading
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agent.sandbox.inside import surroundings
from agent.sandbox.inside.figures import Figures
from agent.sandbox.inside.showing import shown
from agent.sandbox.inside.troubles import Troubles

_FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


class Session:
    """Runs one code after the other in one module, which is `__main__` to them."""

    def __init__(self, apart: Path) -> None:
        self._work, self._troubles = Path.cwd(), Troubles()
        self._figures = Figures(apart / "figures")
        self._module = types.ModuleType("__main__")
        self._module.__dict__["__builtins__"] = __builtins__
        sys.modules["__main__"] = self._module
        self._count = 0
        self._threads: list[threading.Thread] = []

    def run(self, request: Mapping[str, Any]) -> dict[str, object]:
        """Run `text`; tells "end" (done, raised), "value", "trouble" and the names of "figures"."""
        self._count += 1
        name = str(request["name"])
        file = name if self._count == 1 else f"{name}#{self._count}"
        self._begin(file, name, request)
        end, value, trouble = "done", "", ""
        try:
            value = self._shown(self._last_value(str(request["text"]), file))
        except SystemExit as error:
            trouble = _exited(error.code)
            end = "raised" if trouble else "done"
        except BaseException as error:  # noqa: BLE001  whatever code raises is told
            end, trouble = "raised", self._troubles.told(error, file)
        figures = self._figures.taken(self._count)
        self._name_threads()
        return {"end": end, "value": value, "trouble": trouble, "figures": figures}

    def _begin(self, file: str, name: str, request: Mapping[str, Any]) -> None:
        text = str(request["text"])
        os.chdir(self._work)
        surroundings.streams()
        surroundings.quiet()
        sys.argv = [name, *map(str, request["arguments"])]
        self._module.__dict__["__file__"] = str(self._work / name)
        # Modules of the Room may have come or changed since.
        sys.path_importer_cache.pop(str(self._work), None)
        linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
        self._troubles.knows(file, name)

    def _last_value(self, text: str, file: str) -> object:
        """Run all of it; the value of its last line when that is an expression, else None."""
        tree = ast.parse(text, file)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        self._execute(compile(tree, file, "exec", flags=_FLAGS))
        if not isinstance(last, ast.Expr):
            return None
        return self._execute(compile(ast.Expression(last.value), file, "eval", flags=_FLAGS))

    def _execute(self, code: types.CodeType) -> object:
        value: object = eval(code, self._module.__dict__)  # noqa: S307  it is what this process is for
        if isinstance(value, types.CoroutineType):
            import asyncio  # noqa: PLC0415  slow to load, and seldom needed

            # Only a code with `await` at its top makes one here, or one whose last value nobody awaited.
            return asyncio.run(value)
        return value

    def _name_threads(self) -> None:
        """Threads that this run left: what they do from now on counts for the runs in which they do it."""
        others = [one for one in threading.enumerate() if one is not threading.main_thread()]
        fresh = [one.name for one in others if one not in self._threads]
        self._threads = others
        if fresh:
            print(f"(Still running: {', '.join(fresh[:5])}. They stand still between calls: use join().)")  # noqa: T201

    def _shown(self, value: object) -> str:
        if value is None:
            return ""
        if (picture := self._figures.picture(value, self._count)) is not None:
            return picture
        return shown(value)


def _exited(code: object) -> str:
    """Code that ends itself is no error, unless it says so."""
    if code is None or code == 0:
        return ""
    if isinstance(code, int):
        return f"The code ended itself with exit code {code}."
    return f"The code ended itself: {str(code)[:2000]}"
