"""How a server is started or reached, with everything put in that its declaration leaves open; nothing of it is kept.

`${user_config.KEY}` is a value of the form or a secret, `${NAME}` a secret or value called so, `${__dirname}`,
`${CLAUDE_PLUGIN_ROOT}` and `${PLUGIN_ROOT}` the folder of its package. What nobody knows stays as it is written.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from agent.core.serving import StdioServer
from connectors.connector import Config

_HOLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_.]*)(?::-([^}]*))?\}")
_ROOTS = frozenset({"__dirname", "CLAUDE_PLUGIN_ROOT", "PLUGIN_ROOT"})
_DATA = frozenset({"CLAUDE_PLUGIN_DATA", "PLUGIN_DATA", "HOME"})
_YES = "true"
Secret = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Filling:
    """What the holes of a declaration are filled with. `folder` is that of its package, None without one."""

    config: Config
    secret: Secret
    folder: Path | None = None

    def text(self, text: str) -> str:
        """The text without holes that somebody knows. One pass: a value is never looked into."""
        return _HOLE.sub(self._value, text)

    def texts(self, values: object) -> tuple[str, ...]:
        """A list; an entry that is nothing but a hole becomes as many as its value has lines."""
        found: list[str] = []
        for one in values if isinstance(values, (list, tuple)) else ():
            whole = _HOLE.fullmatch(str(one))
            filled = self.text(str(one))
            many = whole is not None and whole[1].startswith("user_config.") and "\n" in filled
            found += filled.splitlines() if many else [filled]
        return tuple(found)

    def mapping(self, values: object) -> Mapping[str, str]:
        """Names with their values."""
        return {str(k): self.text(str(v)) for k, v in values.items()} if isinstance(values, Mapping) else {}

    def _value(self, hole: re.Match[str]) -> str:
        name, default = hole[1], hole[2]
        if name in _ROOTS and self.folder is not None:
            return str(self.folder)
        key = name.removeprefix("user_config.")
        if name not in _DATA:
            known = self.config.settings.get(key) or (self.secret(key) if key in self.config.secrets else None)
            if known is not None:
                return known
        return hole[0] if default is None else default


@dataclass(frozen=True, slots=True)
class Web:
    """Where a server is, and what every request to it carries."""

    address: str
    headers: Mapping[str, str] = field(default_factory=dict)
    sse: bool = False


def server_of(filling: Filling) -> StdioServer:
    """The program that a declaration starts. It has the network only where the person granted it ("network" is "true"
    among its settings), and reads what they named line by line ("reads") besides its package.
    """
    declared, settings = filling.config.declared, filling.config.settings
    command = (filling.text(str(declared.get("command", ""))), *filling.texts(declared.get("arguments")))
    reads = tuple(Path(line) for line in settings.get("reads", "").splitlines() if line.strip())
    own = (filling.folder,) if filling.folder is not None else ()
    return StdioServer(
        filling.config.id, command, (*own, *reads), filling.mapping(declared.get("env")),
        network=settings.get("network") == _YES,
    )  # fmt: skip


def web_of(filling: Filling) -> Web:
    """Where a declaration leads."""
    declared = filling.config.declared
    headers = filling.mapping(declared.get("headers"))
    return Web(filling.text(str(declared.get("url", ""))), headers, declared.get("transport") == "sse")


def line_of(config: Config) -> str:
    """The whole command line or address as it was declared, with its holes: what the person is shown."""
    declared = config.declared
    arguments = declared.get("arguments")
    words = [str(declared.get("command", "")), *(map(str, arguments) if isinstance(arguments, (list, tuple)) else ())]
    return str(declared.get("url") or "") or " ".join(words)
