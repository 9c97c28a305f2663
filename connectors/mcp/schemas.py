"""What a tool takes, as its server says it: bounded, without a way out of itself, and checked before anything is sent.

JSON Schema 2020-12 by `jsonschema`, with an empty registry: no "$ref" is ever fetched. Patterns are not checked here (a
hostile one takes for ever), nor schemas whose references unfold without bounds; the server checks those itself.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError, best_match
from referencing import Registry
from referencing.exceptions import Unresolvable

from agent.core.errors import InvalidArgumentsError
from agent.core.messages import ToolCall
from connectors.mcp.results import UNSEEN

LARGEST = 64 * 1024
DEEPEST = 24
_UNFOLDED = 5_000
_LONGEST_CALL = 2_000_000
_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
_SLOW = frozenset({"pattern", "patternProperties", "format", "uniqueItems", "propertyNames", "$schema", "$id"})
_WORDS = frozenset({"description", "title", "$comment"})
_NAMED = frozenset({"properties", "$defs", "definitions", "dependentSchemas"})
Schema = Mapping[str, object]


class BadSchemaError(Exception):
    """Why a tool cannot be offered: in English, for the log."""


@dataclass(frozen=True, slots=True)
class Takes:
    """What a tool takes: `told` is the schema for the model, `checked` what its arguments are held against, None where
    only the server can say.
    """

    told: Schema
    checked: Schema | None

    def arguments(self, call: ToolCall) -> Mapping[str, object]:
        """The arguments of a call.

        Raises:
            InvalidArgumentsError: they are no JSON object, or not what the schema wants.
        """
        given = _parsed(call)
        if self.checked is None:
            return given
        validator = Draft202012Validator(self.checked, registry=Registry())
        # Models write null for what they leave out.
        without = {key: value for key, value in given.items() if value is not None}
        try:
            wrong = best_match(validator.iter_errors(given))
            if wrong is not None and len(without) < len(given):
                given, wrong = without, best_match(validator.iter_errors(without))
        except (Unresolvable, RecursionError):
            return given
        if wrong is not None:
            raise InvalidArgumentsError(f"{call.tool}: {_sentence(wrong)}")
        return given


def takes(schema: object) -> Takes:
    """What a schema of a server means.

    Raises:
        BadSchemaError: it is no object, too large, too deep, or refers to something outside of itself.
    """
    if not isinstance(schema, dict) or schema.get("type", "object") != "object":
        raise BadSchemaError("its arguments are no JSON object")
    if deep(schema, DEEPEST):
        raise BadSchemaError(f"its schema is deeper than {DEEPEST}")
    if len(json.dumps(schema)) > LARGEST:
        raise BadSchemaError(f"its schema is larger than {LARGEST} bytes")
    for node in _nodes(schema):
        for key in _REFERENCES:
            if not str(node.get(key, "#")).startswith("#"):
                raise BadSchemaError("its schema refers to something outside of itself")
    told = {"type": "object", "properties": {}, **{k: v for k, v in schema.items() if k not in ("$schema", "$id")}}
    if not isinstance(told["properties"], dict):
        raise BadSchemaError("its properties are no JSON object")
    legible = cast("Schema", _legible(told))
    return Takes(legible, _checkable(legible))


def _legible(value: object) -> object:
    """The schema, its descriptions without letters that nobody sees: they are read by the model and by the person.

    Raises:
        BadSchemaError: there are such letters in names and values, which cannot be left out.
    """
    if isinstance(value, str) and UNSEEN.search(value):
        raise BadSchemaError("there are letters in its schema that nobody sees")
    if isinstance(value, dict):
        _legible(list(value))
        return {
            key: UNSEEN.sub("", one) if key in _WORDS and isinstance(one, str) else _legible(one)
            for key, one in value.items()
        }
    return [_legible(one) for one in value] if isinstance(value, list) else value


def deep(value: object, most: int) -> bool:
    """Whether objects and lists stand in each other more than `most` times. Never recurses deeper than that."""
    if most < 0:
        return True
    if isinstance(value, dict):
        return any(deep(one, most - 1) for one in value.values())
    return isinstance(value, list) and any(deep(one, most - 1) for one in value)


def _checkable(schema: Schema) -> Schema | None:
    plain = cast("dict[str, object]", _plain(schema, named=False))
    try:
        Draft202012Validator.check_schema(plain)
    except (SchemaError, RecursionError):
        return None
    return plain if _unfolds(plain, plain, _UNFOLDED, ()) >= 0 else None


def _plain(value: object, *, named: bool) -> object:
    """The schema without what is slow to check. `named`: the keys are names that the server chose."""
    if isinstance(value, dict):
        kept = value if named else {key: one for key, one in value.items() if key not in _SLOW}
        return {key: _plain(one, named=not named and key in _NAMED) for key, one in kept.items()}
    return [_plain(one, named=False) for one in value] if isinstance(value, list) else value


def _unfolds(node: object, root: Schema, left: int, open_ones: tuple[str, ...]) -> int:
    """How much of `left` remains after a node with all that its references stand for; below 0 for too much, and for a
    reference that leads back to itself.
    """
    left -= 1
    if isinstance(node, dict):
        reference = node.get("$ref")
        if isinstance(reference, str):
            if reference in open_ones:
                return -1
            left = _unfolds(_at(root, reference), root, left, (*open_ones, reference))
        children = list(node.values())
    else:
        children = node if isinstance(node, list) else []
    for child in children:
        if left < 0:
            return left
        left = _unfolds(child, root, left, open_ones)
    return left


def _at(root: Schema, reference: str) -> object:
    """What a JSON pointer ("#/$defs/a") stands for, None for nothing."""
    found: object = root
    for part in reference.removeprefix("#").split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _nodes(value: object) -> Iterator[Schema]:
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from _nodes(one)
    elif isinstance(value, list):
        for one in value:
            yield from _nodes(one)


def _parsed(call: ToolCall) -> Mapping[str, object]:
    if len(call.arguments) > _LONGEST_CALL:
        raise InvalidArgumentsError(f"The arguments of {call.tool} are too long: at most {_LONGEST_CALL} characters.")
    try:
        given = json.loads(call.arguments or "{}")
    except (ValueError, RecursionError) as error:
        raise InvalidArgumentsError(f"The arguments of {call.tool} are not JSON: {error}") from error
    if not isinstance(given, dict):
        raise InvalidArgumentsError(f"The arguments of {call.tool} must be one JSON object.")
    if deep(given, DEEPEST):
        raise InvalidArgumentsError(f"The arguments of {call.tool} are nested more than {DEEPEST} times.")
    return given


def _sentence(wrong: ValidationError) -> str:
    where = ".".join(str(part) for part in wrong.absolute_path)
    said = wrong.message if len(wrong.message) <= 300 else f"{wrong.message[:300]}…"
    return f"{where!r}: {said}" if where else said
