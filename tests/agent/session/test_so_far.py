"""A Turn that a limit ends without a report still says what it did and what is open."""

import asyncio

import pytest

from agent.core.errors import LimitError
from agent.core.events import Ending
from agent.core.words import Words
from agent.models.scripted import calls, says
from agent.session.limits import Limits
from tests.journeys.october import Desk

PLAN = calls("plan", {"steps": [{"title": "Write it", "state": "done"}, {"title": "Sum it up", "state": "open"}]})
WRITE = calls("write_file", {"path": "new.txt", "text": "x"})
NO_MONEY = LimitError(Words("The money is spent.", "上限に達しました。"), "limit_task")


def ended(tmp_path, *steps, language="en", limits=None):
    desk = Desk(tmp_path, language)

    async def turn():
        return (await desk.turn(desk.open(), *steps, limits=limits))[0]

    try:
        return asyncio.run(turn())
    finally:
        desk.house.close()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "The money is spent. Changed so far: new.txt. Still open: Sum it up."),
        ("ja", "上限に達しました。これまでに変更したファイル: new.txt。未完了の手順: Sum it up。"),
    ],
)
def test_without_money_for_a_report_the_end_names_files_and_open_steps(tmp_path, language, told):
    over = ended(tmp_path, PLAN, WRITE, NO_MONEY, language=language)
    assert (over.ending, over.code, over.sentence) == (Ending.LIMIT, "limit_task", told)


def test_so_does_the_end_of_the_time(tmp_path):
    over = ended(tmp_path, PLAN, limits=Limits(seconds=0.0))
    assert over.sentence.endswith("which is its limit. No file was changed.")


def test_a_report_of_the_model_is_not_told_again(tmp_path):
    over = ended(tmp_path, WRITE, *[PLAN] * 3, says("I wrote new.txt."), limits=Limits(steps=5))
    assert (over.ending, "so far" in over.sentence) == (Ending.LIMIT, False)
