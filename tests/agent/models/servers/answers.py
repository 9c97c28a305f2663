"""What a fake provider says, before it is put into a protocol."""

from dataclasses import dataclass

Body = dict
Event = tuple[str, bytes]
"""A labelled piece of a stream: start, think, text, args, call, finish or done; faults are placed by the labels."""


@dataclass(frozen=True)
class Given:
    """An answer. `opaque` is what must come back with it, unmodified; each call is (id, tool, arguments).

    `first` is a part of the same answer that comes before, with reasoning of its own; `ran` is what a tool of the
    provider looked for.
    """

    text: str = ""
    thinking: str = ""
    opaque: str = ""
    calls: tuple[tuple[str, str, str], ...] = ()
    finish: str = ""
    input: int = 100
    cached: int = 40
    written: int = 20
    output: int = 10
    first: "Given | None" = None
    ran: str = ""

    @property
    def ends(self) -> str:
        """Why it ended: stop, calls, length, filter or pause."""
        return self.finish or ("calls" if self.calls else "stop")


def halves(text: str) -> tuple[str, str]:
    """A text in two pieces, so that a stream can be cut between them."""
    at = (len(text) + 1) // 2
    return text[:at], text[at:]


def schema_wrongs(schema: object, where: str = "parameters") -> list[str]:
    """What is wrong with a tool's schema for the strictest of the systems: a property without a type."""
    if not isinstance(schema, dict):
        return [f"{where} is no object"]
    found = [] if "type" in schema or {"anyOf", "enum", "$ref"} & set(schema) else [f"{where} has no type"]
    for name, inner in schema.get("properties", {}).items():
        found += schema_wrongs(inner, f"{where}.{name}")
    if "items" in schema:
        found += schema_wrongs(schema["items"], f"{where}[]")
    return found


def unknown_fields(body: Body, known: frozenset[str]) -> list[str]:
    """Fields that the provider does not know, which strict ones refuse."""
    return [f"unknown field {name}" for name in body if name not in known]
