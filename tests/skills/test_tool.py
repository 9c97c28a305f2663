import json
import re

import pytest

from agent.core.actions import Effect
from agent.core.errors import InvalidArgumentsError, NotFoundError, OutsideWorkspaceError
from agent.core.messages import ToolCall, text_of
from skills.form import Kind
from skills.library import packs, recipes, skill_catalogue
from skills.tool import skill_tools


@pytest.fixture
def tools(office):
    return {tool.spec.name: tool for tool in skill_tools(lambda call: office.desk)}


def call(tool, **arguments):
    return ToolCall("c1", tool, json.dumps(arguments))


def test_a_recipe_reads_its_folder_and_may_change_anything_in_the_folders(office, tools):
    office.put("in/a.txt")
    ready = tools["recipe"].prepare(call("recipe", id="files:organise", values={"folder": "in"}))
    assert [(a.effect, a.target) for a in ready.intent.actions] == [(Effect.READ, "in"), (Effect.WRITE, ".")]


def test_a_recipe_over_files_reads_these(office, tools):
    values = {"files": ["a.pdf", "b.pdf"], "action": "merge"}
    ready = tools["recipe"].prepare(call("recipe", id="pdf:pages", values=values))
    assert [a.target for a in ready.intent.actions if a.effect is Effect.READ] == ["a.pdf", "b.pdf"]


async def run(ready):
    return await ready.run()


def test_a_recipe_runs_and_gives_its_changes(office, tools):
    import asyncio

    office.put("a.txt")
    result = asyncio.run(run(tools["recipe"].prepare(call("recipe", id="files:organise", values={"subfolders": True}))))
    assert result.changes is not None
    assert result.for_user


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"id": "no:such"}, NotFoundError),
        ({}, InvalidArgumentsError),
        ({"id": "files:organise", "values": {"rule": "moon"}}, InvalidArgumentsError),
        ({"id": "files:organise", "values": {"colour": "red"}}, InvalidArgumentsError),
        ({"id": "files:search", "values": {}}, InvalidArgumentsError),
        ({"id": "files:organise", "values": {"folder": "../.."}}, OutsideWorkspaceError),
        ({"id": "files:organise", "values": "all"}, InvalidArgumentsError),
    ],
)
def test_what_does_not_fit_is_refused_before_anything_runs(tools, arguments, error):
    with pytest.raises(error):
        tools["recipe"].prepare(call("recipe", **arguments))


def test_broken_json_is_refused(tools):
    with pytest.raises(InvalidArgumentsError):
        tools["recipe"].prepare(ToolCall("c", "recipe", "{"))


def test_the_description_names_every_recipe_and_stays_short(tools):
    description = tools["recipe"].spec.description
    assert "pdf:pages" in description
    assert len(description) < 4_000


def test_a_field_is_named_once_and_its_default_is_the_first_choice(tools):
    description = tools["recipe"].spec.description
    assert "[folder files subfolders=true name]" in description
    chosen = [(recipe, field) for recipe in recipes() for field in recipe.fields if field.kind is Kind.CHOICE]
    for recipe, field in chosen:
        line = next(line for line in description.splitlines() if line.startswith(f"{recipe.id}:"))
        assert re.search(rf"\b{field.key}\*?={field.default or field.choices[0].value}\b", line)


def test_a_skill_is_loaded_by_its_name(tools):
    import asyncio

    names = [line[2:].partition(": ")[0] for line in skill_catalogue().splitlines()]  # as the system prompt has them
    assert len(names) == len(packs())
    result = asyncio.run(run(tools["skill"].prepare(call("skill", name=names[0]))))
    assert tools["skill"].spec.parameters["properties"]["name"]["type"] == "string"
    assert names[0] in text_of(result.for_model)
    with pytest.raises(NotFoundError):
        tools["skill"].prepare(call("skill", name="nope"))
