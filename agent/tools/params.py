"""Arguments of ToolCalls: parsed and checked, with words for the model that say what would be right."""

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

    Raises:
        InvalidArgumentsError: malformed JSON, an unknown name, a missing one, or a value of another type.
    """
    values = _object(call)
    properties = cast("Mapping[str, Mapping[str, object]]", spec.parameters["properties"])
    required = cast("Sequence[str]", spec.parameters["required"])
    unknown = [name for name in values if name not in properties]
    if unknown:
        raise InvalidArgumentsError(f"{call.tool} knows no {', '.join(unknown)}. It takes: {', '.join(properties)}.")
    missing = [name for name in required if name not in values]
    if missing:
        raise InvalidArgumentsError(f"{call.tool} needs {', '.join(missing)}.")
    for name, value in values.items():
        _checked(call.tool, name, value, str(properties[name]["type"]))
    return Arguments(values)


def schema(required: Sequence[str] = (), **properties: Mapping[str, object]) -> Mapping[str, object]:
    """A JSON Schema of type object."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _object(call: ToolCall) -> Mapping[str, object]:
    try:
        values = json.loads(call.arguments or "{}")
    except ValueError as error:
        raise InvalidArgumentsError(f"The arguments of {call.tool} are not JSON: {error}. Send them again.") from error
    if not isinstance(values, dict):
        raise InvalidArgumentsError(f"The arguments of {call.tool} must be one JSON object.")
    return values


def _checked(tool: str, name: str, value: object, kind: str) -> None:
    fits = isinstance(value, _TYPES[kind]) and not (kind == "integer" and isinstance(value, bool))
    if not fits:
        raise InvalidArgumentsError(f"{tool}: {name!r} must be of type {kind}, not {type(value).__name__}.")
