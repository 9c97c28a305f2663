"""Ops of `edit`: one table for each format, so that what is carried out, allowed and explained is told once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Generic, TypeVar

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_fields import allowed

Draft = TypeVar("Draft")
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Operation(Generic[Draft]):
    """What carries out an op on a draft, the fields that it takes beside "op", and its form.

    `form` is a line of JSON as a model has to write it, with its rules behind it.
    """

    run: Callable[[Draft, Op], Words]
    fields: tuple[str, ...]
    form: str


def carried_out(table: Mapping[str, Operation[Draft]], draft: Draft, op: Op, what: str) -> Words:
    """Carry out one op; `what` is the document ("a workbook").

    Raises:
        InvalidArgumentsError: there is no such op, it has no such field, or it does not fit.
    """
    name = str(op.get("op"))
    if name not in table:
        raise InvalidArgumentsError(f"{name!r} is no operation on {what}. There are {', '.join(table)}.")
    operation = table[name]
    allowed(op, "op", *operation.fields, what=repr(name))
    _refuse_halves(op)
    return operation.run(draft, op)


def _refuse_halves(value: object) -> None:
    """Lone surrogates, which no file can hold; formats that leave them out do so before."""
    if isinstance(value, str):
        if not value.isascii() and _HALF.search(value):
            raise InvalidArgumentsError(f"{value[:40]!a} holds half of a character, which no file can hold.")
    elif isinstance(value, Mapping):
        for one in chain(value, value.values()):
            _refuse_halves(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            _refuse_halves(one)
