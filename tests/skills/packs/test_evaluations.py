"""Each pack's Evaluation: a scripted model does the task through all doors, the check takes its result and finds what a
hasty model does wrong. `python -m tests.long.evaluate PACK MODEL` gives the same tasks to a real one.
"""

import asyncio
import shutil
import time
from dataclasses import replace

import pytest

from agent.core.actions import Mode
from agent.core.events import CallEnded, Ending, RootGranted
from agent.core.messages import Outcome
from agent.models.scripted import ScriptedModel, calls, together
from desktop.compose.asked import Asked
from desktop.compose.home import Home
from desktop.compose.house import built_house
from skills.library import packs
from tests.evaluations.every import EVALUATIONS


class Yes:
    """A person who accepts everything."""

    async def ask(self, question, call=""):
        return replace(question.answer(tuple(row.index for row in question.rows), True, "ok"), at=time.time())


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    state = Home(tmp_path_factory.mktemp("home"))
    for path in (state.vault, state.staging, state.settings):
        path.mkdir(parents=True)
    house = built_house(state)
    yield house
    house.close()


def played(house, folder, job):
    """What became of each call, and why a call failed."""
    told = []

    async def turn():
        opened = house.new_session((RootGranted("", str(folder)),), lambda _s, _n, notice: told.append(notice), "en")
        opened.set(mode=Mode.ACT)
        script = [step if isinstance(step, str) else together(*(calls(*call) for call in step)) for step in job.script]
        model = ScriptedModel(script)
        ended = await opened.begin(Asked(job.words, model, language="en"), Yes())
        assert ended.ending is Ending.DONE, model.heard[-1][-1]

    asyncio.run(turn())
    ended = [one.result for one in told if isinstance(one, CallEnded)]
    return [str(result.for_model) for result in ended if result.outcome is not Outcome.DONE], len(ended)


@pytest.mark.parametrize("evaluation", EVALUATIONS, ids=lambda one: f"{one.pack}: {one.job.name}")
def test_a_right_result_is_taken_and_a_wrong_one_refused(house, tmp_path, evaluation):
    job, folder, spoilt = evaluation.job, tmp_path / "Office", tmp_path / "spoilt" / "Office"
    folder.mkdir()
    job.make(folder)
    with pytest.raises(AssertionError):
        job.check(folder, "It is done.")
    shutil.rmtree(tmp_path / "made again", ignore_errors=True)
    failed, count = played(house, folder, job)
    assert failed == []
    assert count == sum(len(step) for step in job.script if not isinstance(step, str))
    shutil.copytree(folder, spoilt)
    job.check(folder, str(job.script[-1]))
    evaluation.spoil(spoilt)
    with pytest.raises(AssertionError):
        job.check(spoilt, str(job.script[-1]))


def test_every_built_in_pack_has_an_evaluation():
    assert {one.pack for one in EVALUATIONS} == {pack.name for pack in packs()}
