"""From a configured model to a ChatModel that follows the rules of its system."""

from collections.abc import Callable

from agent.core.ports import ChatModel
from agent.models.catalog import ModelConfig
from agent.models.endpoint import nobody
from agent.models.making import model_of
from agent.models.presets.echo import Echoing
from agent.models.presets.resolve import resolved


def model_for(
    config: ModelConfig, key: str | None = None, leaving: Callable[[int], None] = nobody, *, patience: float = 0.0
) -> ChatModel:
    """The ChatModel as it asks its server; nobody is asked yet. `leaving` and `patience` are as in `model_of`.

    `echoed` belongs around it, outside of what retries and pays for single requests.

    Raises:
        NeedsUserError: "unknown_preset" or "bad_option": the file was written by another version.
    """
    found = resolved(config)
    return model_of(config, key, leaving, dialect=found.dialect, traits=found.traits, patience=patience)


def echoed(config: ModelConfig, model: ChatModel) -> ChatModel:
    """The model with the tools of its provider that want their own arguments back, when such are switched on."""
    tools = resolved(config).dialect.server_tools
    return Echoing(model) if any(tool.get("type") == "builtin_function" for tool in tools) else model
