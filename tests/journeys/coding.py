"""Turns of a scripted model that runs code over a real folder."""

import asyncio

import pytest

from agent.core.actions import Mode
from agent.core.events import CallEnded
from agent.core.messages import text_of
from agent.core.running import Tier
from agent.models.scripted import calls
from tests.journeys.october import Desk


def coder(tmp_path):
    """A person over a folder, on a computer that confines code."""
    made = Desk(tmp_path, "en")
    native = next(offer for offer in made.house.rooms.sandbox.offers() if offer.tier is Tier.NATIVE)
    if not native.there:
        pytest.skip(f"code cannot be confined here: {native.missing.en}")
    yield made
    made.house.close()


def code(text, *files, **more):
    return calls("run_python", {"code": text, "files": list(files), **more})


def play(desk, *steps, mode=Mode.ACT, approver=None, limits=None):
    """One Turn; what became of its calls."""

    async def turn():
        return await desk.turn(desk.open(mode=mode), *steps, "done", approver=approver, limits=limits)

    ended, model = asyncio.run(turn())
    assert ended.ending in {"done", "refused"}, ended
    return [one.result for one in desk.of(CallEnded)], model


def heard(result):
    return text_of(result.for_model)


def rooms(desk):
    return list(desk.house.home.rooms.iterdir()) if desk.house.home.rooms.exists() else []
