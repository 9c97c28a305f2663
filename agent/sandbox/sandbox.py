"""The Sandbox of this computer, put together of a folder for each Room and an Interpreter for each Tier."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from agent.core.errors import ToolError
from agent.core.running import Bounds, Code, Harvest, Offer, Ran, RunEnd, Tier
from agent.core.words import Words, joined
from agent.sandbox.parts import Carried, Carrier, Folder, Interpreter, UnsupportedError

_NO_SANDBOX = Words(
    "Code cannot run confined on this computer, so it was not run.",
    "このコンピューターではプログラムを隔離して実行できないため、実行していません。",
)


@dataclass(frozen=True, slots=True)
class TierHere:
    """One Tier: what it offers on this computer (blocks, the first time), and what makes its Interpreter for a Room."""

    offer: Callable[[], Offer]
    interpreter: Callable[[Folder], Interpreter]


class LocalSandbox:
    """`agent.core.running.Sandbox`. `folder` makes the folder of a new Room; `choose` says which Tier a Code needs."""

    def __init__(
        self, folder: Callable[[], Folder], tiers: Mapping[Tier, TierHere], choose: Callable[[Code], Tier]
    ) -> None:
        self._folder, self._tiers, self._choose = folder, dict(tiers), choose
        self._offers: tuple[Offer, ...] | None = None

    def offers(self) -> tuple[Offer, ...]:
        """See Sandbox."""
        if self._offers is None:
            self._offers = tuple(here.offer() for here in self._tiers.values())
        return self._offers

    def room(self) -> "LocalRoom":
        """See Sandbox."""
        makers = {tier: here.interpreter for tier, here in self._tiers.items()}
        return LocalRoom(self._folder(), makers, self.offers, self._choose)


class LocalRoom:
    """`agent.core.running.Room`: one folder, and an Interpreter for each Tier that was used in it."""

    def __init__(
        self,
        folder: Folder,
        makers: Mapping[Tier, Callable[[Folder], Interpreter]],
        offers: Callable[[], tuple[Offer, ...]],
        choose: Callable[[Code], Tier],
    ) -> None:
        self._folder, self._makers, self._offers, self._choose = folder, makers, offers, choose
        self._living: dict[Tier, Interpreter] = {}
        self._bounds = Bounds()
        self._last: Tier | None = None

    def empty(self) -> None:
        """See Room."""
        self._folder.empty()

    def path(self, name: str) -> Path:
        """See Room."""
        return self._folder.path(name)

    async def run(self, code: Code, progress: Callable[[str], None]) -> Ran:
        """See Room."""
        self._bounds = code.bounds
        said: UnsupportedError | None = None
        order = self._order(code, await asyncio.to_thread(self._offers))
        await asyncio.to_thread(self._folder.begin)
        for tier in order:
            try:
                whole = await self._brought(tier, code)
                ran = await self._interpreter(tier).run(code, progress)
            except UnsupportedError as error:
                said = error
                continue
            self._last = tier
            return ran if whole else replace(ran, lost=True)
        return Ran(RunEnd.RAISED, Tier.SMALL, trouble=str(said))

    def harvest(self, stage: Callable[[str], Path], known: Mapping[str, str] | None = None) -> Harvest:
        """See Room."""
        return self._folder.harvest(stage, self._bounds, known or {})

    def close(self) -> None:
        """See Room."""
        for interpreter in self._living.values():
            interpreter.close()
        self._living.clear()
        self._folder.close()

    def _order(self, code: Code, offers: tuple[Offer, ...]) -> tuple[Tier, ...]:
        """The Tiers to be asked, the best first; the next one is asked when one says that it cannot run this code.

        Raises:
            ToolError: none is there (code "no_sandbox").
        """
        there = {offer.tier for offer in offers if offer.there}
        # Variables live where they were made: what began in the native Tier goes on there.
        first = Tier.NATIVE if self._last is Tier.NATIVE and not code.fresh else self._choose(code)
        wanted = (code.tier,) if code.tier else tuple(dict.fromkeys((first, Tier.NATIVE, Tier.SMALL)))
        if found := tuple(tier for tier in wanted if tier in there):
            return found
        missing = (offer.missing for offer in offers if offer.tier in wanted)
        raise ToolError(joined(_NO_SANDBOX, *missing), "no_sandbox")

    async def _brought(self, tier: Tier, code: Code) -> bool:
        """Bring variables from where the last run was to this Tier; whether nothing was lost on the way."""
        if self._last in {None, tier} or code.fresh:
            return True
        before = self._living[self._last]
        carried = await before.carried() if isinstance(before, Carrier) else Carried("", whole=False)
        if not carried.text:
            return carried.whole
        ran = await self._interpreter(tier).run(Code(carried.text, "variables.py", bounds=code.bounds), _unheard)
        return carried.whole and ran.end is RunEnd.DONE

    def _interpreter(self, tier: Tier) -> Interpreter:
        if tier not in self._living:
            self._living[tier] = self._makers[tier](self._folder)
        return self._living[tier]


def _unheard(_: str) -> None:
    """What a run prints that nobody asked for."""
