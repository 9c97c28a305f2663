"""Servers as the MCP Registry describes them (server.json 2025-12-11), as what a person can set up.

Names there are verified, safety is not. A program is started by `npx` or `uvx` with exactly the version that was
published; every argument stands in the command line that the person is shown.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from agent.core.words import NO_WORDS, Words
from agent.packages.fields import as_object, text_of
from agent.packages.package import Declared, Need, Setting, Transport
from connectors.bundles.placeholders import FORM

OFFICIAL = "io.modelcontextprotocol.registry/official"
_LONGEST, _MOST = 2_000, 50
_NPM = re.compile(r"(?:@[a-z0-9~][a-z0-9._~-]*/)?[a-z0-9~][a-z0-9._~-]*", re.IGNORECASE)
_PYPI = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_VERSION = re.compile(r"v?\d[0-9A-Za-z.+-]*")
_HOLE = re.compile(r"\{([^{}]+)\}")
# The domain of the place that `npx` and `uvx` ask by themselves: what says that it lies elsewhere is not what they get.
_USUAL = {"npm": ("npmjs", "org"), "pypi": ("pypi", "org")}
# What a flag has when it takes a value.
_ASKS = frozenset({"choices", "isSecret", "variables", "format", "valueHint", "placeholder"})
_NEEDS = {"number": Need.NUMBER, "boolean": Need.FLAG, "filepath": Need.FILE}
_NO_VERSION = Words("It does not say which version of {name} it is.", "{name} のバージョンが指定されていません。")
_NO_NAME = Words("{name!r} is no name of a package.", "「{name}」はパッケージの名前ではありません。")
_KIND = Words(
    "Deskhand does not start packages of the kind {kind}.", "種類「{kind}」のパッケージには対応していません。"
)
_ELSEWHERE = Words("It comes from another place than usual: {base}", "通常とは異なる場所から取得されます: {base}")
_NO_ADDRESS = Words("Its address is missing.", "アドレスがありません。")
_OPEN = Words("Its address does not begin with https://.", "アドレスが https:// で始まっていません。")


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to use a server: by a program, at an address, or as a bundle at `bundle` with the digest `sha256`, which
    is looked at as a package first.
    """

    declared: Declared
    settings: tuple[Setting, ...] = ()
    bundle: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A server of the registry, `deprecated` if its publisher says so. Of `offers` those with a problem come last."""

    name: str
    title: str
    description: str
    version: str
    offers: tuple[Offer, ...]
    homepage: str = ""
    deprecated: bool = False


def entries_of(answer: object) -> tuple[Entry, ...]:
    """The servers of an answer of `/v0.1/servers`: not what was deleted, nor versions that are not the latest; what is
    deprecated comes last. An entry that cannot be read costs no other.
    """
    said = (as_object(answer) or {}).get("servers")
    found: dict[str, Entry] = {}
    for one in said if isinstance(said, list) else ():
        entry = _entry(as_object(one) or {})
        if entry is not None:
            found.setdefault(entry.name, entry)
    return tuple(sorted(found.values(), key=lambda one: one.deprecated))


def _entry(one: Mapping[str, object]) -> Entry | None:
    server = as_object(one.get("server")) or one
    official = as_object((as_object(one.get("_meta")) or {}).get(OFFICIAL)) or {}
    status = text_of(official.get("status", server.get("status")))
    name = text_of(server.get("name"))[:_LONGEST]
    if not name or status == "deleted" or official.get("isLatest") is False:
        return None
    short = name.rpartition("/")[2] or name
    packages = (_package(short, as_object(item) or {}) for item in _list(server.get("packages")))
    remotes = (_remote(short, as_object(item) or {}) for item in _list(server.get("remotes")))
    offers = sorted((*packages, *remotes), key=lambda offer: offer.declared.problem != NO_WORDS)
    repository = as_object(server.get("repository")) or {}
    return Entry(
        name,
        text_of(server.get("title"))[:_LONGEST] or short,
        text_of(server.get("description"))[:_LONGEST],
        text_of(server.get("version"))[:100],
        tuple(offers),
        text_of(server.get("websiteUrl")) or text_of(repository.get("url")),
        deprecated=status == "deprecated",
    )


def _package(name: str, said: Mapping[str, object]) -> Offer:
    kind, identifier, version = (text_of(said.get(key)) for key in ("registryType", "identifier", "version"))
    if kind == "mcpb":
        bundle = identifier if identifier.startswith("https://") else ""
        declared = Declared(name, Transport.STDIO, problem=NO_WORDS if bundle else _NO_ADDRESS)
        return Offer(declared, bundle=bundle, sha256=text_of(said.get("fileSha256")))
    if problem := _wrong(kind, identifier, version, text_of(said.get("registryBaseUrl"))):
        return Offer(Declared(name, Transport.STDIO, problem=problem))
    form = _Form()
    before = form.arguments(said.get("runtimeArguments"))
    start, yes = ("npx", ("-y",)) if kind == "npm" else ("uvx", ())
    after = form.arguments(said.get("packageArguments"))
    env = form.values(said.get("environmentVariables"))
    own = tuple(one for one in yes if one not in before)
    arguments = (*own, *before, f"{identifier}@{version}", *after)
    return Offer(Declared(name, Transport.STDIO, start, arguments, env), form.settings)


def _wrong(kind: str, identifier: str, version: str, base: str) -> Words | None:
    pattern = {"npm": _NPM, "pypi": _PYPI}.get(kind)
    if pattern is None:
        return _KIND.of(kind=kind[:40] or "?")
    if not pattern.fullmatch(identifier):
        return _NO_NAME.of(name=identifier[:100])
    if not _VERSION.fullmatch(version):
        return _NO_VERSION.of(name=identifier)
    return _ELSEWHERE.of(base=base[:200]) if base and not _is_usual(kind, base) else None


def _is_usual(kind: str, base: str) -> bool:
    try:
        host = urlsplit(base).hostname or ""
    except ValueError:
        return False
    return tuple(host.split(".")[-2:]) == _USUAL[kind]


def _remote(name: str, said: Mapping[str, object]) -> Offer:
    form = _Form()
    transport = Transport.SSE if said.get("type") == "sse" else Transport.HTTP
    url = form.text(text_of(said.get("url")), said.get("variables"))
    problem = NO_WORDS if url.startswith("https://") else _OPEN if url else _NO_ADDRESS
    headers = form.values(said.get("headers"))
    return Offer(Declared(name, transport, url=url, headers=headers, problem=problem), form.settings)


class _Form:
    """The inputs of one offer, as they are met: placeholders in the declaration, lines in the form."""

    def __init__(self) -> None:
        self._settings: dict[str, Setting] = {}

    @property
    def settings(self) -> tuple[Setting, ...]:
        """The lines so far."""
        return tuple(self._settings.values())

    def values(self, said: object) -> Mapping[str, str]:
        """Environment variables or headers. One that is not required and not given is empty."""
        found = (as_object(one) or {} for one in _list(said))
        return {name: self._input(name, one) for one in found if (name := text_of(one.get("name")))}

    def arguments(self, said: object) -> tuple[str, ...]:
        """Arguments as they stand in a command line: a name and its value are two. One that is neither required nor
        proposed is left out, because a name cannot stand without its value.
        """
        made: list[str] = []
        for at, item in enumerate(_list(said)):
            one = as_object(item) or {}
            name = text_of(one.get("name")) if one.get("type") != "positional" else ""
            key = name.lstrip("-") or text_of(one.get("valueHint")) or f"argument_{at + 1}"
            if one.get("isRequired") is True or "value" in one or "default" in one:
                made += [*filter(None, (name,)), self._input(key, one)]
            elif name and not _ASKS & set(one):
                made.append(name)
        return tuple(made)

    def text(self, text: str, variables: object) -> str:
        """A text whose "{name}" are inputs; what is no input stays."""
        known = as_object(variables) or {}

        def hole(found: re.Match[str]) -> str:
            one = as_object(known.get(found[1]))
            return found[0] if one is None else self._line(found[1], one)

        return _HOLE.sub(hole, text)

    def _input(self, key: str, one: Mapping[str, object]) -> str:
        value = one.get("value")
        if isinstance(value, str) and value:
            return self.text(value, one.get("variables"))
        return self._line(key, one)

    def _line(self, key: str, one: Mapping[str, object]) -> str:
        key = re.sub(r"[\s{}$:]", "_", key)[:100]
        secret, required = one.get("isSecret") is True, one.get("isRequired") is True
        choices = tuple(text for text in _list(one.get("choices")) if isinstance(text, str))
        need = Need.HIDDEN if secret else _NEEDS.get(text_of(one.get("format")), Need.TEXT)
        title = text_of(one.get("valueHint")) or key
        made = Setting(key, need, title, text_of(one.get("description"))[:_LONGEST], required, choices=choices)
        default = one.get("default")
        if not secret and isinstance(default, (str, int, float)):
            made = replace(made, default=str(default).lower() if isinstance(default, bool) else str(default))
        self._settings.setdefault(key, made)
        return "${" + FORM + key + ("}" if required or made.default else ":-}")


def _list(value: object) -> Sequence[object]:
    return value[:_MOST] if isinstance(value, list) else ()
