"""Every attempt, one after the other, in one Tier of this computer. What is open is said by the attempt, or seen."""

import asyncio
import secrets
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from agent.core.errors import ToolError
from agent.core.running import Bounds, Code, Offer, Ran, Room, RunEnd, Sandbox, Tier
from agent.core.words import Words
from agent.sandbox.probe import script
from agent.sandbox.probe.attempts import ATTEMPTS
from agent.sandbox.probe.planted import Planted
from agent.sandbox.probe.values import Attempt, Probed, Report

_BOUNDS = Bounds(seconds=15.0, memory=1024**3, disk=64 * 1024**2, files=1_000)
# Without it a refusal says nothing: perhaps no code runs at all.
_CONTROL = Attempt(
    Words("write in its own working folder", "自分の作業フォルダーに書き込む"),
    "made('probe.txt')\nneed(open('probe.txt', 'rb').read() == b'x')\nos.unlink('probe.txt')",
    "from pathlib import Path\nPath('probe.txt').write_text('x')\nassert Path('probe.txt').read_text() == 'x'",
    system="",
)


async def probe(
    sandbox: Sandbox,
    tier: Tier,
    folder: Path,
    told: Callable[[Probed], None] = lambda _: None,
    attempts: Sequence[Attempt] = ATTEMPTS,
) -> Report:
    """Try all of `attempts` in a Room of this Tier; `told` hears each as it is done.

    `folder` must not exist: targets outside of the Room are made there, and taken away. A Tier that is not there gives
    an empty Report.

    Raises:
        OSError: targets or the Room cannot be made.
    """
    offers = await asyncio.to_thread(sandbox.offers)
    offer = next((one for one in offers if one.tier is tier), Offer(tier, "", Words("?", "?")))
    if not offer.there:
        return Report(offer)
    targets = await asyncio.to_thread(Planted, folder)
    try:
        room = await asyncio.to_thread(sandbox.room)
        try:
            return await _Probing(room, offer, targets, told).report(attempts)
        finally:
            await asyncio.to_thread(room.close)
    finally:
        await asyncio.to_thread(targets.close)


def tried_in(tier: Tier, attempts: Sequence[Attempt] = ATTEMPTS) -> tuple[Attempt, ...]:
    """Those of `attempts` that this Tier has words for, and this system."""
    return tuple(one for one in attempts if _text(one, tier) and one.system in ("", sys.platform))


class _Probing:
    def __init__(self, room: Room, offer: Offer, targets: Planted, told: Callable[[Probed], None]) -> None:
        self._room, self._offer, self._targets, self._told = room, offer, targets, told
        self._fresh = True

    async def report(self, attempts: Sequence[Attempt]) -> Report:
        works = (await self._tried(_CONTROL)).is_open
        probed = []
        for attempt in tried_in(self._offer.tier, attempts):
            probed.append(await self._tried(attempt))
            self._told(probed[-1])
        works = works and (await self._tried(_CONTROL)).is_open
        return Report(self._offer, tuple(probed), works)

    async def _tried(self, attempt: Attempt) -> Probed:
        mark = secrets.token_hex(12)
        tier = self._offer.tier
        written = script.native if tier is Tier.NATIVE else script.small
        text = written(_text(attempt, tier), self._targets.facts(), mark)
        code = Code(text, "probe.py", bounds=_BOUNDS, tier=tier, fresh=self._fresh)
        try:
            ran = await self._room.run(code, lambda _: None)
        except ToolError as error:
            ran = Ran(RunEnd.CRASHED, tier, trouble=str(error))
        seen = await asyncio.to_thread(self._targets.seen)
        through = mark in ran.printed.split()
        # What got through may have changed the process: the next attempt begins anew.
        self._fresh = through or bool(seen) or ran.end is not RunEnd.DONE
        how = seen or ("it said so itself" if through else _why(ran))
        return Probed(attempt, through or bool(seen), how, attempt.known_open(self._offer))


def _text(attempt: Attempt, tier: Tier) -> str:
    return attempt.code if tier is Tier.NATIVE else attempt.small


def _why(ran: Ran) -> str:
    said = next((line for line in ran.printed.splitlines() if line.startswith("closed: ")), "")
    return said.removeprefix("closed: ")[:200] or f"{ran.end}: {ran.trouble[-200:]}"
