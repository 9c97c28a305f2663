"""From what the person set up to a ChatModel."""

from collections.abc import Callable

from agent.core.ports import Traits
from agent.models.catalog import ModelConfig
from agent.models.dialect import NO_DIALECT, Dialect, Protocol
from agent.models.endpoint import UNKNOWN, Endpoint, nobody
from agent.models.wire import WireModel


def model_of(
    config: ModelConfig,
    key: str | None = None,
    leaving: Callable[[int], None] = nobody,
    *,
    dialect: Dialect = NO_DIALECT,
    traits: Traits = UNKNOWN,
    patience: float = 0.0,
) -> WireModel:
    """The ChatModel for a configured model; nothing is loaded and nobody is asked yet.

    `leaving` is told the bytes of each body before they leave; when it raises, nothing leaves. `patience` is the
    longest silence in seconds, 0 for what fits the address.

    Raises:
        ValueError: no such protocol; the Catalog lets none in.
    """
    protocol = Protocol(config.protocol)
    endpoint = Endpoint(config.name, protocol, config.base_url, config.model, key, dialect, traits, patience, leaving)
    return WireModel(endpoint)
