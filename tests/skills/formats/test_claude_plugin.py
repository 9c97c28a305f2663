import json

import pytest

from agent.packages.package import Need, Setting, Transport
from skills.formats.claude_plugin import claude_plugin, plugin_pages, plugin_skills
from skills.formats.packaged import packaged

SKILL = "---\nname: {name}\ndescription: Does things.\n---\nBody."


def put(folder, files):
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text if isinstance(text, str) else json.dumps(text))
    return folder


def whole(folder, **fields):
    return put(
        folder,
        {
            ".claude-plugin/plugin.json": {"name": "sales", "version": "1.0", "author": {"name": "Ada"}, **fields},
            "skills/call/SKILL.md": SKILL.format(name="call"),
            "commands/brief.md": "---\ndescription: x\n---\nSay $ARGUMENTS",
            "commands/ns/deep.md": "no front matter",
            "agents/critic.md": "---\nname: The critic\ndescription: x\n---\n",
        },
    )


def test_everything_of_a_plugin_is_listed(tmp_path):
    found = packaged(whole(tmp_path), "here")
    assert (found.name, found.version, found.publisher) == ("sales", "1.0", "Ada")
    assert [line.name for line in found.skills] == ["call"]
    assert found.prompts == ("brief", "ns-deep")
    assert found.roles == ("critic",)
    assert not found.problems
    assert not found.unused


def test_a_plugin_without_a_manifest_is_called_as_its_folder(tmp_path):
    found = packaged(put(tmp_path / "My Plugin", {"commands/a.md": "x"}), "here")
    assert (found.name, found.title, found.prompts) == ("my-plugin", "My Plugin", ("a",))


def test_three_dialects_of_connectors_are_understood(tmp_path):
    put(
        tmp_path,
        {
            ".mcp.json": {
                "mcpServers": {
                    "google calendar": {"type": "http", "url": ""},
                    "slack": {"type": "http", "url": "https://slack.example/mcp", "oauth": {"callbackPort": 3118}},
                    "typeless": {"command": "npx", "args": ["-y", "x"], "env": {"A": "${TOKEN:-none}"}},
                    "remote": {"url": "https://a.example"},
                    "stream": {"type": "streamable-http", "url": "https://b.example", "headers": {"A": "${KEY}"}},
                    "events": {"type": "sse", "url": "https://c.example"},
                    "odd": {"type": "carrier pigeon"},
                    "none": 3,
                }
            }
        },
    )
    servers = {one.name: one for one in packaged(tmp_path, "here").connectors}
    assert servers["google calendar"].problem.en.startswith("Its address is missing")
    assert servers["slack"].transport is Transport.HTTP
    assert servers["slack"].oauth == {"callbackPort": "3118"}
    assert (servers["typeless"].command, servers["typeless"].arguments) == ("npx", ("-y", "x"))
    assert servers["typeless"].env == {"A": "${TOKEN:-none}"}, "placeholders stay"
    assert servers["remote"].transport is Transport.HTTP
    assert servers["stream"].headers == {"A": "${KEY}"}
    assert servers["events"].transport is Transport.SSE
    assert [name for name, one in servers.items() if one.problem.en] == ["google calendar", "odd", "none"]


def test_servers_without_mcpservers_around_them_and_in_the_manifest(tmp_path):
    whole(tmp_path, mcpServers={"inline": {"command": "a"}})
    put(tmp_path, {".mcp.json": {"bare": {"command": "b"}, "note": "no server"}})
    assert [one.name for one in packaged(tmp_path, "here").connectors] == ["bare", "inline"]


def test_the_form_is_read_and_an_odd_field_told(tmp_path):
    form = {
        "key": {"type": "string", "title": "Key", "description": "d", "sensitive": True, "default": "secret"},
        "many": {"type": "number", "title": "Many", "min": 1, "max": 9, "default": 3, "required": True},
        "flag": {"type": "boolean", "default": False},
        "dirs": {"type": "directory", "multiple": True, "default": ["/a", "/b"], "odd": 1},
        "what": {"type": "colour"},
    }
    found = packaged(whole(tmp_path, userConfig=form), "here")
    assert found.settings == (
        Setting("key", Need.HIDDEN, "Key", "d"),
        Setting("many", Need.NUMBER, "Many", required=True, default="3", least=1, most=9),
        Setting("flag", Need.FLAG, "flag", default="false"),
        Setting("dirs", Need.FOLDER, "dirs", default="/a\n/b", multiple=True),
    )
    assert len(found.problems) == 2


def test_what_would_run_on_its_own_is_named_and_nothing_else(tmp_path):
    whole(tmp_path, outputStyles="./styles", mcpServers="./b.mcpb", lspServers={"go": {"command": "gopls"}})
    hook = {"hooks": {"PreToolUse": [{"hooks": [{"type": "command", "command": "touch /tmp/ran"}]}], "Stop": []}}
    put(tmp_path, {"hooks/hooks.json": hook, "monitors/monitors.json": [], "b.mcpb": "", "bin/x": ""})
    told = " ".join(words.en for words in packaged(tmp_path, "here").unused)
    for word in ("Hooks", "PreToolUse, Stop", "Language servers (go)", "Monitors", "Styles", "'bin'", "bundles"):
        assert word in told
    assert all(words.ja for words in packaged(tmp_path, "here").unused)


@pytest.mark.parametrize("path", ["../outside", "/etc", "./a/../../b", "C:/x", "a\\b"])
def test_paths_that_lead_out_are_told_and_not_read(tmp_path, path):
    put(tmp_path / "outside", {"SKILL.md": SKILL.format(name="outside")})
    found = packaged(whole(tmp_path / "p", skills=path, commands=[path]), "here")
    assert [line.name for line in found.skills] == ["call"]
    assert len(found.problems) == 2


def test_named_paths_come_beside_the_usual_ones(tmp_path):
    put(tmp_path, {"more/one/SKILL.md": SKILL.format(name="one"), "extra.md": "x"})
    whole(tmp_path, skills=["./more"], commands="./extra.md", agents="./not-there")
    found = packaged(tmp_path, "here")
    assert [line.name for line in found.skills] == ["call", "one"]
    assert found.prompts == ("brief", "ns-deep", "extra")
    used = plugin_pages(tmp_path, "commands")
    assert used == (("brief", "commands/brief.md"), ("ns-deep", "commands/ns/deep.md"), ("extra", "extra.md"))
    assert [words.en for words in found.problems] == ["'agents' names './not-there', which is not there."]


def test_a_broken_agent_costs_no_other_and_is_told(tmp_path):
    put(whole(tmp_path), {"agents/bad.md": "---\nname: x\ndescription: a: b: [\n---\n"})
    found = packaged(tmp_path, "here")
    assert "critic" in found.roles
    assert [words.en.split(":")[0] for words in found.problems] == ["bad.md"]


def test_an_entry_of_a_marketplace_defines_a_loose_plugin(tmp_path):
    put(tmp_path, {"docs/a/SKILL.md": SKILL.format(name="a"), "docs/b/SKILL.md": SKILL.format(name="b")})
    entry = {"name": "office", "strict": False, "skills": ["./docs/a"], "version": "3", "source": "./"}
    found = claude_plugin(tmp_path, "here", entry)
    assert (found.name, found.version, [line.name for line in found.skills]) == ("office", "3", ["a"])
    strict = claude_plugin(tmp_path, "here", {**entry, "strict": True})
    assert strict.skills == (), "else the marketplace describes, and the plugin says what it holds"


def test_the_manifest_wins_over_the_marketplace(tmp_path):
    found = claude_plugin(whole(tmp_path), "here", {"name": "other", "version": "9", "category": "x", "license": "MIT"})
    assert (found.name, found.version, found.licence) == ("sales", "1.0", "MIT")


def test_a_broken_manifest_costs_the_manifest_only(tmp_path):
    put(whole(tmp_path / "named-by-folder"), {".claude-plugin/plugin.json": "{"})
    found = packaged(tmp_path / "named-by-folder", "here")
    assert found.name == "named-by-folder"
    assert [line.name for line in found.skills] == ["call"]
    assert len(found.problems) == 1


def test_scripts_of_a_skill_are_listed(tmp_path):
    put(whole(tmp_path), {f"skills/call/{name}": "#!/bin/sh\n" for name in ("scripts/a.py", "run")})
    put(tmp_path, {"skills/call/b.txt": "words"})
    assert packaged(tmp_path, "here").skills[0].scripts == ("run", "scripts/a.py")


def test_a_skill_inside_of_a_skill_is_a_part_of_it_and_what_is_shown_is_what_is_used(tmp_path):
    inside = {
        f"{where}/SKILL.md": SKILL.format(name="x") for where in ("skills/call/web", "skills/group/x", "tests/bad")
    }
    put(whole(tmp_path), inside)
    shown = [line.folder for line in packaged(tmp_path, "here").skills]
    assert shown == ["skills/call", "skills/group/x"]
    assert [place.relative_to(tmp_path).as_posix() for place in plugin_skills(tmp_path)] == shown
