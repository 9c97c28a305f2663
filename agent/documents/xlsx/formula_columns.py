"""Structured references that follow new titles of a table's columns. ECMA-376 part 1, 18.5.1 and 18.17.6."""

import re
from collections.abc import Iterator, Mapping

from agent.documents.xlsx.formula_tokens import Token, tokens_of

_INNER = re.compile(r"\[((?:'.|[^\[\]'])*)\]")
_CODED = re.compile(r"'(.)", re.DOTALL)
_PLAIN_ROW = re.compile(r"\[\s*@\s*((?:'.|[^\[\]',:])+?)\s*\]$", re.DOTALL)


class UnfollowedError(Exception):
    """A formula names a column in a way that leads to no certain table."""


def with_columns(formula: str, table: str, titles: Mapping[str, str]) -> str:
    """The formula with references to columns of `table` leading to their new titles.

    `titles` gives the new title of each column by its old one, casefolded, both as the table tells them.

    Raises:
        UnfollowedError: brackets without a table, or behind the name of a book, name one of the columns.
    """
    return "".join(_pieces(formula, table.casefold(), titles)) if "[" in formula else formula


def _pieces(formula: str, table: str, titles: Mapping[str, str]) -> Iterator[str]:
    held = [Token("", ""), Token("", "")]
    for token in tokens_of(formula):
        told = token.text
        if token.kind == "columns_of_table" and (fresh := _retold(told, titles)) != told:
            mine = held[1].text.casefold() == table
            if held[1].kind != "name" or (mine and held[0].kind == "sheet"):
                raise UnfollowedError
            told = fresh if mine else told
        yield told
        held = [held[1], token]


def _retold(told: str, titles: Mapping[str, str]) -> str:
    """The brackets of one reference: "[Amount]", "[@Amount]", "[[#This Row],[Amount]]", "[[A]:[C]]"."""
    inside = told[1:-1]
    row = _PLAIN_ROW.fullmatch(told)
    if row is not None:
        title = _new(row[1], titles)
        return told if title is None else f"[@[{title}]]"
    if "[" not in _CODED.sub("", inside):
        title = _new(inside.strip(), titles)
        return told if title is None else f"[{title}]"
    return f"[{_INNER.sub(lambda one: _inner(one[0], one[1], titles), inside)}]"


def _inner(told: str, title: str, titles: Mapping[str, str]) -> str:
    fresh = _new(title, titles)
    return told if fresh is None else f"[{fresh}]"


def _new(title: str, titles: Mapping[str, str]) -> str | None:
    """The new title as a formula writes it, None when the column keeps its own."""
    fresh = None if title.startswith("#") else titles.get(folded(_CODED.sub(r"\1", title)))
    return None if fresh is None else re.sub(r"(['\[\]#@])", r"'\1", fresh)


def folded(title: str) -> str:
    """A title as titles are compared: without case, and any blanks alike."""
    return " ".join(title.replace("_x000a_", " ").split()).casefold()
