"""Failure boundaries of Agent Plugins 1.0.0: a mistake costs as little as the specification says (section numbers)."""

import json

import pytest

from agent.packages.package import Transport
from skills.formats.agent_plugin import SCHEMA, agent_plugin
from skills.formats.packaged import packaged
from tests.matrix import row_4
from tests.matrix.tally import Data

MCP = SCHEMA.replace("plugin.schema", "mcp.schema")
SERVER = {"type": "stdio", "command": "node", "args": ["${PLUGIN_ROOT}/a.js"]}


def plugin(folder, skills=("deploy",), **fields):
    """A sound plugin with a skill and two servers, and what a case changes in its manifest."""
    folder.mkdir(exist_ok=True)
    (folder / "plugin.json").write_text(json.dumps({"$schema": SCHEMA, "name": "sound", **fields}))
    for name in skills:
        skill(folder, name)
    servers(folder, {"one": SERVER, "two": {"type": "streamable-http", "url": "https://example.com/mcp"}})
    return folder


def skill(folder, name, front="name: {name}\ndescription: Does things."):
    place = folder / "skills" / name
    place.mkdir(parents=True)
    (place / "SKILL.md").write_text(f"---\n{front.format(name=name)}\n---\nBody.")


def servers(folder, entries, **fields):
    (folder / "mcp.json").write_text(json.dumps({"$schema": MCP, "mcpServers": entries, **fields}))


def left(package):
    """What of a package is used: names of skills, names of connectors."""
    return [line.name for line in package.skills], [server.name for server in package.connectors]


ALL = (["deploy"], ["one", "two"])
NO_SERVERS: tuple[list[str], list[str]] = (["deploy"], [])


def test_a_sound_plugin_is_used_whole(tmp_path):
    author = {"name": "Ada", "email": "a@example.com"}
    found = packaged(plugin(tmp_path / "p", version="1.2", author=author, license="MIT"), "here")
    assert left(found) == ALL
    assert (found.name, found.version, found.publisher, found.licence) == ("sound", "1.2", "Ada", "MIT")
    assert not found.problems
    assert not found.advice
    assert found.connectors[0].transport is Transport.STDIO
    assert found.connectors[0].arguments == ("${PLUGIN_ROOT}/a.js",), "placeholders stay as they are"
    assert found.connectors[0].cwd == "./", "without cwd it starts in the plugin's root"
    assert found.digest
    assert "skills/deploy/SKILL.md" in [member.name for member in found.members]


REJECTED = {
    "no JSON": "{",
    "no object": "[]",
    "another version": json.dumps({"$schema": SCHEMA.replace("1.0.0", "2.0.0"), "name": "sound"}),
    "no name": json.dumps({"$schema": SCHEMA}),
    "bad name": json.dumps({"$schema": SCHEMA, "name": "Has--Double"}),
    "name with two dots": json.dumps({"$schema": SCHEMA, "name": "too.many..dots"}),
    "long name": json.dumps({"$schema": SCHEMA, "name": "a" * 65}),
    "version is a number": json.dumps({"$schema": SCHEMA, "name": "sound", "version": 1}),
    "author with more": json.dumps({"$schema": SCHEMA, "name": "sound", "author": {"name": "a", "x": "b"}}),
    "author is a text": json.dumps({"$schema": SCHEMA, "name": "sound", "author": "a"}),
    "keywords are a text": json.dumps({"$schema": SCHEMA, "name": "sound", "keywords": "a"}),
}


@pytest.mark.parametrize("manifest", REJECTED.values(), ids=REJECTED)
def test_a_bad_manifest_rejects_the_whole_plugin(tmp_path, manifest):
    """5.2, 5.3, 5.5."""
    folder = plugin(tmp_path / "p")
    (folder / "plugin.json").write_text(manifest)
    found = agent_plugin(folder, "here")
    assert left(found) == ([], [])
    assert len(found.problems) == 1


def test_unknown_fields_and_odd_extensions_are_told_and_ignored(tmp_path):
    """5.2 and 8.1: the published schema alone would reject both."""
    found = agent_plugin(plugin(tmp_path / "p", displayName="Nice", extensions=[]), "here")
    assert left(found) == ALL
    assert ["displayName" in one.words.en or "extensions" in one.words.en for one in found.advice] == [True, True]


def test_nobody_looks_into_namespaces_of_others(tmp_path):
    found = agent_plugin(plugin(tmp_path / "p", extensions={"com.example.x": {"hooks": 3}}), "here")
    assert left(found) == ALL
    assert not found.advice


def test_nothing_but_the_required_fields_is_enough(tmp_path):
    (tmp_path / "plugin.json").write_text(json.dumps({"$schema": SCHEMA, "name": "a"}))
    found = agent_plugin(tmp_path, "here")
    assert left(found) == ([], [])
    assert not found.problems


def test_skills_that_are_no_folder_cost_the_skills_only(tmp_path):
    """6.2."""
    folder = plugin(tmp_path / "p", skills=())
    (folder / "skills").write_text("no folder")
    found = agent_plugin(folder, "here")
    assert left(found) == ([], ["one", "two"])
    assert len(found.problems) == 1


def test_a_skill_that_does_not_conform_costs_itself_only(tmp_path):
    """7.1: skipped and told, though every other reader of ours would take it."""
    folder = plugin(tmp_path / "p")
    skill(folder, "other", "name: another\ndescription: x")
    skill(folder, "nothing", "name: {name}")
    skill(folder, "Upper", "name: {name}\ndescription: x")
    found = agent_plugin(folder, "here")
    assert left(found) == ALL
    assert len(found.problems) == 3


def test_deeper_folders_hold_no_skills(tmp_path):
    """7.1: no recursion, and a folder without SKILL.md is no mistake."""
    folder = plugin(tmp_path / "p")
    skill(folder, "group/nested", "name: nested\ndescription: x")
    found = agent_plugin(folder, "here")
    assert left(found) == ALL
    assert not found.problems


def test_a_skill_in_another_case_of_letters_is_none(tmp_path):
    folder = plugin(tmp_path / "p", skills=())
    (folder / "skills" / "a").mkdir(parents=True)
    (folder / "skills" / "a" / "skill.md").write_text("---\nname: a\ndescription: x\n---\n")
    assert left(agent_plugin(folder, "here"))[0] == []


BROKEN_SERVERS = {
    "no JSON": "{",
    "other version": json.dumps({"$schema": MCP.replace("1.0.0", "1.1.0"), "mcpServers": {}}),
    "no version": json.dumps({"mcpServers": {"one": SERVER}}),
    "another field": json.dumps({"$schema": MCP, "mcpServers": {"one": SERVER}, "inputs": []}),
    "servers are a list": json.dumps({"$schema": MCP, "mcpServers": [SERVER]}),
}


@pytest.mark.parametrize("text", BROKEN_SERVERS.values(), ids=BROKEN_SERVERS)
def test_a_broken_mcp_json_costs_the_connectors_only(tmp_path, text):
    """7.2.2, rule 2."""
    folder = plugin(tmp_path / "p")
    (folder / "mcp.json").write_text(text)
    found = agent_plugin(folder, "here")
    assert left(found) == NO_SERVERS
    assert len(found.problems) == 1


def test_an_mcp_json_that_is_a_folder_costs_the_connectors_only(tmp_path):
    """6.2."""
    folder = plugin(tmp_path / "p")
    (folder / "mcp.json").unlink()
    (folder / "mcp.json").mkdir()
    assert left(agent_plugin(folder, "here")) == NO_SERVERS


REMOTE = {"type": "streamable-http", "url": "https://example.com"}
BAD_SERVERS = {
    "no type": {"command": "node"},
    "unknown type": {"type": "http", "url": "https://example.com"},
    "no object": "node",
    "a field of the other kind": {**SERVER, "url": "https://example.com"},
    "unknown field": {**REMOTE, "oauth": {}},
    "a line for a shell": {"type": "stdio", "command": "node server.js"},
    "an absolute command": {"type": "stdio", "command": "/usr/bin/node"},
    "a command that climbs": {"type": "stdio", "command": "./../node"},
    "arguments as a text": {**SERVER, "args": "a"},
    "a number as a variable": {**SERVER, "env": {"A": 1}},
    "a reserved variable": {**SERVER, "env": {"PLUGIN_ROOT": "/"}},
    "a bare cwd": {**SERVER, "cwd": "data"},
    "a cwd that climbs": {**SERVER, "cwd": "${PLUGIN_DATA}/../.."},
    "a cwd of another placeholder": {**SERVER, "cwd": "${HOME}"},
    "no address": {"type": "sse", "url": ""},
    "http to another computer": {"type": "sse", "url": "http://example.com"},
    "a name like loopback": {"type": "sse", "url": "http://localhost.example.com"},
    "a user in the address": {"type": "sse", "url": "https://me@example.com"},
    "a fragment": {"type": "sse", "url": "https://example.com#x"},
    "another scheme": {"type": "sse", "url": "file:///etc/passwd"},
    "a header twice": {**REMOTE, "headers": {"X-A": "1", "x-a": "2"}},
    "a header with a line end": {**REMOTE, "headers": {"X-A": "1\r\nHost: b"}},
    "a header's odd name": {**REMOTE, "headers": {"X A": "1"}},
}


@pytest.mark.parametrize("entry", BAD_SERVERS.values(), ids=BAD_SERVERS)
def test_a_bad_server_costs_itself_only(tmp_path, entry):
    """7.2.2, rule 3."""
    folder = plugin(tmp_path / "p")
    servers(folder, {"bad": entry, "one": SERVER, "two": REMOTE})
    found = agent_plugin(folder, "here")
    assert left(found) == ALL
    assert len(found.problems) == 1


def test_what_the_specification_allows_is_taken(tmp_path):
    folder = plugin(tmp_path / "p")
    (folder / "bin").mkdir()
    good = {
        "bundled": {"type": "stdio", "command": "./bin/server", "cwd": "./bin"},
        "rooted": {**SERVER, "cwd": "${PLUGIN_ROOT}"},
        "kept": {**SERVER, "cwd": "${PLUGIN_DATA}/a", "env": {"A": "${PLUGIN_DATA}"}},
        "here": {"type": "sse", "url": "http://127.0.0.1:8/sse"},
        "six": {"type": "sse", "url": "http://[::1]/sse"},
        "head": {**REMOTE, "headers": {"X-Tenant": "a b"}},
    }
    servers(folder, good)
    found = agent_plugin(folder, "here")
    assert left(found)[1] == list(good)
    assert not found.problems


def test_links_that_lead_out_cost_what_they_name(tmp_path):
    """4.1, rules 1 to 4."""
    outside = plugin(tmp_path / "outside")
    (outside / "tool").write_text("x")
    manifest, whole, one, files = (plugin(tmp_path / name, skills=()) for name in ("manifest", "whole", "one", "files"))
    (manifest / "plugin.json").unlink()
    (manifest / "plugin.json").symlink_to(outside / "plugin.json")
    (whole / "skills").symlink_to(outside / "skills")
    skill(one, "deploy")
    (one / "skills" / "linked").symlink_to(outside / "skills" / "deploy")
    (files / "tool").symlink_to(outside / "tool")
    servers(files, {"bad": {"type": "stdio", "command": "./tool"}, "one": SERVER})
    assert left(agent_plugin(manifest, "here")) == ([], [])
    assert left(agent_plugin(whole, "here")) == ([], ["one", "two"])
    assert left(agent_plugin(one, "here")) == ALL
    assert left(agent_plugin(files, "here")) == ([], ["one"])
    assert all(agent_plugin(folder, "here").problems for folder in (manifest, whole, one, files))


def test_a_plugin_json_of_another_program_is_no_agent_plugin(tmp_path):
    (tmp_path / "plugin.json").write_text(json.dumps({"name": "kimi", "tools": []}))
    skill(tmp_path, "deploy")
    assert packaged(tmp_path, "here").format == "claude-plugin"


def test_the_row_of_the_matrix_has_no_failure():
    tally = row_4.run(Data(()))
    assert tally.failed == []
    assert tally.passed >= 34


def test_words_of_a_stranger_come_seen_and_short_into_our_sentences(tmp_path):
    folder = plugin(tmp_path / "p", **{"evil\u202e" + "x" * 5000: 1})
    (words,) = (one.words.en for one in agent_plugin(folder, "here").advice)
    assert "\u202e" not in words
    assert len(words) < 300
