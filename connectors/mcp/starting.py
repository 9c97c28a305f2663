"""How a server is started or reached, with everything put in that its declaration leaves open; nothing of it is kept.

What the holes of a declaration stand for is `connectors.bundles.starting`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from agent.core.errors import NeedsUserError, ToolError
from agent.core.paths import shown
from agent.core.serving import StdioServer
from agent.core.words import Words, joined
from connectors.bundles.placeholders import Places, places
from connectors.bundles.starting import Start, declared_of, form_of, given_of, started
from connectors.bundles.starting import line_of as _line_of
from connectors.connector import Config
from connectors.mcp.granting import NETWORK, READS, YES

Secret = Callable[[str], str | None]
_SET_ASIDE = Words(
    "The files of the package {name} are not what you approved: look at them again.",
    "パッケージ「{name}」のファイルが承認時と異なります。もう一度確認してください。",
)


def _always() -> bool:
    """There is no package."""
    return True


@dataclass(frozen=True, slots=True)
class Filling:
    """What the holes of a declaration are filled with. `folder` is that of its package, None without one; `kept` is
    where the package may keep things. `is_sound` says whether its files are those that the person approved; it may take
    a while, and is asked before each start.
    """

    config: Config
    secret: Secret
    folder: Path | None = None
    kept: Path | None = None
    is_sound: Callable[[], bool] = _always

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
            ToolError: something is missing in its form, its package is not as it was approved, or it cannot be used.
        """
        if not self.is_sound():
            raise ToolError(_SET_ASIDE.of(name=shown(self.config.pack)), "set_aside")
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
    """The program that a declaration starts, with what the person granted it (`connectors.mcp.granting`). It reads its
    package, and the files and folders that they named.
    """
    start, settings = filling.start(), filling.config.settings
    reads = tuple(Path(line) for line in settings.get(READS, "").splitlines() if line.strip())
    return StdioServer(
        filling.config.id, start.command, (*start.reads, *reads), start.env, network=settings.get(NETWORK) == YES
    )


def web_of(filling: Filling) -> Web:
    """Where a declaration leads."""
    start = filling.start()
    return Web(start.url, start.headers, filling.config.declared.get("transport") == "sse")


def line_of(config: Config, folder: Path | None = None) -> str:
    """The exact command line or address: what the person is shown before they agree."""
    return Filling(config, lambda _: None, folder).line
