"""Placeholders of a Word template: {{name}}, lists {{#items}} ... {{/items}}, and what stands there instead of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agent.documents.docx.names import is_within
from agent.documents.docx.tree import Element, name_of

PLACEHOLDER = re.compile(r"\{\{\s*([#^/]?)\s*([^{}#^/]*?)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Context:
    """Values that placeholders are filled with: those of an item of a list lie over those of the whole."""

    values: Mapping[str, object]
    item: object = None
    above: "Context | None" = None

    def has(self, name: str) -> bool:
        """Whether there is such a value."""
        return self._found(name) is not _NONE

    def of(self, name: str) -> object:
        """The value of "name", "customer.name" or "." for an item that is no object."""
        found = self._found(name)
        return None if found is _NONE else found

    def _found(self, name: str) -> object:
        if name == ".":
            return self.item if self.above is not None else _NONE
        if name in self.values:
            return self.values[name]
        first, dot, rest = name.partition(".")
        inner = self.values.get(first)
        if dot and isinstance(inner, Mapping):
            return Context(inner)._found(rest)
        return self.above._found(name) if self.above is not None else _NONE

    def within(self, item: object) -> "Context":
        """The values inside of a list, for one of its items."""
        return Context(item if isinstance(item, Mapping) else {}, item, self)


_NONE = object()


def items_of(value: object, context: Context, *, inverted: bool) -> list[Context]:
    """How often a section comes, and with which values: for each item of a list, once for something, never for none."""
    if inverted:
        return [] if value else [context]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [context.within(item) for item in value]
    if isinstance(value, Mapping):
        return [context.within(value)]
    return [context] if value else []


def said(value: object) -> str:
    """A value as words: nothing for none, whole numbers without a point."""
    if value is None or value is False:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "✓" if value is True else str(value)


def flat_text(element: Element) -> str:
    """All words below an element, those of text boxes once."""
    return "".join(
        one.text or "" for one in element.iter("{*}t") if name_of(one) == "t" and not is_within(one, "Fallback")
    )


def placeholders_in(text: str) -> list[str]:
    """The placeholders in a text, each once: "name", "#items"."""
    found = (f"{one[1]}{one[2]}" for one in PLACEHOLDER.finditer(text) if one[2] and one[1] != "/")
    return list(dict.fromkeys(found))
