"""Fields of ops and of contents, taken with a sentence when they do not fit."""

from collections.abc import Collection, Mapping, Sequence

from agent.core.errors import InvalidArgumentsError


def allowed(fields: Mapping[str, object], *names: str, what: str) -> None:
    """No other fields than `names`. Raises InvalidArgumentsError."""
    unknown = [name for name in fields if name not in names]
    if unknown:
        raise InvalidArgumentsError(f"{what} has no {unknown[0]!r}. It has: {', '.join(names)}.")


def is_one(value: object, names: Collection[str]) -> bool:
    """Whether a value is one of these names; what cannot be looked up in a table, like a list, is none."""
    return isinstance(value, str) and value in names


def text_of(fields: Mapping[str, object], name: str, default: str | None = None) -> str:
    """A text. Raises InvalidArgumentsError."""
    value = fields.get(name, default)
    if not isinstance(value, str):
        raise InvalidArgumentsError(f"{name!r} must be a text.")
    return value


def number_of(fields: Mapping[str, object], name: str, default: int | None = None) -> int:
    """A whole number that is not negative. Raises InvalidArgumentsError."""
    value = fields.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InvalidArgumentsError(f"{name!r} must be a whole number.")
    return value


def rows_of(fields: Mapping[str, object], name: str = "rows") -> Sequence[Sequence[object]]:
    """A list of rows, each a list of values. Raises InvalidArgumentsError."""
    rows = fields.get(name, ())
    if not isinstance(rows, (list, tuple)) or not all(isinstance(row, (list, tuple)) for row in rows):
        raise InvalidArgumentsError(f"{name!r} must be a list of rows, each a list of values: [[1, 2], [3, 4]].")
    return rows


def object_of(fields: Mapping[str, object], name: str) -> Mapping[str, object]:
    """An object; empty when there is none. Raises InvalidArgumentsError."""
    value = fields.get(name, {})
    if not isinstance(value, Mapping):
        raise InvalidArgumentsError(f"{name!r} must be an object.")
    return value
