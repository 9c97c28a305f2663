"""Frozen values to JSON and back, by their type hints: for the Journal, the wire and `--json`."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def kind_of(kind: type) -> str:
    """The tag of a class in JSON: its name in snake_case."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in kind.__name__).lstrip("_")


def plain(value: Any) -> Any:
    """`value` as JSON-able data; a dataclass becomes an object with its `kind`."""
    if is_dataclass(value) and not isinstance(value, type):
        shown = {f.name: plain(getattr(value, f.name)) for f in fields(value)}
        return {"kind": kind_of(type(value)), **({"as_kind": shown.pop("kind")} if "kind" in shown else {}), **shown}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, StrEnum) else value


def dumps(value: Any) -> str:
    """One line of JSON in ASCII, so that undecodable file names survive as escapes."""
    return json.dumps(plain(value), ensure_ascii=True, separators=(",", ":"))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def built(kind: type[T], data: Any) -> T:
    """The value of type `kind` that `plain` turned into `data`. Unknown fields are ignored, missing ones default.

    Raises:
        ValueError: when `data` does not fit `kind`.
    """
    return cast("T", _built(kind, data))


def _built(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _one_of(get_args(kind), data)
    if origin is tuple:
        return tuple(_built(get_args(kind)[0], item) for item in data)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass(kind, data)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(data)
    return data


def _dataclass(kind: type, data: Any) -> Any:
    if not isinstance(data, Mapping):
        raise ValueError(f"{kind.__name__} needs an object")
    source = {**data, "kind": data["as_kind"]} if "as_kind" in data else data
    hints = _hints(kind)
    try:
        return kind(**{name: _built(hint, source[name]) for name, hint in hints.items() if name in source})
    except TypeError as error:
        raise ValueError(f"{kind.__name__}: {error}") from error


def _one_of(kinds: tuple[Any, ...], data: Any) -> Any:
    if data is None and NoneType in kinds:
        return None
    classes = [kind for kind in kinds if isinstance(kind, type) and is_dataclass(kind)]
    if not classes or not isinstance(data, Mapping):
        others = [kind for kind in kinds if kind is not NoneType and kind not in classes]
        return _built(others[0], data) if len(others) == 1 else data
    for kind in classes:
        if kind_of(kind) == data.get("kind"):
            return _dataclass(kind, data)
    raise ValueError(f"unknown kind {data.get('kind')!r}")
