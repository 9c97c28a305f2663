"""Frozen values to JSON and back, by their type hints: for the Journal, the wire and `--json`.

How a class is written and read is worked out once: a long Session is some hundred thousand values.
"""

import gc
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Reader = Callable[[Any], Any]
_ATOMS = frozenset({str, int, float, bool, NoneType})
_LISTS = (list, tuple, set, frozenset)


def kind_of(kind: type) -> str:
    """The tag of a class in JSON: its name in snake_case."""
    return _tag(cast("Any", kind))


@cache
def _tag(kind: type) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in kind.__name__).lstrip("_")


def plain(value: Any) -> Any:
    """`value` as JSON-able data; a dataclass becomes an object with its `kind`."""
    kind: Any = type(value)
    if kind in _ATOMS:
        return value
    if (shape := _shape(kind)) is not None:
        shown: dict[str, Any] = {"kind": shape[0]}
        for name, key in shape[1]:
            shown[key] = plain(getattr(value, name))
        return shown
    if isinstance(value, _LISTS):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    return str(value) if isinstance(value, StrEnum) else value


@cache
def _shape(kind: type) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """The tag of a dataclass, and its fields with their names in JSON; a field "kind" gives way to the tag."""
    if not is_dataclass(kind):
        return None
    names = sorted((field.name for field in fields(kind)), key=lambda name: name != "kind")
    return kind_of(kind), tuple((name, "as_kind" if name == "kind" else name) for name in names)


def dumps(value: Any) -> str:
    """One line of JSON in ASCII, so that undecodable file names survive as escapes."""
    return json.dumps(plain(value), ensure_ascii=True, separators=(",", ":"))


@contextmanager
def bulk() -> Iterator[None]:
    """While very many values are built: all of them stay, so that looking for garbage among them again and again is
    most of the time that it takes. Afterwards they count as old at once, without being looked at.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def built(kind: type[T], data: Any) -> T:
    """The value of type `kind` that `plain` turned into `data`. Unknown fields are ignored, missing ones default.

    Raises:
        ValueError: when `data` does not fit `kind`.
    """
    return reader(kind)(data)


def reader(kind: type[T]) -> Callable[[Any], T]:
    """What `built` does for one `kind`, for many values of it: looking up a wide union costs as much as an Event."""
    return _reader(cast("Any", kind)) or _as_it_is


def _as_it_is(data: Any) -> Any:
    return data


@cache
def _reader(kind: Any) -> Reader | None:
    """What makes a value of that type; None when data is taken as it is."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _union_reader(get_args(kind))
    if origin is tuple:
        one = _reader(get_args(kind)[0])
        return tuple if one is None else partial(_many, one)
    if isinstance(kind, type) and is_dataclass(kind):
        return _Record(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return partial(_member, kind, {str(member): member for member in kind})
    return None


def _many(one: Reader, data: Any) -> tuple[Any, ...]:
    return tuple([one(item) for item in data])


def _member(kind: type[StrEnum], members: Mapping[str, StrEnum], data: Any) -> StrEnum:
    return members.get(data) or kind(data)


class _Record:
    """Reads a dataclass. Its fields are looked at when the first one comes: a class may hold itself.

    Most fields are taken as they are, so only those that hold other values are gone through.
    """

    def __init__(self, kind: type) -> None:
        self._kind = kind
        self._names: frozenset[str] | None = None
        self._nested: tuple[tuple[str, Reader], ...] = ()

    def __call__(self, data: Any) -> Any:
        if not _is_object(data):
            raise ValueError(f"{self._kind.__name__} needs an object")
        names = self._names or self._planned()
        values = dict(data)
        tag = values.pop("kind", None)
        if "as_kind" in values:
            values["kind"] = values.pop("as_kind")
        elif "kind" in names and tag is not None:
            values["kind"] = tag
        if not values.keys() <= names:
            values = {name: value for name, value in values.items() if name in names}
        try:
            for name, read in self._nested:
                if name in values:
                    values[name] = read(values[name])
            return self._kind(**values)
        except TypeError as error:
            raise ValueError(f"{self._kind.__name__}: {error}") from error

    def _planned(self) -> frozenset[str]:
        readers = {name: _reader(hint) for name, hint in get_type_hints(self._kind).items()}
        self._nested = tuple((name, read) for name, read in readers.items() if read is not None)
        self._names = frozenset(readers)
        return self._names


def _is_object(data: Any) -> bool:
    return type(data) is dict or isinstance(data, Mapping)  # the first is what it is a hundred thousand times


def _union_reader(kinds: tuple[Any, ...]) -> Reader:
    classes = {kind_of(kind): _reader(kind) for kind in kinds if isinstance(kind, type) and is_dataclass(kind)}
    others = [k for k in kinds if k is not NoneType and not (isinstance(k, type) and is_dataclass(k))]
    other = _reader(others[0]) if len(others) == 1 else None
    return partial(_one_of, cast("dict[str, Reader]", classes), other, NoneType in kinds)


def _one_of(classes: Mapping[str, Reader], other: Reader | None, optional: bool, data: Any) -> Any:
    if data is None and optional:
        return None
    if not classes or not _is_object(data):
        return data if other is None else other(data)
    tag = data.get("kind")
    read = classes.get(tag) if isinstance(tag, str) else None
    if read is None:
        raise ValueError(f"unknown kind {tag!r}")
    return read(data)
