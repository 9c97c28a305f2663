"""The connection test of a model."""

import asyncio
import time

from agent.core.errors import AgentError, NeedsUserError
from agent.core.messages import Reply, Text, UserMessage
from agent.core.ports import ChatModel, Settings
from desktop.wire.messages import TestAnswer

SECONDS = 60


async def tested(model: ChatModel) -> TestAnswer:
    """Whether a model answers, with a sentence that says how, or what to do."""
    history = (UserMessage((Text("Answer with the single word OK."),)),)
    began = time.monotonic()
    try:
        async with asyncio.timeout(SECONDS):
            async for piece in model.reply(history, (), Settings("You are being tested.", 200)):
                if isinstance(piece, Reply):
                    return TestAnswer(True, f"It answered in {time.monotonic() - began:.1f} seconds.")
    except NeedsUserError as error:
        return TestAnswer(False, f"{error} {error.remedy}")
    except AgentError as error:
        return TestAnswer(False, str(error))
    except TimeoutError:
        return TestAnswer(False, f"It did not answer within {SECONDS} seconds.")
    return TestAnswer(False, "It answered with nothing.")
