"""Formulas as a file holds them: prefixes for newer functions, and for the names that LET and LAMBDA give.

[MS-XLSX] 2.2.2 (future functions). `_xlpm.` marks such a name, `_xlop.` one that may be left out, `_xleta.` a function
that is handed over by its name, as in BYROW(A1:C9,SUM). Without them Excel shows #NAME?.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.core.errors import InvalidArgumentsError
from agent.documents.xlsx.calc_functions import PREFIXES, bare_name
from agent.documents.xlsx.formula_tokens import Token

_NAME, _OPTIONAL, _HANDED = "_xlpm.", "_xlop.", "_xleta."
# They take a function as one of their arguments.
_TAKERS = frozenset({"BYROW", "BYCOL", "MAP", "REDUCE", "SCAN", "MAKEARRAY", "GROUPBY", "PIVOTBY"})
_CONSTANTS = frozenset({"TRUE", "FALSE"})


@dataclass(slots=True)
class _Frame:
    """An open bracket: the function before it, the number of the argument, the names that it gave so far."""

    function: str = ""
    argument: int = 0
    names: set[str] = field(default_factory=set)

    @property
    def names_now(self) -> bool:
        """Whether a name that stands alone in this argument, before others, is given by it."""
        return self.function == "LAMBDA" or (self.function == "LET" and self.argument % 2 == 0)


def prefixed(tokens: Sequence[Token]) -> str:
    """The formula with all prefixes.

    Raises:
        InvalidArgumentsError: LET or LAMBDA gives a name that is that of a cell.
    """
    out: list[str] = []
    frames = [_Frame()]
    for at, token in enumerate(tokens):
        out.append(_written(tokens, at, frames))
        if token.text in {"(", "{"} and token.kind == "other":
            function = bare_name(_beside(tokens, at, -1).text) if token.text == "(" else ""
            frames.append(_Frame(function))
        elif token.text in {")", "}"} and token.kind == "other" and len(frames) > 1:
            frames.pop()
        elif token.text == "," and token.kind == "other":
            frames[-1].argument += 1
    return "".join(out)


def is_called(tokens: Sequence[Token], at: int) -> bool:
    """Whether a bracket follows a token."""
    return _beside(tokens, at, 1).text == "("


def _written(tokens: Sequence[Token], at: int, frames: Sequence[_Frame]) -> str:
    token = tokens[at]
    alone = _beside(tokens, at, -1).text in {"(", ","} and _beside(tokens, at, 1).text == ","
    if alone and frames[-1].names_now and token.kind in {"name", "cell", "columns_of_table"}:
        return _given(token, frames[-1])
    if token.kind != "name" or _beside(tokens, at, -1).kind == "sheet":
        return token.text
    if any(token.text.casefold() in frame.names for frame in frames):
        return _NAME + token.text
    if is_called(tokens, at):
        return PREFIXES.get(token.text.upper(), token.text)
    handed = frames[-1].function in _TAKERS and token.text.isalpha() and token.text.isascii()
    return _HANDED + token.text if handed and token.text.upper() not in _CONSTANTS else token.text


def _given(token: Token, frame: _Frame) -> str:
    """A name where LET or LAMBDA gives it."""
    if token.kind == "cell":
        raise InvalidArgumentsError(f"{token.text} is a cell and cannot be a name in {frame.function}. Take another.")
    prefix = _OPTIONAL if token.kind == "columns_of_table" else _NAME
    name = token.text.strip("[]")
    if name.startswith((_NAME, _OPTIONAL)):
        return name
    frame.names.add(name.casefold())
    return prefix + name


def _beside(tokens: Sequence[Token], at: int, step: int) -> Token:
    """The next token in a direction that is no blank."""
    at += step
    while 0 <= at < len(tokens):
        if not tokens[at].text.isspace():
            return tokens[at]
        at += step
    return Token("other", "")
