"""Delegates under a cap: it holds, and what is only reserved stops nobody."""

import asyncio

from agent.core.ports import Traits
from agent.models.prices import simple
from agent.session.capped import Capped
from agent.session.delegation.paced import Paced
from agent.session.purse import Cap, Purse
from agent.session.spending import Scope, Spending
from desktop.compose.delegating import Delegating
from tests.agent.session.delegation.crew import Crew, copying, items

PRICE = simple(2.0, 10.0)


class PaidCrew(Crew):
    """A crew whose answers are billed by `bills(usage)`, under a cap of `most` US dollars for the Session."""

    def __init__(self, tmp_path, answer, most, **more):
        super().__init__(tmp_path, answer, **more)
        self.most = most
        self.hands.traits = Traits(output=32_000)

    def delegating(self, opened):
        session = opened.session
        cap = Cap(Scope("task", session.id), self.most)
        self.purse = Purse(Spending(self.house.journal), session.emit, lambda: [cap], lambda _: None)

        def connect(_talk, pace, usd):
            purse = self.purse if usd is None else self.purse.part(usd)
            return Paced(Capped(self.hands, lambda: PRICE, purse), pace)

        return Delegating(
            self.house.documents, self.home.items(session.id), connect, self.purse.unspent, "", self.parallel
        )


def test_what_is_only_reserved_stops_no_piece(tmp_path):
    async def slow(task, step, history):
        await asyncio.sleep(0.02 * (2 if "n1" in task else 1))
        return copying(task, step, history)

    crew = PaidCrew(tmp_path, slow, 0.2, notes=10)
    crew.run(items(*range(1, 11)), "Done.")
    assert [end for _, end in crew.ends()] == ["done"] * 10, crew.result()
    assert (crew.purse.left() or 0) > 0.1
    crew.house.close()
