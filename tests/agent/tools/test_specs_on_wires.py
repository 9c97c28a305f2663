"""Deskhand's own tools, as each protocol tells them to a model."""

import json

import pytest

from tests.agent.models.asking import all_of, model_at
from tests.agent.models.servers.answers import Given
from tests.agent.models.servers.core import Provider
from tests.agent.models.servers.speakers import SPEAKERS


def schemas(body: dict) -> dict[str, dict]:
    """The schema of each tool by its name, wherever the protocol puts it."""
    told = [inner for tool in body["tools"] for inner in tool.get("functionDeclarations", [tool.get("function", tool)])]
    keys = ("parameters", "input_schema", "parameters_json_schema")
    return {tool["name"]: next(tool[key] for key in keys if key in tool) for tool in told}


def narrowed(given: dict, sent: dict, where: str) -> list[str]:
    """Where a model would be told less than we say: objects that were open, properties and what is required."""
    found = []
    if given.get("type") == "object" and not given.get("properties") and not sent.get("additionalProperties", True):
        found.append(f"{where} would be {{}} only")
    if sorted(given.get("properties", {})) != sorted(sent.get("properties", {})):
        found.append(f"{where} has other properties")
    if set(given.get("required", ())) != set(sent.get("required", ())):
        found.append(f"{where} requires something else")
    for name, inner in given.get("properties", {}).items():
        found += narrowed(inner, sent["properties"].get(name, {}), f"{where}.{name}")
    if isinstance(given.get("items"), dict):
        found += narrowed(given["items"], sent["items"], f"{where}[]")
    return found


@pytest.mark.parametrize("speaker", SPEAKERS, ids=[speaker.protocol for speaker in SPEAKERS])
def test_every_tool_is_taken_and_says_what_we_say(box, speaker):
    provider = Provider(speaker)
    try:
        provider.says(Given("ok"))
        specs = [tool.spec for tool in box.tools.values()]
        all_of(model_at(provider), tools=specs)
        assert provider.wrongs == []
        sent = schemas(provider.asked[0].body)
        assert list(sent) == [spec.name for spec in specs]
        given = json.loads(json.dumps({spec.name: dict(spec.parameters) for spec in specs}))
        assert [wrong for name in sent for wrong in narrowed(given[name], sent[name], name)] == []
    finally:
        provider.close()
