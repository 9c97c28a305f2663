"""The shortest way to a model at an address."""

from agent.models.catalog import ModelConfig
from agent.models.making import model_of
from agent.models.wire import WireModel


def chat(name: str, url: str, model: str, key: str | None = None, **how) -> WireModel:
    """A model that speaks the OpenAI chat protocol."""
    return model_of(ModelConfig(name, "openai-chat", url, model), key, **how)
