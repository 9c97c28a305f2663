"""The call that makes drafts, and the model that makes this call first: the best draft passes the usual doors."""

import asyncio
import uuid
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from agent.core.actions import Intent
from agent.core.errors import ToolError
from agent.core.events import ItemsPlanned
from agent.core.messages import (
    AssistantMessage,
    Delta,
    Finish,
    Message,
    Outcome,
    Reply,
    Result,
    Text,
    ToolCall,
    ToolMessage,
    ToolSpec,
)
from agent.core.plans import Item
from agent.core.ports import ChatModel, ReadyCall, Settings
from agent.core.words import Words
from agent.models.around import Around
from agent.review.work import DRAFTS, Work
from agent.session.drafts import BROKE_OFF, CHECKED, DRAFT, Draft, Drafting, made

_TITLE = Words("Make {count} {count:draft|drafts} and keep the best", "下書きを {count} 件作り、最良のものを採用")
_KEPT = Words("Draft {number} of {count} was kept: {why}. The others: {others}.",
              "{count} 件のうち下書き {number} を採用しました（{why}）。ほかの下書き: {others}。")  # fmt: skip
_FEWEST = Words("the fewest failed checks ({failed})", "要確認が最も少ない {failed} 件")
_LEAST = Words(
    "as few failed checks ({failed}) as others, with the fewest changes", "要確認は同数の {failed} 件、変更が最少"
)
_FIRST = Words(
    "as good as the others ({failed} failed {failed:check|checks}), and the first",
    "要確認は同数の {failed} 件、最初の下書き",
)
_NONE = Words("No draft came to its end: {why}", "完了した下書きがありませんでした: {why}")


class DraftsTool:
    """Makes the drafts when it is called. `chosen` is the one that was kept, None before."""

    spec = ToolSpec(DRAFTS, "Make drafts.", {"type": "object", "properties": {}, "required": []})

    def __init__(self, drafting: Drafting) -> None:
        self._drafting = drafting
        self.chosen: Draft | None = None

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`. What the draft changes is judged when it is known."""
        title = _TITLE.of(count=self._drafting.count).text(self._drafting.language)
        return _Making(Intent(title), self, call.id)

    async def run(self, call: str) -> Result:
        """All drafts at once; the Result of the best.

        Raises:
            ToolError: none came to its end (code "no_draft").
        """
        making = self._drafting
        titles = {at: DRAFT.of(number=at).text(making.language) for at in range(1, making.count + 1)}
        items = {at: Item(f"{call}-{at}", title) for at, title in titles.items()}
        making.emit(ItemsPlanned(call, tuple(items.values())))
        async with asyncio.TaskGroup() as together:
            tasks = [together.create_task(made(at, item, making)) for at, item in items.items()]
        drafts = [task.result() for task in tasks]
        whole = sorted((draft for draft in drafts if draft.is_whole), key=lambda draft: draft.rank)
        if not whole:
            why = next((draft.ended.sentence for draft in drafts if draft.ended.sentence), str(drafts[0].ended.ending))
            raise ToolError(_NONE.of(why=why), "no_draft")
        self.chosen = best = whole[0]
        if best.plan.steps:
            making.emit(best.plan)
        told = chosen_because(best, drafts).text(making.language)
        return Result((Text(best.answer),), told, best.changes, sources=best.sources)


@dataclass(frozen=True, slots=True)
class _Making:
    intent: Intent
    tool: DraftsTool
    call: str

    async def run(self) -> Result:
        """See `agent.core.ports.ReadyCall`."""
        return await self.tool.run(self.call)


class DraftsModel(Around):
    """A ChatModel that lets drafts be made first; the answer of the one that is kept is its own. From then on, and when
    no draft could be kept, it is the model behind it.
    """

    def __init__(self, model: ChatModel, tool: DraftsTool) -> None:
        super().__init__(model)
        self._tool = tool
        self._begun = self._told = False

    async def reply(
        self, history: Sequence[Message], tools: Sequence[ToolSpec], settings: Settings
    ) -> AsyncGenerator[Delta | Reply, None]:
        """See ChatModel."""
        if not self._begun:
            self._begun = True
            call = ToolCall(f"drafts_{uuid.uuid4().hex[:8]}", DRAFTS, "{}")
            yield Reply(AssistantMessage((), (call,)), Finish.CALLS)
            return
        if not self._told and self._tool.chosen is not None and _is_kept(history[-1]):
            self._told = True
            yield Reply(AssistantMessage((Text(self._tool.chosen.answer),)), Finish.STOP)
            return
        others = [spec for spec in tools if spec.name != DRAFTS]
        async with aclosing(self._model.reply(history, others, settings)) as pieces:
            async for piece in pieces:
                yield piece


def _is_kept(message: Message) -> bool:
    """Whether the draft was carried out as a whole: what was declined must be told by the model."""
    if not isinstance(message, ToolMessage):
        return False
    last = message.results[-1]
    return last.outcome is Outcome.DONE and not last.declined


def with_drafts(work: Work, chosen: Draft | None) -> Work:
    """The Work of a Turn with what was read and done for the draft that was kept, in the place where it was done."""
    if chosen is None:
        return work
    at = work.begin + 1
    return replace(work, messages=(*work.messages[:at], *chosen.messages, *work.messages[at:]))


def chosen_because(best: Draft, drafts: Sequence[Draft]) -> Words:
    """Which draft was kept, and why it and not the others."""
    whole = [draft for draft in drafts if draft.is_whole and draft is not best]
    rivals = [draft for draft in whole if draft.failed == best.failed]
    equal = [draft for draft in rivals if len(draft.changes.changes) == len(best.changes.changes)]
    why = (_FIRST if equal else _LEAST if rivals else _FEWEST).of(failed=best.failed)
    others = [_other(draft) for draft in drafts if draft is not best]
    told = Words(", ".join(one.en for one in others), "、".join(one.ja for one in others))
    return _KEPT.of(number=best.number, count=len(drafts), why=why, others=told)


def _other(draft: Draft) -> Words:
    name = DRAFT.of(number=draft.number)
    how = CHECKED.of(failed=draft.failed, count=draft.count) if draft.is_whole else BROKE_OFF
    return Words(f"{name.en}: {how.en}", f"{name.ja}: {how.ja}")
