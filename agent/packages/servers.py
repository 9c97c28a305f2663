"""MCP servers as the configuration files of others declare them, in their dialects.

`type` is "stdio", "http", "streamable-http", "sse" or absent (then `url` says that it is no stdio); 32 of 153 published
entries have an empty `url`, which only means that the person has to fill it in.
"""

from collections.abc import Mapping

from agent.core.words import NO_WORDS, Words
from agent.packages.fields import as_object, cited, strings, text_of, texts_of
from agent.packages.package import Declared, Transport

MOST_SERVERS = 200
_TYPES = {
    "stdio": Transport.STDIO,
    "http": Transport.HTTP,
    "streamable-http": Transport.HTTP,
    "streamableHttp": Transport.HTTP,
    "streamable_http": Transport.HTTP,
    "sse": Transport.SSE,
}
_NO_OBJECT = Words("Its entry is not an object.", "項目がオブジェクトではありません。")
_NO_TYPE = Words("Its type {type!r} is not known.", "種類「{type}」は使えません。")
_NO_URL = Words("Its address is missing: fill it in.", "アドレスがありません。入力してください。")
_NO_COMMAND = Words("It has no command to start.", "起動するコマンドがありません。")
_BAD_FIELD = Words("{field!r} is not written as it must be.", "「{field}」の書き方が正しくありません。")
_NO_WEB = Words(
    "Its address does not begin with https:// or http://.", "アドレスがhttps://かhttp://で始まっていません。"
)


def declared_servers(configuration: Mapping[str, object]) -> tuple[Declared, ...]:
    """All servers of a `.mcp.json`, a `claude_desktop_config.json` or an object like what stands in them.

    The servers stand below "mcpServers", or below "servers", or are the object itself. One that cannot be used is
    there with its `problem`. Placeholders stay as they are.
    """
    below = configuration.get("mcpServers", configuration.get("servers"))
    found = as_object(below) if below is not None else _bare(configuration)
    return tuple(declared_server(name, entry) for name, entry in list((found or {}).items())[:MOST_SERVERS])


def _bare(configuration: Mapping[str, object]) -> Mapping[str, object]:
    return {key: one for key, one in configuration.items() if isinstance(one, dict) and {"command", "url"} & set(one)}


def declared_server(name: str, entry: object) -> Declared:
    """One server. Never raises: what is wrong is its `problem`."""
    fields = as_object(entry)
    if fields is None:
        return Declared(name, Transport.STDIO, problem=_NO_OBJECT)
    told = fields.get("type", fields.get("transport"))
    if told is None:
        transport: Transport | None = Transport.HTTP if "url" in fields or "httpUrl" in fields else Transport.STDIO
    else:
        transport = _TYPES.get(text_of(told))
    if transport is None:
        return Declared(name, Transport.STDIO, problem=_NO_TYPE.of(type=cited(text_of(told)) or "?"))
    return _started(name, fields) if transport is Transport.STDIO else _addressed(name, transport, fields)


def _started(name: str, fields: Mapping[str, object]) -> Declared:
    command, arguments = text_of(fields.get("command")), texts_of(fields.get("args", []))
    env = _plain(fields.get("env", {}))
    problem = NO_WORDS
    if not command:
        problem = _NO_COMMAND
    elif arguments is None or isinstance(fields.get("args"), str):
        problem = _BAD_FIELD.of(field="args")
    elif env is None:
        problem = _BAD_FIELD.of(field="env")
    cwd = fields.get("cwd", "")
    return Declared(
        name,
        Transport.STDIO,
        command=command,
        arguments=arguments or (),
        env=env or {},
        cwd=cwd if isinstance(cwd, str) else "",
        problem=problem,
    )


def _addressed(name: str, transport: Transport, fields: Mapping[str, object]) -> Declared:
    url, headers = text_of(fields.get("url", fields.get("httpUrl"))), strings(fields.get("headers", {}))
    problem = NO_WORDS
    if not url:
        problem = _NO_URL
    elif not url.startswith(("https://", "http://", "${")):
        problem = _NO_WEB
    elif headers is None:
        problem = _BAD_FIELD.of(field="headers")
    oauth = _plain(fields.get("oauth", {}))
    return Declared(name, transport, url=url, headers=headers or {}, oauth=oauth or {}, problem=problem)


def _plain(value: object) -> Mapping[str, str] | None:
    """Values by names as text. Numbers and flags, which people write without quotes, are taken too."""
    found = as_object(value)
    if found is None or not all(isinstance(one, (str, int, float, bool)) for one in found.values()):
        return None
    return {key: str(one).lower() if isinstance(one, bool) else str(one) for key, one in found.items()}
