"""Files that the ops and contents of a document name: {"file": "pictures/a.png"} becomes a private copy."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar, cast

Given = TypeVar("Given")


def files_in(value: object) -> Iterator[str]:
    """The names of all files that ops or contents name."""
    match value:
        case {"file": str(name), **rest} if not rest:
            yield name
        case Mapping():
            for one in value.values():
                yield from files_in(one)
        case list() | tuple():
            for one in value:
                yield from files_in(one)
        case _:
            return


def with_copies(value: Given, copy: Callable[[str], Path]) -> Given:
    """The same ops or contents with a Path, which `copy` gives, for each file that they name."""
    return cast("Given", _with_copies(value, copy))  # a list stays a list, an object an object


def _with_copies(value: object, copy: Callable[[str], Path]) -> object:
    match value:
        case {"file": str(name), **rest} if not rest:
            return copy(name)
        case Mapping():
            return {key: _with_copies(one, copy) for key, one in value.items()}
        case list() | tuple():
            return [_with_copies(one, copy) for one in value]
        case _:
            return value
