"""One small request of a self-test, and all that can be measured of its answer."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass

from agent.core.errors import AgentError, LimitError, NeedsUserError
from agent.core.messages import Message, Reply, ToolSpec, text_of
from agent.core.ports import ChatModel, Settings
from agent.core.words import NO_WORDS, Words, joined

PATIENCE = 90.0
FIRST_PATIENCE = 180.0
"""Seconds. A program on this computer may have to load the model from the disk first."""

_MOST_TOKENS = 2_000  # enough for a thought before a short answer, and an end for a model that finds none
_SYSTEM = "You are being tested. Do exactly what is asked, briefly, and use a tool when you are told to."
_LATE = Words(
    "It did not answer within {seconds} {seconds:second|seconds}.", "{seconds} 秒以内に応答がありませんでした。"
)
_TOO_SLOW = Words(
    "Choose a smaller model, or try again when the computer is less busy.",
    "より小さなモデルを選ぶか、パソコンの負荷が低いときにもう一度お試しください。",
)


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer. `began` and `ended` are seconds after the request: of the first piece, and of the end.

    `pieces` counts pieces of text. Without a `reply`, `code`, `words` and `remedy` say what went wrong.
    """

    reply: Reply | None = None
    pieces: int = 0
    began: float = 0.0
    ended: float = 0.0
    code: str = ""
    words: Words = NO_WORDS
    remedy: Words = NO_WORDS

    @property
    def text(self) -> str:
        """The words of the answer."""
        return text_of(self.reply.message.parts).strip() if self.reply else ""


async def asked(
    model: ChatModel, history: Sequence[Message], tools: Sequence[ToolSpec] = (), patience: float = PATIENCE
) -> Heard:
    """Ask once. Every failure is an answer too."""
    start, began, pieces = time.monotonic(), 0.0, 0
    try:
        settings = Settings(_SYSTEM, _MOST_TOKENS)
        async with asyncio.timeout(patience), aclosing(model.reply(history, tools, settings)) as pieces_of_it:
            async for piece in pieces_of_it:
                if isinstance(piece, Reply):
                    return Heard(piece, pieces, began, time.monotonic() - start)
                began = began or time.monotonic() - start
                pieces += bool(piece.text)
    except NeedsUserError as error:
        return Heard(None, pieces, began, code=error.code, words=error.words, remedy=error.remedy)
    except LimitError as error:
        return Heard(None, pieces, began, code=LimitError.code, words=error.words, remedy=error.remedy)
    except AgentError as error:
        return Heard(None, pieces, began, code=error.code, words=error.words)
    except TimeoutError:
        return Heard(None, pieces, began, code="late", words=_LATE.of(seconds=f"{patience:.0f}"), remedy=_TOO_SLOW)
    return Heard(None, pieces, began, code="nothing")


def said_of(heard: Heard, remedy: Words) -> tuple[Words, Words]:
    """What went wrong and what to do, `remedy` when the failure itself knows none."""
    return heard.words, heard.remedy if heard.remedy != NO_WORDS else remedy


def together(*sentences: Words) -> Words:
    """Sentences without the empty ones."""
    return joined(*(one for one in sentences if one != NO_WORDS))
