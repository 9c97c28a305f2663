"""How a Turn ended, whatever ended it: an Event that can be written down."""

import asyncio
import logging

from agent.core.errors import NeedsUserError
from agent.core.events import Ending, TurnEnded
from agent.core.words import Words
from agent.session.traces import places

_log = logging.getLogger("agent")
_STOPPED = Words("Stopped.", "停止しました。")
_BUG = Words(
    "Something in Deskhand itself went wrong. Your files are as the list of changes says.",
    "Deskhand 自体に問題が発生しました。ファイルは、変更の一覧に示したとおりの状態です。",
)
_REPORT = Words(
    "Try again, or report it with the log of this task.",
    "もう一度お試しください。解決しない場合は、このタスクの記録を添えてお知らせください。",
)


async def ending_of(task: "asyncio.Task[TurnEnded]", language: str) -> TurnEnded:
    """The end of the Turn that `task` runs. A bug of ours must not take the Journal with it."""
    try:
        return await task
    except asyncio.CancelledError:
        if (me := asyncio.current_task()) is not None and me.cancelling():
            task.cancel()
            await asyncio.wait([task])
        return TurnEnded(Ending.STOPPED, _STOPPED.text(language), code="stopped")
    except NeedsUserError as error:
        return over(Ending.NEEDS_USER, error.words, error.remedy, error.code, language)
    except Exception as error:  # noqa: BLE001  # the Session's edge
        _log.error("a Turn ended by an error of Deskhand itself: %s", places(error))  # without what it says
        return over(Ending.FAILED, _BUG, _REPORT, "bug", language)


def over(ending: Ending, why: Words, remedy: Words, code: str, language: str) -> TurnEnded:
    """The end in the person's language."""
    return TurnEnded(ending, why.text(language), remedy.text(language), code)
