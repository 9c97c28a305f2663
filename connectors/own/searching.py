"""Providers of web search: how each is asked, and where its answers lie in what it sends. One line of a table each.

Sources: docs.searxng.org/dev/search_api.html; api-dashboard.search.brave.com/app/documentation/web-search;
docs.tavily.com/documentation/api-reference/endpoint/search; help.kagi.com/kagi/api/search.html.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit, urlunsplit

from agent.core.errors import ToolError
from agent.core.words import Words
from agent.web.getting import Request

_NO_ANSWER = Words("{host} sent no list of results.", "{host} から検索結果の一覧が届きませんでした。")
_LONGEST = 500
_HOLE = re.compile(r"\{(?:query|count|key)\}")


@dataclass(frozen=True, slots=True)
class Provider:
    """How a provider is asked. `address` is its usual one ("": the person's own server); {query}, {count} and {key} are
    put in. `body` is a JSON object for a POST, None for a GET. `rows` is the path to the list of answers, the others
    are keys of one of them.
    """

    address: str
    rows: tuple[str, ...]
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, object] | None = None
    title: str = "title"
    link: str = "url"
    words: str = "description"


CALLED: Mapping[str, Words] = {
    "searxng": Words("SearXNG (your own server)", "SearXNG（自分のサーバー）"),
    "brave": Words("Brave Search", "Brave Search"),
    "tavily": Words("Tavily", "Tavily"),
    "kagi": Words("Kagi", "Kagi"),
}
PROVIDERS: Mapping[str, Provider] = {
    "searxng": Provider("", ("results",), words="content"),
    "brave": Provider(
        "https://api.search.brave.com/res/v1/web/search?q={query}&count={count}",
        ("web", "results"),
        {"X-Subscription-Token": "{key}", "Accept": "application/json"},
    ),
    "tavily": Provider(
        "https://api.tavily.com/search",
        ("results",),
        {"Authorization": "Bearer {key}"},
        {"query": "{query}", "max_results": "{count}"},
        words="content",
    ),
    "kagi": Provider(
        "https://kagi.com/api/v0/search?q={query}&limit={count}",
        ("data",),
        {"Authorization": "Bot {key}"},
        words="snippet",
    ),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """An answer of a search."""

    title: str
    link: str
    words: str


def asking(provider: Provider, own: str, key: str, query: str, count: int) -> tuple[str, Request]:
    """The address and the request of a search. `own` is the address of the person's own server, or ""."""
    address = _own(own) if own else provider.address
    put = {"{query}": query, "{count}": str(count), "{key}": key}
    headers = {name: _put(value, put) for name, value in provider.headers.items()}
    if provider.body is None:
        return _put(address, {name: quote(value, safe="") for name, value in put.items()}), Request("GET", headers)
    body = {name: count if value == "{count}" else _put(str(value), put) for name, value in provider.body.items()}
    sent = json.dumps(body, ensure_ascii=False).encode()
    return address, Request("POST", {**headers, "Content-Type": "application/json"}, sent)


def hits(provider: Provider, data: bytes, host: str, count: int) -> tuple[Hit, ...]:
    """The answers in what a provider sent.

    Raises:
        ToolError: there is no such list in it (code "bad_answer").
    """
    try:
        found: object = json.loads(data)
        for name in provider.rows:
            found = found[name] if isinstance(found, dict) else None
    except (ValueError, KeyError, RecursionError) as error:
        raise ToolError(_NO_ANSWER.of(host=host), "bad_answer") from error
    if not isinstance(found, list):
        raise ToolError(_NO_ANSWER.of(host=host), "bad_answer")
    rows = [row for row in found if isinstance(row, dict) and row.get(provider.link)]
    keys = (provider.title, provider.link, provider.words)
    return tuple(Hit(*(_line(row.get(key)) for key in keys)) for row in rows[:count])


def _line(value: object) -> str:
    return " ".join(str(value or "").split())[:_LONGEST]


def _own(address: str) -> str:
    """A SearXNG server's search page that answers in JSON, from the address that a person writes."""
    if "{query}" in address:
        return address
    parts = urlsplit(address)
    path = parts.path.rstrip("/")
    path = path if path.endswith("/search") else f"{path}/search"
    return urlunsplit((parts.scheme, parts.netloc, path, "q={query}&format=json", ""))


def _put(text: str, values: Mapping[str, str]) -> str:
    """Each hole once: what is put into one is never looked through for others, or a query could ask for the key."""
    return _HOLE.sub(lambda found: values[found[0]], text)
