"""What every request of a Turn begins with is small enough for the models of small computers."""

import asyncio

from agent.models.catalog import ModelConfig
from agent.models.estimates import Estimator
from agent.models.scripted import ScriptedModel
from desktop.compose.asked import Asked
from desktop.compose.connecting import Pair
from tests.journeys.october import Desk


def test_system_text_and_all_tools_of_a_turn_have_less_than_6000_tokens(tmp_path):
    desk = Desk(tmp_path, "en")

    async def turn():
        opened, model = desk.open(), ScriptedModel(["done"])
        config = ModelConfig("here", "openai-chat", "http://127.0.0.1:9/v1", "m")
        purse = desk.house.money.purse(opened.session, "")
        delegating = desk.house.delegating(Pair(config), opened.session.id, purse)
        await opened.begin(Asked("go", model, language="en", delegating=delegating), desk)
        return model

    try:
        model = asyncio.run(turn())
    finally:
        desk.house.close()
    assert {"edit", "recipe", "skill", "delegate"} <= {spec.name for spec in model.offered[0]}
    assert Estimator().tokens((), model.offered[0], model.settings[0]) < 6_000
