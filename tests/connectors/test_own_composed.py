"""Our connectors through what puts them together: from the list of a state folder to Tools of a Turn."""

import asyncio

from agent.core.actions import Effect, Grant
from agent.core.events import RootGranted
from agent.models.keys import KeyBox
from agent.session.delegation.conversation import NobodyToAsk
from agent.workspace.workspace import Workspace
from connectors.catalog import ConnectorCatalog
from connectors.connector import Config, Kind, Standing
from connectors.own.kinds import OWN, own_form
from connectors.own.searching import CALLED, PROVIDERS
from desktop.compose.connector_calls import TurnTalk
from desktop.compose.connector_kinds import built_connectors
from desktop.compose.home import Home


def test_each_kind_has_a_form_in_both_languages():
    for kind in OWN:
        english, japanese = own_form(kind, "en"), own_form(kind, "ja")
        assert [one.key for one in english] == [one.key for one in japanese]
        assert all(one.title for one in english)
        assert any(not one.title.isascii() for one in japanese)
        assert all(len(one.titles) == len(one.choices) and all(one.titles) for one in (*english, *japanese))


def test_every_provider_of_a_search_has_a_name():
    assert set(CALLED) == set(PROVIDERS)


def test_tools_of_a_turn_come_from_the_list(tmp_path, documents):
    home = Home(tmp_path / "home")
    catalog = ConnectorCatalog(home.settings)
    catalog.add(Config("web", Kind.WEB, "Web", True))
    catalog.add(Config("tables", Kind.DATABASE, "Tables", True))
    catalog.add(Config("post", Kind.MAIL, "Mail", True))
    made = built_connectors(home, KeyBox(lambda: None))
    (tmp_path / "folder").mkdir()
    files = Workspace((RootGranted("", str(tmp_path / "folder")),), tmp_path / "staging")

    async def turn():
        await made.ready("ja", 60)
        tools = made.tools(files, documents, TurnTalk(NobodyToAsk(), lambda _: None, lambda *_: None), "ja")
        await made.close()
        return [tool.spec.name for tool in tools]

    async def state(name):
        return await made.tested(name)

    assert asyncio.run(turn()) == ["web_fetch", "tables_tables", "tables_query", "tables_change"]
    asked = asyncio.run(state("post"))
    assert asked.standing is Standing.ASKS
    assert "入力されていません" in asked.words.ja
    assert Grant(Effect.CONNECT, "mail:post") in made.grants()
