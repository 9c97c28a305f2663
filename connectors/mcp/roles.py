"""What a call of a server's tool carries, by roles: guessed from names and types, and never to its advantage.

A role that is not known is a sink for the policy (`agent.policy.outward`), so what is not plainly text, a search, a
date or a small choice decides where something goes, and is asked about unless the person named it.
"""

import json
import re
from collections.abc import Iterator, Mapping

from agent.core.actions import Argument

_SPLIT = re.compile(r"[^a-z]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ROLES: Mapping[str, tuple[str, ...]] = {
    "recipient": ("to", "cc", "bcc", "recipient", "recipients", "email", "emails", "assignee", "user", "attendees"),
    "address": ("url", "uri", "link", "href", "address", "webhook", "endpoint", "callback"),
    "host": ("host", "hostname", "domain", "server"),
    "account": ("account", "iban", "wallet", "card"),
    "amount": ("amount", "price", "total", "sum", "quantity"),
    "path": ("path", "paths", "dir", "directory", "folder"),
    "query": ("query", "q", "search", "keyword", "keywords", "term", "question"),
    "subject": ("subject", "title", "heading", "summary"),
    "body": ("body", "text", "content", "contents", "message", "description", "comment", "markdown", "note"),
    "date": ("date", "day", "since", "until", "before", "after"),
    "time": ("time",),
    "count": ("limit", "count", "max", "page", "offset", "size", "depth"),
}
_BY_WORD = {word: role for role, words in _ROLES.items() for word in words}
_BY_FORMAT = {"email": "recipient", "idn-email": "recipient", "uri": "address", "uri-reference": "address",
              "iri": "address", "hostname": "host", "ipv4": "host", "ipv6": "host"}  # fmt: skip
_MOST = 60
_TEXTS = frozenset({"query", "subject", "body", "path"})


def arguments(values: Mapping[str, object], schema: Mapping[str, object]) -> tuple[Argument, ...]:
    """Every value of a call with its role, in order. More than can be looked through is one value of no known role."""
    found = list(_walk(values, schema, ""))
    if len(found) > _MOST:
        return (Argument("arguments", json.dumps(values, ensure_ascii=False)),)
    return tuple(found)


def _walk(value: object, schema: object, name: str) -> Iterator[Argument]:
    told = schema if isinstance(schema, dict) else {}
    if isinstance(value, dict):
        properties = told.get("properties")
        known = properties if isinstance(properties, dict) else {}
        for key, one in value.items():
            if key not in known:
                yield Argument("name", key)  # a key of the model's own making carries words too
            yield from _walk(one, known.get(key), key)
    elif isinstance(value, list):
        for one in value:
            yield from _walk(one, told.get("items"), name)
    elif value is not None:
        yield _argument(name, value, told)


def _argument(name: str, value: object, schema: Mapping[str, object]) -> Argument:
    if isinstance(value, bool):
        return Argument("flag", "yes" if value else "no")
    role = _BY_FORMAT.get(str(schema.get("format", ""))) or _by_name(name)
    if isinstance(value, (int, float)):
        return Argument(role if role in ("count", "amount", "account") else "amount", str(value))
    if role in _TEXTS and any(one in str(value) for one in ("://", "@")) and role == "path":
        role = "address"
    return Argument(role or name or "value", str(value))


def _by_name(name: str) -> str:
    """By the last word of a name that is known: "start_date" is a date, "subject_id" nothing that is known."""
    words = [word for word in _SPLIT.split(_CAMEL.sub("_", name).lower()) if word]
    if not words:
        return ""
    return "id" if words[-1] in ("id", "ids") else _BY_WORD.get(words[-1], "")
