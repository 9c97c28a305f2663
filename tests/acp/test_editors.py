"""Editors as they are: what Zed and JetBrains IDEs say of themselves (their documentation and sources), what a careless
one sends, and several things at once. An editor was scripted here, none was started.
"""

import asyncio
import json

import pytest
from acp.exceptions import RequestError

from tests.acp.editing import Person, chosen, editor, run, text
from tests.acp.test_turn import CLEAR, begun, played

ZED = {
    "protocolVersion": 1,
    "clientCapabilities": {
        "fs": {"readTextFile": True, "writeTextFile": True}, "terminal": True,
        "_meta": {"terminal_output": True, "terminal-auth": True},
    },
    "clientInfo": {"name": "zed", "title": "Zed", "version": "0.220.0"},
}  # fmt: skip
JETBRAINS = {
    "protocolVersion": 1,
    "clientCapabilities": {"fs": {"readTextFile": True, "writeTextFile": True}, "terminal": True},
    "clientInfo": {"name": "IntelliJ IDEA", "version": "2026.1"},
}
SERVERS = [
    {"name": "idea", "command": "/opt/idea/jbr/bin/java", "args": ["-jar", "mcp.jar"], "env": [
        {"name": "IJ_MCP_SERVER_PORT", "value": "64342"}]},
    {"type": "http", "name": "web", "url": "https://mcp.example.com", "headers": [
        {"name": "Authorization", "value": "Bearer x"}]},
    {"type": "sse", "name": "old", "url": "https://sse.example.com", "headers": []},
]  # fmt: skip
LATER = {**ZED, "clientCapabilities": ["of", "a", "later", "version"], "clientInfo": 5, "more": {}}


@pytest.fixture
def folder(tmp_path):
    """Two files to delete."""
    folder = tmp_path / "work"
    folder.mkdir()
    for name in ("a.tmp", "b.tmp"):
        (folder / name).write_text(name)
    return folder


def deciding(answer):
    """Grants the folder, starts no connector, then answers so."""

    def decide(asked):
        ours = asked["deskhand"]
        return "change" if "grant" in ours else "reject" if "connector" in ours else answer

    return decide


@pytest.mark.parametrize("hello", [ZED, JETBRAINS, LATER])
def test_an_editor_with_files_and_terminals_is_asked_for_neither(tmp_path, folder, hello):
    person = Person(deciding(chosen("allow", selected=[0])))

    async def work(client, ends):
        ends.strict = hello is not LATER
        await client._conn.send_request("initialize", hello)
        session = await client._conn.send_request("session/new", {"cwd": str(folder), "mcpServers": SERVERS})
        kinds = [mode["id"] for mode in session["modes"]["availableModes"]]
        assert kinds == [option["value"] for option in session["configOptions"][0]["options"]]
        ended = await client.prompt(session_id=session["sessionId"], prompt=text("Tidy up"))
        assert ended.stop_reason == "end_turn"
        return set(ends.asked.values())

    played(tmp_path, person, (CLEAR, "I deleted a.tmp. You declined to delete b.tmp, so it was not deleted."), work)
    assert [one.name for one in folder.iterdir()] == ["b.tmp"]
    asked = [one["deskhand"].get("connector") for one in person.asked]
    assert asked == [None, "idea", "web", "old", None]
    assert "java -jar mcp.jar" in person.asked[1]["deskhand"]["start"]
    assert "Bearer" not in json.dumps(person.asked)


def test_commands_are_told_right_after_the_answer_that_names_the_session(tmp_path, folder):
    async def work():
        async with editor(Person(), tmp_path / "home") as (client, ends):
            await begun(client, folder)
            while not any(one.get("method") == "session/update" for one in ends.heard):
                await asyncio.sleep(0.01)
            return [one.get("method", "answer") for one in ends.heard[2:]], ends.heard[4]["params"]["update"]

    order, update = run(work())
    assert order == ["session/new", "answer", "session/update"]
    assert "organise" in [one["name"] for one in update["availableCommands"]]


def test_two_sessions_work_at_once_and_hear_of_themselves_alone(tmp_path, folder):
    met = asyncio.Barrier(2)

    async def decide():
        await met.wait()  # both are asked at the same time
        return "change"

    async def work(client, ends):
        sessions = []
        for name in ("one", "two"):
            (folder / name).mkdir()
            sessions.append(await begun(client, folder / name))
        prompts = [client.prompt(session_id=one, prompt=text(f"In {one}")) for one in sessions]
        assert [one.stop_reason for one in await asyncio.gather(*prompts)] == ["end_turn"] * 2
        for one in sessions:
            told = [said["params"]["update"] for said in ends.heard
                    if said.get("method") == "session/update" and said["params"]["sessionId"] == one]  # fmt: skip
            titles = [update["title"] for update in told if update["sessionUpdate"] == "session_info_update"]
            assert titles == [f"In {one}"]

    played(tmp_path, Person(lambda _: decide()), ("Looked.",), work)


def test_two_prompts_at_once_are_one_task(tmp_path, folder):
    person = Person(lambda _: granted())

    async def granted():
        await asyncio.sleep(0.05)
        return "change"

    async def work(client, _):
        session = await begun(client, folder)
        prompts = [client.prompt(session_id=session, prompt=text(words)) for words in ("First", "Second")]
        assert [one.stop_reason for one in await asyncio.gather(*prompts)] == ["end_turn"] * 2

    server = played(tmp_path, person, ("Looked.",), work)
    assert len(person.asked) == 1
    heard = json.dumps(server.heard[-1]["messages"])
    assert "First" in heard
    assert "Second" in heard


def test_a_cancel_ends_every_prompt_that_waits(tmp_path, folder):
    asked = asyncio.Event()

    async def never():
        asked.set()
        await asyncio.sleep(60)

    async def work(client, _):
        session = await begun(client, folder)
        prompts = [client.prompt(session_id=session, prompt=text(words)) for words in ("First", "Second")]
        waiting = asyncio.gather(*prompts)
        await asked.wait()
        await client.cancel(session_id=session)
        assert [one.stop_reason for one in await waiting] == ["cancelled"] * 2

    server = played(tmp_path, Person(lambda _: never()), ("Looked.",), work)
    assert server.heard == []


@pytest.mark.parametrize("error", ["no", ["no"], {"code": "x", "message": 5}, 7, {"code": None}])
def test_an_error_that_the_protocol_does_not_know_is_a_refusal_and_costs_nothing_else(tmp_path, folder, error):
    async def work(client, ends):
        ends.strict = False
        session = await begun(client, folder)
        prompt = asyncio.ensure_future(client.prompt(session_id=session, prompt=text("Tidy up")))
        while not (asked := [one for one in ends.heard if one.get("method") == "session/request_permission"]):
            await asyncio.sleep(0.01)
        ends.to_agent.put_nowait(json.dumps({"jsonrpc": "2.0", "id": asked[0]["id"], "error": error}).encode())
        assert (await prompt).stop_reason == "end_turn"
        await begun(client, folder)

    async def never():
        await asyncio.sleep(60)

    server = played(tmp_path, Person(lambda _: never()), (CLEAR,), work)
    assert server.heard == []


GARBAGE = (
    b"\xff\xfe", b"[" * 100_000, b"null", b'""', b'{"jsonrpc":"2.0"}', b"{}", b'{"jsonrpc":"2.0","id":77,"result":{}}',
    b'{"jsonrpc":"2.0","id":true,"result":{}}', b'{"jsonrpc":"2.0","method":5,"id":1}', b'{"id":[],"method":"x"}',
    b'{"id":1e999,"method":"x"}', b'{"id":NaN,"method":"x"}', b'{"method":"session/cancel","params":{}}',
    b'{"method":"session/cancel","params":{"sessionId":"none"}}', b'{"method":"session/prompt","params":[1]}',
    b'{"method":"$/cancel_request","params":{"requestId":1}}',
    b'{"method":"x","params":' + b'{"a":' * 500 + b"1" + b"}" * 501,
)  # fmt: skip


def test_garbage_costs_nothing_and_what_is_sent_is_always_json(tmp_path, folder):
    def strict(constant):
        raise AssertionError(constant)

    async def work():
        async with editor(Person(), tmp_path / "home") as (client, ends):
            ends.strict = False
            for line in GARBAGE:
                ends.to_agent.put_nowait(line)
            await begun(client, folder)
            json.loads(json.dumps(ends.heard), parse_constant=strict)
            return [one["error"]["code"] for one in ends.heard if "error" in one]

    assert run(work()) == [-32700, -32700, -32600, -32600, -32600, -32600, -32600, -32600]


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ([], "no words"), (text("  "), "no words"),
        ([{"type": "audio", "data": "AAAA", "mimeType": "audio/wav"}], "no words"),
        ([{"type": "image", "data": "no picture", "mimeType": "image/png"}], "picture"),
        ([{"type": "image", "data": "AAAA", "mimeType": "image/png"}], "picture"),
    ],
)  # fmt: skip
def test_a_prompt_that_says_nothing_begins_nothing(tmp_path, folder, blocks, said):
    async def work(client, _):
        session = await begun(client, folder)
        with pytest.raises(RequestError, match=said):
            await client._conn.send_request("session/prompt", {"sessionId": session, "prompt": [
                one if isinstance(one, dict) else one.model_dump(by_alias=True) for one in blocks]})  # fmt: skip

    person = Person()
    assert played(tmp_path, person, ("Looked.",), work).heard == []
    assert person.asked == []


def test_a_file_that_is_embedded_as_bytes_is_a_file_that_is_named(tmp_path, folder):
    blob = {"type": "resource", "resource": {"uri": (folder / "a.tmp").as_uri(), "blob": "AAAA"}}

    async def work(client, _):
        session = await begun(client, folder)
        said = [{"type": "text", "text": "What is in "}, blob]
        await client._conn.send_request("session/prompt", {"sessionId": session, "prompt": said})

    server = played(tmp_path, Person(), ("Bytes.",), work)
    assert "- a.tmp" in json.dumps(server.heard[0]["messages"])


def test_lists_may_be_null_and_requests_may_come_before_initialize(tmp_path, folder):
    lists = {"mcpServers": None, "additionalDirectories": None}

    async def work():
        async with editor(Person(), tmp_path / "home", greets=False) as (client, ends):
            ends.strict = False  # the schema says so in words of its own only (x-deserialize-default-on-null)
            new = await client._conn.send_request("session/new", {"cwd": str(folder), **lists})
            session = {"sessionId": new["sessionId"], "cwd": str(folder)}
            await client._conn.send_request("session/resume", {**session, **lists})
            return await client._conn.send_request("initialize", ZED)

    assert run(work())["protocolVersion"] == 1


def test_a_model_that_writes_no_json_number_is_shown_without_it(tmp_path, folder):
    person = Person()

    async def work(client, _):
        await client.prompt(session_id=await begun(client, folder), prompt=text("Read"))

    played(tmp_path, person, ([("read", {"path": "a.tmp", "first": float("nan")})], "Looked."), work)
    (call,) = person.of("tool_call")
    assert "rawInput" not in call
