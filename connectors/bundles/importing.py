"""Connectors in the settings of other programs: `claude_desktop_config.json`, `.mcp.json`, VS Code's `mcp.json`.

They are read, never written. What looks like a secret leaves the declaration for the keyring; what a program would take
from the environment or ask for becomes a line of a form. Nothing that comes of it is on.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import Words
from agent.packages.fields import MOST_BYTES, as_object, text_of
from agent.packages.package import Declared, Need, Setting, Transport
from agent.packages.servers import declared_servers
from connectors.bundles.placeholders import FORM, Places, place_variables
from connectors.bundles.secret_looks import is_secret_name, is_secret_value

_COMMENTS = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
_COMMAS = re.compile(r'"(?:\\.|[^"\\])*"|,(?=\s*[}\]])', re.DOTALL)
_HOLE = re.compile(r"\$\{([^}]+)\}")
_FLAG = re.compile(r"(--?[\w.-]+)=(.+)", re.DOTALL)
_FOLDERS = frozenset({"workspaceFolder", "workspaceRoot", "cwd", "fileDirname"})
_UNUSABLE = Words(
    "{file} cannot be read as settings of connectors: {why}", "{file} をコネクタの設定として読み取れません。{why}"
)
_CHOOSE = Words("Choose another file.", "別のファイルを選んでください。")
_NO_FILE = Words("it cannot be opened.", "ファイルを開けません。")
_LARGE = Words("it is too large.", "サイズが大きすぎます。")
_NO_JSON = Words("it is no JSON.", "JSON ではありません。")
_NOTHING = Words("it names no server.", "サーバーの記述がありません。")
_ENV_FILE = Words(
    "{name}: it reads further values from {file}, which Deskhand does not. Fill them in.",
    "{name}: {file} の値は読み込みません。必要な値を入力してください。",
)
_FOLDER = Words("Folder", "フォルダー")


@dataclass(frozen=True, slots=True)
class Imported:
    """A server as it would be taken over. `secrets` were found in the file and are for the keyring alone; `settings` is
    the form for them and for what is still missing.
    """

    declared: Declared
    settings: tuple[Setting, ...] = ()
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Import:
    """What a file holds. `digest` is the SHA-256 of its bytes, in hex: what was shown is what is taken over."""

    path: Path
    digest: str
    servers: tuple[Imported, ...]
    problems: tuple[Words, ...] = ()


def read_configuration(path: Path) -> Import:
    """Everything that can be taken over from a file of settings.

    Raises:
        NeedsUserError: it cannot be read, or names no server (code "no_configuration").
    """
    raw = _bytes(path)
    said = _parsed(path, raw)
    inputs = _inputs(said)
    servers = tuple(taken(one, inputs) for one in declared_servers(_root(said)))
    if not servers:
        raise _unusable(path, _NOTHING)
    return Import(path, hashlib.sha256(raw).hexdigest(), servers, tuple(_env_files(_root(said))))


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _unusable(path, _NO_FILE) from error
    if len(raw) > MOST_BYTES:
        raise _unusable(path, _LARGE)
    return raw


def _parsed(path: Path, raw: bytes) -> Mapping[str, object]:
    """JSON, with comments and commas at the end of lists, which some of these programs allow."""
    text = raw.decode("utf-8-sig", errors="replace")
    try:
        found = as_object(json.loads(text))
    except (ValueError, RecursionError):
        plain = _COMMENTS.sub(lambda one: one[0] if one[0].startswith('"') else " ", text)
        plain = _COMMAS.sub(lambda one: one[0] if one[0].startswith('"') else " ", plain)
        try:
            found = as_object(json.loads(plain))
        except (ValueError, RecursionError) as error:
            raise _unusable(path, _NO_JSON) from error
    if found is None:
        raise _unusable(path, _NO_JSON)
    return found


def _unusable(path: Path, why: Words) -> NeedsUserError:
    return NeedsUserError(_UNUSABLE.of(file=shown(path.name), why=why), _CHOOSE, "no_configuration")


def _root(said: Mapping[str, object]) -> Mapping[str, object]:
    """The object in which the servers stand: settings of editors have it below "mcp"."""
    below = as_object(said.get("mcp"))
    return below if below is not None and "mcpServers" not in said and "servers" not in said else said


def _inputs(said: Mapping[str, object]) -> Mapping[str, Setting]:
    """What VS Code would ask for, by its id."""
    found = _root(said).get("inputs")
    made: dict[str, Setting] = {}
    for one in found if isinstance(found, list) else ():
        told = as_object(one) or {}
        key = text_of(told.get("id"))
        if key:
            hidden, choices = told.get("password") is True, told.get("options")
            made[key] = Setting(
                key,
                Need.HIDDEN if hidden or is_secret_name(key) else Need.TEXT,
                text_of(told.get("description")) or key,
                required=True,
                default="" if hidden else text_of(told.get("default")),
                choices=tuple(c for c in choices if isinstance(c, str)) if isinstance(choices, list) else (),
            )
    return made


def _env_files(said: Mapping[str, object]) -> Iterator[Words]:
    servers = as_object(said.get("servers", said.get("mcpServers"))) or {}
    for name, entry in servers.items():
        if file := text_of((as_object(entry) or {}).get("envFile")):
            yield _ENV_FILE.of(name=shown(name), file=shown(file))


class _Taking:
    """One server on its way: its texts lose their secrets, and the holes in them become lines of a form."""

    def __init__(self, inputs: Mapping[str, Setting]) -> None:
        self._inputs = inputs
        self.settings: dict[str, Setting] = {}
        self.secrets: dict[str, str] = {}
        self._known = set(place_variables(Places("", "", ""))) | {"userHome"}

    def named(self, values: Mapping[str, str]) -> Mapping[str, str]:
        """Values by names: environment, headers."""
        return {name: self.value(name, text) for name, text in values.items()}

    def arguments(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Arguments: "--key=VALUE", "--key VALUE" and what looks like a key by itself."""
        made: list[str] = []
        for at, text in enumerate(texts):
            flag, before = _FLAG.fullmatch(text), texts[at - 1] if at else ""
            if flag:
                made.append(f"{flag[1]}={self.value(flag[1].lstrip('-'), flag[2])}")
            elif before.startswith("-") and "=" not in before and not text.startswith("-"):
                made.append(self.value(before.lstrip("-"), text))
            else:
                made.append(self.value("", text))
        return tuple(made)

    def text(self, text: str) -> str:
        """A text whose holes become lines of the form."""
        return _HOLE.sub(self._hole, text)

    def value(self, name: str, text: str) -> str:
        """A value that stands at a name ("" for none)."""
        if text and "${" not in text and (is_secret_value(text) or (name and is_secret_name(name))):
            key = self._free(re.sub(r"[^\w.-]", "_", name) or "secret")
            self.settings[key] = Setting(key, Need.HIDDEN, name or key, required=True)
            self.secrets[key] = text
            return "${" + FORM + key + "}"
        return self.text(text)

    def _free(self, key: str) -> str:
        numbered = (key, *(f"{key}_{n}" for n in range(2, 10_000)))
        return next(one for one in numbered if one not in self.settings)

    def _hole(self, found: re.Match[str]) -> str:
        name, mark, other = found[1].partition(":-")
        if name in self._known or name.startswith(FORM):
            return "${HOME}" if name == "userHome" else found[0]
        kind, _, key = name.rpartition(":")
        key = key or "value"
        if kind == "input":
            self.settings.setdefault(key, self._inputs.get(key, Setting(key, Need.TEXT, key, required=True)))
        elif name in _FOLDERS:
            self.settings.setdefault(key, Setting(key, Need.FOLDER, _FOLDER.en, required=True))
        else:
            need = Need.HIDDEN if is_secret_name(key) else Need.TEXT
            self.settings.setdefault(key, Setting(key, need, key, required=not mark, default=other))
        return "${" + FORM + key + "}"


def taken(declared: Declared, inputs: Mapping[str, Setting] | None = None) -> Imported:
    """A declaration as it would be taken over, without its secrets. `inputs` is what another program would ask for."""
    taking = _Taking(inputs or {})
    if declared.transport is Transport.STDIO:
        taken = replace(
            declared,
            command=taking.text(declared.command),
            arguments=taking.arguments(declared.arguments),
            env=taking.named(declared.env),
            cwd=taking.text(declared.cwd),
        )
    else:
        taken = replace(declared, url=_address(taking, declared.url), headers=taking.named(declared.headers))
    return Imported(taken, tuple(taking.settings.values()), taking.secrets)


def _address(taking: _Taking, url: str) -> str:
    """An address; the values of its query that are called like secrets leave it."""
    begin, mark, query = url.partition("?")
    if not mark:
        return taking.text(url)
    pairs = (one.partition("=") for one in query.split("&"))
    return taking.text(begin) + mark + "&".join(f"{n}{m}{taking.value(n, v)}" for n, m, v in pairs)
