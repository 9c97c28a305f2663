"""From what was declared to what the person has set up: entries of the catalogue, switched off and not approved."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from agent.core.codec import plain
from agent.packages.package import Declared, Need, Package, Setting
from connectors.catalog import ConnectorCatalog
from connectors.connector import Config, Kind


def declared_form(declared: Declared, settings: Sequence[Setting] = ()) -> Mapping[str, object]:
    """A declaration as `Config.declared` keeps it, with the form that it wants filled in."""
    return {**plain(declared), "form": [plain(one) for one in settings]}


def new_entry(
    catalog: ConnectorCatalog,
    declared: Declared,
    settings: Sequence[Setting] = (),
    values: Mapping[str, str] | None = None,
    pack: str = "",
) -> Config:
    """Add a connector that is off and not approved, and return it. Of `values` those that the form hides are left out:
    whoever calls puts them into the keyring, under the id that the entry has got.
    """
    given = values or {}
    secret = {one.key for one in settings if one.need is Need.HIDDEN}
    hidden = tuple(key for key, text in given.items() if key in secret and text)
    shown = {key: text for key, text in given.items() if key not in secret}
    config = Config(
        catalog.free_id(declared.name),
        Kind.MCP,
        declared.name,
        pack=pack,
        settings=shown,
        secrets=hidden,
        declared=declared_form(declared, settings),
    )
    return catalog.add(config)


def put_package(
    catalog: ConnectorCatalog, package: Package, values: Mapping[str, str] | None = None
) -> tuple[Config, ...]:
    """The entries of an installed package, each off until its start is approved. One that was there keeps its id, its
    values and its secrets; how it starts is what the new version says, and is asked about again. What the new version
    does not bring any more is forgotten.
    """
    before = {str(one.declared.get("name")): one for one in catalog.of_pack(package.name)}
    made = []
    for declared in package.connectors:
        old = before.pop(declared.name, None)
        if old is None:
            made.append(new_entry(catalog, declared, package.settings, values, package.name))
        else:
            made.append(_renewed(catalog, old, declared, package, values or {}))
    for gone in before.values():
        catalog.remove(gone.id)
    return tuple(made)


def _renewed(
    catalog: ConnectorCatalog, old: Config, declared: Declared, package: Package, values: Mapping[str, str]
) -> Config:
    hidden = {one.key for one in package.settings if one.need is Need.HIDDEN}
    settings = {**old.settings, **{key: text for key, text in values.items() if key not in hidden}}
    secrets = tuple(dict.fromkeys([*old.secrets, *(key for key in values if key in hidden and values[key])]))

    def changed(kept: Config) -> Config:
        form = declared_form(declared, package.settings)
        return replace(kept, enabled=False, declared=form, approved={}, settings=settings, secrets=secrets)

    return catalog.change(old.id, changed)
