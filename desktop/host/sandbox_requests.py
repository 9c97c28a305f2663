"""Requests about running code: what confines it here, and whether that holds."""

import asyncio
import datetime
from collections.abc import Mapping, Sequence

from agent.core.errors import NeedsUserError
from agent.core.running import Tier
from agent.core.words import Words
from agent.sandbox.probe.values import Probed, Report
from desktop.compose.confined import examined, measured
from desktop.host.front import Answerer, Front
from desktop.host.sandbox_views import offer_views, report_views
from desktop.wire import messages as wire

_NO_ROOM = Words("The check could not be made.", "検査を実行できませんでした。")
_FREE = Words("Make room on the disk, then try again.", "ディスクの空き容量を確保してから、もう一度お試しください。")


class SandboxRequests:
    """Answers what is about running code. The last check is remembered as long as the process lives."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._last: tuple[Sequence[Report], str] | None = None
        self._one = asyncio.Lock()

    def answers(self) -> Mapping[type, Answerer]:
        """Which method answers which request."""
        return {wire.ListTiers: self.tiers, wire.CheckSandbox: self.check}

    async def tiers(self, _: wire.ListTiers) -> wire.SandboxView:
        """What there is."""
        if self._last is not None:
            return report_views(*self._last, self._front.language)
        offers = await asyncio.to_thread(self._front.house.rooms.sandbox.offers)
        return offer_views(offers, self._front.language)

    async def check(self, _: wire.CheckSandbox) -> wire.SandboxView:
        """Try everything; one check at a time."""
        async with self._one:
            try:
                reports = await examined(measured(self._front.house), self._tell)
            except OSError as error:
                raise NeedsUserError(_NO_ROOM, _FREE, "disk_full") from error
        at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        self._last = (reports, at)
        return report_views(reports, at, self._front.language)

    def _tell(self, tier: Tier, one: Probed, done: int, total: int) -> None:
        what = one.attempt.words.text(self._front.language)
        self._front.tell(wire.AttemptTold(str(tier), what, not one.is_open, done, total))
