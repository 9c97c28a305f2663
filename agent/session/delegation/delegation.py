"""All pieces of one call: who begins when, once more what failed or what the person changed meanwhile, the end."""

import asyncio
import logging
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from agent.core.actions import Question
from agent.core.errors import AgentError, NeedsUserError
from agent.core.events import CallProgress, ItemEnded, ItemsPlanned
from agent.core.messages import Outcome
from agent.core.paths import shown
from agent.core.plans import Item
from agent.core.ports import Files
from agent.core.words import Words
from agent.session.delegation.delegate import BUG, Order, attempt
from agent.session.delegation.keeping import keep, key_of, taken_up
from agent.session.delegation.means import RESERVE, Course, Means, Worked
from agent.session.delegation.pieces import Piece
from agent.session.delegation.scheduler import Job, scheduled
from agent.session.traces import places
from agent.workspace.overlay import OverlayFiles

STOP_AT = 0.8
_log = logging.getLogger("agent")
_NOT_AGAIN = frozenset({"limit", "stopped", "filtered"})
_DRIFTED = (
    "Files changed while this piece was worked on before: {names}. That draft was dropped: look at what is there now."
)
_FAILED = "This was tried before and failed: {why} Nothing of that try is left."
_BEFORE = Words("What it needs was not made: {names}", "必要なファイルができなかったため、行っていません: {names}")
_MONEY = Words(
    "Most of the money for this task is spent, so no further piece begins.",
    "このタスクの費用の上限が近いため、これ以上の作業は始めません。",
)
_NOT_BEGUN = Words("Not begun: {why}", "未着手: {why}")
_STOPPED = Words("Stopped.", "停止しました。")
_CONFLICT = Words(
    "The files that “{title}” works with were changed while it was worked on, twice: {names}. What now?",
    "「{title}」で使うファイルが、作業中に 2 回変更されました: {names}。どうしますか？",
)
_AGAIN = Words("Work on it once more", "もう一度行う")
_LEAVE = Words("Leave it out", "行わない")
_CHANGED = Words(
    "The files that it works with were changed meanwhile: {names}",
    "作業に使うファイルが、その間に変更されました: {names}",
)
_PROGRESS = Words("{done} of {count} done", "{count} 件中 {done} 件完了")


@dataclass(slots=True)
class Delegation:
    """One call of `delegate`. `call` is its id; what is worked on is told of under ids of the Journal's own."""

    means: Means
    course: Course
    call: str
    shared: str
    pieces: tuple[Piece, ...]
    _run: str = field(default_factory=lambda: uuid.uuid4().hex[:6])
    _done: dict[str, Worked] = field(default_factory=dict)

    async def run(self) -> tuple[Worked, ...]:
        """Work on all pieces; one for each, in their order."""
        items = tuple(self._item(piece) for piece in self.pieces)
        self.means.emit(ItemsPlanned(self.call, items))
        self._tell()
        await self._all(self.pieces, lambda _: "")
        await self._renewed()
        for piece in self.pieces:
            if piece.item.id not in self._done:
                self._over(piece, self._not_begun(piece))
        return tuple(self._done[piece.item.id] for piece in self.pieces)

    async def _all(self, pieces: Sequence[Piece], note: Callable[[Piece], str]) -> None:
        jobs = [
            Job(
                piece.item.id,
                self._work(piece, note(piece)),
                float(piece.size + len(piece.task)),
                piece.after & {one.item.id for one in pieces},
            )
            for piece in pieces
        ]
        await scheduled(jobs, self.course.pace, self._may_begin)

    def _work(self, piece: Piece, note: str) -> Callable[[], "asyncio.Future[None]"]:
        return lambda: asyncio.ensure_future(self._worked_on(piece, note))

    async def _worked_on(self, piece: Piece, note: str) -> None:
        """The piece, once more when it failed. It is over then, and kept when it is done."""
        try:
            worked = await self._safely(piece, note)
            if worked.outcome is Outcome.FAILED and not _is_limit(worked.code) and self._may_begin():
                worked = await self._safely(piece, _FAILED.format(why=worked.why or worked.code))
        except BaseException:
            self.means.emit(ItemEnded(self._id(piece), Outcome.SKIPPED, _STOPPED.text(self.means.language)))
            raise
        self._over(piece, worked)

    async def _safely(self, piece: Piece, note: str) -> Worked:
        """What goes wrong around one piece costs no other one."""
        try:
            return await self._tried(piece, note)
        except NeedsUserError:
            raise
        except AgentError as failure:
            why, code = failure.words.text(self.means.language), failure.code
        except Exception as error:  # noqa: BLE001  # the edge of one piece
            _log.error("a piece ended by an error of Deskhand itself: %s", places(error))
            why, code = BUG.text(self.means.language), "bug"
        return Worked(piece, Outcome.FAILED, why=why, code=code)

    async def _tried(self, piece: Piece, note: str) -> Worked:
        before = [self._done[name] for name in sorted(piece.after)]
        if failed := [one.piece.item.id for one in before if one.outcome is not Outcome.DONE]:
            return Worked(piece, Outcome.SKIPPED, why=_BEFORE.of(names=", ".join(failed)).text(self.means.language))
        base = await asyncio.to_thread(_over_all, self.means.files, before)
        key = key_of(piece, self.shared)
        if not note and (known := await asyncio.to_thread(taken_up, self.means.kept, key, piece, base)):
            return known
        staging = await asyncio.to_thread(self.means.kept.staging, key)
        order = Order(self._item(piece), self.shared, note, self._share())
        worked = await attempt(piece, order, OverlayFiles(base, staging), self.means, self.course)
        await asyncio.to_thread(keep, self.means.kept, key, worked)
        return worked

    def _over(self, piece: Piece, worked: Worked) -> None:
        self._done[piece.item.id] = worked
        sentence = worked.why or shown(worked.report.text.strip().partition("\n")[0])
        self.means.emit(ItemEnded(self._id(piece), worked.outcome, sentence))
        self._tell()

    async def _renewed(self) -> None:
        """What stands on files that changed meanwhile is worked on again, once by itself, then as the person says."""
        drifted = await asyncio.to_thread(self._drifted)
        if drifted:
            await self._again(drifted)
            drifted = await asyncio.to_thread(self._drifted)
        while drifted:
            wanted = {name: names for name, names in drifted.items() if await self._is_wanted(name, names)}
            for name in drifted.keys() - wanted.keys():
                self._left_out(name, drifted[name])
            if not wanted:
                return
            await self._again(wanted)
            drifted = await asyncio.to_thread(self._drifted)

    async def _again(self, drifted: Mapping[str, str]) -> None:
        pieces = [piece for piece in self.pieces if piece.item.id in drifted]
        await self._all(pieces, lambda piece: _DRIFTED.format(names=drifted[piece.item.id]))

    def _drifted(self) -> dict[str, str]:
        """Ids of pieces whose base is not as it was, with the names; and of those that came after them."""
        found: dict[str, str] = {}
        for piece in self._in_order():
            worked = self._done.get(piece.item.id)
            if worked is None or worked.outcome is not Outcome.DONE or worked.files is None:
                continue
            names = [shown(str(place)) for place in worked.files.drifted()]
            names += [found[name] for name in sorted(piece.after) if name in found]
            if names:
                found[piece.item.id] = ", ".join(dict.fromkeys(names))
        return found

    def _in_order(self) -> list[Piece]:
        """Each after those that it comes after."""
        done: list[Piece] = []
        while len(done) < len(self.pieces):
            known = {piece.item.id for piece in done}
            done += [piece for piece in self.pieces if piece.item.id not in known and piece.after <= known]
        return done

    async def _is_wanted(self, name: str, names: str) -> bool:
        language = self.means.language
        title = _CONFLICT.of(title=shown(self._done[name].piece.item.title), names=names).text(language)
        choices = (_AGAIN.text(language), _LEAVE.text(language))
        question = Question(uuid.uuid4().hex, title, choices=choices, closed=True)
        answer = await self.means.approver.ask(question, self.call)
        return answer.text == choices[0]

    def _left_out(self, name: str, names: str) -> None:
        worked = self._done[name]
        why = _CHANGED.of(names=names).text(self.means.language)
        left = Worked(worked.piece, Outcome.FAILED, worked.report, why=why, code="stale", sources=worked.sources)
        self._over(worked.piece, left)

    def _may_begin(self) -> bool:
        if not self.course.stop and self.course.pace.refusal is not None:
            self.course.stop = self.course.pace.refusal.words.text(self.means.language)
        return not self._why_none_begins()

    def _why_none_begins(self) -> str:
        """What runs comes to its end all the same when only most of the money is spent: it has its part."""
        money = "" if self.course.spent(self.means.left()) < STOP_AT else _MONEY.text(self.means.language)
        return self.course.stop or self.means.spent() or money

    def _share(self) -> float | None:
        """What one piece may cost: twice its part, so that a long one can end, and never what is kept for the merge."""
        left, money = self.means.left(), self.course.usd
        if left is None or money is None:
            return None
        return max(min(left - money * RESERVE, 2 * money * (1 - RESERVE) / len(self.pieces)), 0.0)

    def _not_begun(self, piece: Piece) -> Worked:
        why = self._why_none_begins()
        return Worked(piece, Outcome.SKIPPED, why=_NOT_BEGUN.of(why=why).text(self.means.language), code="limit")

    def _id(self, piece: Piece) -> str:
        return f"{self._run}.{piece.item.id}"

    def _item(self, piece: Piece) -> Item:
        return replace(piece.item, id=self._id(piece))

    def _tell(self) -> None:
        done, count = len(self._done), len(self.pieces)
        told = _PROGRESS.of(done=done, count=count).text(self.means.language)
        self.means.emit(CallProgress(self.call, told, done, count))


def _over_all(files: Files, before: Sequence[Worked]) -> Files:
    """The files as those that came before leave them."""
    if not before:
        return files
    base = OverlayFiles(files)
    for one in before:
        with suppress(AgentError):  # the person changed it meanwhile: that is found at the end
            base.lay(one.changes)
    return base


def _is_limit(code: str) -> bool:
    return code in _NOT_AGAIN or code.startswith("limit_")
