"""A request that could take anything over its cap is never sent."""

import asyncio
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.core.errors import LimitError, NeedsUserError, TransientError
from agent.core.events import Reserved, Spent
from agent.core.messages import AssistantMessage, Delta, Finish, Reply, Text, ToolCall, Usage, UserMessage
from agent.core.ports import Traits
from agent.core.words import Words
from agent.models.prices import FREE
from agent.session.purse import Purse
from agent.session.spending import Scope
from tests.agent.session.billing import PRICE, SESSION, Provider, Step, Till, asked, counted


@pytest.fixture
def till(tmp_path):
    opened: list[Till] = []

    def make(**caps):
        opened.append(Till(tmp_path, **caps))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


async def until_the_limit(model, most=1_000):
    """How many requests were answered before the cap stopped one."""
    for number in range(most):
        try:
            await asked(model)
        except LimitError:
            return number
    raise AssertionError("nothing stopped it")


def test_the_request_that_would_break_the_cap_is_not_sent(till):
    one, provider = till(task=0.05), Provider()
    answered = asyncio.run(until_the_limit(one.model(provider)))
    assert answered == len(provider.asked)
    assert answered > 5
    assert 0.03 < provider.billed <= 0.05
    assert one.spent() == pytest.approx(provider.billed)


def test_the_sentence_names_the_cap_what_is_spent_and_what_the_request_could_cost(till):
    one = till(task=0.0021)
    with pytest.raises(LimitError) as caught:
        asyncio.run(asked(one.model(Provider())))
    assert caught.value.code == "limit_task"
    assert "this task" in caught.value.words.en
    assert "$0.0021" in caught.value.words.en
    assert "このタスク" in caught.value.words.ja
    assert caught.value.remedy.en


def test_without_a_cap_nothing_is_reserved_and_the_answer_may_be_as_long_as_the_model_likes(till):
    one, provider = till(), Provider([Step(output=90_000)])
    reply = asyncio.run(asked(one.model(provider)))
    assert provider.asked[0].max_output is None
    assert reply.finish is Finish.STOP
    assert [type(event) for event in one.events] == [Spent]


def test_an_answer_is_made_shorter_when_that_still_makes_sense_and_its_cut_is_the_limit(till):
    one, provider = till(task=0.05), Provider([Step(output=20_000)])
    model = one.model(provider)
    reply = asyncio.run(asked(model))
    assert 1_024 <= (provider.asked[0].max_output or 0) < 8_192
    assert reply.finish is Finish.LENGTH
    with pytest.raises(LimitError) as caught:
        asyncio.run(asked(model))
    assert "cut off" in caught.value.words.en
    assert len(provider.asked) == 1
    assert provider.billed <= 0.05


def test_an_answer_that_is_cut_by_its_own_length_is_no_limit(till):
    one, provider = till(task=5.0), Provider([Step(output=90_000), Step()])
    model = one.model(provider)
    assert asyncio.run(asked(model)).finish is Finish.LENGTH
    assert asyncio.run(asked(model)).finish is Finish.STOP


@pytest.mark.parametrize(("told", "longest"), [(Traits(), 8_192), (Traits(output=4_096), 4_096)])
def test_what_is_reserved_is_what_the_model_is_allowed_to_answer(till, told, longest):
    one, provider = till(task=5.0), Provider(traits=told)
    asyncio.run(asked(one.model(provider)))
    assert provider.asked[0].max_output == longest
    held = next(event for event in one.events if isinstance(event, Reserved))
    assert held.usd >= PRICE.most(0, longest)


def test_with_a_cap_a_model_whose_price_nobody_knows_is_not_asked(till):
    one, provider = till(day=1.0), Provider()
    with pytest.raises(NeedsUserError) as caught:
        asyncio.run(asked(one.model(provider, price=None)))
    assert caught.value.code == "price_unknown"
    assert "deskhand price" in caught.value.remedy.en
    assert "deskhand price" in caught.value.remedy.ja
    assert provider.asked == []


def test_without_a_cap_an_unknown_price_is_unknown_and_never_nothing(till):
    one = till()
    assert asyncio.run(asked(one.model(Provider(), price=None))).usage.cost is None
    assert one.events[-1].usage.cost is None
    assert one.events[-1].usage.input > 0


def test_what_runs_here_costs_nothing_and_its_tokens_are_counted(till):
    one, provider = till(task=0.000001), Provider()
    reply = asyncio.run(asked(one.model(provider, price=FREE)))
    assert reply.usage.cost == 0.0
    assert one.events[-1].usage.output == 50
    assert provider.asked[0].max_output is None


def test_a_try_that_broke_off_is_paid_as_far_as_it_came(till):
    one, provider = till(task=1.0), Provider([Step(breaks=True)])
    with pytest.raises(TransientError):
        asyncio.run(asked(one.model(provider)))
    spent = one.events[-1]
    assert spent.estimated
    assert spent.usage.input > 0
    assert one.spent() == pytest.approx(spent.usage.cost)


def test_a_request_that_was_refused_at_the_door_costs_nothing(till):
    class Shut(Provider):
        async def reply(self, *_):
            if self.name:
                raise TransientError(Words("Busy.", "混雑しています。"))
            yield Delta("never")

    one = till(task=1.0)
    with pytest.raises(TransientError):
        asyncio.run(asked(one.model(Shut())))
    assert one.spent() == 0.0


def test_a_server_that_counts_nothing_is_counted_for(till):
    class Silent(Provider):
        async def reply(self, *given):
            async for piece in super().reply(*given):
                yield piece if not hasattr(piece, "usage") else type(piece)(piece.message, piece.finish, Usage())

    one = till(task=1.0)
    reply = asyncio.run(asked(one.model(Silent())))
    assert reply.usage.input > 0
    assert reply.usage.cost > 0
    assert one.events[-1].estimated


@pytest.mark.parametrize("calls", [(), (ToolCall("c1", "write_file", '{"text": "' + "word " * 5_000 + '"}'),)])
def test_an_answer_that_nobody_counts_and_no_delta_told_of_is_paid_by_its_length(till, calls):
    class InOnePiece(Provider):
        async def reply(self, *_):
            yield Reply(AssistantMessage((Text("" if calls else "word " * 5_000),), calls), Finish.STOP, Usage())

    one = till(task=1.0)
    assert asyncio.run(asked(one.model(InOnePiece()))).usage.output > 4_000


def test_nobody_waits_for_ever_when_the_record_of_a_request_cannot_be_written(till):
    one, provider = till(task=0.05), Provider([Step(turns=5), Step(turns=5)])
    keep, full = (
        one.keep,
        NeedsUserError(Words("The disk is full.", "空きがありません。"), Words("Free some.", "空けてください。")),
    )

    def failing(event):
        if isinstance(event, Spent):
            raise full
        return keep(event)

    purse = Purse(one.book, failing, one.all_caps, one.notes.append)
    asks = [asked(one.model(provider, purse), most=4_000) for _ in range(2)]

    async def both():
        async with asyncio.timeout(5):
            return await asyncio.gather(*asks, return_exceptions=True)

    first, second = asyncio.run(both())
    assert first is full
    assert isinstance(second, LimitError)  # what nobody could write down counts as spent


def test_what_another_process_spends_today_counts_too(till):
    here, there = till(day=0.05), till(day=0.05)
    asyncio.run(until_the_limit(there.model(Provider())))
    provider = Provider()
    with pytest.raises(LimitError) as caught:
        asyncio.run(asked(here.model(provider), "word " * 2_000))
    assert caught.value.code == "limit_day"
    assert provider.asked == []


def test_what_a_killed_process_had_reserved_counts_for_good(till):
    killed, later = till(day=0.3), till(day=0.3)
    killed.book.reserve(Reserved("gone", 0.29), killed.keep, ())
    assert later.book.spent(later.all_caps()[0].scope) == pytest.approx(0.29)
    with pytest.raises(LimitError):
        asyncio.run(asked(later.model(Provider()), "word " * 4_000))


def test_a_cap_that_is_raised_counts_at_once(till):
    one, provider = till(task=0.001), Provider()
    model = one.model(provider)
    with pytest.raises(LimitError):
        asyncio.run(asked(model))
    one.caps["task"] = 1.0
    assert asyncio.run(asked(model))


def test_that_most_of_a_cap_is_spent_is_said_once(till):
    one = till(task=0.1)
    asyncio.run(until_the_limit(one.model(Provider())))
    assert len(one.notes) == 1
    assert "%" in one.notes[0].en


def test_a_part_spends_no_more_than_its_share_and_the_rest_stays_with_the_whole(till):
    one, provider = till(task=0.2), Provider()
    part = one.purse.part(0.05)
    asyncio.run(until_the_limit(one.model(provider, part)))
    assert provider.billed <= 0.05
    assert one.purse.left() == pytest.approx(0.2 - provider.billed)
    assert part.left() == pytest.approx(0.05 - provider.billed)
    assert asyncio.run(asked(one.model(provider)))
    small = one.purse.part(100.0)
    assert small.left() == pytest.approx(one.purse.left())


async def many(one, provider, count):
    """What so many delegates at once came to: how many answered, and how many the cap stopped."""
    async with asyncio.timeout(60):
        ended = await asyncio.gather(*(asked(one.model(provider)) for _ in range(count)), return_exceptions=True)
    assert all(not isinstance(end, BaseException) or isinstance(end, LimitError) for end in ended), ended
    return sum(not isinstance(end, BaseException) for end in ended)


def test_a_hundred_at_once_wait_for_each_other_and_all_come_to_their_end(till):
    one = till(task=0.5)
    provider = Provider([Step(turns=5) for _ in range(100)])
    assert asyncio.run(many(one, provider, 100)) == 100
    assert 1 < provider.most_together < 100  # never more than the cap could pay
    assert {settings.max_output for settings in provider.asked} == {8_192}  # and nobody is cut short meanwhile
    assert one.purse.left() == pytest.approx(0.5 - provider.billed)


STEPS = st.builds(
    Step,
    factor=st.floats(0.5, 1.4),
    output=st.integers(0, 40_000),
    turns=st.integers(0, 6),
    breaks=st.booleans(),
)
WILD = st.builds(Step, factor=st.floats(1.4, 6.0), output=st.integers(0, 40_000), turns=st.integers(0, 6))
PROPERTY = settings(max_examples=settings().max_examples // 5, deadline=None, suppress_health_check=list(HealthCheck))


@PROPERTY
@given(steps=st.lists(STEPS, min_size=1, max_size=30), cap=st.floats(0.001, 0.6), part=st.floats(0.3, 1.0))
def test_the_cap_holds_however_many_ask_at_once(tmp_path_factory, steps, cap, part):
    one = Till(tmp_path_factory.mktemp("till"), task=cap)
    provider = Provider([Step(step.factor, step.output, step.turns) for step in steps])

    async def work():
        share = one.purse.part(cap * part)
        await many_of(one, provider, len(steps), share)

    asyncio.run(work())
    assert provider.billed <= cap + 1e-9
    assert one.spent() == pytest.approx(provider.billed)
    assert one.book.returning(Scope("task", SESSION)) == 0
    one.close()


@PROPERTY
@given(steps=st.lists(st.one_of(STEPS, WILD), min_size=1, max_size=20), cap=st.floats(0.001, 0.3))
def test_a_server_that_counts_wildly_breaks_the_cap_by_one_request_at_most(tmp_path_factory, steps, cap):
    one = Till(tmp_path_factory.mktemp("till"), task=cap)
    provider = Provider([Step(step.factor, step.output) for step in steps])
    dearest = PRICE.cost(Usage(round(counted_hello() * 6.0), 0))

    async def work():
        for _ in steps:
            with suppress(LimitError):
                await asked(one.model(provider))

    asyncio.run(work())
    assert provider.billed <= cap + dearest
    one.close()


async def many_of(one, provider, count, share):
    jobs = (asked(one.model(provider, share if number % 2 else None)) for number in range(count))
    ended = await asyncio.gather(*jobs, return_exceptions=True)
    assert all(not isinstance(end, BaseException) or isinstance(end, LimitError) for end in ended), ended


def counted_hello():
    return counted((UserMessage((Text("hello"),)),))
