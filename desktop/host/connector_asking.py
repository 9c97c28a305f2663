"""Questions that a connector has while the person tests it, when no Turn runs: to sign in, to open a page."""

import asyncio

from agent.core.actions import Approval, Question
from desktop.host.front import Front
from desktop.wire import messages as wire

PATIENCE = 600.0
"""Nobody answers for so many seconds: that is a no."""


class WindowApprover:
    """`agent.core.ports.Approver` over the window. An answer counts once, and for the question that was asked."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._waiting: dict[str, asyncio.Future[Approval]] = {}

    async def ask(self, question: Question, call: str = "") -> Approval:
        """Ask in the window and wait; `call` is the id of the connector."""
        answer: asyncio.Future[Approval] = asyncio.get_running_loop().create_future()
        self._waiting[question.id] = answer
        self._front.tell(wire.ConnectorAsks(call, question))
        try:
            async with asyncio.timeout(PATIENCE):
                return await answer
        except TimeoutError:
            return question.answer()
        finally:
            self._waiting.pop(question.id, None)

    async def answer(self, request: wire.AnswerConnector) -> wire.Done:
        """The person's answer; one that comes late counts for nothing."""
        waiting = self._waiting.get(request.approval.question)
        if waiting is not None and not waiting.done():
            waiting.set_result(request.approval)
        return wire.Done()
