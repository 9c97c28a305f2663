"""The connectors that packages bring: entered switched off, changed with an update, gone with the package."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from agent.packages.package import Declared, Need, Package
from connectors.bundles.entries import declared_form
from connectors.catalog import ConnectorCatalog
from connectors.connector import Config, Kind


def _nowhere(_connector: str, _key: str, _value: str) -> None:
    """There is no keyring: the person is asked again when it is started."""


def _nothing(_connector: str, _keys: tuple[str, ...]) -> None:
    """There was no keyring."""


@dataclass(frozen=True, slots=True)
class PackageConnectors:
    """`keep` puts a hidden value of a connector into the keyring, by the connector's id and the key of the form;
    `forget_keys` takes them out again.
    """

    catalog: ConnectorCatalog
    keep: Callable[[str, str, str], None] = _nowhere
    forget_keys: Callable[[str, tuple[str, ...]], None] = _nothing

    def bring(self, package: Package, values: Mapping[str, str]) -> None:
        """Enter what the package declares now. What was entered before keeps its id, its settings and its secrets, and
        is off: other files are other programs, so each start is asked about again.
        """
        known = {str(one.declared.get("name", "")): one for one in self.catalog.of_pack(package.name)}
        for declared in package.connectors:
            config = known.pop(declared.name, None) or self._new(package, declared)
            self._fill(config, declared, package, values)
        for config in known.values():
            self._gone(config)

    def forget(self, name: str) -> None:
        """Everything that a package brought."""
        for config in self.catalog.of_pack(name):
            self._gone(config)

    def _new(self, package: Package, declared: Declared) -> Config:
        title = (package.title or package.name) if len(package.connectors) == 1 else declared.name
        made = Config(self.catalog.free_id(declared.name), Kind.MCP, title, pack=package.name)
        return self.catalog.add(replace(made, declared=declared_form(declared, package.settings)))

    def _fill(self, config: Config, declared: Declared, package: Package, values: Mapping[str, str]) -> None:
        form = {one.key: one for one in package.settings}
        hidden = {key: value for key, value in values.items() if key in form and form[key].need is Need.HIDDEN}
        seen = {key: value for key, value in values.items() if key in form and key not in hidden}
        for key, value in hidden.items():
            self.keep(config.id, key, value)
        written = declared_form(declared, package.settings)

        def changed(entry: Config) -> Config:
            return replace(
                entry,
                enabled=False,
                approved={},
                declared=written,
                settings={**{key: value for key, value in entry.settings.items() if key in form}, **seen},
                secrets=tuple(dict.fromkeys((*entry.secrets, *hidden))),
            )

        self.catalog.change(config.id, changed)

    def _gone(self, config: Config) -> None:
        self.forget_keys(config.id, config.secrets)
        self.catalog.remove(config.id)
