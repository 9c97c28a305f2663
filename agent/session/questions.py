"""What waits for the person's answer."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from agent.core.actions import VALID_SECONDS, Approval, Question
from agent.core.events import Event, QuestionAnswered, QuestionAsked

Asked = tuple[str, Question, Approval]
"""The id of a call, what the person was asked about it, and what they answered."""


class Questions:
    """The questions of one Session, one at a time. `emit` keeps that they were asked and answered."""

    def __init__(self, emit: Callable[[Event], None]) -> None:
        self._emit = emit
        self._open: dict[str, tuple[Question, asyncio.Future[Approval]]] = {}
        self._earlier: list[Asked] = []
        self._asking = asyncio.Lock()

    async def ask(self, question: Question, call: str) -> Approval:
        """Ask the person and wait."""
        async with self._asking:
            answer: asyncio.Future[Approval] = asyncio.get_running_loop().create_future()
            self._open[question.id] = (question, answer)
            self._emit(QuestionAsked(call, question))
            try:
                approval = await answer
            finally:
                del self._open[question.id]
            self._emit(QuestionAnswered(approval))
            return approval

    def answer(self, approval: Approval) -> bool:
        """Give the person's answer; False when nothing waits for exactly this one."""
        question, waiting = self._open.get(approval.question, (None, None))
        if waiting is None or question is None or waiting.done() or approval.digest != question.digest:
            return False
        waiting.set_result(replace(approval, at=time.time()))
        return True

    def remember(self, answers: Sequence[Asked]) -> None:
        """What the person answered before the Turn was cut off, about calls that have no result."""
        self._earlier = list(answers)

    def earlier(self, question: Question, call: str) -> Approval | None:
        """The answer that was given to exactly this question before the Turn was cut off, once; else None."""
        for number, (about, asked, approval) in enumerate(self._earlier):
            is_late = question.digest and time.time() - approval.at > VALID_SECONDS
            if about == call and replace(asked, id=question.id) == question and not is_late:
                del self._earlier[number]
                return replace(approval, question=question.id)
        return None
