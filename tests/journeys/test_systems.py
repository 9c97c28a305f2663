"""A task in a real folder with models of presets, at servers that refuse what the real ones refuse."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from agent.models.catalog import Catalog
from tests.agent.models.presets.strict.chat import Kimi
from tests.agent.models.presets.strict.claude import Claude
from tests.agent.models.presets.strict.server import Rules, serving
from tests.agent.models.presets.trying import config_of

SYSTEMS: dict[str, tuple[str, dict[str, str], Callable[[], Rules]]] = {
    "claude": ("claude-opus-5-5", {"effort": "high"}, partial(Claude, ())),
    "kimi": ("kimi-k2.6", {"search": "on"}, Kimi),
}


@pytest.mark.parametrize("name", SYSTEMS)
@pytest.mark.parametrize("language", ["en"])
def test_a_task_reads_files_and_ends_with_an_answer(deskhand, folder, language, name):
    (folder / "a.txt").write_text("42 apples")
    (folder / "b.txt").write_text("17 pears")
    model, options, rules = SYSTEMS[name]
    with serving(rules()) as server:
        config = replace(config_of(name, server.url, model, **options), name="mine")
        Catalog(deskhand.home / "settings").add(config)
        events = deskhand.events("run", "Read both files.", "--folder", str(folder), "--approve", "none")
        messages = [one["message"] for one in events if one["kind"] == "message_added"]
        words = "".join(part["text"] for part in messages[-1]["parts"] if part["kind"] == "text")
        assert server.refusals == []
        if name == "claude":
            assert "42 apples" in words
            assert "17 pears" in words
            assert server.bodies[0]["output_config"] == {"effort": "high"}
        else:
            assert words.endswith("[web_search] 1234 tokens")
            assert messages[-1]["sources"] == [{"kind": "source", "trust": "outside", "name": "web", "hidden": 0}]
