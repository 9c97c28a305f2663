"""What the presets say, and what the person can choose."""

import itertools

import pytest

from agent.core.errors import NeedsUserError
from agent.core.words import Words
from agent.models.catalog import Catalog, ModelConfig
from agent.models.dialect import NO_DIALECT, Caching, Protocol
from agent.models.presets.options import abilities, checked_options, options_of
from agent.models.presets.preset import Ability, VideoWay
from agent.models.presets.resolve import configured, resolved
from agent.models.presets.table import preset, preset_at, presets

ASKED_FOR = (
    *("qwen", "kimi", "openai", "gemini", "claude", "grok", "deepseek", "mistral", "openrouter"),
    *("ollama", "lmstudio", "llamacpp", "vllm", "jan", "other"),
)
GIVEN = ModelConfig("", "", "", "")


def chosen(name, **options):
    """A whole configuration with some options."""
    model = options.pop("model", "")
    return configured("mine", preset(name), given=ModelConfig("", "", "", model, options=options))


def test_every_system_that_people_ask_for_has_a_preset_in_both_languages():
    assert tuple(one.id for one in presets()) == ASKED_FOR
    for one in presets():
        said = (one.title, one.good_for, one.key, one.notes)
        assert all(bool(words.en) == bool(words.ja) for words in said)
        assert one.title.en
        assert one.good_for.en
        local = bool(one.addresses) and one.addresses[0].url.startswith("http://127.0.0.1")
        assert bool(one.key.en) == (not local and one.id != "other")


@pytest.mark.parametrize("name", ASKED_FOR)
def test_each_choice_of_each_offered_model_gives_a_dialect(name):
    system = preset(name)
    tried = 0
    for model, protocol in itertools.product(system.offers or ("anything",), system.protocols or (Protocol.CHAT,)):
        for option in options_of(system, model, protocol):
            for choice in option.choices:
                config = ModelConfig("mine", protocol, "http://127.0.0.1:9/v1", model, preset=name)
                found = resolved(ModelConfig(**{**_fields(config), "options": {option.name: choice}}))
                assert found.traits == system.family(model).traits
                assert bool(found.dialect.server_tools) == (
                    option.name in ("search", "extract", "code") and choice == "on"
                )
                assert found.outward == (option.outward and choice == "on")
                tried += 1
    assert tried or name in ("lmstudio", "other")


def _fields(config):
    return {name: getattr(config, name) for name in ModelConfig.__slots__}


def test_no_tool_of_a_provider_runs_unless_it_was_switched_on():
    for system in presets():
        for model, protocol in itertools.product(system.offers, system.protocols):
            found = resolved(ModelConfig("mine", protocol, "http://127.0.0.1:9/v1", model, preset=system.id))
            assert found.dialect.server_tools == ()
            assert not found.outward
            assert "search" not in str(found.dialect.body)


def test_a_model_that_nobody_knows_follows_the_rules_of_its_family():
    later = resolved(chosen("kimi", model="kimi-k3.9-ultra", effort="max"))
    assert later.dialect.body == {"reasoning_effort": "max"}
    assert later.traits.context == 1_048_576
    assert resolved(chosen("claude", model="claude-sonnet-5-5-20270101", thinking="off")).dialect.body == {
        "thinking": {"type": "between_tools"}
    }
    assert resolved(chosen("claude", model="claude-9")).dialect.caching is Caching.BREAKPOINTS


def test_a_known_address_without_a_preset_counts_as_its_system_and_an_unknown_one_as_nothing():
    assert resolved(ModelConfig("a", "openai-chat", "https://api.moonshot.cn/v1", "kimi-k2.6")).preset.id == "kimi"
    assert preset_at("http://localhost:11434/v1").id == "ollama"
    stranger = resolved(ModelConfig("a", "openai-chat", "https://llm.example.com/v1", "m"))
    assert (stranger.preset.id, stranger.dialect) == ("other", NO_DIALECT)


def test_what_is_left_empty_is_filled_in_from_the_preset():
    config = chosen("qwen")
    assert (config.protocol, config.model, config.preset) == ("openai-chat", "qwen3.8-max", "qwen")
    assert config.base_url == "https://dashscope-intl.aliyuncs.com/compatible-mode/v1"
    there = chosen("qwen", region="china", search="on")
    assert there.protocol == "openai-responses"
    assert there.base_url == "https://dashscope.aliyuncs.com/api/v2/apps/protocols/compatible-mode/v1"
    assert there.options == {"region": "china", "search": "on"}


def test_what_was_chosen_survives_the_catalog(tmp_path):
    config = chosen("kimi", model="kimi-k2.6", search="ON")
    Catalog(tmp_path).add(config)
    assert Catalog(tmp_path).find("mine") == config
    assert config.options == {"search": "on"}


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        ("kimi", {"colour": "red"}, "no option"),
        ("kimi", {"effort": "xhigh"}, "low, high, max"),
        ("kimi", {"model": "kimi-k3.1-pro", "search": "on"}, "no option"),
        ("kimi", {"model": "kimi-k2.6", "search": "on", "thinking": "on"}, "thinking off"),
        ("qwen", {"search": "on", "thinking": "off"}, "thinking on"),
        ("claude", {"model": "claude-sonnet-5-5", "thinking": "off", "effort": "max"}, "above high"),
        ("gemini", {"thinking": "off"}, "no option"),
        ("openai", {"model": "gpt-6.1-sol", "thinking": "off"}, "no option"),
        ("deepseek", {"search": "on"}, "no option"),
    ],
)
def test_what_the_provider_would_refuse_is_refused_when_it_is_chosen(name, options, says):
    with pytest.raises(NeedsUserError) as refused:
        chosen(name, **options)
    assert refused.value.code == "bad_option"
    assert says in f"{refused.value} {refused.value.remedy.en}"
    assert isinstance(refused.value.words, Words)


def test_an_unknown_preset_is_refused_with_those_that_there_are():
    with pytest.raises(NeedsUserError) as refused:
        preset("chatgpt")
    assert refused.value.code == "unknown_preset"
    assert "openai" in refused.value.remedy.en


def test_the_page_of_a_model_says_what_it_can_do():
    assert abilities(preset("kimi"), "kimi-k2.6") == (
        Ability.THINKING,
        Ability.IMAGES,
        Ability.VIDEO,
        Ability.CACHING,
        Ability.SEARCH,
    )
    assert Ability.IMAGES not in abilities(preset("deepseek"), "deepseek-v4-pro")
    assert Ability.EFFORTS in abilities(preset("openai"), "gpt-6.1-sol")


def test_only_models_that_watch_are_given_whole_videos():
    assert resolved(chosen("kimi", model="kimi-k2.5")).video is VideoWay.UPLOADED
    assert resolved(chosen("gemini")).video is VideoWay.NATIVE
    assert resolved(chosen("qwen", model="qwen3-max-2026-01-23")).video is VideoWay.NONE
    assert resolved(chosen("claude")).video is VideoWay.NONE
    watching = {one.id for one in presets() if any(Ability.VIDEO in abilities(one, model) for model in one.offers)}
    assert watching == {one.id for one in presets() if one.video is not VideoWay.NONE}


def test_a_search_of_the_provider_is_offered_as_something_that_reaches_the_web():
    options = {option.name: option for option in options_of(preset("qwen"), "qwen3.8-max")}
    assert options["search"].outward
    assert options["extract"].outward
    assert not options["thinking"].outward
    assert not options["code"].outward
    assert checked_options(preset("qwen"), "qwen3.8-max", {"search": "off"}) == {}
