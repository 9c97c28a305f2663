"""Where a model usually answers, as plain choices."""

from dataclasses import dataclass

from PySide6.QtCore import QUrl


@dataclass(frozen=True, slots=True)
class Preset:
    """A program or a service: its address, an example of a model's id, and whether it asks for a key."""

    title: str
    base_url: str
    example: str
    needs_key: bool


LOCAL_PRESETS = (
    Preset("Ollama", "http://127.0.0.1:11434/v1", "qwen3:8b", False),
    Preset("LM Studio", "http://127.0.0.1:1234/v1", "qwen/qwen3-8b", False),
    Preset("llama.cpp", "http://127.0.0.1:8080/v1", "default", False),
)


def stays_here(address: str) -> bool:
    """Whether an address is this computer. It only chooses the words shown; the host decides for itself."""
    return QUrl(address.strip()).host() in ("127.0.0.1", "localhost", "::1")


def host_of(address: str) -> str:
    """The host in an address, encoded so that it cannot imitate another; "" when there is none."""
    return QUrl(address.strip()).host(QUrl.ComponentFormattingOption.FullyEncoded)
