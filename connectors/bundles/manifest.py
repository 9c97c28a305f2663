"""What a bundle says of itself: manifest.json of MCPB 0.1 to 0.4 (`dxt_version` before), read loosely.

Four of the five examples of the specification do not pass the specification's own strict check, so unknown keys are
left alone, what is missing is told, and only a server that cannot be started at all is a problem.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import NO_WORDS, Words
from agent.packages.package import Declared, Setting, Transport
from agent.packages.settings import settings_of

NAME = "manifest.json"
LARGEST = 2_000_000
_VERSIONS = ("0.1", "0.2", "0.3", "0.4")
_SHORT, _LONG = 200, 4_000
_MOST = 1_000
_NOT_ONE = Words("This is no connector bundle: {why}", "コネクタのバンドルではありません。{why}")
_NO_JSON = Words("its manifest.json cannot be read.", "manifest.json を読み取れません。")
_NO_SERVER = Words("its manifest.json names no server.", "manifest.json にサーバーの記述がありません。")
_REMEDY = Words("Get it again from where it was published.", "公開元から入手し直してください。")
_NO_COMMAND = Words("It does not say which program it starts.", "起動するプログラムが指定されていません。")
_ODD_COMMAND = Words("How it is started is written in a way that cannot be read.", "起動方法の書式を読み取れません。")
_NEWER = Words(
    "It is written for version {version} of the format, which Deskhand does not know; it is read as far as possible.",
    "Deskhand が未対応の形式（バージョン {version}）のため、読み取れる範囲で読み取ります。",
)
_NO_FIELD = Words("It does not say its {field}.", "{field} の記載がありません。")
_OTHER_SYSTEM = Words(
    "It is not made for this system, only for {names}.", "このシステムには対応していません（対応: {names}）。"
)


@dataclass(frozen=True, slots=True)
class Manifest:
    """A bundle as it says it is. `runtimes` are ranges of versions by program; `entry` is the file that is started, ""
    for one that is not named; `tools` are the names that it declares.
    """

    name: str
    declared: Declared
    title: str = ""
    version: str = ""
    description: str = ""
    publisher: str = ""
    licence: str = ""
    homepage: str = ""
    entry: str = ""
    settings: tuple[Setting, ...] = ()
    runtimes: Mapping[str, str] = field(default_factory=dict)
    policies: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    problems: tuple[Words, ...] = ()


def is_manifest(said: object) -> bool:
    """Whether a manifest.json is one of a bundle: browsers' extensions and web apps have such files too."""
    return isinstance(said, Mapping) and isinstance(said.get("server"), Mapping)


def read_manifest(text: bytes, platform: str = sys.platform) -> Manifest:
    """The Manifest in a manifest.json.

    Raises:
        NeedsUserError: it is none (code "no_bundle").
    """
    said = _parsed(text)
    server = _map(said.get("server"))
    declared, problem = _declared(said, server, platform)
    settings, odd = settings_of(said.get("user_config"))
    compatibility = _map(said.get("compatibility"))
    name = _text(said.get("name"))
    problems = (*_versions(said), *_missing(said), *odd, *_platforms(compatibility, platform), *problem)
    return Manifest(
        name,
        declared,
        title=_text(said.get("display_name")) or name,
        version=_text(said.get("version")),
        description=_text(said.get("description"), _LONG),
        publisher=_text(_map(said.get("author")).get("name")) or _text(said.get("author")),
        licence=_text(said.get("license")),
        homepage=_text(said.get("homepage")) or _text(_map(said.get("repository")).get("url")),
        entry=_text(server.get("entry_point"), _LONG),
        settings=settings,
        runtimes=_texts(compatibility.get("runtimes")),
        policies=_list(said.get("privacy_policies")),
        tools=tuple(name for one in _items(said.get("tools")) if (name := _text(_map(one).get("name")))),
        problems=tuple(one for one in problems if one != NO_WORDS),
    )


def _parsed(text: bytes) -> Mapping[str, object]:
    try:
        said = json.loads(text.decode("utf-8-sig")) if len(text) <= LARGEST else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, Mapping):
        raise NeedsUserError(_NOT_ONE.of(why=_NO_JSON), _REMEDY, "no_bundle")
    if not is_manifest(said):
        raise NeedsUserError(_NOT_ONE.of(why=_NO_SERVER), _REMEDY, "no_bundle")
    return said


def _declared(
    said: Mapping[str, object], server: Mapping[str, object], platform: str
) -> tuple[Declared, tuple[Words, ...]]:
    """The server with what its manifest says for this system: command, args and env each as a whole."""
    config = _map(server.get("mcp_config"))
    own = _map(_map(config.get("platform_overrides")).get(platform))
    command, arguments, env = (own.get(key) or config.get(key) for key in ("command", "args", "env"))
    name = _text(said.get("name"))
    if not command:
        command, arguments = _made_up(server)
    args = list(arguments) if isinstance(arguments, list) else []
    whole = isinstance(command, str) and len(args) <= _MOST and all(isinstance(one, (str, int, float)) for one in args)
    odd = not whole or not (arguments is None or isinstance(arguments, list))
    problem = _ODD_COMMAND if odd else NO_WORDS if command else _NO_COMMAND
    declared = Declared(
        name,
        Transport.STDIO,
        command if isinstance(command, str) else "",
        () if odd else tuple(str(one) for one in args),
        _texts(env),
        problem=problem,
    )
    return declared, (problem,)


def _made_up(server: Mapping[str, object]) -> tuple[str, list[str]]:
    """How such a server is started when its manifest leaves it out, as it may for uv since 0.4."""
    entry = _text(server.get("entry_point"), _LONG)
    if not entry:
        return "", []
    file = "${__dirname}/" + entry
    match server.get("type"):
        case "uv":
            return "uv", ["run", "--directory", "${__dirname}", entry]
        case "node":
            return "node", [file]
        case "python":
            return "python", [file]
        case "binary":
            return file, []
    return "", []


def _versions(said: Mapping[str, object]) -> tuple[Words, ...]:
    version = said.get("manifest_version", said.get("dxt_version"))
    if version is None:
        return (_NO_FIELD.of(field="manifest_version"),)
    return () if version in _VERSIONS else (_NEWER.of(version=shown(str(version)[:20])),)


def _missing(said: Mapping[str, object]) -> tuple[Words, ...]:
    return tuple(_NO_FIELD.of(field=name) for name in ("name", "version", "author") if not said.get(name))


def _platforms(compatibility: Mapping[str, object], platform: str) -> tuple[Words, ...]:
    named = _list(compatibility.get("platforms"))
    return (_OTHER_SYSTEM.of(names=", ".join(named)),) if named and platform not in named else ()


def _map(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _items(value: object) -> list[object]:
    return value[:_MOST] if isinstance(value, list) else []


def _list(value: object) -> tuple[str, ...]:
    return tuple(one[:_SHORT] for one in _items(value) if isinstance(one, str))


def _texts(value: object) -> Mapping[str, str]:
    """A map of texts; numbers and truth values among them become what they look like."""
    made = {}
    for key, one in list(_map(value).items())[:_MOST]:
        if isinstance(one, (str, int, float)):
            made[key] = str(one).lower() if isinstance(one, bool) else str(one)
    return made


def _text(value: object, longest: int = _SHORT) -> str:
    return " ".join(value.split())[:longest] if isinstance(value, str) else ""
