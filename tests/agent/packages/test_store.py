"""What the person approved is what is there; a crash leaves the old or the new; what changed is set aside."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from agent.core.errors import NeedsUserError
from agent.packages.members import digest_of, members_of
from agent.packages.package import Format, Package
from agent.packages.store import Record, State, Store, update_of


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path / "packages", tmp_path / "quarantine")


def package(store, files, name="note", **told) -> Package:
    folder = store.quarantined() / "note"
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content)
    members = members_of(folder)
    return Package(name, Format.SKILL, folder, "/from/here", digest_of(members), members, **told)


def kept(record: Record) -> dict[str, str]:
    return {path.name: path.read_text() for path in record.folder.rglob("*") if path.is_file()}


ONE, TWO = {"SKILL.md": "one", "scripts/a.py": "1"}, {"SKILL.md": "two", "b.md": "2"}


def test_what_was_approved_is_kept_with_its_record(store, tmp_path):
    made = package(store, ONE, version="1.0", title="Note")
    record = store.install(made, made.digest)
    assert record == store.find("note") == store.list()[0]
    assert (record.title, record.version, record.origin, record.members) == ("Note", "1.0", "/from/here", made.members)
    assert kept(record) == {"SKILL.md": "one", "a.py": "1"}
    assert record.folder.name == "note"
    assert store.state(record) is State.WELL


def test_other_files_than_those_that_were_shown_are_not_installed(store):
    made = package(store, ONE)
    (made.folder / "SKILL.md").write_text("evil")
    with pytest.raises(NeedsUserError) as caught:
        store.install(made, made.digest)
    assert caught.value.code == "other_digest"
    with pytest.raises(NeedsUserError):
        store.install(package(store, ONE), "0" * 64)
    assert store.list() == ()


@pytest.mark.parametrize("name", ["..", "a/b", "A", "", "con", "-a", "a..b", "a" * 65, "x\n"])
def test_a_name_that_is_no_folder_of_ours_is_refused(store, name):
    made = package(store, ONE, name)
    with pytest.raises(NeedsUserError) as caught:
        store.install(made, made.digest)
    assert caught.value.code == "bad_name"


def test_an_update_tells_what_differs_and_leaves_nothing_of_the_old_version(store, tmp_path):
    old, new = package(store, ONE, version="1"), package(store, TWO, version="2")
    record = store.install(old, old.digest)
    (store.data("note") / "state").write_text("mine")
    update = update_of(record, new)
    assert update is not None
    assert (update.version, update.added, update.changed, update.removed) == (
        "1", ("b.md",), ("SKILL.md",), ("scripts/a.py",)
    )  # fmt: skip
    after = store.install(new, new.digest)
    assert kept(after) == {"SKILL.md": "two", "b.md": "2"}
    assert update_of(after, new) is None
    assert {path.name for path in (tmp_path / "packages" / "note").iterdir()} == {
        "data", "record.json", "record.lock", after.digest[:16]
    }  # fmt: skip
    assert (store.data("note") / "state").read_text() == "mine"


@pytest.mark.parametrize("change", ["content", "more", "less", "link", "gone"])
def test_a_file_that_changed_sets_the_package_aside_until_it_is_approved_again(store, change):
    made = package(store, ONE)
    record = store.install(made, made.digest)
    script = record.folder / "scripts" / "a.py"
    match change:
        case "content":
            script.write_text("2")
        case "more":
            (record.folder / "new.py").write_text("2")
        case "less" | "gone":
            script.unlink()
        case _:
            script.unlink()
            script.symlink_to("/etc/passwd")
    assert store.state(record) in (State.CHANGED, State.BROKEN)
    again = package(store, ONE)
    assert store.state(store.install(again, again.digest)) is State.WELL
    assert kept(store.named("note")) == {"SKILL.md": "one", "a.py": "1"}


def test_removal_leaves_nothing_behind(store, tmp_path):
    made = package(store, ONE)
    store.install(made, made.digest)
    store.data("note")
    store.discard(made.folder.parent)
    store.remove("note")
    assert list((tmp_path / "packages").iterdir()) == list((tmp_path / "quarantine").iterdir()) == []
    with pytest.raises(NeedsUserError):
        store.remove("note")


@pytest.mark.parametrize(
    "told", ["", "{", "[]", "{}", '{"name": "note"}', '{"name": "note", "digest": "..", "base": "a"}', "null"]
)
def test_a_record_that_nobody_can_read_is_no_package(store, tmp_path, told):
    made = package(store, ONE)
    record = store.install(made, made.digest)
    (record.folder.parent.parent / "record.json").write_text(told)
    assert store.list() == ()


def test_a_record_leads_to_no_other_folder(store, tmp_path):
    made = package(store, ONE)
    record = store.install(made, made.digest)
    path = record.folder.parent.parent / "record.json"
    for key, value in (("base", "../.."), ("digest", "../../../../etc" + "0" * 48), ("name", "other")):
        path.write_text(json.dumps({**json.loads(path.read_text()), key: value}))
        assert store.list() == ()


def test_what_does_not_lie_in_the_quarantine_is_not_discarded(store, tmp_path):
    (tmp_path / "mine").mkdir()
    store.discard(tmp_path / "mine")
    store.discard(tmp_path / "quarantine" / ".." / "mine")
    assert (tmp_path / "mine").is_dir()


def test_the_start_clears_away_what_is_old_and_leaves_what_is_in_use(store, tmp_path):
    made = package(store, ONE)
    record = store.install(made, made.digest)
    home = record.folder.parent.parent
    fresh, old, half = store.quarantined(), store.quarantined(), tmp_path / "packages" / "half" / "0123"
    for path in (fresh, old, half, home / ("0" * 16)):
        path.mkdir(parents=True)
    for path in (old, half.parent, home):
        os.utime(path, (0, 0))
    store.sweep()
    assert fresh.is_dir()
    assert not old.exists()
    assert not half.parent.exists()
    assert kept(store.named("note")) == {"SKILL.md": "one", "a.py": "1"}
    assert not (home / ("0" * 16)).exists()


KILLED = """
import os, sys
from pathlib import Path
from agent.packages.members import digest_of, members_of
from agent.packages.package import Format, Package
from agent.packages.store import Store
left, home = int(sys.argv[1]), Path(sys.argv[2])
store = Store(home / "packages", home / "quarantine")
folder = store.quarantined() / "note"
folder.mkdir(parents=True)
(folder / "SKILL.md").write_text("two")
(folder / "b.md").write_text("2")
members = members_of(folder)
def count(event, arguments):
    global left
    if event in ("os.rename", "os.mkdir", "os.remove", "os.rmdir", "open", "shutil.rmtree", "tempfile.mkstemp"):
        left -= 1
        if left == 0:
            os._exit(9)
sys.addaudithook(count)
made = Package("note", Format.SKILL, folder, "/new", digest_of(members), members)
store.install(made, made.digest)
"""


def test_a_kill_at_any_step_of_an_update_leaves_the_old_version_or_the_new_one(tmp_path):
    seen = []
    for left in range(1, 80, 2):
        home = tmp_path / str(left)
        store = Store(home / "packages", home / "quarantine")
        made = package(store, ONE)
        store.install(made, made.digest)
        words = [sys.executable, "-c", KILLED, str(left), str(home)]
        code = subprocess.run(words, cwd=Path.cwd(), check=False, capture_output=True).returncode
        record = store.named("note")
        assert store.state(record) is State.WELL, left
        seen.append(record.origin)
        os.utime(home / "packages" / "note", (0, 0))
        store.sweep()
        assert store.state(store.named("note")) is State.WELL, left
        assert len(list((home / "packages" / "note").iterdir())) <= 3
        if code == 0:
            break
    assert code == 0
    assert seen[0] == "/from/here"
    assert seen == sorted(seen, key=lambda one: one == "/new")


def test_a_package_is_not_what_its_members_say_but_what_lies_there(store):
    made = package(store, ONE)
    lying = replace(made, members=(), digest=digest_of(()))
    with pytest.raises(NeedsUserError):
        store.install(lying, lying.digest)


@pytest.mark.parametrize("name", [".git/hooks/a", "__MACOSX/a.js", "._a.py", ".DS_Store/a.py"])
def test_what_comes_with_no_package_makes_an_installed_one_another(store, name):
    """Nobody looked at it, and an approved file may lead to it."""
    made = package(store, ONE)
    record = store.install(made, made.digest)
    (record.folder / ".DS_Store").write_text("how the folder looks")
    assert store.state(record) is State.WELL
    (record.folder / ".DS_Store").unlink()
    (record.folder / name).parent.mkdir(exist_ok=True, parents=True)
    (record.folder / name).write_text("x")
    assert store.state(record) is State.CHANGED


def test_half_a_character_of_a_stranger_is_kept(store):
    made = package(store, ONE, title="a\ud800b", entry={"description": "\udfff"})
    made = replace(made, digest=digest_of(made.members, made.entry))
    record = store.install(made, made.digest)
    assert record == store.find("note")
    assert store.state(record) is State.WELL
