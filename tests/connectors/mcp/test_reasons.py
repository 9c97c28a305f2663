"""A start that fails says why and what to do, and what the program printed last stands apart as its own words."""

import dataclasses
import sys

import pytest

from agent.core.errors import ToolError
from agent.core.words import NO_WORDS, Words
from connectors.connector import Standing
from connectors.mcp.granting import NETWORK, YES
from connectors.mcp.reasons import Tried, state_of
from tests.connectors.mcp.running import Person, config, opened


def stands(command, tmp_path, person=None, **more):
    async def work(one):
        return one.state

    return opened(config(command, **more), tmp_path, work, person)


def program(tmp_path, name, lines):
    made = tmp_path / name
    made.write_text(f"#!{sys.executable}\n{lines}\n")
    made.chmod(0o755)
    return (str(made),)


def test_a_program_that_ends_at_once_is_said_with_its_code_and_its_last_words(tmp_path):
    lines = "import sys; print('one\\ntwo', file=sys.stderr); print('<b>No module</b> named x\\x1b[31m'); sys.exit(7)"
    person = Person()
    state = stands(program(tmp_path, "box", lines), tmp_path, person)
    assert state.standing is Standing.FAILED
    assert "exit code 7" in state.words.en
    assert "終了コード 7" in state.words.ja
    assert "<b>No module</b> named x" in state.said
    assert "\x1b" not in state.said
    assert "No module" not in state.words.en, "its words are in no sentence of ours, which a model hears"
    assert f"Its program said last: “{state.said}”" in state.sentence.en
    assert any("two" in line for line in person.log)


def test_last_words_are_bounded(tmp_path):
    state = stands(program(tmp_path, "box", "import sys; print('a' * 100_000, file=sys.stderr)"), tmp_path)
    assert 0 < len(state.said) <= 300


@pytest.mark.parametrize(("name", "wanted"), [("npx", "allow it in the settings"), ("uvx", "allow it in the settings")])
def test_what_fetches_itself_without_the_network_is_told_what_it_lacks(tmp_path, name, wanted):
    command = program(tmp_path, name, "import sys; sys.exit(1)")
    state = stands(command, tmp_path)
    assert wanted in state.remedy.en
    assert name in state.remedy.ja
    granted = stands(command, tmp_path, settings={NETWORK: YES})
    assert granted.remedy == NO_WORDS


def test_the_shim_of_a_version_manager_is_named_as_what_it_is(tmp_path):
    (tmp_path / ".pyenv" / "shims").mkdir(parents=True)
    command = program(tmp_path, ".pyenv/shims/python3", "import sys; sys.exit(127)")
    state = stands(command, tmp_path)
    assert "version manager" in state.remedy.en
    assert "exit code 127" in state.words.en


def test_one_that_tried_the_network_in_vain_is_told_so():
    tried = Tried("node", ended=True, code=1, last=("Error: getaddrinfo ENOTFOUND api.example.com",))
    assert "network" in state_of(RuntimeError("x"), tried).remedy.en
    assert state_of(RuntimeError("x"), dataclasses.replace(tried, network=True)).remedy == NO_WORDS


@pytest.mark.parametrize(
    ("command", "what"), [("npx", "Node.js"), ("uvx", "uv"), ("python3.12", "Python"), ("frob", "frob")]
)
def test_a_program_that_is_not_there_is_said_with_what_to_install(command, what):
    missing = ToolError(Words("not found", "ない"), "not_found")
    assert f"Install {what}," in state_of(missing, Tried(command)).remedy.en
