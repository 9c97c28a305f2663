"""Thorough mode: several drafts apart from each other, each over its own overlay; the one with the fewest failed Checks
is kept and passes the usual doors as one ChangeSet.
"""

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from agent.core.actions import Source
from agent.core.changes import ChangeSet
from agent.core.events import Ending, ItemEnded, MessageAdded, PlanSet, TurnEnded, TurnStarted
from agent.core.messages import (
    AssistantMessage,
    Message,
    Outcome,
    UserMessage,
    text_of,
)
from agent.core.plans import CheckState, Item
from agent.core.ports import ChatModel, Emit, Guard, Settings
from agent.core.words import Words
from agent.loop.dispatch import Bench
from agent.loop.turn import Turn, run_turn
from agent.review.review import TurnReview
from agent.review.sight import Sight
from agent.review.work import Work
from agent.session.context import FittingContext
from agent.session.delegation.conversation import Conversation
from agent.session.limits import Limits, watch
from agent.session.work import work_of
from agent.workspace.overlay import OverlayFiles

MOST_DRAFTS = 3
DRAFT = Words("Draft {number}", "下書き {number}")
CHECKED = Words("{failed} of {count} {count:check|checks} failed", "点検 {count} 件中 {failed} 件が要確認")
BROKE_OFF = Words("It did not come to its end", "最後まで完了しませんでした")


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft. `failed` of `count` Checks failed; `ended` says whether it came to its end at all."""

    number: int
    ended: TurnEnded
    answer: str
    changes: ChangeSet
    failed: int
    count: int
    messages: tuple[Message, ...] = ()
    plan: PlanSet = field(default_factory=lambda: PlanSet(()))
    sources: tuple[Source, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it can be kept."""
        return self.ended.ending is Ending.DONE

    @property
    def rank(self) -> tuple[int, int, int]:
        """Fewer failed Checks first, then fewer Changes, then the earlier one."""
        return self.failed, len(self.changes.changes), self.number


@dataclass(frozen=True, slots=True)
class Drafting:
    """What drafts are made with: `count` of them, each with a `model`, `bench` and `sight` over its own `overlay`.

    `history` is what was said before, `message` the person's request; `spent` says when a Limit of the Turn is reached.
    """

    count: int
    overlay: Callable[[], OverlayFiles]
    model: Callable[[Conversation], ChatModel]
    bench: Callable[[OverlayFiles, Conversation, ChatModel], Bench]
    sight: Callable[[OverlayFiles], Sight]
    guard: Callable[[], Guard]
    system: str
    history: Sequence[Message]
    message: UserMessage
    emit: Emit
    spent: Callable[[], str]
    limits: Limits = Limits()
    language: str = ""


async def made(number: int, item: Item, making: Drafting) -> Draft:
    """One draft, from the request to its end. Errors that the person must mend are raised on."""
    talk, files = Conversation(item.id, making.emit, making.language), making.overlay()
    talk.emit(TurnStarted(uuid.uuid4().hex, item.title))
    talk.emit(MessageAdded(making.message))
    review = TurnReview(
        lambda: _work(talk, making), lambda: making.sight(files), talk.emit, making.language, making.limits.rounds
    )
    own = watch(making.limits, lambda: talk.state, making.language)
    model, settings = making.model(talk), Settings(making.system)
    bench = making.bench(files, talk, model)
    specs = [tool.spec for tool in bench.tools.values()]
    turn = Turn(
        (*making.history, making.message), settings, lambda: making.spent() or own(), lambda: (),
        context=FittingContext(model, specs, settings, lambda: talk.state, talk.emit), review=review,
        guard=making.guard(),
    )  # fmt: skip
    ended = await run_turn(turn, model, bench)
    talk.emit(ended)
    draft = await asyncio.to_thread(_draft, number, ended, talk, files)
    told = CHECKED.of(failed=draft.failed, count=draft.count) if draft.is_whole else BROKE_OFF
    outcome = Outcome.DONE if draft.is_whole else Outcome.FAILED
    making.emit(ItemEnded(item.id, outcome, told.text(making.language)))
    return draft


def _work(talk: Conversation, making: Drafting) -> Work:
    own = work_of(talk.state)
    before = tuple(making.history)
    said = (text_of(making.message.parts), *own.said)
    return replace(own, said=said, messages=(*before, *own.messages), begin=len(before))


def _draft(number: int, ended: TurnEnded, talk: Conversation, files: OverlayFiles) -> Draft:
    state = talk.state
    checks = state.checked[-1].checks if state.checked else ()
    said = [one for one in state.history if isinstance(one, AssistantMessage) and text_of(one.parts).strip()]
    answer = text_of(said[-1].parts) if said else ""
    failed = sum(check.state is CheckState.FAILED for check in checks)
    plan = PlanSet(state.plan, state.checklist)
    changes = files.merged(DRAFT.of(number=number).text(talk.language))
    return Draft(number, ended, answer, changes, failed, len(checks), state.history[1:], plan, state.sources)
