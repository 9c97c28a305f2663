"""`mcp.json` of Agent Plugins 1.0.0: closed, each server judged for itself (sections 7.2 and 9)."""

import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from agent.core.words import NO_WORDS, Words
from agent.packages.fields import UnusableError, as_object, cited, read_object, strings, text_of, texts_of, within
from agent.packages.package import Declared, Transport
from agent.packages.servers import MOST_SERVERS

_STARTED = frozenset({"type", "command", "args", "env", "cwd"})
_ADDRESSED = frozenset({"type", "url", "headers"})
_OWN = frozenset({"PLUGIN_ROOT", "PLUGIN_DATA"})
_ROOTED = re.compile(r"\$\{PLUGIN_(ROOT|DATA)\}(?:/(.*))?", re.DOTALL)
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")

_NO_SERVERS = Words("None of its connectors is used. {why}", "コネクタは使用しません。{why}")
_OUTSIDE = Words("mcp.json leads out of the package.", "mcp.jsonがパッケージの外を指しています。")
_VERSION = Words(
    "mcp.json is made for another version than plugin.json.", "mcp.jsonのバージョンがplugin.jsonと異なります。"
)
_CLOSED = Words(
    "mcp.json has a field that must not be there: {field!r}.", "mcp.jsonに認められない項目「{field}」があります。"
)
_SERVERS = Words("'mcpServers' of mcp.json is not an object.", "mcp.jsonの「mcpServers」がオブジェクトではありません。")
_SKIPPED = Words("The connector {name!r} is left out: {why}", "コネクタ「{name}」は使用しません: {why}")
_TYPE = Words("its 'type' is missing or not known.", "「type」がないか、使えない値です。")
_FIELD = Words("{field!r} must not be there.", "「{field}」は認められていません。")
_VALUE = Words("{field!r} is not written as it must be.", "「{field}」の書き方が正しくありません。")


def plugin_servers(folder: Path, schema: str) -> tuple[tuple[Declared, ...], tuple[Words, ...]]:
    """The servers that may be used, and what was left out and why. Without mcp.json both are ()."""
    place = folder / "mcp.json"
    if not place.exists() and not place.is_symlink():
        return (), ()
    try:
        entries = _entries(folder, schema)
    except UnusableError as broken:
        return (), (_NO_SERVERS.of(why=broken.words),)
    servers, problems = [], []
    for name, entry in list(entries.items())[:MOST_SERVERS]:
        try:
            servers.append(_server(folder, name, entry))
        except UnusableError as broken:
            problems.append(_SKIPPED.of(name=cited(name), why=broken.words))
    return tuple(servers), tuple(problems)


def _entries(folder: Path, schema: str) -> Mapping[str, object]:
    if within(folder, "mcp.json") is None:
        raise UnusableError(_OUTSIDE)
    said = read_object(folder / "mcp.json", "mcp.json")
    if said.get("$schema") != schema:
        raise UnusableError(_VERSION)
    for field in said:
        if field not in ("$schema", "mcpServers"):
            raise UnusableError(_CLOSED.of(field=cited(field)))
    entries = as_object(said.get("mcpServers"))
    if entries is None:
        raise UnusableError(_SERVERS)
    return entries


def _server(folder: Path, name: str, entry: object) -> Declared:
    """One server.

    Raises:
        UnusableError: it is to be skipped.
    """
    fields = as_object(entry) or {}
    transport = {"stdio": Transport.STDIO, "streamable-http": Transport.HTTP, "sse": Transport.SSE}.get(
        text_of(fields.get("type"))
    )
    if transport is None:
        raise UnusableError(_TYPE)
    allowed = _STARTED if transport is Transport.STDIO else _ADDRESSED
    for field in fields:
        if field not in allowed:
            raise UnusableError(_FIELD.of(field=cited(field)))
    return _started(folder, name, fields) if transport is Transport.STDIO else _addressed(name, transport, fields)


def _started(folder: Path, name: str, fields: Mapping[str, object]) -> Declared:
    command, arguments, env = fields.get("command"), fields.get("args", []), strings(fields.get("env", {}))
    texts = texts_of(arguments) if isinstance(arguments, list) else None
    cwd = fields.get("cwd", "./")
    wrong = NO_WORDS
    if not isinstance(command, str) or not _starts(folder, command):
        wrong = _VALUE.of(field="command")
    elif texts is None:
        wrong = _VALUE.of(field="args")
    elif env is None or _OWN & {key.upper() for key in env}:
        wrong = _VALUE.of(field="env")
    elif not isinstance(cwd, str) or not _stays(folder, cwd):
        wrong = _VALUE.of(field="cwd")
    if wrong.en or not isinstance(command, str) or not isinstance(cwd, str):
        raise UnusableError(wrong)
    return Declared(name, Transport.STDIO, command=command, arguments=texts or (), env=env or {}, cwd=cwd)


def _starts(folder: Path, command: str) -> bool:
    """A bare name or a path from "./" that stays inside. Blanks in a bare name mean a line for a shell."""
    if command.startswith("./"):
        return within(folder, command[2:]) is not None and len(command) > 2
    return bool(command) and not re.search(r"[/\\\s:$;&|<>\"'`]", command) and command not in (".", "..")


def _stays(folder: Path, cwd: str) -> bool:
    if cwd.startswith("./"):
        return within(folder, cwd[2:]) is not None
    match = _ROOTED.fullmatch(cwd)
    return match is not None and within(folder, match[2] or "") is not None


def _addressed(name: str, transport: Transport, fields: Mapping[str, object]) -> Declared:
    url, headers = fields.get("url"), strings(fields.get("headers", {}))
    if not isinstance(url, str) or not _address(url):
        raise UnusableError(_VALUE.of(field="url"))
    if headers is None or len({key.lower() for key in headers}) < len(headers):
        raise UnusableError(_VALUE.of(field="headers"))
    if not all(_HEADER.fullmatch(key) and re.search(r"[\r\n\0]", one) is None for key, one in headers.items()):
        raise UnusableError(_VALUE.of(field="headers"))
    return Declared(name, transport, url=url, headers=headers)


def _address(url: str) -> bool:
    """https, or http to this computer; no user, no fragment."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if not host or parts.scheme not in ("https", "http") or "#" in url or "@" in parts.netloc or re.search(r"\s", url):
        return False
    return parts.scheme == "https" or host == "localhost" or _loopback(host)


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
