"""A second model goes on when the first one gives up; it is never a silent way out of this computer."""

import asyncio

import pytest

from agent.core.errors import LimitError, NeedsUserError, ToolError, TransientError
from agent.core.messages import Delta, Reply, Text, UserMessage, text_of
from agent.core.ports import Settings, Traits
from agent.core.words import Words
from agent.models.fallback import WithFallback
from agent.models.scripted import ScriptedModel, says

WHY = Words("It is away.", "応答がありません。")
GO = (UserMessage((Text("go"),)),)


class At(ScriptedModel):
    """A scripted model at a host."""

    def __init__(self, host, *steps):
        super().__init__(steps, name=host or "here", traits=Traits(context=len(host)))
        self._host = host

    @property
    def host(self):
        return self._host


class World:
    def __init__(self, first, second, *, may=True):
        self.first, self.second, self.may = first, second, may
        self.notes: list[str] = []
        self.asked: list[str] = []
        self.model = WithFallback(first, second, lambda words: self.notes.append(words.en), self._may_leave)

    async def _may_leave(self, why):
        self.asked.append(why.en)
        return self.may

    def ask(self):
        async def pieces():
            return [piece async for piece in self.model.reply(GO, (), Settings("s"))]

        return asyncio.run(pieces())

    def answer(self):
        return text_of(self.ask()[-1].message.parts)


def needs(code):
    return NeedsUserError(WHY, WHY, code)


GIVES_UP = [TransientError(WHY), needs("no_credit"), needs("key_refused"), needs("model_gone")]


@pytest.mark.parametrize("failure", GIVES_UP)
def test_when_the_first_gives_up_the_second_goes_on_and_it_is_said(failure):
    world = World(At("one.example", failure), At("two.example", says("hello"), says("again")))
    assert world.answer() == "hello"
    assert world.answer() == "again"  # the first one is not asked again in this Turn
    assert world.notes == ["It is away. Going on with two.example."]
    assert world.asked == []


@pytest.mark.parametrize(
    "failure", [needs("records"), LimitError(WHY), ToolError(WHY, "context_overflow"), RuntimeError("a bug")]
)
def test_what_another_model_cannot_mend_is_no_reason_to_go_elsewhere(failure):
    world = World(At("one.example", failure), At("two.example", says("hello")))
    with pytest.raises(type(failure)):
        world.ask()
    assert world.second.heard == []
    assert world.model.name == "one.example"


@pytest.mark.parametrize("may", [True, False])
def test_from_this_computer_to_another_place_the_person_is_asked_once(may):
    world = World(
        At("", TransientError(WHY), TransientError(WHY)), At("two.example", says("hello"), says("again")), may=may
    )
    for _ in range(2):
        if may:
            world.ask()
        else:
            with pytest.raises(TransientError):
                world.ask()
    assert world.asked == ["It is away."]
    assert len(world.second.heard) == (2 if may else 0)


def test_to_this_computer_nobody_is_asked():
    world = World(At("one.example", TransientError(WHY)), At("", says("hello")))
    assert world.answer() == "hello"
    assert world.asked == []


def test_name_host_and_traits_are_those_of_the_one_that_is_asked():
    world = World(At("one.example", TransientError(WHY)), At("second.example", says("hello")))
    assert (world.model.name, world.model.host) == ("one.example", "one.example")
    world.ask()
    assert (world.model.name, world.model.host) == ("second.example", "second.example")
    assert world.model.traits.context == len("second.example")


def test_the_second_one_that_gives_up_too_is_the_end():
    world = World(At("one.example", TransientError(WHY)), At("two.example", needs("no_credit")))
    with pytest.raises(NeedsUserError):
        world.ask()


def test_what_was_shown_of_a_broken_answer_is_not_shown_twice():
    class Breaking(At):
        async def reply(self, history, tools, settings):
            yield Delta("half an ")
            raise TransientError(WHY)

    world = World(Breaking("one.example"), At("two.example", says("a whole answer")))
    pieces = world.ask()
    assert [piece.text for piece in pieces if isinstance(piece, Delta)] == ["half an "]
    assert sum(isinstance(piece, Reply) for piece in pieces) == 1
