"""Views of the models that are set up in this house."""

from agent.models.address import is_local
from agent.models.catalog import ModelConfig
from desktop.compose.facts import facts, settings
from desktop.compose.house import House
from desktop.compose.modelling import system_of
from desktop.host.model_views import backup_settings, fact_views, option_views, test_view
from desktop.wire import models as wire


def models_view(house: House, language: str) -> wire.Models:
    """All configured models; the active one is marked."""
    active = house.models.active()
    return wire.Models(tuple(_model(config, house, language, config == active) for config in house.models.list()))


def _model(config: ModelConfig, house: House, language: str, active: bool) -> wire.ModelView:
    system = system_of(config)
    test = house.tests.last(config)
    others = [one.name for one in house.models.list() if one.name != config.name]
    backup = backup_settings(others, config.fallback)
    known = facts(system, config.model, config.base_url, house.money.prices.price_of(config), test)
    return wire.ModelView(
        name=config.name,
        protocol=config.protocol,
        base_url=config.base_url,
        model=config.model,
        key=house.keys.state(config.name),
        local=is_local(config.base_url),
        active=active,
        preset=system.id,
        system=system.title.text(language),
        facts=fact_views(known, language),
        options=option_views((*settings(system, config.model, config.options), *backup), language),
        test=test_view(test, language) if test else None,
        notes=system.notes.text(language),
    )
