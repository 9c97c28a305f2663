"""Which connectors of our own there are: their forms, and how one is made."""

import importlib
from collections.abc import Mapping

from agent.core.running import Confinement
from agent.packages.package import Setting
from connectors.connector import Config, Kind, Means
from connectors.own.standing import OwnConnector

# Loaded when one is used: their libraries take time, and most people use few of them.
_MADE_BY: Mapping[Kind, tuple[str, str]] = {
    Kind.WEB: ("connectors.own.web", "WebConnector"),
    Kind.MAIL: ("connectors.own.mail", "MailConnector"),
    Kind.DATABASE: ("connectors.own.database", "DatabaseConnector"),
    Kind.CALENDAR: ("connectors.own.calendar", "CalendarConnector"),
    Kind.REMOTE: ("connectors.own.remote", "RemoteConnector"),
}
OWN = tuple(_MADE_BY)


def own_connector(
    config: Config, means: Means, language: str = "", confinement: Confinement | None = None
) -> OwnConnector:
    """The connector that a Config describes; its kind is one of OWN. `confinement` is for what reads files as
    databases; without one that process is limited only.
    """
    if config.kind is Kind.DATABASE:
        from connectors.own.database import DatabaseConnector  # noqa: PLC0415  # as below

        return DatabaseConnector(config, means, confinement)
    if config.kind is Kind.REMOTE:
        from connectors.own.remote import RemoteConnector  # noqa: PLC0415  # as below

        return RemoteConnector(config, means, language=language)
    return _class(config.kind)(config, means)


def own_form(kind: Kind, language: str) -> tuple[Setting, ...]:
    """What the person fills in for one."""
    return tuple(field.setting(language) for field in _class(kind).form)


def _class(kind: Kind) -> type[OwnConnector]:
    module, name = _MADE_BY[kind]
    found: type[OwnConnector] = getattr(importlib.import_module(module), name)
    return found
