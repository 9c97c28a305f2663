"""The module `deskhand` of the small interpreter: the same names and meanings as `agent.sandbox.inside.deskhand`.

Code calls out, the host answers: with private copies and document workers, never with a parser of its own. Arguments
are code's and are checked; results are plain values, bounded.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import Any

from agent.core.documents import Documents
from agent.core.errors import AgentError
from agent.core.words import Words
from agent.sandbox.small.places import Places

NAMES = ("check", "convert", "create", "diff", "edit", "extract", "operations", "problems", "read", "tables", "text")
_CELLS = 300_000
_LETTERS = 20_000_000
# A message of the interpreter says so too; the same code is tried natively then.
_LARGE = "more than the small interpreter takes at once is not supported: narrow it with `part`, or use pandas"
_TYPES = {"part": str, "start": int, "count": int}
_PLAIN = (str, int, float, bool, datetime.date, datetime.time, type(None))


class Functions:
    """What code may call. Every error that leaves is a ValueError or TypeError with words of ours."""

    def __init__(self, documents: Documents, places: Places) -> None:
        self._documents, self._places = documents, places

    def all(self) -> Mapping[str, Callable[..., object]]:
        """The functions by their names."""
        return {name: _guarded(name, getattr(self, f"_{name}")) for name in NAMES}

    def _read(self, path: object, part: str = "", start: int = 0, count: int = 100_000) -> list[dict[str, Any]]:
        with self._places.copy(path) as copy:
            found = self._documents.read(copy, start=start, count=count, part=part).passages
        if sum(len(one.text) for one in found) > _LETTERS:
            raise ValueError(_LARGE)
        return [asdict(one) for one in found]

    def _text(self, path: object, part: str = "") -> str:
        return "\n".join(one["text"] for one in self._read(path, part))

    def _tables(self, path: object, part: str = "") -> list[dict[str, Any]]:
        with self._places.copy(path) as copy:
            found = self._documents.tables(copy, part=part)
        if sum(len(row) for one in found for row in one.rows) > _CELLS:
            raise ValueError(_LARGE)
        return [
            {
                "name": one.name,
                "anchor": one.anchor,
                "first": one.first,
                "unsolved": list(one.unsolved),
                "out_of_date": one.out_of_date,
                "column": one.column,
                "rows": [list(map(_plain, row)) for row in one.rows],
            }
            for one in found
        ]

    def _edit(self, path: object, ops: object, to: object = None) -> list[str]:
        if not isinstance(ops, list | tuple) or not all(isinstance(op, dict) for op in ops):
            raise TypeError("ops must be a list of dicts")
        named = [{str(key): value for key, value in op.items()} for op in ops]
        with self._places.copy(path) as copy:
            return self._made(to or path, lambda fresh: self._documents.edit(copy, named, fresh))

    def _create(self, path: object, content: object) -> list[str]:
        if not isinstance(content, dict):
            raise TypeError("content must be a dict")
        named = {str(key): value for key, value in content.items()}
        return self._made(path, lambda fresh: self._documents.create(named, fresh))

    def _convert(self, path: object, to: object) -> list[str]:
        with self._places.copy(path) as copy:
            return self._made(to, lambda fresh: self._documents.convert(copy, fresh))

    def _extract(self, path: object, part: str, to: object) -> list[str]:
        with self._places.copy(path) as copy:
            return self._made(to, lambda fresh: self._documents.extract(copy, part, fresh))

    def _diff(self, before: object, after: object) -> list[dict[str, str]]:
        with self._places.copy(before) as first, self._places.copy(after) as second:
            return [asdict(one) for one in self._documents.diff(first, second)]

    def _problems(self, path: object) -> list[dict[str, Any]]:
        with self._places.copy(path) as copy:
            found = self._documents.problems(copy)
        return [{"anchor": one.anchor, "code": one.code, "text": one.words.en, "grave": one.grave} for one in found]

    def _check(self, path: object) -> list[dict[str, Any]]:
        with self._places.copy(path) as copy:
            self._documents.check(copy)
        return self._problems(path)

    def _operations(self, name: object) -> dict[str, str]:
        return dict(self._documents.operations(str(name)[:1000]))

    def _made(self, to: object, make: Callable[[Path], tuple[Words, ...]]) -> list[str]:
        with self._places.fresh(to) as fresh:
            said = make(fresh)
            self._places.put(fresh, to)
        return [one.en for one in said]


def _guarded(name: str, function: Callable[..., object]) -> Callable[..., object]:
    """The function with errors that tell code nothing of the host."""

    @wraps(function)
    def called(*arguments: Any, **words: Any) -> object:
        if any(isinstance(one, str) and len(one) > _LETTERS for one in (*arguments, *words.values())):
            raise ValueError(_LARGE)
        try:
            _checked(words)
            return function(*arguments, **words)
        except AgentError as error:
            raise ValueError(str(error)) from None
        except TypeError as error:
            raise TypeError(str(error).replace(f"Functions._{name}", name)) from None
        except ValueError as error:
            raise ValueError(str(error)) from None
        except Exception as error:
            raise ValueError(f"{name} failed ({type(error).__name__})") from error

    called.__name__ = called.__qualname__ = name
    return called


def _checked(words: Mapping[str, object]) -> None:
    """What narrows a reading has one type."""
    for name, kind in _TYPES.items():
        if name in words and type(words[name]) is not kind:
            raise TypeError(f"{name} must be {kind.__name__}, not {type(words[name]).__name__}")


def _plain(value: object) -> object:
    return value if isinstance(value, _PLAIN) else str(value)
