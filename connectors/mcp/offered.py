"""What a server offers, as it is kept: tools that can be used, each with what the person agrees to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import mcp_types as types

from connectors.mcp.names import tool_names
from connectors.mcp.pins import Said, canonical
from connectors.mcp.results import UNSEEN, one_line
from connectors.mcp.schemas import BadSchemaError, Takes, takes

MOST_TOOLS = 64
MOST_WORDS = 60_000
LONGEST_DESCRIPTION = 1_500
MOST_PROMPTS = 100


@dataclass(frozen=True, slots=True)
class Offered:
    """A tool: `name` is the server's, `called` the model's. `destroys`: the server itself says that it may."""

    name: str
    called: str
    description: str
    takes: Takes
    said: Said
    destroys: bool = False


@dataclass(frozen=True, slots=True)
class Prompt:
    """A text of the server's that the person can ask for, with the names of what it wants to be told."""

    name: str
    description: str
    wants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All of it. `instructions` is what the server says of how to use it, bounded; words of the outside."""

    tools: tuple[Offered, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    resources: bool = False
    instructions: str = ""
    left_out: int = field(default=0, compare=False)


def offered(connector: str, tools: Sequence[types.Tool], log: Callable[[str], None]) -> tuple[Offered, ...]:
    """The tools that can be used. One that cannot costs no other; why is told to the log."""
    called, words = tool_names(connector, [one.name for one in tools]), 0
    found: list[Offered] = []
    seen: set[str] = set()
    for tool in tools:
        if tool.name in seen:
            log(f"two of its tools are called {one_line(tool.name, 80)!r}; the first counts")
            continue
        seen.add(tool.name)
        try:
            made = _offered(tool, called[tool.name])
        except BadSchemaError as error:
            log(f"{one_line(tool.name, 80)!r} is not offered: {error}")
            continue
        words += len(made.description) + len(canonical(made.takes.told))
        if len(found) == MOST_TOOLS or words > MOST_WORDS:
            log(f"only {len(found)} of {len(tools)} tools are offered: more would fill the model")
            break
        found.append(made)
    return tuple(found)


def _offered(tool: types.Tool, called: str) -> Offered:
    takes_what, hints = takes(tool.input_schema), tool.annotations
    told = _plain(tool.description or "")
    said = {"description": tool.description or "", "title": tool.title or "", "inputSchema": dict(tool.input_schema)}
    if hints is not None:
        said["annotations"] = hints.model_dump(by_alias=True, exclude_none=True)
    # An annotation is a hint: it can only ask for more care than every tool gets anyway.
    destroys = hints is not None and hints.destructive_hint is True and hints.read_only_hint is not True
    return Offered(tool.name, called, told, takes_what, Said(tool.name, canonical(said)), destroys)


def prompts(listed: Sequence[types.Prompt]) -> tuple[Prompt, ...]:
    """Those that can be asked for."""
    return tuple(
        Prompt(one.name, one_line(one.description or "", 200), tuple(a.name for a in (one.arguments or [])[:20]))
        for one in listed[:MOST_PROMPTS]
    )


def _plain(text: str) -> str:
    """A description with its lines, without letters that nobody sees, bounded."""
    seen = UNSEEN.sub("", text[: 2 * LONGEST_DESCRIPTION])
    kept = "".join(letter for letter in seen if letter.isprintable() or letter == "\n")
    return kept if len(kept) <= LONGEST_DESCRIPTION else f"{kept[: LONGEST_DESCRIPTION - 1]}…"
