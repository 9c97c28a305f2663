"""A second model for when the first one gives up."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing

from agent.core.errors import AgentError, NeedsUserError, TransientError
from agent.core.messages import Delta, Message, Reply, ToolSpec
from agent.core.ports import ChatModel, Settings
from agent.core.words import Words, joined
from agent.models.around import Around

# What another provider can be asked about. That Deskhand's own records are full is no reason to go elsewhere.
GIVEN_UP = ("no_credit", "key_refused", "model_gone", "certificate")
_GOES_ON = Words("Going on with {name}.", "「{name}」で続けます。")


class WithFallback(Around):
    """A ChatModel that asks `second` from the moment at which `first`, after its own retries, gave up: it is away, has
    no credit, refuses the key or is gone. Made anew for each Turn, so that every Turn begins with `first`.

    Nothing goes from this computer to another place because of that without `may_leave`, which is asked once. `note`
    is told of the switch. What was shown of a broken answer stays; the second one's Reply replaces it.
    """

    def __init__(
        self,
        first: ChatModel,
        second: ChatModel,
        note: Callable[[Words], None],
        may_leave: Callable[[Words], Awaitable[bool]],
    ) -> None:
        super().__init__(first)
        self._second = second
        self._note = note
        self._may_leave = may_leave
        self._switched = False

    async def reply(
        self, history: Sequence[Message], tools: Sequence[ToolSpec], settings: Settings
    ) -> AsyncGenerator[Delta | Reply, None]:
        """As ChatModel.reply; what the first one raised when the second one may not be asked."""
        shown = False
        try:
            async with aclosing(self._model.reply(history, tools, settings)) as pieces:
                async for piece in pieces:
                    shown = True
                    yield piece
            return
        except (TransientError, NeedsUserError) as failure:
            if not await self._switch(failure):
                raise
        async with aclosing(self._model.reply(history, tools, settings)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Reply) or not shown:
                    yield piece

    async def _switch(self, failure: AgentError) -> bool:
        gave_up = isinstance(failure, TransientError) or failure.code in GIVEN_UP
        if self._switched or not gave_up:
            return False
        self._switched = True
        leaves = not self._model.host and bool(self._second.host)
        if leaves and not await self._may_leave(failure.words):
            return False
        self._model = self._second
        self._note(joined(failure.words, _GOES_ON.of(name=self._second.name)))
        return True
