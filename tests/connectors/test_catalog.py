"""The list of connectors that the person has set up."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from agent.core.errors import NeedsUserError
from connectors.catalog import ConnectorCatalog
from connectors.connector import Config, Kind

MAIL = Config("mail", Kind.MAIL, "Mail of the office", settings={"host": "mail.example.com"}, secrets=("password",))
TIMES = Config(
    "times", Kind.MCP, "時刻", pack="hello", declared={"name": "times", "command": "node"}, approved={"start": "abc"}
)


def test_connectors_are_there_after_a_restart(tmp_path):
    ConnectorCatalog(tmp_path).add(MAIL)
    ConnectorCatalog(tmp_path).add(TIMES)
    again = ConnectorCatalog(tmp_path)
    assert again.list() == (MAIL, TIMES)
    assert again.find("times") == TIMES
    assert again.of_pack("hello") == (TIMES,)
    assert again.find("nobody") is None


def test_what_was_changed_in_another_process_is_seen_at_once(tmp_path):
    here, elsewhere = ConnectorCatalog(tmp_path), ConnectorCatalog(tmp_path)
    here.add(MAIL)
    elsewhere.change("mail", lambda one: replace(one, enabled=True))
    assert here.known("mail").enabled


def test_two_at_the_same_moment_lose_nothing(tmp_path):
    ConnectorCatalog(tmp_path).add(MAIL)

    def counted(_):
        add = lambda one: replace(one, era=one.era + "x")  # noqa: E731
        ConnectorCatalog(tmp_path).change("mail", add)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(counted, range(40)))
    assert len(ConnectorCatalog(tmp_path).known("mail").era) == 40


def test_ids_are_unique_and_made_of_what_something_calls_itself(tmp_path):
    catalog = ConnectorCatalog(tmp_path)
    assert catalog.free_id("Hello World!") == "hello-world"
    assert catalog.free_id("時刻") == "connector"
    assert catalog.free_id("x" * 99) == "x" * 32
    catalog.add(MAIL)
    assert catalog.free_id("mail") == "mail-2"
    catalog.add(replace(MAIL, id="x" * 32))
    assert catalog.free_id("x" * 99) == "x" * 30 + "-2"
    with pytest.raises(NeedsUserError) as caught:
        catalog.add(MAIL)
    assert caught.value.code == "taken"


@pytest.mark.parametrize("name", ["", "Mail", "a b", "-a", "a-", "x" * 33, "../a", "a\n"])
def test_other_ids_are_refused(tmp_path, name):
    with pytest.raises(NeedsUserError) as caught:
        ConnectorCatalog(tmp_path).add(replace(MAIL, id=name))
    assert caught.value.code == "bad_id"
    assert ConnectorCatalog(tmp_path).list() == ()


def test_a_change_of_what_is_not_there_is_told(tmp_path):
    with pytest.raises(NeedsUserError) as caught:
        ConnectorCatalog(tmp_path).change("nobody", lambda one: one)
    assert caught.value.code == "no_connector"
    ConnectorCatalog(tmp_path).remove("nobody")


def test_a_broken_file_is_set_aside_and_not_lost(tmp_path):
    (tmp_path / "connectors.json").write_text("{ my notes", encoding="utf-8")
    catalog = ConnectorCatalog(tmp_path)
    assert catalog.list() == ()
    catalog.add(MAIL)
    assert catalog.list() == (MAIL,)
    assert (tmp_path / "connectors.broken.json").read_text(encoding="utf-8") == "{ my notes"


def test_an_entry_that_does_not_fit_costs_no_other_and_is_kept(tmp_path):
    ConnectorCatalog(tmp_path).add(MAIL)
    file = tmp_path / "connectors.json"
    said = json.loads(file.read_text(encoding="utf-8"))
    strange = [{"id": "later", "as_kind": "telepathy"}, "x", {**said["connectors"][0], "settings": {"a": 1}, "id": "b"}]
    file.write_text(json.dumps({**said, "connectors": [*strange, *said["connectors"]]}), encoding="utf-8")
    catalog = ConnectorCatalog(tmp_path)
    assert catalog.list() == (MAIL,)
    catalog.add(TIMES)
    assert [one for one in json.loads(file.read_text(encoding="utf-8"))["connectors"] if one in strange] == strange


def test_only_this_user_may_read_it(tmp_path):
    ConnectorCatalog(tmp_path / "settings").add(MAIL)
    assert (tmp_path / "settings" / "connectors.json").stat().st_mode & 0o077 == 0
