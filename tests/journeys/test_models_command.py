"""`deskhand model` as a person uses it: find, add, test, choose."""

import json

import pytest

from tests.agent.models import local_servers
from tests.agent.models.local_servers import LocalServer, Talk


@pytest.fixture
def run():
    """Starts a server; it is gone at the end."""
    running = []

    def start(server):
        running.append(server)
        return server

    yield start
    for server in running:
        server.close()


@pytest.fixture
def nowhere(deskhand):
    """Nobody listens at the usual ports."""
    deskhand.env["DESKHAND_LOCAL_PORTS"] = ",".join(
        f"{name}=9" for name in ("ollama", "lmstudio", "llamacpp", "vllm", "jan")
    )


def test_servers_are_found_told_and_added_and_one_is_ready_after_its_test(deskhand, run, nowhere):
    server = run(local_servers.ollama(context=4096, talk=Talk()))
    studio = run(local_servers.lm_studio())
    ports = ("--port", f"ollama={server.port}", "--port", f"lmstudio={studio.port}")
    told = deskhand.run("model", "discover", *ports)
    assert deskhand.run("model", "list") == ""
    for part in ("Ollama 0.13.1", "qwen3-vl:8b", "4,096 tokens", "OLLAMA_CONTEXT_LENGTH=64000", "LM Studio", "slider"):
        assert part in told
    rows = [json.loads(line) for line in deskhand.run("model", "discover", *ports, "--json", "--add").splitlines()]
    assert [row["preset"] for row in rows] == ["ollama", "lmstudio"]
    listed = deskhand.run("model", "list").splitlines()
    assert [("qwen3-vl:8b" in line, "not tested" in line) for line in listed] == [(True, True), (False, True)]
    assert "llama3.2:3b" not in "".join(listed)
    lines = deskhand.run("model", "test", "qwen3-vl:8b").splitlines()
    assert sum(line.startswith("✓") for line in lines) == 9
    assert any(line.startswith("✗ Room for text") for line in lines)
    assert "OLLAMA_CONTEXT_LENGTH=64000" in "".join(lines)
    assert lines[-1].startswith("Ready to work.")
    assert "  ready" in deskhand.run("model", "list").splitlines()[0]
    again = deskhand.told("model", "discover", *ports, "--add")
    assert "added as qwen3-vl:8b" in again
    assert "Nothing was added" in again


def test_a_model_that_calls_no_tools_is_not_ready(deskhand, run):
    server = run(LocalServer({}, Talk("wordy")))
    deskhand.run("model", "add", "m", "--preset", "vllm", "--base-url", server.base, "--model", "m", "--no-key")
    test = json.loads(deskhand.run("model", "test", "m", "--json", code=5))
    assert test["ready"] is False
    assert {line["check"]: line["standing"] for line in test["lines"]}["tools"] == "failed"
    assert "--tool-call-parser" in json.dumps(test)
    assert "使用不可" in deskhand.run("model", "list", "--language", "ja")


def test_every_system_is_listed_and_tells_what_it_can_do(deskhand):
    listed = deskhand.run("model", "presets")
    assert len(listed.splitlines()) == 15
    told = deskhand.run("model", "presets", "qwen", "--language", "ja")
    for part in ("送信先", "dashscope-intl", "トークン", "search=on|off", "キー"):
        assert part in told


def test_a_preset_fills_in_what_it_knows_and_refuses_what_it_does_not_have(deskhand):
    deskhand.env["KIMI_KEY"] = "k"
    deskhand.run("model", "add", "kimi", "--preset", "kimi", "--key-from-env", "KIMI_KEY")
    view = json.loads(deskhand.run("model", "list", "--json"))
    assert view["base_url"].startswith("https://api.moonshot.")
    assert view["preset"] == "kimi"
    assert view["model"]
    away = next(fact for fact in view["facts"] if fact["key"] == "where")
    assert "api.moonshot." in away["sentence"]
    deskhand.run("model", "add", "here", "--preset", "ollama", "--model", "qwen3:8b")  # nobody asks for a key
    bad = ("model", "add", "x", "--preset", "kimi", "--key-from-env", "KIMI_KEY", "--option")
    assert "no option" in deskhand.told(*bad, "colour=red")
    deskhand.run("model", "add", "x", code=2)
    assert len(deskhand.run("model", "list").splitlines()) == 2


def test_a_file_of_an_earlier_version_still_works(deskhand, run):
    server = run(LocalServer({}, Talk()))
    settings = deskhand.home / "settings"
    settings.mkdir(parents=True)
    old = {"name": "old", "protocol": "openai-chat", "base_url": server.base, "model": "m", "key_from_env": ""}
    (settings / "models.json").write_text(json.dumps({"version": 1, "active": "old", "models": [old]}))
    (settings / "selftests.json").write_text("{broken")
    deskhand.run("model", "test", "old")
    assert "  ready" in deskhand.run("model", "list")
