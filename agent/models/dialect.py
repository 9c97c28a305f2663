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
    """The defaults fit a server of which nothing is known.

    `body` is added to every request as it is. `profile` names the family whose rules the library knows (moonshotai,
    qwen, deepseek, grok, mistral, openai, google, anthropic ...), "" for none. `system_as_message`: the system text is
    the first message, because the address ignores the field for it. `forbidden` are fields that the system refuses.
    `server_tools` are tools that run at the provider, as they stand in a request.
    """

    body: Mapping[str, object] = field(default_factory=dict)
    profile: str = ""
    caching: Caching = Caching.AUTOMATIC
    system_as_message: bool = False
    max_output_name: str = "max_tokens"
    forbidden: tuple[str, ...] = ()
    server_tools: tuple[Mapping[str, object], ...] = ()


NO_DIALECT = Dialect()
