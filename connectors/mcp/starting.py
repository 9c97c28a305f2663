"""How a server is started or reached, with everything put in that its declaration leaves open; nothing of it is kept.

What the holes of a declaration stand for is `connectors.bundles.starting`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from agent.core.errors import NeedsUserError, ToolError
from agent.core.serving import StdioServer
from agent.core.words import joined
from connectors.bundles.placeholders import Places, places
from connectors.bundles.starting import Start, declared_of, form_of, given_of, started
from connectors.bundles.starting import line_of as _line_of
from connectors.connector import Config

_YES = "true"
Secret = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Filling:
    """What the holes of a declaration are filled with. `folder` is that of its package, None without one; `kept` is
    where the package may keep things.
    """

    config: Config
    secret: Secret
    folder: Path | None = None
    kept: Path | None = None

    @property
    def places(self) -> Places:
        """The folders that a declaration may name."""
        return places(str(self.folder or ""), str(self.kept or ""))

    @property
    def line(self) -> str:
        """The exact command line or address, secrets masked: what the person is shown."""
        return _line_of(self.config, self.places)

    def start(self) -> Start:
        """How it is started now. May block while the keyring is unlocked.

        Raises:
            ToolError: something is missing in its form, or it cannot be used.
        """
        given = given_of(self.config, self.secret)
        try:
            return started(
                declared_of(self.config), form_of(self.config), given, self.places, secrets=self.config.secrets
            )
        except NeedsUserError as error:
            raise ToolError(joined(error.words, error.remedy), error.code) from error


@dataclass(frozen=True, slots=True)
class Web:
    """Where a server is, and what every request to it carries."""

    address: str
    headers: Mapping[str, str] = field(default_factory=dict)
    sse: bool = False


def server_of(filling: Filling) -> StdioServer:
    """The program that a declaration starts. It has the network only where the person granted it ("network" is "true"
    among its settings), and reads what they named line by line ("reads"), and in its form, besides its package.
    """
    start, settings = filling.start(), filling.config.settings
    reads = tuple(Path(line) for line in settings.get("reads", "").splitlines() if line.strip())
    return StdioServer(
        filling.config.id, start.command, (*start.reads, *reads), start.env, network=settings.get("network") == _YES
    )


def web_of(filling: Filling) -> Web:
    """Where a declaration leads."""
    start = filling.start()
    return Web(start.url, start.headers, filling.config.declared.get("transport") == "sse")


def line_of(config: Config, folder: Path | None = None) -> str:
    """The exact command line or address: what the person is shown before they agree."""
    return Filling(config, lambda _: None, folder).line
