"""The Review of a Turn: runs every Check, tells the person, and sends the failures back to the model, a few times."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from agent.core.errors import AgentError
from agent.core.events import Checked
from agent.core.messages import AssistantMessage, text_of
from agent.core.plans import CheckState
from agent.core.ports import Emit
from agent.core.words import Words
from agent.review.checklist import checklist, is_asked_for, lacking
from agent.review.claims import claims
from agent.review.deeds import WRITING, deeds
from agent.review.formulas import formulas
from agent.review.found import Found, objection, told
from agent.review.names import names
from agent.review.opens import opens
from agent.review.pages import drawn, layout
from agent.review.parts import untouched
from agent.review.rows import rows
from agent.review.sight import Sight
from agent.review.totals import totals
from agent.review.work import Work, dealt

ROUNDS = 1
MOST_ROUNDS = 3
_REVIEW = Words("The review", "結果の点検")
_LOOKS: tuple[Callable[[Work, Sight], Iterator[Found]], ...] = (opens, untouched, formulas, totals, layout, checklist)


def found_in(work: Work, sight: Sight, answer: str, *, draw: bool = True) -> list[Found]:
    """What all Checks say, the ones on files first. `draw`: pages are drawn too, unless there is something to mend
    before that. Blocks.
    """
    found: list[Found] = []
    for look in _LOOKS:
        found += look(work, sight)
    found += (*rows(work, sight, answer), *deeds(work, answer), *names(work, sight, answer))
    found += claims(work, sight, answer)
    return [*found, *drawn(work, sight)] if draw or not any(one.mend for one in found) else found


def failures(found: Sequence[Found]) -> int:
    """How many of them failed."""
    return sum(one.state is CheckState.FAILED for one in found)


@dataclass(frozen=True)
class TurnReview:
    """See `agent.core.ports.Review`. `work` tells what the Turn did so far, `sight` makes a fresh view of the files.

    `rounds` is how often failures go back to the model, at most MOST_ROUNDS; asking for a checklist is no such round,
    and is done when it `asks`.
    """

    work: Callable[[], Work]
    sight: Callable[[], Sight]
    emit: Emit
    language: str = ""
    rounds: int = ROUNDS
    asks: bool = True

    async def objection(self, answer: AssistantMessage) -> str:
        """See Review."""
        work = self.work()
        asked = is_asked_for(work)
        goes_back = not work.recipe and work.rounds < min(self.rounds, MOST_ROUNDS) + asked
        found = await asyncio.to_thread(self._found, work, text_of(answer.parts), draw=not goes_back)
        lacks = self.asks and needs_checklist(work)
        if lacks:
            found.append(lacking())
        if not is_worth_telling(work, found):
            return ""
        self.emit(Checked(told(found, self.language), work.rounds))
        if not goes_back:
            return ""
        if lacks and asked:
            found = [one if one.state is CheckState.FAILED else replace(one, mend="") for one in found]
        return objection(found)

    def _found(self, work: Work, answer: str, *, draw: bool) -> list[Found]:
        try:
            return found_in(work, self.sight(), answer, draw=draw)
        except AgentError as error:  # a folder that is not there any more, a full disk: the answer still counts
            return [Found("review", CheckState.NOT_RUN, _REVIEW, error.words)]


def needs_checklist(work: Work) -> bool:
    """Whether the Turn changed more than one thing and nobody wrote down what was asked for."""
    calls = [call for call, result in dealt(work.turn) if result.checkpoint and call.tool in WRITING]
    things = {changed.to or changed.place for one in work.checkpoints for changed in one.changed}
    return len(calls) > 1 and len(things) > 1 and not work.checklist and not work.recipe


def is_worth_telling(work: Work, found: Sequence[Found]) -> bool:
    """A short answer that changed nothing and holds what was read needs no report."""
    return bool(work.checkpoints) or failures(found) > 0
