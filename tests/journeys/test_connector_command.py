"""`deskhand connector` as a person uses it: from another program's settings to a called tool, and away again."""

import asyncio
import hashlib
import io
import json
import sys
import time
from pathlib import Path

import pytest

from agent.core.errors import NeedsUserError
from agent.sandbox.confining import confinement_here
from desktop.cli.connectors import run_connector
from desktop.cli.parser import parser
from tests.journeys.october import Desk

SERVER = Path(__file__).parent.parent / "connectors" / "mcp" / "servers" / "good.py"
CONFINED = confinement_here().offer().there


@pytest.fixture
def connector(tmp_path, capsys, monkeypatch):
    """Carries out a command in this process, and gives what it printed."""
    desk = Desk(tmp_path, "en")
    monkeypatch.setattr(sys, "stdin", io.StringIO("sk-typed\n"))  # what is piped in; nobody is at a terminal

    def run(*words, code=0):
        options = parser().parse_args(["connector", *words])
        options.language = options.language or "en"
        capsys.readouterr()
        assert asyncio.run(run_connector(desk.house, options)) == code
        return capsys.readouterr().out

    yield run
    desk.house.close()


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def settings(tmp_path):
    """A claude_desktop_config.json with one server."""
    path = tmp_path / "claude_desktop_config.json"
    start = {"command": sys.executable, "args": [str(SERVER), "stdio"], "env": {"API_TOKEN": "SECRET"}}
    path.write_text(json.dumps({"mcpServers": {"box": start}}), encoding="utf-8")
    return path


@pytest.mark.skipif(not CONFINED, reason="programs cannot be confined here")
def test_from_the_settings_of_another_program_to_a_called_tool(connector, settings, tmp_path):
    before = settings.read_bytes()
    found, entry = lines(connector("import", str(settings), "--yes", "--json"))
    assert (found["secrets"], entry["enabled"], entry["secrets"]) == (["API_TOKEN"], False, ["API_TOKEN"])
    assert str(SERVER) in entry["line"]
    (asked,) = entry["asked"]
    connector("enable", "box")
    assert "not approved" in connector("test", "box", code=1)  # nothing starts before it was agreed to
    connector("approve", "box", "--yes", "--digest", "0" * 64, code=3)
    connector("approve", "box", code=3)  # nobody is there to agree
    connector("approve", "box", "--yes", "--digest", asked["digest"])
    connector("configure", "box", "--set", f"deskhand:reads={SERVER.parent}")
    (tested,) = lines(connector("test", "box", "--json"))
    assert (tested["standing"], "box_echo" in tested["tools"]) == ("ready", True)
    connector("call", "box", "echo", '{"text": "hello there"}', code=3)
    assert "hello there" in connector("call", "box", "echo", '{"text": "hello there"}', "--yes")
    with pytest.raises(NeedsUserError):
        connector("call", "box", "nothing", "--yes")
    assert "call box_echo" in connector("log", "box")
    assert settings.read_bytes() == before
    kept = "".join(path.read_text("utf-8", "replace") for path in tmp_path.rglob("connectors.json"))
    assert "API_TOKEN" in kept
    assert "SECRET" not in kept


def test_one_of_our_own_is_set_up_shown_in_japanese_and_removed(connector, settings):
    connector("add", "web", "--title", "調べもの", "--set", "near=a", "--set", "near=b")
    assert "調べもの" in connector("list", "--language", "ja")
    (shown,) = lines(connector("show", "web", "--json"))
    assert (shown["enabled"], shown["values"], shown["line"]) == (True, {"near": "a\nb"}, "")
    connector("disable", "web")
    connector("remove", "web", code=3)
    connector("remove", "web", "--yes")
    assert connector("list") == ""
    connector("import", str(settings), code=3)
    assert connector("list") == ""


def test_a_server_that_is_added_by_hand_hides_its_keys(connector):
    line = "npx -y files@1.0 --token sk-abcdefghijklmnop1234 '/a b'"
    (entry,) = lines(connector("add", "mcp", "--title", "Files", "--set", f"line={line}", "--json"))
    assert entry["line"] == "npx -y files@1.0 --token '••••••' '/a b'"
    assert entry["secrets"] == ["token"]
    for wrong in ("", "a 'b"):
        with pytest.raises(NeedsUserError):
            connector("add", "mcp", "--set", f"line={wrong}")


def test_lines_of_a_form_are_set_after_it_was_added_and_what_is_hidden_is_never_typed_openly(
    connector, settings, capsys
):
    connector("import", str(settings), "--yes")
    (entry,) = lines(
        connector("set", "box", "deskhand:network=true", "deskhand:reads=/a", "deskhand:reads=/b", "--json")
    )
    assert entry["values"] == {"deskhand:network": "true", "deskhand:reads": "/a\n/b"}
    (entry,) = lines(connector("set", "box", "API_TOKEN=", "deskhand:network=", "--json"))
    assert entry["values"]["deskhand:network"] == ""
    assert entry["secrets"] == ["API_TOKEN"]
    for wrong in ("API_TOKEN=sk-open", "deskhand:network=yes", "other=1", "deskhand:network"):
        with pytest.raises(NeedsUserError) as caught:
            connector("set", "box", wrong)
        assert caught.value.code == "usage"
    with pytest.raises(NeedsUserError) as caught:
        connector("add", "mail", "--set", "password=open")
    assert caught.value.code == "usage"
    with pytest.raises(NeedsUserError) as caught:
        connector("import", "hello.mcpb")
    assert "deskhand pack install hello.mcpb" in caught.value.remedy.en


def test_what_the_registry_named_is_set_up_with_its_hidden_values_asked_for(connector, tmp_path):
    server = {"server": {
        "name": "example.harbour/ledger", "description": "Invoices.", "version": "2.4.1",
        "packages": [{"registryType": "npm", "identifier": "@harbour/ledger", "version": "2.4.1",
                      "transport": {"type": "stdio"},
                      "environmentVariables": [{"name": "HARBOUR_TOKEN", "isRequired": True, "isSecret": True}]}],
    }}  # fmt: skip
    kept = tmp_path / "home" / "registry"
    kept.mkdir(parents=True, exist_ok=True)
    said = {"at": time.time(), "words": "invoices", "servers": [server]}
    (kept / f"{hashlib.sha256(b'invoices').hexdigest()[:32]}.json").write_text(json.dumps(said))
    adding = ("search", "invoices", "--add", "example.harbour/ledger", "--set")
    with pytest.raises(NeedsUserError) as caught:
        connector(*adding, "HARBOUR_TOKEN=open")
    assert caught.value.code == "usage"
    *_, entry = lines(connector(*adding, "HARBOUR_TOKEN=", "--json"))
    assert entry["secrets"] == ["HARBOUR_TOKEN"]
