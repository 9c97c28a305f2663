"""From what was declared to what the person has set up: entries of the catalogue, switched off and not approved."""

from collections.abc import Mapping, Sequence

from agent.core.codec import plain
from agent.packages.package import Declared, Need, Setting
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
        settings=shown,
        secrets=hidden,
        declared=declared_form(declared, settings),
    )
    return catalog.add(config)
