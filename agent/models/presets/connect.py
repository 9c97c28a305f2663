"""From a configured model to a ChatModel that follows the rules of its system."""

from collections.abc import Callable

from agent.core.ports import ChatModel
from agent.models.catalog import ModelConfig
from agent.models.dialect import Dialect
from agent.models.endpoint import nobody
from agent.models.making import model_of
from agent.models.presets.echo import Echoing
from agent.models.presets.resolve import resolved


def model_for(
    config: ModelConfig, key: str | None = None, leaving: Callable[[int], None] = nobody, *, patience: float = 0.0
) -> ChatModel:
    """The ChatModel; nobody is asked yet. `leaving` and `patience` are as in `model_of`.

    Raises:
        NeedsUserError: "unknown_preset" or "bad_option": the file was written by another version.
    """
    found = resolved(config)
    model = model_of(config, key, leaving, dialect=found.dialect, traits=found.traits, patience=patience)
    return Echoing(model) if _echoes(found.dialect) else model


def _echoes(dialect: Dialect) -> bool:
    return any(tool.get("type") == "builtin_function" for tool in dialect.server_tools)
