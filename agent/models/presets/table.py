"""Which presets there are."""

from urllib.parse import urlsplit

from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import Words
from agent.models.presets.claude import CLAUDE
from agent.models.presets.deepseek import DEEPSEEK
from agent.models.presets.gemini import GEMINI
from agent.models.presets.gpt import GPT
from agent.models.presets.grok import GROK
from agent.models.presets.kimi import KIMI
from agent.models.presets.local import JAN, LLAMA_CPP, LM_STUDIO, OLLAMA, OTHER, VLLM
from agent.models.presets.mistral import MISTRAL
from agent.models.presets.openrouter import OPENROUTER
from agent.models.presets.preset import Preset
from agent.models.presets.qwen import QWEN

_PRESETS = (
    QWEN,
    KIMI,
    GPT,
    GEMINI,
    CLAUDE,
    GROK,
    DEEPSEEK,
    MISTRAL,
    OPENROUTER,
    OLLAMA,
    LM_STUDIO,
    LLAMA_CPP,
    VLLM,
    JAN,
    OTHER,
)


def presets() -> tuple[Preset, ...]:
    """All presets, in the order in which they are offered."""
    return _PRESETS


def preset(name: str) -> Preset:
    """The preset of that id.

    Raises:
        NeedsUserError: "unknown_preset", with the ids that there are.
    """
    found = next((one for one in _PRESETS if one.id == name), None)
    if found is None:
        known = ", ".join(one.id for one in _PRESETS)
        words = Words(f"There is no preset called {shown(name)!r}.", f"「{shown(name)}」というプリセットはありません。")
        raise NeedsUserError(
            words, Words(f"Choose one of: {known}.", f"次の中から選んでください: {known}。"), "unknown_preset"
        )
    return found


def preset_at(base_url: str) -> Preset:
    """The preset whose system is at an address; OTHER for all that nobody knows."""
    place = _place(base_url)
    known = (one for one in _PRESETS for address in one.addresses if place and _place(address.url) == place)
    return next(known, OTHER)


def _place(base_url: str) -> str:
    try:
        return urlsplit(base_url).netloc.lower().replace("localhost", "127.0.0.1")
    except ValueError:
        return ""
