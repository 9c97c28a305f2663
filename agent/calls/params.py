"""Arguments of ToolCalls: parsed and checked, with words for the model that say what would be right."""

import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from agent.core.errors import InvalidArgumentsError
from agent.core.messages import ToolCall, ToolSpec

_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}
_AROUND = 30
_CALLED: Mapping[type, str] = {str: "string", int: "integer", float: "number", bool: "boolean", list: "array",
                               dict: "object", type(None): "null"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arguments:
    """Checked arguments; a missing one has the default that is asked for."""

    values: Mapping[str, object]

    def text(self, key: str, default: str = "") -> str:
        """A string."""
        return str(self.values.get(key, default))

    def number(self, key: str, default: int) -> int:
        """An integer."""
        value = self.values.get(key, default)
        return value if isinstance(value, int) else default

    def flag(self, key: str) -> bool:
        """A boolean, False when missing."""
        return self.values.get(key) is True

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings.

        Raises:
            InvalidArgumentsError: an item is no string.
        """
        items = self.listed(key)
        if not all(isinstance(item, str) for item in items):
            raise InvalidArgumentsError(f"{key!r} must be a list of texts.")
        return tuple(str(item) for item in items)

    def objects(self, key: str) -> tuple[Mapping[str, object], ...]:
        """A list of objects.

        Raises:
            InvalidArgumentsError: an item is no object.
        """
        items = self.listed(key)
        if not all(isinstance(item, dict) for item in items):
            raise InvalidArgumentsError(f"{key!r} must be a list of objects.")
        return tuple(item for item in items if isinstance(item, dict))

    def listed(self, key: str) -> Sequence[object]:
        """A list as it is, empty when missing."""
        value = self.values.get(key, [])
        return value if isinstance(value, list) else []

    def mapping(self, key: str) -> Mapping[str, object]:
        """An object, empty when missing."""
        value = self.values.get(key, {})
        return value if isinstance(value, dict) else {}


def parsed(call: ToolCall, spec: ToolSpec) -> Arguments:
    """The arguments of `call`, checked against the properties, types and required names of the ToolSpec.

    null counts as missing, except where a value is required.

    Raises:
        InvalidArgumentsError: malformed JSON, an unknown name, a missing one, or a value of another type.
    """
    given = _object(call)
    properties = cast("Mapping[str, Mapping[str, object]]", spec.parameters["properties"])
    required = cast("Sequence[str]", spec.parameters["required"])
    values = {name: value for name, value in given.items() if value is not None or name in required}
    takes = ", ".join(f"{name} (required)" if name in required else name for name in properties)
    unknown = [name for name in values if name not in properties]
    if unknown:
        near = difflib.get_close_matches(unknown[0].lower(), properties, n=1, cutoff=0.5)
        meant = f" Did you mean {near[0]!r}?" if near else ""
        raise InvalidArgumentsError(f"{call.tool} has no argument {_named(unknown)}.{meant} It takes: {takes}.")
    missing = [name for name in required if name not in values]
    if missing:
        raise InvalidArgumentsError(f"{call.tool} needs {_named(missing)}. It takes: {takes}.")
    return Arguments({name: _fitted(call.tool, name, value, properties[name]) for name, value in values.items()})


def schema(required: Sequence[str] = (), **properties: Mapping[str, object]) -> Mapping[str, object]:
    """A JSON Schema of type object."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def array(items: Mapping[str, object]) -> Mapping[str, object]:
    """A JSON Schema of a list. Providers refuse a list that does not say of what."""
    return {"type": "array", "items": items}


def fields(**properties: Mapping[str, object]) -> Mapping[str, object]:
    """A JSON Schema of an object that may have these properties, and others."""
    return {"type": "object", "properties": properties, "additionalProperties": True}


def _object(call: ToolCall) -> Mapping[str, object]:
    try:
        values = json.loads(call.arguments or "{}")
    except json.JSONDecodeError as error:
        raise InvalidArgumentsError(
            f"The arguments of {call.tool} are not JSON: {error.msg} {_where(error)}. Send the call again as one JSON "
            'object; a backslash or a quotation mark in a text is written \\\\ or \\".'
        ) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, lists in lists without end
        raise InvalidArgumentsError(f"The arguments of {call.tool} cannot be read: {error}") from error
    if not isinstance(values, dict):
        raise InvalidArgumentsError(f"The arguments of {call.tool} must be one JSON object.")
    return values


def _where(error: json.JSONDecodeError) -> str:
    """The place of an error, with what stands before and after it."""
    if error.pos >= len(error.doc):
        return f"at their end, after {error.doc[-_AROUND:]!r}: they are cut off"
    before, after = error.doc[max(0, error.pos - _AROUND) : error.pos], error.doc[error.pos : error.pos + _AROUND]
    return f"at character {error.pos}, between {before!r} and {after!r}"


def _fitted(tool: str, name: str, value: object, told: Mapping[str, object]) -> object:
    """The value as its type wants it; what small models write instead of it is taken as it is meant."""
    kind = str(told["type"])
    meant = _meant(value, kind)
    if not isinstance(meant, _TYPES[kind]) or (kind == "integer" and isinstance(meant, bool)):
        raise InvalidArgumentsError(f"{tool}: {name!r} must be of type {kind}, not {_CALLED[type(value)]}.")
    if "enum" in told and meant not in cast("Sequence[object]", told["enum"]):
        known = ", ".join(map(str, cast("Sequence[object]", told["enum"])))
        raise InvalidArgumentsError(f"{tool}: {name!r} cannot be {meant!r}; there are {known}.")
    return meant


def _meant(value: object, kind: str) -> object:
    if isinstance(value, str) and kind in ("integer", "array", "object"):
        value = _unpacked(value)
    return [value] if kind == "array" and isinstance(value, (dict, str)) else value


def _unpacked(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _named(names: Sequence[str]) -> str:
    return ", ".join(map(repr, names))
