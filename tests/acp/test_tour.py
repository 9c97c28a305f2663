"""A whole task over real files, so that every method and every kind of update that Deskhand declares is used once."""

import hashlib
from typing import Any, cast

import pytest
from acp.schema import AcceptElicitationResponse
from docx import Document
from openpyxl import Workbook

from desktop.acp.agent import EditorAgent
from desktop.acp.greeting import METHODS, hello
from desktop.acp.ours import Ours
from tests.acp.editing import Person, editor, run, text
from tests.journeys.scripted_server import serving

FORMS = {"protocolVersion": 1, "clientCapabilities": {"elicitation": {"form": {}}}}
UPDATES = {
    "user_message_chunk", "agent_message_chunk", "tool_call", "tool_call_update", "plan", "available_commands_update",
    "current_mode_update", "config_option_update", "session_info_update", "usage_update",
}  # fmt: skip
"""All but "agent_thought_chunk", which tells how a connector stands: `test_servers`."""
STEPS: tuple[Any, ...] = (
    [("plan", {"steps": [{"title": "Correct", "state": "active"}, {"title": "Tidy", "state": "failed"}]})],
    [("ask_person", {"question": "Which name?"})],
    [("read", {"path": "a.xlsx"}), ("read", {"path": "b.docx"}), ("read", {"path": "c.txt"})],
    [("edit", {"path": "a.xlsx", "ops": [{"op": "set_cells", "cells": {"B1": 4}}]})],
    [("edit", {"path": "b.docx", "ops": [{"op": "replace", "find": "draft", "with": "final"}]})],
    [("edit", {"path": "c.txt", "ops": [{"op": "replace", "find": "old", "with": "new"}]})],
    [("organise", {"items": [{"delete": "d.bin"}, {"move": "c.txt", "to": "kept/c.txt"}]})],
    "Corrected a.xlsx, b.docx and c.txt, moved c.txt and deleted d.bin.",
)


@pytest.fixture
def folder(tmp_path):
    """Four kinds of file."""
    folder = tmp_path / "work"
    folder.mkdir()
    book = Workbook()
    book["Sheet"].append(["Pen", 3])
    book.save(folder / "a.xlsx")
    document = Document()
    document.add_paragraph("This is a draft.")
    document.save(str(folder / "b.docx"))
    (folder / "c.txt").write_bytes(b"\xef\xbb\xbfold\r\nlines\r")
    (folder / "d.bin").write_bytes(bytes(range(256)))
    return folder


def held(folder):
    """Every file with the hash of its bytes."""
    return {
        one.relative_to(folder).as_posix(): hashlib.sha256(one.read_bytes()).hexdigest()
        for one in folder.rglob("*")
        if one.is_file()
    }


class Answering(Person):
    """Fills in forms too."""

    async def create_elicitation(self, message, mode, **_):
        """A name."""
        return AcceptElicitationResponse(action="accept", content={"answer": "Report"})


class Tour:
    """The editor's side of it, part by part."""

    def __init__(self, client, folder):
        self.client, self.folder, self.session = client, folder, ""

    async def ask(self, method, **params):
        """A request in so many words."""
        return await self.client._conn.send_request(method, params)

    async def own(self, method, **params):
        """A method of Deskhand's own."""
        return await self.ask(f"_deskhand/{method}", sessionId=self.session, **params)

    async def work(self):
        """The task itself."""
        await self.ask("initialize", **FORMS)
        await self.ask("authenticate", methodId="none")
        begun = await self.ask("session/new", cwd=str(self.folder), mcpServers=[])
        self.session = begun["sessionId"]
        await self.ask("session/set_mode", sessionId=self.session, modeId="ask_changes")
        await self.ask("session/set_config_option", sessionId=self.session, configId="model", value="one")
        await self.own("budget/set", usd=1.5)
        ended = await self.client.prompt(session_id=self.session, prompt=text("Correct and tidy up"))
        assert ended.stop_reason == "end_turn"

    async def looked_at(self):
        """What it changed, as it is listed and shown."""
        made = (await self.own("undo/list"))["checkpoints"]
        assert [one["toolCallId"] != "" and not one["undone"] for one in made] == [True] * 4
        shown = await self.own("changes/preview", checkpoint=made[0]["id"], path=str(self.folder / "a.xlsx"))
        assert [one["after"] for one in shown["preview"]["differences"]] == ["4"]
        shown = await self.own("changes/preview", checkpoint=made[1]["id"], path=str(self.folder / "b.docx"))
        assert [one["after"] for one in shown["preview"]["differences"]] == ["This is a final."]
        shown = await self.own("changes/preview", checkpoint=made[2]["id"], path=str(self.folder / "c.txt"))
        assert "old" in shown["preview"]["text"]  # what it became was moved since
        paths = {one["path"] for one in (await self.own("artifacts/list"))["artifacts"]}
        assert paths == {str(self.folder / name) for name in ("a.xlsx", "b.docx", "kept/c.txt")}
        for form in ("html", "json", "md", "otel"):
            assert "Correct and tidy up" in (await self.own("record/export", form=form))["text"] or form == "otel"
        assert (await self.own("grants/list"))["folders"][0]["path"] == str(self.folder)
        return made

    async def put_back(self, made, before):
        """One file of one change, all, what was put back, and all again: byte for byte."""
        await self.own("undo/apply", checkpoint=made[3]["id"], only=[str(self.folder / "d.bin")])
        assert held(self.folder)["d.bin"] == before["d.bin"]
        assert "kept/c.txt" in held(self.folder)
        await self.own("undo/apply")
        assert held(self.folder) == before
        listed = (await self.own("undo/list"))["checkpoints"]
        undo = next(one for one in reversed(listed) if any(line["path"].endswith("a.xlsx") for line in one["changes"]))
        await self.own("undo/apply", checkpoint=undo["id"])
        assert held(self.folder)["a.xlsx"] != before["a.xlsx"]
        await self.own("undo/apply")
        assert held(self.folder) == before

    async def left(self):
        """The session is closed, opened in both ways, listed and deleted."""
        await self.client.cancel(session_id=self.session)
        await self.ask("session/close", sessionId=self.session)
        await self.ask("session/resume", sessionId=self.session, cwd=str(self.folder), mcpServers=[])
        await self.ask("session/close", sessionId=self.session)
        await self.ask("session/load", sessionId=self.session, cwd=str(self.folder), mcpServers=[])
        assert len((await self.own("undo/list"))["checkpoints"]) > 4
        await self.own("grants/revoke", effect="write", pattern="*", lifetime="session")
        await self.own("folders/revoke", path=str(self.folder))
        assert (await self.own("grants/list"))["folders"] == []
        await self.ask("session/delete", sessionId=self.session)
        assert (await self.ask("session/list"))["sessions"] == []


def test_every_method_and_every_kind_of_update_in_one_task(tmp_path, folder):
    person, before = Answering(), held(folder)

    async def whole(server):
        async with editor(person, tmp_path / "home", server.url) as (client, ends):
            tour = Tour(client, folder)
            await tour.work()
            await tour.put_back(await tour.looked_at(), before)
            await tour.left()
            return ends

    left = list(STEPS)
    with serving(lambda _: left.pop(0) if len(left) > 1 else left[0]) as server:
        ends = run(whole(server))
    ours = person.asked[1]["deskhand"]
    assert [(one["operation"], one["fileType"]) for one in ours["changes"]] == [("modify", "binary")]
    (change,) = ours["change_preview"][0]["differences"]
    assert ("B1" in change["anchor"], change["before"], change["after"]) == (True, "3", "4")
    assert "The person says: Report" in str(server.heard[2]["messages"])
    used = set(ends.asked.values())
    assert used == {
        "initialize", "session/update", "session/request_permission", "elicitation/create", *METHODS,
        *EditorAgent(cast("Any", None), cast("Any", None), "en").handlers(),
    }  # fmt: skip
    assert {
        one["params"]["update"]["sessionUpdate"] for one in ends.heard if one.get("method") == "session/update"
    } == (UPDATES)
    assert [one["priority"] for one in person.of("plan")[0]["entries"]] == ["medium", "medium"]
    assert person.of("usage_update")[-1]["cost"]["currency"] == "USD"


def test_what_is_declared_is_what_is_answered(tmp_path):
    async def work():
        async with editor(Person(), tmp_path / "home") as (_, ends):
            return next(one["result"] for one in ends.heard if "result" in one)

    declared = run(work())
    assert declared == hello()
    assert list(Ours(cast("Any", None), "en").methods()) == list(METHODS)
