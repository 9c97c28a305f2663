"""Connectors in the settings of other programs: previewed, without their secrets, off, and never written back."""

import json

import pytest

from agent.core.errors import NeedsUserError
from agent.packages.package import Need, Transport
from connectors.bundles.entries import new_entry
from connectors.bundles.importing import read_configuration
from connectors.bundles.placeholders import places
from connectors.bundles.secret_looks import is_secret_name, is_secret_value
from connectors.bundles.starting import declared_of, form_of, given_of, started
from connectors.catalog import ConnectorCatalog

TOKEN = "ghp_" + "a1B2" * 9


@pytest.fixture
def read(tmp_path):
    """What a file with this text holds."""

    def made(said, name="claude_desktop_config.json"):
        path = tmp_path / name
        path.write_text(said if isinstance(said, str) else json.dumps(said), encoding="utf-8")
        return read_configuration(path)

    return made


def only(found):
    (server,) = found.servers
    return server


def test_a_claude_desktop_config_is_previewed_without_its_secrets(read, tmp_path):
    hub = {"command": "npx", "args": ["-y", "@x/github"], "env": {"GITHUB_TOKEN": TOKEN, "MODE": "a"}}
    files = {"command": "npx", "args": ["-y", "files", "/home/me"]}
    said = {"mcpServers": {"git hub": hub, "files": files}, "theme": "dark"}
    found = read(said)
    hub, files = found.servers
    assert hub.declared.env == {"GITHUB_TOKEN": "${user_config.GITHUB_TOKEN}", "MODE": "a"}
    assert hub.secrets == {"GITHUB_TOKEN": TOKEN}
    assert [(one.key, one.need, one.required) for one in hub.settings] == [("GITHUB_TOKEN", Need.HIDDEN, True)]
    assert TOKEN not in repr(found)
    assert (files.declared.arguments, files.settings, dict(files.secrets)) == (("-y", "files", "/home/me"), (), {})
    assert json.loads((tmp_path / "claude_desktop_config.json").read_text(encoding="utf-8")) == said


def test_what_is_taken_over_is_off_and_starts_as_it_was_once_it_is_approved(read, tmp_path):
    server = only(read({"mcpServers": {"a": {"command": "npx", "args": ["--api-key", TOKEN], "env": {"X": "1"}}}}))
    catalog = ConnectorCatalog(tmp_path)
    config = new_entry(catalog, server.declared, server.settings, server.secrets)
    assert (config.enabled, config.approved, config.secrets) == (False, {}, ("api-key",))
    assert TOKEN not in (tmp_path / "connectors.json").read_text(encoding="utf-8")
    given = given_of(config, {"api-key": TOKEN}.get)
    start = started(declared_of(config), form_of(config), given, places("", ""), secrets=config.secrets)
    assert start.command == ("npx", "--api-key", TOKEN)
    assert TOKEN not in start.line


def test_all_transports_and_what_is_missing_are_told(read):
    found = read({"mcpServers": {
        "a": {"type": "http", "url": "https://a.example/mcp",
              "headers": {"Authorization": "Bearer abc", "X-Team": "t"}},
        "b": {"type": "sse", "url": ""},
        "c": {"url": "https://c.example/mcp?api_key=abc&team=t", "oauth": {"clientId": "id", "callbackPort": 1}},
        "d": {"args": []},
        "e": "nothing",
    }}, ".mcp.json")  # fmt: skip
    a, b, c, d, e = found.servers
    assert (a.declared.transport, a.declared.headers) == (
        Transport.HTTP,
        {"Authorization": "${user_config.Authorization}", "X-Team": "t"},
    )
    assert a.secrets == {"Authorization": "Bearer abc"}
    assert (b.declared.transport, bool(b.declared.problem.en)) == (Transport.SSE, True)
    assert c.declared.url == "https://c.example/mcp?api_key=${user_config.api_key}&team=t"
    assert c.secrets == {"api_key": "abc"}
    assert all(one.declared.problem.en for one in (d, e))


def test_what_a_program_takes_from_the_environment_becomes_a_form(read):
    env = {"A": "${API_KEY}", "B": "${REGION:-eu}", "C": "${HOME}/x", "D": "${env:TEAM}", "E": "${CLAUDE_PLUGIN_ROOT}"}
    server = only(read({"mcpServers": {"a": {"command": "x", "args": ["${API_KEY}"], "env": env}}}))
    assert server.declared.arguments == ("${user_config.API_KEY}",)
    assert server.declared.env["C"] == "${HOME}/x"
    assert [(one.key, one.need, one.required, one.default) for one in server.settings] == [
        ("API_KEY", Need.HIDDEN, True, ""),
        ("REGION", Need.TEXT, False, "eu"),
        ("TEAM", Need.TEXT, True, ""),
        ("CLAUDE_PLUGIN_ROOT", Need.TEXT, True, ""),
    ]


def test_what_vs_code_asks_for_becomes_a_form_and_its_comments_are_read(read):
    server = only(read("""{
      // comments, "and quotes"
      "inputs": [
        {"type": "promptString", "id": "dsn", "description": "Where // is it", "password": true},
        {"type": "pickString", "id": "mode", "options": ["a", "b"], "default": "a"},
      ],
      "servers": { "db": { "type": "stdio", "command": "npx", /* here */ "args": ["-c", "${input:dsn}",
        "${input:mode}", "${workspaceFolder}/x", "http://not.a/comment", "${userHome}/y"], "envFile": ".env" }, }
    }""", "mcp.json"))  # fmt: skip
    assert server.declared.arguments == (
        "-c", "${user_config.dsn}", "${user_config.mode}", "${user_config.workspaceFolder}/x", "http://not.a/comment",
        "${HOME}/y",
    )  # fmt: skip
    assert [(one.key, one.need, one.title, one.default, one.choices) for one in server.settings] == [
        ("dsn", Need.HIDDEN, "Where // is it", "", ()),
        ("mode", Need.TEXT, "mode", "a", ("a", "b")),
        ("workspaceFolder", Need.FOLDER, "Folder", "", ()),
    ]


def test_a_file_of_environment_variables_is_not_read_and_that_is_told(read):
    found = read({"servers": {"a": {"command": "x", "envFile": "${workspaceFolder}/.env"}}})
    assert ".env" in found.problems[0].en


def test_settings_of_editors_have_their_servers_further_down(read):
    assert only(read({"editor.fontSize": 12, "mcp": {"servers": {"a": {"command": "x"}}}})).declared.name == "a"


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"mcpServers": {}}', '{"a": 1}', "[" * 99_999, "x" * 5_000_000])
def test_other_files_are_refused_with_a_sentence(read, text):
    with pytest.raises(NeedsUserError) as caught:
        read(text)
    assert caught.value.code == "no_configuration"


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(NeedsUserError):
        read_configuration(tmp_path / "none.json")


def test_what_was_shown_is_what_is_taken_over(read):
    one, other = (read({"mcpServers": {"a": {"command": text}}}).digest for text in "xy")
    assert one != other


def test_two_secrets_of_one_name_are_two(read):
    server = only(
        read({"mcpServers": {"a": {"command": "x", "args": [f"--token={TOKEN}"], "env": {"token": "other"}}}})
    )
    assert server.secrets == {"token": TOKEN, "token_2": "other"}


@pytest.mark.parametrize(
    "name",
    ["API_KEY", "OPENAI_API_KEY", "Authorization", "x-api-key", "password", "DB_PASSWD", "DATABASE_URL",
     "SLACK_BOT_TOKEN", "client_secret", "Cookie", "GITHUB_PAT", "aws_session", "connectionString"],
)  # fmt: skip
def test_names_of_secrets(name):
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name", ["", "MODE", "PATH", "HOST", "PUBLIC_KEY", "key_id", "TOKEN_LIMIT", "author", "pattern"]
)
def test_other_names(name):
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    "value",
    [TOKEN, "sk-ant-api03-abcdefghijklmnop", "xoxb-123-abc", "AKIAABCDEFGHIJKLMNOP", "eyJhbGciOiJI.eyJzdWIi.x",
     "postgres://me:secret@host/db", "Bearer abc", "0123456789abcdef" * 2, "aB3" * 10, " " + TOKEN],
)  # fmt: skip
def test_values_that_are_secrets(value):
    assert is_secret_value(value)


@pytest.mark.parametrize(
    "value",
    ["", "true", "/home/me/Documents", "https://a.example/mcp", "@modelcontextprotocol/server-filesystem", "eu-west-1",
     "postgres://host/db", "http://[", "C:\\Users\\me", "2026-01-01T00:00:00Z"],
)  # fmt: skip
def test_other_values(value):
    assert not is_secret_value(value)
