"""The list of models that the person has set up."""

import json

import pytest

from agent.core.errors import NeedsUserError
from agent.models.address import is_local
from agent.models.catalog import Catalog, ModelConfig

LOCAL = ModelConfig("at home", "openai-chat", "http://127.0.0.1:11434/v1", "qwen")
KIMI = ModelConfig("きみ", "openai-chat", "https://api.example.com/v1", "kimi", key_from_env="KIMI_KEY")


def test_models_are_there_after_a_restart_and_the_first_one_is_active(tmp_path):
    Catalog(tmp_path).add(LOCAL)
    Catalog(tmp_path).add(KIMI)
    again = Catalog(tmp_path)
    assert again.list() == (LOCAL, KIMI)
    assert again.active() == LOCAL
    assert again.find("きみ") == KIMI
    assert again.find("nobody") is None


def test_adding_the_same_name_replaces_it_in_its_place(tmp_path):
    catalog = Catalog(tmp_path)
    catalog.add(LOCAL)
    catalog.add(KIMI)
    changed = ModelConfig("at home", "openai-chat", "http://localhost:1234/v1", "other")
    catalog.add(changed)
    assert catalog.list() == (changed, KIMI)
    assert catalog.active() == changed


def test_another_model_can_be_made_the_active_one_or_none(tmp_path):
    catalog = Catalog(tmp_path)
    catalog.add(LOCAL)
    catalog.add(KIMI)
    catalog.use("きみ")
    assert catalog.active() == KIMI
    catalog.use("")
    assert catalog.active() is None
    with pytest.raises(NeedsUserError) as caught:
        catalog.use("nobody")
    assert caught.value.code == "no_model"


def test_after_the_active_model_is_removed_no_other_takes_its_place_unasked(tmp_path):
    catalog = Catalog(tmp_path)
    catalog.add(LOCAL)
    catalog.add(KIMI)
    catalog.remove("at home")
    catalog.remove("at home")
    assert catalog.list() == (KIMI,)
    assert catalog.active() is None


@pytest.mark.parametrize(
    "address",
    [
        "", "nonsense", "ftp://a.example/v1", "https://", "https://user:secret@a.example/v1", "https://a.example/?key=1",
        "http://a.example/v1", "http://127.0.0.1:99999/v1", "http://[::1/v1", "https://a.example/ v1",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_used_is_refused_and_nothing_is_kept(tmp_path, address):
    with pytest.raises(NeedsUserError) as caught:
        Catalog(tmp_path).add(ModelConfig("a", "openai-chat", address, "m"))
    assert caught.value.code == "bad_address"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:11434/v1/", " https://a.example/v1", "http://192.168.1.5:8080/v1", "http://nas.local/v1"],
)
def test_addresses_of_this_machine_the_own_network_and_of_encrypted_servers_are_kept(tmp_path, address):
    Catalog(tmp_path).add(ModelConfig("a", "openai-chat", address, "m"))
    assert Catalog(tmp_path).list()[0].base_url == address.strip().rstrip("/")


@pytest.mark.parametrize("address", ["http://134744072/v1", "http://0x08080808/v1", "http://8.8.8.8/v1"])
def test_an_address_far_away_is_not_taken_for_the_own_network_however_it_is_written(tmp_path, address):
    with pytest.raises(NeedsUserError) as refused:
        Catalog(tmp_path).add(ModelConfig("a", "openai-chat", address, "m"))
    assert refused.value.code == "bad_address"


@pytest.mark.parametrize(
    ("config", "code"),
    [
        (ModelConfig("", "openai-chat", "http://127.0.0.1/v1", "m"), "bad_name"),
        (ModelConfig("a\nb", "openai-chat", "http://127.0.0.1/v1", "m"), "bad_name"),
        (ModelConfig("a", "openai-chat", "http://127.0.0.1/v1", ""), "bad_name"),
        (ModelConfig("a", "gopher", "http://127.0.0.1/v1", "m"), "unknown_protocol"),
    ],
)
def test_a_model_without_a_name_or_of_an_unknown_protocol_is_refused(tmp_path, config, code):
    with pytest.raises(NeedsUserError) as caught:
        Catalog(tmp_path).add(config)
    assert caught.value.code == code


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b"\xff\xfe", b'{"models": 3}', b'{"models": [{"name": "a"}]}'])
def test_a_broken_file_counts_as_empty_and_is_kept_beside_the_new_one(tmp_path, broken):
    (tmp_path / "models.json").write_bytes(broken)
    catalog = Catalog(tmp_path)
    assert catalog.list() == ()
    catalog.add(LOCAL)
    assert catalog.list() == (LOCAL,)
    assert (tmp_path / "models.broken.json").read_bytes() == broken


def test_fields_of_a_later_version_do_not_disturb(tmp_path):
    later = {"version": 9, "active": "a", "more": 1}
    later["models"] = [{"name": "a", "protocol": "p", "base_url": "u", "model": "m", "colour": "red"}]
    (tmp_path / "models.json").write_text(json.dumps(later))
    assert Catalog(tmp_path).active() == ModelConfig("a", "p", "u", "m")


def test_only_loopback_is_local():
    local = [
        "http://127.0.0.1/v1",
        "http://localhost:1/v1",
        "http://[::1]:8080/v1",
        "http://a.localhost/",
        "http://127.9.9.9",
    ]
    away = [
        "http://127.0.0.1.example.com/v1",
        "http://192.168.0.1",
        "https://localhost.example.com",
        "",
        "http://[::1/v1",
    ]
    assert all(map(is_local, local))
    assert not any(map(is_local, away))
