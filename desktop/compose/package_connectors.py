"""The connectors that packages bring: entered switched off, changed with an update, gone with the package."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from agent.packages.package import Declared, Need, Package
from agent.packages.store import Due, Store
from connectors.bundles.entries import declared_form
from connectors.catalog import ConnectorCatalog
from connectors.connector import Config, Kind
from desktop.compose.connectors import Connectors

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PackageConnectors:
    """`keep` puts hidden values of a connector into the keyring, by its id and the keys of the form, empty ones out of
    it; `forget_kept` forgets all that is kept for one beside its entry.
    """

    catalog: ConnectorCatalog
    keep: Callable[[str, Values], None]
    forget_kept: Callable[[Config], None]

    def bring(self, package: Package, values: Values) -> None:
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

    def _fill(self, config: Config, declared: Declared, package: Package, values: Values) -> None:
        """The entry names a secret before the keyring has it and after it is gone from there: a crash leaves none that
        nobody knows of. A key that the form does not hide any more is forgotten: it would be shown.
        """
        form = {one.key: one for one in package.settings}
        hides = {key for key, one in form.items() if one.need is Need.HIDDEN}
        hidden = {key: value for key, value in values.items() if key in hides and value}
        seen = {key: value for key, value in values.items() if key in form and key not in hides}
        self.keep(config.id, dict.fromkeys((key for key in config.secrets if key not in hides), ""))
        written = declared_form(declared, package.settings)

        def changed(entry: Config) -> Config:
            return replace(
                entry,
                enabled=False,
                approved={},
                declared=written,
                settings={**{key: value for key, value in entry.settings.items() if key in form}, **seen},
                secrets=tuple(dict.fromkeys((*(key for key in entry.secrets if key in hides), *hidden))),
            )

        self.catalog.change(config.id, changed)
        self.keep(config.id, hidden)

    def _gone(self, config: Config) -> None:
        self.forget_kept(config)
        self.catalog.remove(config.id)


def package_connectors(connectors: Connectors) -> PackageConnectors:
    """Over the connectors of a house."""
    return PackageConnectors(connectors.catalog, connectors.keep_secrets, connectors.forget_kept)


def enter(store: Store, connectors: PackageConnectors, package: Package, values: Values) -> None:
    """Enter what an installed package brings, as its record says that it is due."""
    record = store.named(package.name)
    if record.due is Due.ANEW:
        connectors.forget(record.name)
    connectors.bring(replace(package, folder=record.folder), values)
    store.entered(record)


def settle(store: Store, connectors: PackageConnectors) -> None:
    """After a crash: what installed packages bring is entered, without what was filled in, and what a package brought
    that is gone goes. Raises NeedsUserError ("records").
    """
    due = any(one.due is not Due.NOTHING for one in store.list())
    if not due and not any(one.pack and store.is_gone(one.pack) for one in connectors.catalog.list()):
        return
    from desktop.compose.package_formats import read_record  # noqa: PLC0415  # all readers, for what a crash left

    with store.alone():  # another process may be installing at this moment; then nothing is left to do
        for record in store.list():
            if record.due is not Due.NOTHING:
                enter(store, connectors, read_record(record), {})
        for config in connectors.catalog.list():
            if config.pack and store.is_gone(config.pack):
                connectors.forget(config.pack)
