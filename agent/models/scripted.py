"""A ChatModel that answers from a script: for tests, demonstrations and rehearsals of failures."""

import json
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import replace

from agent.core.messages import (
    AssistantMessage,
    Delta,
    Finish,
    Message,
    Reply,
    Text,
    ToolCall,
    ToolMessage,
    ToolSpec,
    Usage,
    UserMessage,
    text_of,
)
from agent.core.ports import Settings, Traits

NO_TRAITS = Traits()
Answer = str | Reply | BaseException
Step = Answer | Callable[[Sequence[Message]], Answer]


class ScriptError(AssertionError):
    """The script does not fit what happened: it is used up, or a History was sent that no server would take."""


def says(text: str, finish: Finish = Finish.STOP) -> Reply:
    """A reply in words."""
    return Reply(AssistantMessage((Text(text),)), finish, Usage(10, len(text) // 4 + 1, cost=0.0))


def calls(tool: str, arguments: Mapping[str, object] | str, text: str = "") -> Reply:
    """A reply with one call. `arguments` as a text is sent as it stands, perhaps malformed. The model gives the id."""
    raw = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
    parts = (Text(text),) if text else ()
    return Reply(AssistantMessage(parts, (ToolCall("", tool, raw),)), Finish.CALLS, Usage(10, 10, cost=0.0))


def together(*replies: Reply) -> Reply:
    """One reply with the words and the calls of all of them."""
    parts = tuple(part for reply in replies for part in reply.message.parts)
    wishes = tuple(call for reply in replies for call in reply.message.calls)
    return Reply(AssistantMessage(parts, wishes), Finish.CALLS if wishes else Finish.STOP, Usage(10, 10, cost=0.0))


class ScriptedModel:
    """Answers each request with the next step: words, a Reply, an exception to raise, or a function of the History.

    Checks on every request what a strict server would: see `check_history`. `heard` keeps each History.
    """

    def __init__(self, replies: Sequence[Step], name: str = "scripted", traits: Traits = NO_TRAITS) -> None:
        self._steps = list(replies)
        self._name = name
        self._traits = traits
        self._calls = 0
        self.heard: list[tuple[Message, ...]] = []
        self.offered: list[tuple[ToolSpec, ...]] = []
        self.settings: list[Settings] = []

    @property
    def name(self) -> str:
        """The name given to it."""
        return self._name

    @property
    def host(self) -> str:
        """Always "": no word leaves this process."""
        return ""

    @property
    def traits(self) -> Traits:
        """What it was told to take."""
        return self._traits

    @property
    def left(self) -> int:
        """How many steps were not asked for."""
        return len(self._steps)

    async def reply(
        self, history: Sequence[Message], tools: Sequence[ToolSpec], settings: Settings
    ) -> AsyncGenerator[Delta | Reply, None]:
        """The next step. Raises ScriptError when there is none, or when the History is not whole."""
        check_history(history)
        self.heard.append(tuple(history))
        self.offered.append(tuple(tools))
        self.settings.append(settings)
        answer = self._next(history)
        for word in text_of(answer.message.parts).split(" "):
            yield Delta(word + " ")
        yield answer

    def _next(self, history: Sequence[Message]) -> Reply:
        if not self._steps:
            raise ScriptError(f"The script of {self._name!r} is used up, but request {len(self.heard)} came.")
        step = self._steps.pop(0)
        answer = step(history) if callable(step) else step
        if isinstance(answer, BaseException):
            raise answer
        reply = says(answer) if isinstance(answer, str) else answer
        return replace(reply, message=replace(reply.message, calls=tuple(map(self._numbered, reply.message.calls))))

    def _numbered(self, call: ToolCall) -> ToolCall:
        self._calls += 1
        return call if call.id else replace(call, id=f"call_{self._calls}")


def check_history(history: Sequence[Message]) -> None:
    """Prove what servers refuse otherwise: it begins with the person, and every call is answered once, at once.

    Raises:
        ScriptError: naming the message that is wrong.
    """
    if not history or not isinstance(history[0], UserMessage):
        raise ScriptError("A History begins with a UserMessage.")
    if isinstance(history[-1], AssistantMessage):
        raise ScriptError("The last Message is the model's own: there is nothing to answer.")
    waiting: tuple[str, ...] = ()
    for number, message in enumerate(history):
        answers = tuple(result.call for result in message.results) if isinstance(message, ToolMessage) else ()
        if answers != waiting:
            raise ScriptError(f"Message {number} answers the calls {answers}, but {waiting} wait for their answers.")
        waiting = tuple(call.id for call in message.calls) if isinstance(message, AssistantMessage) else ()
        if len(set(waiting)) < len(waiting):
            raise ScriptError(f"Message {number} has two calls with one id: {waiting}.")
