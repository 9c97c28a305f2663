"""Which part of a History a request carries: old results go first, then all but the person's words and a note."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from agent.core.actions import Trust
from agent.core.errors import AgentError
from agent.core.events import ContextCut, UsageAdded
from agent.core.messages import Message, Reply, Text, ToolMessage, ToolSpec, UserMessage, text_of
from agent.core.ports import ChatModel, Emit, Settings
from agent.models.estimates import CAREFUL, pictures_in, tokens_of, tool_tokens, words_in
from agent.session.handoff import ASK, NOTE_TOKENS, made_from, note_of
from agent.session.heard import NOTHING_LEFT_OUT, LeftOut, calls_before, heard, shortened
from agent.session.state import SessionState

UNKNOWN = 128_000
UNKNOWN_HERE = 32_000
FULL = 0.8
NEWEST = 40_000
GAIN = 20_000
SHORTER = 3


class FittingContext:
    """See `agent.core.ports.Context`. Lives as long as a Turn; what it leaves out is in the Journal (ContextCut).

    Sizes are tokens, estimated. The newest NEWEST of results stay (a third of a small context), and results go only
    when GAIN is gained, so that what a provider has cached of the beginning stays true for long.
    """

    def __init__(
        self,
        model: ChatModel,
        tools: Sequence[ToolSpec],
        settings: Settings,
        state: Callable[[], SessionState],
        emit: Emit,
    ) -> None:
        self._model = model
        self._tools = tools
        self._settings = settings
        self._state = state
        self._emit = emit
        self._overhead = int(CAREFUL * (tokens_of(settings.system) + sum(map(tool_tokens, tools))))
        self._tried = 0
        self._known = 0
        self._sizes: dict[int, tuple[Message, int]] = {}
        self._now = _Heard(NOTHING_LEFT_OUT)

    @property
    def room(self) -> int:
        """Tokens for Messages: of the context, what the system text, the tools and the answer leave."""
        traits = self._model.traits
        window = traits.context or (UNKNOWN if self._model.host else UNKNOWN_HERE)
        return max(1_000, min(int(window * FULL) - self._overhead, self._known or window))

    async def fitting(self, history: Sequence[Message]) -> Sequence[Message]:
        """See Context."""
        self._tried = 0
        upto = self._boundary(history, min(NEWEST, self.room // 3))
        if self._gained(history, upto) >= min(GAIN, self.room // 6):
            self._emit(ContextCut(upto))
        if self._size(history) > self.room:
            first = _steps_within(history, self.room // 6, self._size_of)
            if sum(map(self._size_of, history[self._left_out.words : first])) >= min(GAIN, self.room // 6):
                await self._hand_off(history, first)
        return self._heard(history)

    async def shorter(self, history: Sequence[Message]) -> Sequence[Message] | None:
        """See Context. Each try leaves out more than the one before; there are SHORTER of them."""
        before = self._size(history)
        self._known = int(before * 0.9)  # the model takes less than was believed
        while self._tried < SHORTER:
            self._tried += 1
            match self._tried:
                case 1:
                    self._leave_out_results(history, _last_step(history))
                case 2:
                    await self._hand_off(history, _last_step(history))
                case _:
                    self._leave_out_results(history, len(history))
            if self._size(history) < before:
                return self._heard(history)
        return None

    @property
    def _left_out(self) -> LeftOut:
        return self._state().left_out

    def _leave_out_results(self, history: Sequence[Message], upto: int) -> None:
        if self._gained(history, upto) > 0:
            self._emit(ContextCut(upto))

    async def _hand_off(self, history: Sequence[Message], upto: int) -> None:
        """A note in the place of what is before `upto`; made from the state when the model cannot write it."""
        if upto <= self._left_out.words:
            return
        words = await self._written(history) or made_from(history[:upto], self._left_out.note)
        self._emit(ContextCut(upto, note_of(words, self._state())))

    async def _written(self, history: Sequence[Message]) -> str:
        """The model's own note; "" when it gave none. Tools and system are the same, so that the cache holds."""
        asked = (*self._heard(history), UserMessage((Text(ASK),), by=Trust.HOST))
        settings = replace(self._settings, max_output=NOTE_TOKENS)
        try:
            async for piece in self._model.reply(asked, self._tools, settings):
                if isinstance(piece, Reply):
                    self._emit(UsageAdded(self._model.name, piece.usage, self._model.host, piece.finish))
                    return text_of(piece.message.parts).strip()
        except AgentError:
            return ""
        return ""

    def _heard(self, history: Sequence[Message]) -> tuple[Message, ...]:
        if self._now.left_out != self._left_out or self._now.count > len(history):
            self._now = _Heard(self._left_out)
        self._now.take(history)
        return tuple(self._now.messages)

    def _size(self, history: Sequence[Message]) -> int:
        self._heard(history)
        return self._now.size

    def _gained(self, history: Sequence[Message], upto: int) -> int:
        return sum(
            _gain(history, at, self._size_of) for at in range(max(self._left_out.results, self._left_out.words), upto)
        )

    def _size_of(self, message: Message) -> int:
        """As `size_of`; each Message is read once, because all of them are looked at before each request."""
        known = self._sizes.get(id(message))
        if known is None or known[0] is not message:
            known = self._sizes[id(message)] = (message, size_of(message))
        return known[1]

    def _boundary(self, history: Sequence[Message], newest: int) -> int:
        """Before which Message the results are older than the `newest` tokens of them; the last ones stay whole."""
        size, last = 0, _last_step(history)
        for at in range(len(history) - 1, self._left_out.results - 1, -1):
            message = history[at]
            size += self._size_of(message) + seen_in(message) if isinstance(message, ToolMessage) else 0
            if size > newest and at < last:
                return at + 1
        return 0


@dataclass(slots=True)
class _Heard:
    """What the model hears of the first `count` Messages of a History; it grows with it."""

    left_out: LeftOut
    count: int = 0
    messages: list[Message] = field(default_factory=list)
    _words: int = 0
    _shown: int = 0

    def take(self, history: Sequence[Message]) -> None:
        """The Messages that came since."""
        first = heard(history, self.left_out) if self.count == 0 else tuple(history[self.count :])
        self.messages += first
        self._words += sum(map(size_of, first))
        self._shown += sum(seen_in(message) for message in first if isinstance(message, UserMessage))
        self.count = len(history)

    @property
    def size(self) -> int:
        """In tokens. Pictures of tools are sent until the next words of a user."""
        results = itertools.takewhile(lambda message: not isinstance(message, UserMessage), reversed(self.messages))
        return self._words + self._shown + sum(map(seen_in, results))


def size_of(message: Message) -> int:
    """Tokens of a Message without its pictures; rather too many."""
    return int(CAREFUL * words_in(message)) + 1


def seen_in(message: Message) -> int:
    """Tokens of its pictures and videos; rather too many."""
    return int(CAREFUL * pictures_in(message))


def _gain(history: Sequence[Message], at: int, size: Callable[[Message], int]) -> int:
    message = history[at]
    if not isinstance(message, ToolMessage):
        return 0
    return size(message) - size_of(shortened(message, calls_before(history, at))) + seen_in(message)


def _last_step(history: Sequence[Message]) -> int:
    """Where the last call with its results begins, or the last words."""
    at = len(history) - 1
    return at - 1 if at and isinstance(history[at], ToolMessage) else max(0, at)


def _steps_within(history: Sequence[Message], room: int, size_of: Callable[[Message], int]) -> int:
    """The first Message of as many of the last Steps as have room, at least of the last one. Never a result."""
    first, size = _last_step(history), sum(map(size_of, history[_last_step(history) :]))
    for at in range(first - 1, 0, -1):
        size += size_of(history[at])
        if size > room:
            break
        if not isinstance(history[at], ToolMessage):
            first = at
    return first
