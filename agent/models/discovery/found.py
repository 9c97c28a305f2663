"""What is told of a model server that was found on this computer."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from agent.core.words import NO_WORDS, Words
from agent.models.catalog import ModelConfig


class Program(StrEnum):
    """Who serves. OTHER: it lists models as OpenAI does, and does not say what it is."""

    OLLAMA = "ollama"
    LM_STUDIO = "lmstudio"
    LLAMA_CPP = "llamacpp"
    VLLM = "vllm"
    JAN = "jan"
    OTHER = "other"


TITLES = {
    Program.OLLAMA: Words("Ollama", "Ollama"),
    Program.LM_STUDIO: Words("LM Studio", "LM Studio"),
    Program.LLAMA_CPP: Words("llama.cpp", "llama.cpp"),
    Program.VLLM: Words("vLLM", "vLLM"),
    Program.JAN: Words("Jan", "Jan"),
    Program.OTHER: Words("Another model server", "その他のモデルサーバー"),
}


@dataclass(frozen=True, slots=True)
class FoundModel:
    """A model that a server offers.

    `context` is what it can keep in mind as it is loaded now, `most` what it could be loaded with, both in tokens, 0
    when the server does not say. `tools` and `sees` are None when the server does not say. `local` is False for a model
    that the server only passes on to a service elsewhere.
    """

    id: str
    tools: bool | None = None
    sees: bool | None = None
    context: int = 0
    most: int = 0
    loaded: bool = False
    local: bool = True
    advice: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Server:
    """A program that serves models. `base_url` is where the OpenAI chat protocol answers. `locked`: it wants a key."""

    program: Program
    base_url: str
    version: str = ""
    models: tuple[FoundModel, ...] = ()
    locked: bool = False
    advice: Words = NO_WORDS


def known_as(models: Iterable[ModelConfig], server: Server, model: FoundModel) -> str:
    """The name under which a found model is set up already; "" when it is not."""
    there = (server.base_url, model.id)
    return next((one.name for one in models if (one.base_url, one.model) == there), "")
