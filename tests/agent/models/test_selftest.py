"""A self-test finds what does not work, and calls nothing ready that is not."""

import asyncio
import socket

import pytest

from agent.core.errors import LimitError
from agent.core.ports import Traits
from agent.core.words import Words
from agent.models.catalog import ModelConfig
from agent.models.discovery.found import FoundModel, Program
from agent.models.prices import FREE, simple
from agent.models.scripted import ScriptedModel
from agent.models.selftest.kept import SelfTests, mark_of
from agent.models.selftest.lines import Check, Line, SelfTest, Standing
from agent.models.selftest.run import Subject, self_test
from tests.agent.models.asking import chat
from tests.agent.models.local_servers import LocalServer, Talk

WORDS = Words("It answers.", "応答があります。")
PASSED, FAILED, NOT_RUN = Standing.PASSED, Standing.FAILED, Standing.NOT_RUN


@pytest.fixture
def tested():
    """`tested(talk, ...)`: the lines by their Check, as they were told and as they came back, and the SelfTest."""
    servers = []

    def run(talk, **known):
        server = LocalServer({}, talk)
        servers.append(server)
        told: list[Line] = []
        model = chat("m", server.base, "m")
        lines, cost = asyncio.run(self_test(model, Subject(**known), told.append))
        assert {line.check: line for line in told} == {line.check: line for line in lines}
        assert [line.check for line in lines] == list(Check)
        return {line.check: line for line in lines}, SelfTest("2026-11-26T10:00:00+00:00", "x", lines, cost)

    yield run
    for server in servers:
        server.close()


def standing(lines):
    return {check: line.standing for check, line in lines.items()}


def test_a_model_that_does_all_is_ready_and_each_line_says_what_was_seen(tested):
    talk = Talk()
    lines, test = tested(talk, traits=Traits(context=128_000, sees=True), price=simple(1.2, 6))
    assert set(standing(lines).values()) == {PASSED}
    assert test.ready
    assert test.cost == 0.0
    assert len(talk.heard) == 5
    assert "128,000" in lines[Check.CONTEXT].words.en
    assert "$1.20" in lines[Check.PRICE].words.ja
    assert "tokens a second" in lines[Check.SPEED].words.en
    assert all(line.words.en and line.words.ja for line in lines.values())


@pytest.mark.parametrize(
    ("flaw", "check", "word"),
    [
        ("wordy", Check.TOOLS, "instead of calling"),
        ("as_text", Check.TOOLS, "as text"),
        ("miscalls", Check.TOOLS, "wrong arguments"),
        ("forgets", Check.TOOLS, "did not answer with what"),
        ("refuses_tools", Check.TOOLS, "does not support tools"),
        ("garbles", Check.JAPANESE, "broken"),
        ("changes", Check.JAPANESE, "changed"),
        ("at_once", Check.STREAMS, "at once"),
        ("blind", Check.SEES, "does not see"),
        ("refuses_pictures", Check.SEES, "image input"),
    ],
)
def test_each_flaw_fails_its_own_line_and_no_other(tested, flaw, check, word):
    lines, test = tested(Talk(flaw), traits=Traits(context=64_000), price=FREE)
    assert word in lines[check].words.en
    failed = [one for one, line in lines.items() if line.standing is not PASSED]
    assert failed == [check]
    assert test.ready is (check is not Check.TOOLS)
    assert lines[check].remedy.en
    assert lines[check].remedy.ja


def test_tokens_that_nobody_counts_give_no_speed(tested):
    lines, test = tested(Talk("uncounted"))
    assert lines[Check.SPEED].standing is NOT_RUN
    assert test.ready


@pytest.mark.parametrize(("flaw", "word"), [("silent", "nothing"), ("thinks_only", "thinking")])
def test_an_answer_without_words_is_none(tested, flaw, word):
    lines, test = tested(Talk(flaw))
    assert word in lines[Check.ANSWERS].words.en
    assert lines[Check.CONNECTS].standing is PASSED
    assert lines[Check.TOOLS].standing is NOT_RUN
    assert [line.check for line in test.missing] == [Check.ANSWERS, Check.TOOLS]


def test_a_stream_without_a_finish_reason_is_no_whole_answer(tested):
    lines, test = tested(Talk("no_finish"))
    assert (lines[Check.CONNECTS].standing, lines[Check.ANSWERS].standing) == (PASSED, FAILED)
    assert lines[Check.FINISHES].standing is FAILED
    assert not test.ready


@pytest.mark.parametrize(
    ("refusal", "reached", "word"),
    [((401, "bad key"), FAILED, "key"), ((404, "no such model"), FAILED, "has no model"), ((400, "odd"), PASSED, "400"),
     ((429, "slow down"), FAILED, "too many"), ((503, "loading"), FAILED, "503")],
)  # fmt: skip
def test_a_refusal_is_told_with_what_to_do(tested, refusal, reached, word):
    talk = Talk(refuses=refusal)
    lines, test = tested(talk)
    assert lines[Check.CONNECTS].standing is reached
    bad = lines[Check.CONNECTS] if reached is FAILED else lines[Check.ANSWERS]
    assert word in bad.words.en
    assert bad.remedy.en
    assert len(talk.heard) == 1
    assert not test.ready


def test_a_limit_that_is_reached_stops_the_test_before_anything_is_sent():
    reached = LimitError(Words("The limit of the day is reached.", "本日の上限に達しました。"), "day", WORDS)
    model = ScriptedModel([reached])
    lines, _ = asyncio.run(self_test(model, Subject(), lambda _: None))
    assert {line.standing for line in lines} == {NOT_RUN}
    assert "limit of the day" in lines[0].words.en
    assert lines[0].remedy == WORDS
    assert len(model.heard) == 1


def test_nothing_at_the_address_fails_the_first_line_and_tries_nothing_else():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    lines, _ = asyncio.run(self_test(chat("m", base, "m"), Subject(price=FREE), lambda _: None))
    assert [line.standing for line in lines] == [FAILED, *[NOT_RUN] * 8, PASSED]


def test_a_model_that_is_known_to_be_blind_is_not_asked_to_see(tested):
    talk = Talk("refuses_pictures")
    lines, _ = tested(talk, traits=Traits(sees=False))
    assert lines[Check.SEES].standing is NOT_RUN
    assert len(talk.heard) == 4


def test_the_room_is_that_of_the_loaded_model_and_its_fix_is_exact(tested):
    async def loaded():
        return FoundModel("m", context=4096, most=131072)

    known = {"traits": Traits(context=131_072), "program": Program.OLLAMA, "loaded": loaded}
    line = tested(Talk(), **known)[0][Check.CONTEXT]
    assert line.standing is FAILED
    assert "4,096" in line.words.ja
    assert "OLLAMA_CONTEXT_LENGTH=64000" in line.remedy.en


def test_a_failed_tool_step_says_how_that_program_calls_tools(tested):
    for program, flag in ((Program.VLLM, "--tool-call-parser"), (Program.LLAMA_CPP, "--jinja")):
        line = tested(Talk("wordy"), program=program)[0][Check.TOOLS]
        assert flag in line.remedy.en
        assert flag in line.remedy.ja


def test_the_picture_is_another_one_each_time(tested):
    pictures = set()
    for _ in range(4):
        talk = Talk()
        tested(talk)
        pictures.add(str(talk.heard[-1]["messages"][-1]["content"][1]))
    assert len(pictures) > 1


def test_a_kept_self_test_counts_until_the_model_is_changed(tmp_path):
    config = ModelConfig("a", "openai-chat", "http://127.0.0.1:1/v1", "m")
    other = ModelConfig("a", "openai-chat", "http://127.0.0.1:1/v1", "m2")
    line = Line(Check.CONNECTS, PASSED, WORDS)
    test = SelfTest("2026-11-26T10:00:00+00:00", mark_of(config), (line,), 0.01)
    SelfTests(tmp_path / "selftests.json").keep("a", test)
    kept = SelfTests(tmp_path / "selftests.json")
    assert kept.last(config) == test
    assert kept.last(other) is None
    kept.forget("a")
    assert kept.last(config) is None
    (tmp_path / "selftests.json").write_text('{"a": 5')
    assert kept.last(config) is None
