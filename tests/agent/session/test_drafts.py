"""Thorough mode: drafts apart from each other, of which the best passes the usual doors."""

import asyncio

import pytest
from PIL import Image as Picture

from agent.core.events import CheckpointMade, Ending, ItemEnded, ItemsPlanned, MessageAdded, QuestionAsked
from agent.core.messages import AssistantMessage, Image, ToolMessage, text_of
from agent.core.ports import Traits
from agent.models.scripted import ScriptedModel, Step, calls
from desktop.compose.asked import Asked
from desktop.compose.drafting import Thorough
from tests.journeys.october import Desk


def sheet(total):
    rows = [["a", 10], ["b", 20], ["Total", total]]
    return {"path": "Sum.xlsx", "content": {"sheets": [{"name": "S", "columns": ["Item", "Amount"], "rows": rows}]}}


def draft(total):
    """A draft that does not mend what is found: its model says the same again."""
    return [calls("create", sheet(total)), "Made Sum.xlsx.", "Made Sum.xlsx."]


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path, "en")
    yield made
    made.house.close()


def thorough(desk, *drafts, after=()):
    """A Turn with these drafts; the model behind it answers `after` them."""

    async def work():
        opened = desk.open()
        scripts = iter(drafts)
        models = Thorough(len(drafts), lambda talk: ScriptedModel(next(scripts)))
        asked = Asked("Add it up", ScriptedModel(list(after)), language="en", thorough=models)
        return await opened.begin(asked, desk)

    return asyncio.run(work())


def said(desk):
    return [text_of(one.message.parts) for one in desk.of(MessageAdded) if isinstance(one.message, AssistantMessage)]


def test_the_draft_with_the_fewest_failures_is_kept_and_committed_once(desk):
    ended = thorough(desk, draft(31), draft(30), draft(29))
    assert ended.ending is Ending.DONE
    (made,) = desk.of(CheckpointMade)
    assert [(one.kind, one.place) for one in made.checkpoint.changed] == [("create", "Sum.xlsx")]
    table = desk.house.documents.tables(desk.root / "Sum.xlsx")[0]
    assert table.rows[-1] == ("Total", 30)
    assert said(desk)[-1] == "Made Sum.xlsx."
    assert [item.title for item in desk.of(ItemsPlanned)[0].items] == ["Draft 1", "Draft 2", "Draft 3"]
    assert len(desk.of(ItemEnded)) == 3


def test_no_draft_that_broke_off_is_kept(desk):
    ended = thorough(desk, ["", "", ""], draft(31), after=["I could not mend the total."])
    assert ended.ending is Ending.DONE
    assert desk.house.documents.tables(desk.root / "Sum.xlsx")[0].rows[-1] == ("Total", 31)


def test_the_kept_draft_is_asked_about_like_any_change(desk):
    desk.house.documents.create(sheet(99)["content"], desk.root / "Sum.xlsx")
    over: list[Step] = [calls("read", {"path": "Sum.xlsx"}), calls("create", sheet(30)), "Replaced Sum.xlsx."]

    class No:
        async def ask(self, question, call=""):
            desk.told.append(QuestionAsked(call, question))
            return question.answer()

    async def work():
        opened = desk.open()
        opened.set(mode=opened.session.state.mode.__class__.CHANGES)
        asked = Asked("Add it up", ScriptedModel(["It was declined, nothing was changed."]), language="en",
                      thorough=Thorough(1, lambda talk: ScriptedModel(over)))  # fmt: skip
        return await opened.begin(asked, No())

    ended = asyncio.run(work())
    assert ended.ending is Ending.REFUSED
    assert len(desk.of(QuestionAsked)) == 1
    assert desk.house.documents.tables(desk.root / "Sum.xlsx")[0].rows[-1] == ("Total", 99)


def test_when_no_draft_comes_to_its_end_the_model_goes_on_by_itself(desk):
    ended = thorough(desk, ["", "", ""], ["", "", ""], after=["I could not do it."])
    assert ended.ending is Ending.DONE
    assert desk.of(CheckpointMade) == []
    assert said(desk)[-1] == "I could not do it."


def test_a_draft_of_a_model_that_sees_nothing_gets_no_picture(desk):
    Picture.new("RGB", (40, 20), "white").save(desk.root / "scan.png")
    blind = ScriptedModel([calls("look", {"path": "scan.png"}), "It cannot be read here."], traits=Traits(sees=False))

    async def work():
        asked = Asked("Read it", ScriptedModel([]), language="en", thorough=Thorough(1, lambda talk: blind))
        return await desk.open().begin(asked, desk)

    assert asyncio.run(work()).ending is Ending.DONE
    (answered,) = [message for message in blind.heard[-1] if isinstance(message, ToolMessage)]
    assert not [part for result in answered.results for part in result.for_model if isinstance(part, Image)]
