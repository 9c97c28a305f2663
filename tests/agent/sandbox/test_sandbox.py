"""A Room over what its Tiers say; the Tiers are played."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from agent.core.errors import ToolError
from agent.core.running import Bounds, Code, Harvest, Offer, Ran, RunEnd, Tier
from agent.core.words import Words
from agent.sandbox.parts import UnsupportedError
from agent.sandbox.sandbox import LocalSandbox, TierHere

MISSING = Words("There is no bubblewrap.", "bubblewrap がありません。")


@dataclass
class Played:
    """An Interpreter that says who it is; SMALL cannot run what says "pandas"."""

    tier: Tier
    closed: int = 0
    ran: list[str] = field(default_factory=list)

    async def run(self, code, progress):
        if self.tier is Tier.SMALL and "pandas" in code.text:
            raise UnsupportedError(Words("import pandas is not supported", "x"))
        self.ran.append(code.text)
        return Ran(RunEnd.DONE, self.tier)

    def close(self):
        self.closed += 1


@dataclass
class PlayedFolder:
    closed: int = 0
    emptied: int = 0
    begun: int = 0
    bounds: Bounds | None = None

    def empty(self):
        self.emptied += 1

    def begin(self):
        self.begun += 1

    def harvest(self, stage, bounds, known):
        self.bounds = bounds
        return Harvest(())

    def close(self):
        self.closed += 1


class World:
    """A Sandbox with these Tiers; `measured` counts how often they were asked what they offer."""

    def __init__(self, *there, choice=Tier.SMALL):
        self.measured, self.folder = 0, PlayedFolder()
        self.played = {tier: Played(tier) for tier in Tier}
        tiers = {tier: TierHere(self._offer(tier, tier in there), self._maker(tier)) for tier in Tier}
        self.sandbox = LocalSandbox(lambda: self.folder, tiers, lambda code: choice)  # type: ignore[arg-type,return-value]
        self.room = self.sandbox.room()

    def _offer(self, tier, there):
        def offer():
            self.measured += 1
            return Offer(tier, "x") if there else Offer(tier, "", MISSING)

        return offer

    def _maker(self, tier):
        return lambda folder: self.played[tier]

    def run(self, text, **fields):
        return asyncio.run(self.room.run(Code(text, **fields), print))


def test_what_is_there_is_measured_once():
    world = World(Tier.SMALL)
    assert [offer.there for offer in world.sandbox.offers()] == [True, False]
    world.run("1")
    assert world.measured == 2


def test_the_choice_decides_and_what_it_cannot_do_runs_in_the_other_tier():
    world = World(*Tier)
    assert world.run("1").tier is Tier.SMALL
    assert world.run("import pandas").tier is Tier.NATIVE
    assert world.run("2").tier is Tier.NATIVE, "its variables are there"
    assert world.run("3", fresh=True).tier is Tier.SMALL


def test_variables_do_not_come_along_and_that_is_said():
    world = World(*Tier)
    assert not world.run("1").lost
    assert world.run("import pandas").lost
    assert not world.run("2").lost


def test_a_tier_that_is_not_there_is_never_used():
    world = World(Tier.NATIVE)
    assert world.run("1").tier is Tier.NATIVE
    with pytest.raises(ToolError) as refused:
        world.run("1", tier=Tier.SMALL)
    assert (refused.value.code, "bubblewrap" in str(refused.value)) == ("no_sandbox", True)
    world = World()
    with pytest.raises(ToolError, match=MISSING.en):
        world.run("1")
    assert world.played[Tier.SMALL].ran == world.played[Tier.NATIVE].ran == []


def test_without_another_tier_the_model_hears_what_is_not_supported():
    ran = World(Tier.SMALL).run("import pandas")
    assert (ran.end, ran.trouble) == (RunEnd.RAISED, "import pandas is not supported")


def test_the_bounds_of_the_last_run_hold_for_its_harvest_and_closing_ends_all():
    world = World(*Tier)
    world.run("1", bounds=Bounds(files=3))
    world.room.harvest(Path)
    assert world.folder.bounds == Bounds(files=3)
    world.run("import pandas")
    world.room.close()
    world.room.close()
    assert [one.closed for one in world.played.values()] == [1, 1]
    assert world.folder.closed == 2
