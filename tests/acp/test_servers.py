"""Connectors that an editor hands over: off until the person agrees to what starts, and of one session only."""

import sys
from pathlib import Path

import pytest
from acp.schema import McpServerStdio

from tests.acp.editing import Person, text
from tests.acp.test_turn import played

SERVERS = Path(__file__).parents[1] / "connectors" / "mcp" / "servers"


@pytest.fixture
def folder(tmp_path):
    """An empty folder."""
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def tools(server):
    """The names of the tools that the model was offered, request by request."""
    return [{one["function"]["name"] for one in body.get("tools", ())} for body in server.heard]


@pytest.mark.parametrize("answer", ["reject", "", "nonsense"])
def test_a_server_that_was_not_approved_is_not_started(tmp_path, folder, answer):
    mark = tmp_path / "started"
    person = Person(lambda asked: "change" if "grant" in asked["deskhand"] else answer)
    program = McpServerStdio(name="own", command=sys.executable, args=["-c", f"open({str(mark)!r}, 'w')"], env=[])

    async def work(client, _):
        session = await client.new_session(cwd=str(folder), mcp_servers=[program])
        ended = await client.prompt(session_id=session.session_id, prompt=text("Look"))
        assert ended.stop_reason == "end_turn"

    server = played(tmp_path, person, ("Looked.",), work)
    assert not mark.exists()
    assert not any(name.startswith("ed0") for name in tools(server)[0])
    asked = person.asked[1]["deskhand"]
    assert asked["connector"] == "own"
    assert str(mark) in asked["start"]


def test_an_approved_server_is_of_this_session_only(tmp_path, folder):
    person = Person(lambda asked: "change" if "grant" in asked["deskhand"] else "start")
    program = McpServerStdio(
        name="own", command=sys.executable, args=["-c", (SERVERS / "good.py").read_text(), "stdio"], env=[]
    )

    async def work(client, _):
        first = await client.new_session(cwd=str(folder), mcp_servers=[program])
        await client.prompt(session_id=first.session_id, prompt=text("Look"))
        second = await client.new_session(cwd=str(folder), mcp_servers=[])
        await client.prompt(session_id=second.session_id, prompt=text("Look"))

    server = played(tmp_path, person, ("Looked.",), work)
    told = [
        one for one in person.of("agent_thought_chunk") if one.get("_meta", {}).get("deskhand", {}).get("connector")
    ]
    assert told
    first, second = tools(server)
    assert any(name.startswith("ed0") for name in first), told
    assert not any(name.startswith("ed0") for name in second)
