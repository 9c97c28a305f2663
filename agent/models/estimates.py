"""How many tokens a request has, before it is sent.

Every provider cuts text in its own way and no tokenizer can be asked offline, so text is counted by what it is made of:
words, letters, digits, signs and the scripts of its UTF-8 bytes. The weights were fitted to three public vocabularies
(o200k, Qwen, Tekken; `tests/benchmarks/estimates.py` prints the errors). What a provider then counted corrects the next
estimate: see `Scale`.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.core.messages import (
    AssistantMessage,
    Image,
    Message,
    Part,
    Text,
    Thinking,
    ToolMessage,
    ToolSpec,
    UserMessage,
    Video,
)
from agent.core.ports import Settings

CAREFUL = 1.15
"""By how much a plan that must not say too little multiplies an estimate before a provider counted."""
IMAGE = 1_600
"""A picture of usual size; providers count 250 to 2,500."""
_VIDEO_CHARACTERS = 400
"""Of base64 for each token: 258 tokens a second (Gemini), at about 100 KB a second."""
_MESSAGE, _CALL, _REQUEST = 5, 14, 12
_WORDS = re.compile(rb"[A-Za-z]+")
_ANY = bytes(range(256))
_WEIGHTS = (
    (b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 0.10),
    (b"0123456789", 0.95),
    (b"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", 0.65),
    (b"\n", 0.4),
    (bytes(range(0xC0, 0xE0)), 0.38),  # Latin with accents, Greek, Cyrillic, Hebrew, Arabic
    (b"\xe3", 0.75),  # kana and Japanese signs
    (bytes(range(0xE4, 0xEA)), 0.88),  # Chinese characters
    (b"\xe0\xe1\xe2" + bytes(range(0xEA, 0xF0)), 0.75),  # Hangul, Thai, Devanagari, typographic signs
    (bytes(range(0xF0, 0xF8)), 2.0),  # emoji and rare characters
)
_COUNTED = tuple((bytes(set(_ANY) - set(kept)), weight) for kept, weight in _WEIGHTS)
_WORD = 0.75


def tokens_of(text: str) -> float:
    """About how many tokens a text has."""
    raw = text.encode("utf-8", "surrogatepass")
    signs = sum(len(raw.translate(None, others)) * weight for others, weight in _COUNTED)
    return signs + len(_WORDS.findall(raw)) * _WORD


class Estimator:
    """Counts requests. It remembers Messages that it has seen, so that a long History is read once."""

    def __init__(self) -> None:
        self._messages: dict[int, tuple[Message, float]] = {}
        self._tools: tuple[Sequence[ToolSpec], float] | None = None

    def tokens(self, history: Sequence[Message], tools: Sequence[ToolSpec], settings: Settings) -> int:
        """About how many tokens of input a request has."""
        said = sum(map(self._message, history))
        return int(_REQUEST + tokens_of(settings.system) + self._offered(tools) + said)

    def _message(self, message: Message) -> float:
        known = self._messages.get(id(message))
        if known is None or known[0] is not message:
            known = self._messages[id(message)] = (message, message_tokens(message))
        return known[1]

    def _offered(self, tools: Sequence[ToolSpec]) -> float:
        offered = tuple(tools)
        if self._tools is None or self._tools[0] != offered:
            self._tools = (offered, sum(map(tool_tokens, offered)))
        return self._tools[1]


def tool_tokens(tool: ToolSpec) -> float:
    """About how many tokens it takes to offer a Tool."""
    schema = json.dumps(dict(tool.parameters), ensure_ascii=False, separators=(",", ":"))
    return _CALL + tokens_of(tool.name) + tokens_of(tool.description) + tokens_of(schema)


def words_in(message: Message) -> float:
    """About how many tokens a Message has without what is seen in it."""
    match message:
        case UserMessage(parts):
            return _MESSAGE + sum(map(_said, parts))
        case AssistantMessage(parts, calls):
            called = sum(_CALL + tokens_of(call.tool) + tokens_of(call.arguments) for call in calls)
            return _MESSAGE + sum(map(_said, parts)) + called
        case ToolMessage(results):
            return sum(_CALL + sum(map(_said, result.for_model)) for result in results)


def pictures_in(message: Message) -> float:
    """About how many tokens the pictures and videos of a Message take."""
    match message:
        case ToolMessage(results):
            return sum(_seen(part) for result in results for part in result.for_model)
        case UserMessage(parts) | AssistantMessage(parts):
            return sum(map(_seen, parts))


def message_tokens(message: Message) -> float:
    """About how many tokens a Message has, its calls, thoughts and pictures included."""
    return words_in(message) + pictures_in(message)


def _said(part: Part) -> float:
    match part:
        case Text(text):
            return tokens_of(text)
        case Thinking(text, opaque):  # what is opaque is base64 of the thought, more or less
            return max(tokens_of(text), len(opaque) / 6)
        case Image() | Video():
            return 0.0


def _seen(part: Part) -> float:
    match part:
        case Image():
            return IMAGE
        case Video(_, data):
            return len(data) / _VIDEO_CHARACTERS
        case Text() | Thinking():
            return 0.0


@dataclass(frozen=True, slots=True)
class Scale:
    """How a provider counts, against the estimate: learnt from the last request whose count is known.

    Without one, `ratio` is None: the estimate may be 40 % too low.
    """

    ratio: float | None = None

    def learnt(self, expected: int, counted: int) -> "Scale":
        """After a request that was estimated at `expected` tokens and counted as `counted` by the provider."""
        if expected <= 0 or counted <= 0:
            return self
        return Scale(min(max(counted / expected, 0.3), 4.0))

    def expected(self, tokens: int) -> int:
        """What the provider will probably count."""
        return int(tokens * (self.ratio or 1.0))

    def at_most(self, tokens: int) -> int:
        """What it will hardly exceed: new text may be of another kind than what was counted before."""
        return int(tokens * self.ratio * 1.15) + 300 if self.ratio else int(tokens * 1.4) + 600
