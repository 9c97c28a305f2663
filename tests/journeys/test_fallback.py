"""A second model that the person named goes on with the task; out of this computer only with their yes."""

import asyncio
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from agent.core.errors import NeedsUserError
from agent.core.events import Ending, MessageAdded, Noted, QuestionAsked, UsageAdded
from agent.core.messages import ToolMessage, text_of
from agent.core.words import Words
from agent.models.scripted import ScriptedModel, calls, says
from desktop.compose.asked import Asked
from desktop.compose.backing import Backup
from desktop.wire import messages as wire
from tests.journeys.october import Desk, Nobody

NO_CREDIT = NeedsUserError(Words("No credit is left.", "残高がありません。"), Words("Top up.", "追加を。"), "no_credit")


@pytest.fixture(params=["en", "ja"])
def desk(request, tmp_path):
    made = Desk(tmp_path, request.param)
    yield made
    made.house.close()


class Remote(ScriptedModel):
    """A scripted model that says that it is elsewhere."""

    host = "models.example"


def ended(desk, second, approver, *, unasked=False):
    async def work():
        first = ScriptedModel([calls("read", {"path": "notes.txt"}), NO_CREDIT], name="here")
        asked = Asked("go", first, language=desk.language, backup=Backup(second, unasked))
        return await desk.open().begin(asked, approver)

    return asyncio.run(work())


def test_the_second_model_hears_all_of_it_and_the_switch_is_noted(desk):
    second = ScriptedModel([says("done")], name="second")
    assert ended(desk, second, desk).ending is Ending.DONE
    heard = [text_of(r.for_model) for m in second.heard[0] if isinstance(m, ToolMessage) for r in m.results]
    assert "one" in heard[0]
    (note,) = [told for told in desk.of(Noted) if told.code == "fallback"]
    desk.says(note.text)
    assert [used.model for used in desk.of(UsageAdded)] == ["here", "second"]
    assert desk.of(QuestionAsked) == []


class Choosing:
    """A person who takes one of the choices."""

    def __init__(self, desk, number):
        self.desk, self.number = desk, number

    async def ask(self, question, call=""):
        self.desk.told.append(QuestionAsked(call, question))
        return question.answer(text=question.choices[self.number])


@pytest.mark.parametrize(("number", "ending"), [(0, Ending.DONE), (1, Ending.NEEDS_USER)])
def test_out_of_this_computer_the_person_decides(desk, number, ending):
    second = Remote([says("done")], name="second")
    assert ended(desk, second, Choosing(desk, number)).ending is ending
    (asked,) = desk.of(QuestionAsked)
    assert "models.example" in asked.question.why
    for words in (asked.question.title, asked.question.why, *asked.question.choices):
        desk.says(words)
    assert len(second.heard) == (number == 0)


def test_when_nobody_is_there_nothing_leaves(desk):
    second = Remote([says("done")], name="second")
    assert ended(desk, second, Nobody()).ending is Ending.NEEDS_USER
    assert second.heard == []


def test_who_said_so_when_naming_it_is_not_asked(desk):
    second = Remote([says("done")], name="second")
    assert ended(desk, second, Nobody(), unasked=True).ending is Ending.DONE


def test_the_next_turn_begins_with_the_first_again(desk):
    async def work():
        opened = desk.open()
        first, second = (
            ScriptedModel([NO_CREDIT, says("back")], name="here"),
            ScriptedModel([says("one")], name="second"),
        )
        for _ in range(2):
            await opened.begin(Asked("go", first, language=desk.language, backup=Backup(second)), desk)
        return [used.model for used in desk.of(UsageAdded)]

    assert asyncio.run(work()) == ["second", "here"]
    assert [text_of(told.message.parts) for told in desk.of(MessageAdded)][-1] == "back"


class Server(BaseHTTPRequestHandler):
    """Refuses every key at /refusing, and answers at /well."""

    def log_message(self, *_):
        """Quiet."""

    def do_POST(self):
        """One answer."""
        self.rfile.read(int(self.headers["Content-Length"]))
        refuses = self.path.startswith("/refusing")
        choice = {"index": 0, "delta": {"role": "assistant", "content": "done"}, "finish_reason": "stop"}
        chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        body = b'{"error": {"message": "no"}}' if refuses else f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n".encode()
        self.send_response(401 if refuses else 200)
        self.send_header("Content-Type", "application/json" if refuses else "text/event-stream")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.mark.parametrize("language", ["en"])
def test_on_the_command_line_the_second_model_is_named(deskhand, folder):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    deskhand.run("model", "add", "one", "--base-url", f"{base}/refusing/v1", "--model", "m", "--no-key")
    deskhand.run("model", "add", "two", "--base-url", f"{base}/well/v1", "--model", "m", "--no-key")
    deskhand.run("run", "Look", "--folder", str(folder), "--model", "one", code=5)
    events = deskhand.events("run", "Look", "--folder", str(folder), "--model", "one", "--fallback", "two")
    server.shutdown()
    server.server_close()
    assert events[-1]["ending"] == "done"
    assert [told["code"] for told in events if told["kind"] == "noted"] == ["fallback"]
    assert [told["model"] for told in events if told["kind"] == "usage_added"] == ["two"]
    assert "nosuch" in deskhand.told("run", "Look", "--folder", str(folder), "--model", "one", "--fallback", "nosuch")


def option(window, name):
    """The choice of a model's page: who goes on."""
    listed = window.ask(wire.UseModel("one")).models
    (view,) = [one for one in listed if one.name == name]
    return next((one for one in view.options if one.name == "fallback"), None)


def test_the_page_of_a_model_offers_the_others_and_keeps_the_choice(window):
    for name in ("one", "two"):
        window.ask(wire.AddModel(name, "http://127.0.0.1:9/v1", "m", protocol="openai-chat"))
    offered = option(window, "one")
    assert (offered.values, offered.value) == (("", "two"), "")
    window.ask(wire.SetModelOptions("one", {"fallback": "two"}))
    assert option(window, "one").value == "two"
    window.ask(wire.AddModel("one", "http://127.0.0.1:9/v1", "other", protocol="openai-chat"))
    assert option(window, "one").value == "two"  # another id of the same model
    window.ask(wire.RemoveModel("two"))
    assert option(window, "one") is None
    assert window.ask(wire.SetModelOptions("one", {"fallback": "two"})).code == "no_model"


def test_the_page_of_a_model_takes_the_choice_back(window):
    for name in ("one", "two"):
        window.ask(wire.AddModel(name, "http://127.0.0.1:9/v1", "m", protocol="openai-chat"))
    window.ask(wire.SetModelOptions("one", {"fallback": "two"}))
    window.ask(wire.SetModelOptions("one", {}))
    assert option(window, "one").value == ""
