"""Names of a server's tools as models may call them, and what a connector is called as a source of words."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

LONGEST = 64
_ODD = re.compile(r"[^A-Za-z0-9_-]+")
_MARK = 6


def tool_names(connector: str, names: Sequence[str]) -> Mapping[str, str]:
    """The name for the model of each tool, by the server's own: "ID_name" in `[A-Za-z0-9_-]`, at most LONGEST.

    What had to be changed for that ends in a digest of its own name, so that two names never become one. The beginning
    is our id of the connector, never what the server calls itself, so no tool can take the name of another's.
    """
    return {name: _named(connector, name) for name in dict.fromkeys(names)}


def prefix(connector: str) -> str:
    """What all names of a connector's tools begin with; some models want a letter first."""
    return connector if connector[:1].isalpha() else f"c{connector}"


def _named(connector: str, name: str) -> str:
    start = f"{prefix(connector)}_"
    plain = _ODD.sub("_", name).strip("_")
    if plain == name and len(start) + len(name) <= LONGEST:
        return start + name
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK]
    return f"{start}{plain[: LONGEST - len(start) - _MARK - 1]}_{mark}"


def account(connector: str, declared: Mapping[str, object]) -> str:
    """What a connector's words come from and its calls go to: "ID@host", or "ID@program" for a program.

    Never the bare host: its words must not count as those of pages at the same host.
    """
    host = urlsplit(str(declared.get("url") or "")).hostname or ""
    program = re.split(r"[\\/]", str(declared.get("command") or ""))[-1]
    return f"{connector}@{host or program or 'nowhere'}"
