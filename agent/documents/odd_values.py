"""What no op, no content and no part may hold, refused once for all calls before a worker is asked."""

import math
from collections.abc import Mapping
from itertools import chain

from agent.core.errors import InvalidArgumentsError
from agent.documents.lines import FILE

# Deeper than any op, and far from where Python's own stack ends.
_DEEPEST = 100
# What a float holds; beyond it no format has numbers.
_MOST_BITS = 1023


def refuse_odd(arguments: Mapping[str, object]) -> None:
    """Refuse what would fail somewhere later: numbers that are none, things too deep, and objects
    that look like an encoded file: only a Path becomes a file that a worker opens.

    Raises:
        InvalidArgumentsError: there is such a value.
    """
    level: list[object] = [arguments]
    for _ in range(_DEEPEST):
        for one in level:
            _refuse_scalar(one)
        level = list(chain.from_iterable(map(_inside, level)))
        if not level:
            return
    raise InvalidArgumentsError(f"The arguments lie inside each other more than {_DEEPEST} deep. Make them flat.")


def _inside(value: object) -> tuple[object, ...] | list[object]:
    if isinstance(value, Mapping):
        if FILE in value:
            raise InvalidArgumentsError(f"There is no field {FILE!r}.")
        return [*value, *value.values()]
    return value if isinstance(value, (list, tuple)) else ()


def _refuse_scalar(value: object) -> None:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise InvalidArgumentsError(f"{value} is no number that a document can hold. Use a number, null or a text.")
    elif isinstance(value, int) and value.bit_length() > _MOST_BITS:
        raise InvalidArgumentsError("A number with more than 308 digits fits into no document. Write it as a text.")
