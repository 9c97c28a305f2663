"""Which connectors there can be, and what makes one of each kind. Their libraries are loaded with the first of them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from agent.core.serving import StdioServers
from agent.models.keys import KeyBox
from agent.packages.store import Due, State, Store
from agent.sandbox.confining import confinement_here
from agent.sandbox.serving import LocalServers
from connectors.catalog import ConnectorCatalog
from connectors.connector import Config, Connector, Kind, Means
from connectors.own.kinds import OWN, own_connector
from desktop.compose.connector_logs import ConnectorLogs
from desktop.compose.connectors import Build, Connectors
from desktop.compose.home import Home
from desktop.compose.kept_secrets import Secrets


def built_connectors(home: Home, keys: KeyBox, servers: StdioServers | None = None) -> Connectors:
    """The connectors of a state folder. `servers` stands in for what starts programs on this computer."""
    catalog, logs = ConnectorCatalog(home.settings), ConnectorLogs(home.folder / "logs" / "connectors")
    return Connectors(catalog, Secrets(keys), logs, kinds(home, servers), servers_folder(home))


def servers_folder(home: Home) -> Path:
    """Below it each stdio server has a folder of its own, by the id of its connector."""
    return home.folder / "servers"


def packages_of(home: Home) -> Store:
    """The installed packages of a state folder."""
    return Store(home.folder / "packages", home.folder / "quarantine")


def kinds(home: Home, servers: StdioServers | None = None) -> Mapping[Kind, Build]:
    """What makes a connector of each kind."""

    @cache
    def local() -> StdioServers:
        return servers or LocalServers(confinement_here(), servers_folder(home))

    def mcp(config: Config, means: Means, language: str) -> Connector:
        from agent.models.client import public_trust  # noqa: PLC0415  loads the HTTP library, which few tasks need
        from connectors.mcp.connector import McpConnector  # noqa: PLC0415  a second, for who has one
        from connectors.mcp.starting import Filling  # noqa: PLC0415  beside it

        packages = packages_of(home)
        record = packages.find(config.pack) if config.pack else None
        folder = record.folder if record else None

        def is_sound() -> bool:
            if not config.pack:
                return True
            now = packages.find(config.pack)  # it may be brought up to date while the connector lives
            whole = now is not None and now.due is Due.NOTHING and now.folder == folder
            return whole and now is not None and packages.state(now) is State.WELL

        filling = Filling(config, means.secret, folder, servers_folder(home) / config.id, is_sound)
        return McpConnector(config, means, local(), public_trust, filling, language)

    def own(config: Config, means: Means, language: str) -> Connector:
        return own_connector(config, means, language, confinement_here())

    return {Kind.MCP: mcp, **dict.fromkeys(OWN, own)}
