"""What tools of the provider did, as words at the end of its answer. Part of the wire: loaded only when one is asked.

The person must see where an answer came from, and the next model must hear it, whoever it is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic_ai.messages import ModelResponsePart, NativeToolCallPart, NativeToolReturnPart, TextPart

from agent.core.actions import Source, Trust
from agent.models.address import host_of

_LONGEST = 400
_MOST_SOURCES = 20
_ASKED = ("query", "queries", "url", "urls", "goal", "code")
_GAVE = ("logs", "output", "stdout")


def told(parts: Sequence[ModelResponsePart]) -> str:
    """Lines such as "[web_search] rates today" and "- Title: https://..."; "" when nothing ran."""
    ran = [
        line for part in parts if isinstance(part, NativeToolCallPart | NativeToolReturnPart) for line in _line(part)
    ]
    sources = {url: title for part in parts for url, title in _sources(part)}
    titles = {url: title for part in parts for url, title in _sources(part) if title}
    lines = [f"- {titles[url]}: {url}" if url in titles else f"- {url}" for url in list(sources)[:_MOST_SOURCES]]
    return "\n".join([*dict.fromkeys(ran), *lines])


def heard_from(parts: Sequence[ModelResponsePart]) -> tuple[Source, ...]:
    """Where words came in from outside: the hosts of the pages, or just the web. Code that ran there brings in none."""
    ran = any(isinstance(part, NativeToolReturnPart) and part.tool_name != "code_execution" for part in parts)
    hosts = dict.fromkeys(host_of(url) for part in parts for url, _ in _sources(part))
    names = [host for host in hosts if host] or (["web"] if ran else [])
    return tuple(Source(Trust.OUTSIDE, name) for name in names[:_MOST_SOURCES])


def _line(part: NativeToolCallPart | NativeToolReturnPart) -> Iterator[str]:
    found = part.args_as_dict() if isinstance(part, NativeToolCallPart) else part.content
    names = _ASKED if isinstance(part, NativeToolCallPart) else _GAVE
    words = next(_values(found, names), "")
    if words or isinstance(part, NativeToolCallPart):
        yield f"[{part.tool_name}] {_short(words)}".rstrip()


def _values(found: object, names: Iterable[str]) -> Iterator[str]:
    """The words under the first of the names that is there, at any depth."""
    if isinstance(found, Mapping):
        for name in names:
            if value := found.get(name):
                yield ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        found = list(found.values())
    for inner in found if isinstance(found, list) else ():
        yield from _values(inner, names)


def _sources(part: ModelResponsePart) -> Iterator[tuple[str, str]]:
    if isinstance(part, TextPart):
        for citation in part.citations or ():
            for source in citation.sources:
                if url := getattr(source, "url", None):
                    yield str(url), str(getattr(source, "title", None) or "")
    if isinstance(part, NativeToolReturnPart):
        yield from _pages(part.content)


def _pages(found: object) -> Iterator[tuple[str, str]]:
    """Everything with an address in it, at any depth."""
    if isinstance(found, Mapping):
        url = found.get("url") or found.get("uri")
        if isinstance(url, str) and url.startswith("http"):
            yield url, str(found.get("title") or "")
        found = list(found.values())
    for inner in found if isinstance(found, list) else ():
        yield from _pages(inner)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."
