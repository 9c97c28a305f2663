"""Requests and answers as lines of JSON: dataclasses as objects with their `kind`, dates as {"$date": "2026-11-23"}.

A path is {"$file": "..."}: only the host makes one, so words of a model never become a file that a worker opens.
"""

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from agent.core.codec import kind_of

FILE = "$file"
_MARKED: Mapping[str, Callable[[str], object]] = {
    "$datetime": datetime.datetime.fromisoformat,
    "$date": datetime.date.fromisoformat,
    "$time": datetime.time.fromisoformat,
    FILE: Path,
}


def encoded(value: object) -> bytes:
    """One line, without its end, in ASCII: undecodable file names survive as escapes."""
    return json.dumps(value, default=_plain, separators=(",", ":")).encode("ascii")


def decoded(line: bytes) -> Any:
    """What `encoded` was given, with lists for tuples and objects for dataclasses."""
    return json.loads(line, object_hook=_meant)


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        shown = {f.name: getattr(value, f.name) for f in fields(value)}
        return {"kind": kind_of(type(value)), **({"as_kind": shown.pop("kind")} if "kind" in shown else {}), **shown}
    if isinstance(value, datetime.datetime):
        return {"$datetime": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"$date": value.isoformat()}
    if isinstance(value, datetime.time):
        return {"$time": value.isoformat()}
    if isinstance(value, Path):
        return {FILE: str(value)}
    raise TypeError(f"{type(value).__name__} is no value of a document")


def _meant(found: dict[str, Any]) -> Any:
    if len(found) == 1:
        (key, text), *_ = found.items()
        if key in _MARKED and isinstance(text, str):
            return _MARKED[key](text)
    return found
