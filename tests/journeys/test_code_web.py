"""Code that wants something from the web: each address passes the outward door, from the call to the record."""

import asyncio
import time
from dataclasses import replace
from json import dumps

import pytest

from agent.core.actions import Effect, Mode, Source, Trust
from agent.core.events import CallEnded, QuestionAsked, Sent
from agent.core.messages import Outcome, ToolCall, text_of
from agent.models.scripted import ScriptedModel
from agent.session.limits import Limits
from desktop.cli.approve import Answering
from desktop.compose.bench import for_itself
from desktop.compose.coding import coding_of
from desktop.compose.opened import OpenedSession
from tests.journeys.coding import code, coder, heard, play
from tests.journeys.october import Nobody
from tests.journeys.web import WebServer, on_loopback


@pytest.fixture
def server():
    made = WebServer({
        "/rates.csv": (200, {"Content-Type": "text/csv"}, b"day,rate\n1,150\n"),
        "/big": (200, {}, bytes(3_000_000)),
    })  # fmt: skip
    yield made
    made.end()


@pytest.fixture
def desk(tmp_path):
    for made in coder(tmp_path):
        made.house = replace(made.house, web=on_loopback())
        yield made


def answers(desk, given, *steps, take=False):
    """One Turn of a person who says yes or no in this order; with `take` they allow what is offered for the task."""
    left = list(given)

    def decide(question):
        if not left.pop(0):
            return question.answer(text="not that one")
        return question.answer((0,), True, grant=question.offers[0] if take and question.offers else None)

    async def turn():
        opened = desk.open()
        await desk.turn(opened, *steps, "done", approver=Answering(opened.session.ask, opened.session.answer, decide))

    asyncio.run(turn())
    assert left == []
    return [one.result for one in desk.of(CallEnded)]


def fetch(*addresses, before="", files=()):
    text = f"import deskhand\n{before}\n"
    for address in addresses:
        text += f"print(len(deskhand.fetch({address!r})))\n"
    return code(text, *files)


def trying(address):
    """Code that goes on when it gets nothing."""
    return (
        f"import deskhand\ntry:\n    deskhand.fetch({address!r})\n"
        "except deskhand.FetchError as error:\n    print(error.code, error, isinstance(error, OSError))"
    )


def questions(desk):
    return [one.question for one in desk.of(QuestionAsked)]


def test_what_code_fetches_is_asked_recorded_and_kept(desk, server):
    text = (
        "import deskhand, io, pandas\nbytes_of = deskhand.fetch(ADDRESS, 'rates.csv')\n"
        "pandas.read_csv(io.BytesIO(bytes_of)).rate.sum()"
    ).replace("ADDRESS", repr(server.at("/rates.csv?day=1#top")))
    server.pages["/rates.csv?day=1"] = server.pages["/rates.csv"]
    results, _ = play(desk, code(text))
    assert "Value:\nnp.int64(150)" in heard(results[0]) or "Value:\n150" in heard(results[0])
    assert (desk.root / "rates.csv").read_bytes() == b"day,rate\n1,150\n"
    (question,) = questions(desk)
    row = question.rows[0]
    assert (row.effect, row.target) == (Effect.CONNECT, "data.example.com")
    assert f"GET: {server.at('/rates.csv?day=1')}\n" in row.detail
    assert not question.undoable
    (sent,) = desk.of(Sent)
    assert (sent.host, sent.to) == ("data.example.com", f"GET {server.at('/rates.csv?day=1')}")
    assert f"bytes sent: {sent.size}" in row.detail
    assert Source(Trust.OUTSIDE, "data.example.com") in results[0].sources
    ((path, headers),) = server.asked
    assert path == "/rates.csv?day=1"
    assert headers == {
        "Host": f"data.example.com:{server.number}", "User-Agent": "deskhand", "Accept": "*/*",
        "Accept-Encoding": "identity", "Connection": "close",
    }  # fmt: skip


def test_a_refusal_is_an_error_that_code_can_catch(desk, server):
    results, _ = play(desk, code(trying(server.at("/rates.csv"))), approver=Nobody())
    assert "denied The person declined" in heard(results[0])
    assert "True" in heard(results[0])
    assert server.asked == desk.of(Sent) == []


def test_plan_mode_refuses_without_a_question(desk, server):
    results, _ = play(desk, fetch(server.at("/rates.csv")), mode=Mode.PLAN)
    assert results[0].outcome is Outcome.FAILED
    assert "Plan mode" in heard(results[0])
    assert server.asked == questions(desk) == []


def test_a_host_that_was_allowed_for_the_task_is_not_asked_about_again_until_something_else_was_read(desk, server):
    one, other = server.at("/rates.csv"), server.at("/rates.csv", "other.example.org")
    steps = fetch(one, one, one), fetch(one), fetch(one, other, one), fetch(one, files=("notes.txt",)), fetch(one)
    results = answers(desk, [True] * 5, *steps, take=True)
    assert [result.outcome for result in results] == [Outcome.DONE] * 5
    # The first; the other host, which might hear of the first; the first, which might hear of the other; the file.
    assert [one.rows[0].target for one in questions(desk)] == [
        "data.example.com", "other.example.org", "data.example.com", "data.example.com", "data.example.com",
    ]  # fmt: skip
    assert [bool(one.offers) for one in questions(desk)] == [True, False, False, False, False]
    assert len(server.asked) == 9
    assert Source(Trust.FILE, "notes.txt") in desk.of(Sent)[-2].sources


def test_words_of_a_page_that_was_printed_in_an_error_are_from_outside(desk, server):
    text = f"import deskhand\nraise ValueError(deskhand.fetch({server.at('/rates.csv')!r}).decode())"
    results, _ = play(desk, code(text))
    assert results[0].code == "code_raised"
    assert Source(Trust.OUTSIDE, "data.example.com") in results[0].sources


def test_a_redirect_to_another_host_is_asked_again(desk, server):
    elsewhere = WebServer({"/b": (200, {}, b"here")})
    try:
        server.pages |= {
            "/a": (302, {"Location": elsewhere.at("/b", "other.example.org")}, b""),
            "/same": (301, {"Location": "/rates.csv"}, b""),
            "/near": (302, {"Location": "http://127.0.0.1/"}, b""),
            "/file": (302, {"Location": "file:///etc/passwd"}, b""),
            "/round": (302, {"Location": "/round"}, b""),
        }
        paths = ("/a", "/a", "/same", "/near", "/file", "/round")
        given = (True, True, True, False, True, True, True, True)
        results = answers(desk, given, *(fetch(server.at(path)) for path in paths))
    finally:
        elsewhere.end()
    assert [one.outcome for one in results] == [
        Outcome.DONE, Outcome.FAILED, Outcome.DONE, Outcome.FAILED, Outcome.FAILED, Outcome.FAILED,
    ]  # fmt: skip
    assert [one.rows[0].target for one in questions(desk)][:4] == ["data.example.com", "other.example.org"] * 2
    assert len(elsewhere.asked) == 1
    assert "http://127.0.0.1/ is not fetched" in heard(results[3])
    assert "file:///etc/passwd" in heard(results[4])
    assert len([path for path, _ in server.asked if path == "/round"]) == 6


def test_who_works_by_itself_gets_nothing_and_is_told_so(desk, server):
    async def alone():
        opened = desk.open()
        coding = coding_of(desk.house.rooms, Limits(), opened.session.state)
        assert coding is not None
        files, documents = opened.workspace, desk.house.documents
        tools = for_itself(files, documents, opened.session.emit, "en", ScriptedModel([]), coding)
        run = next(tool for tool in tools if tool.spec.name == "run_python")
        text = trying(server.at("/rates.csv"))
        result = await run.prepare(ToolCall("c1", "run_python", dumps({"code": text}))).run()
        await coding.rooms.close()
        return result

    assert "Printed:\nnobody" in heard(asyncio.run(alone()))
    assert server.asked == questions(desk) == []


def test_a_person_who_thinks_long_costs_the_code_no_time(desk, server):
    class Slow:
        async def ask(self, question, call=""):
            await asyncio.sleep(1.5)
            return await desk.ask(question, call)

    text = f"import deskhand\nlen(deskhand.fetch({server.at('/big')!r}))"
    results, _ = play(desk, code(text, seconds=1), approver=Slow())
    assert "3000000" in heard(results[0])


def test_a_stop_while_the_person_is_asked_ends_the_run_and_nothing_leaves(desk, server):
    class Never:
        async def ask(self, question, call=""):
            made[0].session.stop()
            await asyncio.sleep(60)

    made: list[OpenedSession] = []

    async def turn():
        made.append(opened := desk.open())
        began = time.monotonic()
        ended, _ = await desk.turn(opened, fetch(server.at("/rates.csv")), "done", approver=Never())
        return ended, time.monotonic() - began

    ended, seconds = asyncio.run(turn())
    assert ended.ending == "stopped"
    assert seconds < 5
    assert server.asked == []
    assert [text_of(one.result.for_model)[:13] for one in desk.of(CallEnded)] == ["[interrupted]"]


@pytest.mark.parametrize(
    "line",
    [
        '{"fetch": "ADDRESS", "id": 7}', '{"fetch": 5, "id": 1}', '{"fetch": "ADDRESS"}', '{"fetch": ', "{}",
        '{"fetch": "' + "a" * 9_000 + '", "id": 1}',
    ],
)  # fmt: skip
def test_a_forged_question_ends_the_run(desk, server, line):
    line = line.replace("ADDRESS", server.at("/rates.csv"))
    text = (
        f"import os, time\nline = {line.encode()!r}\nfor number in range(3, 20):\n    try:\n"
        "        os.write(number, line + b'\\n')\n    except OSError:\n        pass\ntime.sleep(20)"
    )
    results, _ = play(desk, code(text))
    assert results[0].code == "code_crashed"
    assert server.asked == questions(desk) == []


@pytest.mark.parametrize("said", [True, False])
def test_a_question_by_the_pipe_itself_gets_what_the_function_gets(desk, server, said):
    line = f'{{"fetch": "{server.at("/rates.csv")}", "id": 1}}\n'
    text = (
        f"import os, select\nfor number in range(3, 20):\n    try:\n        os.write(number, {line.encode()!r})\n"
        "    except OSError:\n        pass\nfor number in range(3, 20):\n    try:\n"
        "        if select.select([number], [], [], 5 if number == 3 else 0)[0]:\n"
        "            print(os.read(number, 1000))\n    except OSError:\n        pass\n"
    )
    results = answers(desk, [said], code(text))
    assert ("day,rate" in heard(results[0])) is said
    assert ("declined" in heard(results[0])) is not said
    assert len(server.asked) == len(desk.of(Sent)) == said


def test_threads_ask_one_after_the_other(desk, server):
    text = (
        "import deskhand\nfrom concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(8) as pool:\n"
        f"    found = list(pool.map(deskhand.fetch, [{server.at('/rates.csv')!r}] * 8))\nset(found)"
    )
    results, _ = play(desk, code(text))
    assert "Value:\n{b'day,rate\\n1,150\\n'}" in heard(results[0])
    assert len(questions(desk)) == 8
