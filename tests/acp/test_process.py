"""`deskhand acp` as a process that is killed, whose editor dies, and beside another one of the same session."""

import asyncio
import json
import signal
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest
from acp.client.connection import ClientSideConnection
from acp.exceptions import RequestError
from acp.meta import PROTOCOL_VERSION

from agent.models.catalog import Catalog, ModelConfig
from tests.acp.editing import Person, editor, program, run, text
from tests.acp.test_turn import CLEAR, granting, script
from tests.journeys.scripted_server import serving

END = "I deleted a.tmp and b.tmp."


@pytest.fixture
def folder(tmp_path):
    """Two files to delete, and a state folder with a model."""
    folder = tmp_path / "work"
    folder.mkdir()
    for name in ("a.tmp", "b.tmp"):
        (folder / name).write_text(name)
    return folder


@asynccontextmanager
async def process(person, home):
    """The program with the client of the SDK at its pipes."""
    running = await program(home, stderr=asyncio.subprocess.DEVNULL)
    client = ClientSideConnection(cast("Any", person), running.stdin, running.stdout, use_unstable_protocol=True)
    try:
        await client.initialize(protocol_version=PROTOCOL_VERSION)
        yield client, running
    finally:
        if running.returncode is None:
            running.kill()
        await running.wait()
        await client.close()


def waiting(asked):
    """A person who looks at the rows and does not answer."""

    async def never():
        asked.set()
        await asyncio.sleep(60)

    return lambda one: "change" if "grant" in one["deskhand"] else never()


async def killed(home, folder):
    """A task whose process is killed while the person is asked. Gives the session."""
    asked = asyncio.Event()
    async with process(Person(waiting(asked)), home) as (client, running):
        session = (await client.new_session(cwd=str(folder), mcp_servers=[])).session_id
        prompt = asyncio.ensure_future(client.prompt(session_id=session, prompt=text("Tidy up")))
        await asked.wait()
        running.send_signal(signal.SIGKILL)
        await running.wait()
        await asyncio.gather(prompt, return_exceptions=True)
        return session


async def left(home, folder):
    """A task whose editor goes away while the person is asked. Gives the session."""
    asked = asyncio.Event()
    async with editor(Person(waiting(asked)), home) as (client, _):
        session = (await client.new_session(cwd=str(folder), mcp_servers=[])).session_id
        prompt = asyncio.ensure_future(client.prompt(session_id=session, prompt=text("Tidy up")))
        await asked.wait()
    prompt.cancel()
    return session


@pytest.mark.parametrize("cut_off", [killed, left])
def test_a_task_goes_on_after_its_process_or_its_editor_died(tmp_path, folder, cut_off):
    home = tmp_path / "home"
    person = Person(granting("allow"))

    async def work():
        session = await cut_off(home, folder)
        assert sorted(one.name for one in folder.iterdir()) == ["a.tmp", "b.tmp"]
        async with editor(person, home) as (client, _):
            loaded = await client.load_session(cwd=str(folder), session_id=session, mcp_servers=[])
            assert loaded.field_meta["deskhand"]["interrupted"] is True
            assert person.of("user_message_chunk")[0]["content"]["text"] == "Tidy up"
            answer = await client.prompt(session_id=session, prompt=text("/resume"))
            assert answer.stop_reason == "end_turn"
            record = await client.ext_method("deskhand/record/export", {"sessionId": session, "form": "json"})
            return record["text"]

    with serving(script(CLEAR, END)) as server:
        (home / "settings").mkdir(parents=True)
        Catalog(home / "settings").add(ModelConfig("one", "openai-chat", server.url, "m"))
        record = run(work())
    assert list(folder.iterdir()) == []
    assert len(person.asked) == 1
    kinds = [json.loads(line).get("kind") for line in record.splitlines() if line.startswith("{")]
    once = ("question_answered", "turn_resumed", "turn_ended", "checkpoint_made")
    assert [kinds.count(kind) for kind in once] == [1, 1, 1, 1]


def test_one_session_is_worked_on_by_one_at_a_time(tmp_path, folder):
    async def work(server):
        home = tmp_path / "home"
        async with editor(Person(), home, server.url) as (first, _), editor(Person(), home) as (second, _):
            session = (await first.new_session(cwd=str(folder), mcp_servers=[])).session_id
            await first.prompt(session_id=session, prompt=text("Look"))
            await second.load_session(cwd=str(folder), session_id=session, mcp_servers=[])
            with pytest.raises(RequestError, match="works in this session"):
                await second.prompt(session_id=session, prompt=text("Look"))
            await first.close_session(session_id=session)
            assert (await second.prompt(session_id=session, prompt=text("Look"))).stop_reason == "end_turn"

    with serving(script("Looked.")) as server:
        run(work(server))


def test_standard_output_holds_the_protocol_alone(tmp_path):
    async def work():
        running = await program(tmp_path / "home", stderr=asyncio.subprocess.PIPE)
        first = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": 99}}
        second = {"jsonrpc": "2.0", "id": 2, "method": "session/secret-word", "params": {}}
        lines = b"".join(json.dumps(one).encode() + b"\n" for one in (first, second)) + b"secret words\n"
        out, err = await running.communicate(lines)
        assert running.returncode == 0
        return [json.loads(line) for line in out.splitlines()], err.decode()

    answers, log = run(work())
    known = {one["id"]: one for one in answers}
    assert known[1]["result"]["protocolVersion"] == 1
    assert known[2]["error"]["code"] == -32601
    assert known[None]["error"]["code"] == -32700
    assert "secret" not in log
