"""What one system adds to its protocol, or leaves out. Plain values: the wire carries them out, presets choose them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Protocol(StrEnum):
    """How a model is spoken to."""

    CHAT = "openai-chat"
    RESPONSES = "openai-responses"
    ANTHROPIC = "anthropic"
    GEMINI = "gemini"


class Caching(StrEnum):
    """How the provider keeps what does not change between requests. AUTOMATIC: nothing has to be said."""

    AUTOMATIC = "automatic"
    BREAKPOINTS = "breakpoints"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Dialect:
    """The defaults fit a server of which nothing is known, in any protocol.

    `body` is merged into every request, objects into objects ({"generationConfig": {"thinkingConfig": {...}}}); what
    it says wins. `profile` names the family whose rules the library knows for the two OpenAI protocols (moonshotai,
    qwen, deepseek, grok, mistral, openai, openrouter, ollama, vllm, zai), "" for what the model's name says. The two
    others know their models by name.

    `caching` BREAKPOINTS marks the end of the system text and of the conversation for the cache. It is what AUTOMATIC
    means in the Anthropic protocol, where nothing is kept without marks.

    `system_as_message`: the system text is the first message, because the address ignores the field for it. In the
    OpenAI protocols it always is; in the others it becomes words of the first message of the user.

    `max_output_name` is what a request of the OpenAI chat protocol calls the limit of an answer. `forbidden` are fields
    that the system refuses and that are left out ("temperature", "stream_options.include_usage"). `server_tools` are
    tools that run at the provider, as they stand in a request; they are put behind ours.

    `streams_only`: the system thinks in streams alone, so an answer in one piece is put together here. In the OpenAI
    chat protocol `missing_thought` stands for the thought before a call of another model where the system insists on
    one, and `bridged` puts a word of the model between results of tools and words of the user.
    """

    body: Mapping[str, object] = field(default_factory=dict)
    profile: str = ""
    caching: Caching = Caching.AUTOMATIC
    system_as_message: bool = False
    max_output_name: str = "max_tokens"
    forbidden: tuple[str, ...] = ()
    server_tools: tuple[Mapping[str, object], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    streams_only: bool = False
    missing_thought: str = ""
    bridged: bool = False


NO_DIALECT = Dialect()
