"""The connection test of a model."""

import asyncio
import time

from agent.core.errors import AgentError, NeedsUserError
from agent.core.messages import Reply, Text, UserMessage
from agent.core.ports import ChatModel, Settings
from agent.core.words import Words, joined
from desktop.wire.messages import TestAnswer

SECONDS = 60
_CHECK = Words(
    "Check the model's address, and that the program that serves it is running.",
    "モデルのアドレスと、モデルを提供するプログラムが起動しているかをご確認ください。",
)


async def tested(model: ChatModel, language: str) -> TestAnswer:
    """Whether a model answers, with a sentence in `language` that says how, or what to do."""
    answered, words = await _asked(model)
    return TestAnswer(answered, words.text(language))


async def _asked(model: ChatModel) -> tuple[bool, Words]:
    history = (UserMessage((Text("Answer with the single word OK."),)),)
    began = time.monotonic()
    try:
        async with asyncio.timeout(SECONDS):
            async for piece in model.reply(history, (), Settings("You are being tested.", 200)):
                if isinstance(piece, Reply):
                    seconds = f"{time.monotonic() - began:.1f}"
                    return True, Words(f"It answered in {seconds} seconds.", f"{seconds} 秒で応答がありました。")
    except NeedsUserError as error:
        return False, joined(error.words, error.remedy)
    except AgentError as error:
        return False, joined(error.words, _CHECK)
    except TimeoutError:
        late = f"It did not answer within {SECONDS} seconds.", f"{SECONDS} 秒以内に応答がありませんでした。"
        return False, joined(Words(*late), _CHECK)
    return False, joined(Words("It answered with nothing.", "応答の中身が空でした。"), _CHECK)
