"""What is installed through crashes, updates and others of its name: one version or the other, nothing between."""

import json
import shutil
from dataclasses import replace

import pytest

from agent.core.errors import NeedsUserError
from agent.packages.fetching import Sources
from agent.packages.git import Git
from agent.packages.package import Weight
from agent.packages.store import Due, State
from connectors.catalog import ConnectorCatalog
from desktop.cli.pack_review import review_lines
from desktop.compose.home import Home
from desktop.compose.package_connectors import PackageConnectors, settle
from desktop.compose.packages import Packages, built_packages
from desktop.compose.skilled import Packs
from skills.packed import PackFolder, others, skill_paths
from tests.agent.packages.serving import certificate, git_pages, repository, secure_server, trusting
from tests.desktop.test_packs import SKILL, Keyring, bundle, left, packed
from tests.journeys.web import on_loopback


class CrashError(Exception):
    """The process ends here."""


@pytest.fixture
def keyring():
    return Keyring()


@pytest.fixture
def packages(tmp_path, keyring) -> Packages:
    home = Home(tmp_path / "home")
    home.settings.mkdir(parents=True)
    return over(home, keyring.keep, keyring.forget)


def over(home, keep, forget) -> Packages:
    return built_packages(home, PackageConnectors(ConnectorCatalog(home.settings), keep, forget), on_loopback())


def install(packages, source, values=None):
    review = packages.review(str(source))
    return packages.install(review, review.package.digest, values)


def crashes(*_):
    raise CrashError


def after_the_next_start(packages):
    settle(packages.store, packages.connectors)
    return [
        (one.id, one.enabled, one.pack, dict(one.settings), one.secrets) for one in packages.connectors.catalog.list()
    ]


def test_a_crash_before_the_connectors_are_entered_is_mended_at_the_next_start(packages, tmp_path, keyring):
    dying = replace(packages.connectors, keep=crashes)
    source = bundle(tmp_path / "hello.mcpb")
    with pytest.raises(CrashError):
        install(Packages(packages.store, packages._sources, dying), source, {"key": "SECRET"})
    assert packages.store.named("hello").due is Due.ENTER
    assert after_the_next_start(packages) == [("hello", False, "hello", {}, ())]
    assert packages.store.named("hello").due is Due.NOTHING
    packages.remove("hello")
    assert after_the_next_start(packages) == []
    assert keyring == {}


def test_a_crash_amid_an_update_leaves_nothing_on_that_was_agreed_to_before(packages, tmp_path, keyring):
    install(packages, bundle(tmp_path / "hello.mcpb"), {"key": "SECRET", "name": "Ann"})
    packages.connectors.catalog.change("hello", lambda one: replace(one, enabled=True, approved={"start": "x"}))
    bundle(tmp_path / "hello.mcpb", version="2.0.0")
    dying = Packages(packages.store, packages._sources, replace(packages.connectors, keep=crashes))
    review = dying.review_update("hello")
    with pytest.raises(CrashError):
        dying.install(review, review.package.digest, {})
    assert packages.store.named("hello").due is Due.ENTER
    assert after_the_next_start(packages) == [("hello", False, "hello", {"name": "Ann"}, ("key",))]
    assert packages.connectors.catalog.known("hello").approved == {}
    assert list(keyring) == [("hello", "key")]


def test_a_crash_amid_a_removal_ends_with_nothing(packages, tmp_path, keyring):
    install(packages, bundle(tmp_path / "hello.mcpb"), {"key": "SECRET"})
    dying = Packages(packages.store, packages._sources, replace(packages.connectors, forget_kept=crashes))
    with pytest.raises(CrashError):
        dying.remove("hello")
    assert packages.list() == ()
    assert after_the_next_start(packages) == []
    assert keyring == {}


def test_what_nobody_can_read_is_not_taken_for_gone(packages, tmp_path, keyring):
    install(packages, bundle(tmp_path / "hello.mcpb"), {"key": "SECRET"})
    (tmp_path / "home" / "packages" / "hello" / "record.json").write_text("{")
    assert [one[0] for one in after_the_next_start(packages)] == ["hello"]
    assert len(keyring) == 1


def test_a_connector_that_the_person_removed_stays_removed(packages, tmp_path):
    install(packages, bundle(tmp_path / "hello.mcpb"))
    packages.connectors.catalog.remove("hello")
    assert after_the_next_start(packages) == []


def test_another_package_of_the_name_gets_nothing_that_was_filled_in_for_the_first(packages, tmp_path, keyring):
    install(packages, bundle(tmp_path / "hello.mcpb"), {"key": "SECRET", "name": "Ann"})
    install(packages, bundle(tmp_path / "other.mcpb", description="Mine now"))
    (config,) = packages.connectors.catalog.list()
    assert (config.settings, config.secrets) == ({}, ())
    assert keyring == {}


def test_a_key_that_a_new_version_does_not_hide_any_more_is_forgotten(packages, tmp_path, keyring):
    install(packages, bundle(tmp_path / "hello.mcpb"), {"key": "SECRET"})
    bundle(tmp_path / "hello.mcpb", user_config={"key": {"type": "string", "title": "Key", "description": ""}})
    review = packages.review_update("hello")
    packages.install(review, review.package.digest, {})
    assert packages.connectors.catalog.known("hello").secrets == ()
    assert keyring == {}


def test_a_hidden_line_that_was_left_empty_keeps_what_is_kept(packages, tmp_path, keyring):
    install(packages, bundle(tmp_path / "hello.mcpb"), {"key": "SECRET"})
    bundle(tmp_path / "hello.mcpb", version="2.0.0")
    review = packages.review_update("hello")
    packages.install(review, review.package.digest, {"key": ""})
    assert keyring == {("hello", "key"): "SECRET"}


def test_a_package_that_renames_itself_stays_what_it_is_and_takes_the_place_of_no_other(packages, tmp_path):
    install(packages, bundle(tmp_path / "hello.mcpb"))
    install(packages, packed(tmp_path / "note.skill", {"note/SKILL.md": SKILL}))
    bundle(tmp_path / "hello.mcpb", name="note")
    review = packages.review_update("hello")
    assert (review.package.name, review.update is not None) == ("hello", True)
    assert "calls itself note now" in review.package.advice[0].words.en
    packages.install(review, review.package.digest, {})
    assert [(record.name, record.format.value) for record, _ in packages.list()] == [
        ("hello", "mcpb"),
        ("note", "skill"),
    ]
    assert packages.package("hello").title == "note"


def market(folder, **entry):
    """A list with one plugin that has no manifest: what it is made of is said by the list."""
    for path, text in (
        ("p/deep/note/SKILL.md", SKILL), ("p/words/brief.md", "A brief."), ("p/deep/other/SKILL.md", SKILL),
    ):  # fmt: skip
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    one = {
        "name": "one", "source": "./p", "strict": False, "version": "1.0", "skills": ["./deep/note"],
        "commands": ["./words"], "mcpServers": {"stock": {"command": "node", "args": ["a.js"]}}, **entry,
    }  # fmt: skip
    (folder / ".claude-plugin").mkdir(exist_ok=True)
    told = {"name": "m", "owner": {"name": "Ann"}, "plugins": [one, {"name": "two", "source": "./p"}]}
    (folder / ".claude-plugin" / "marketplace.json").write_text(json.dumps(told))
    return f"{folder}#plugin=one"


def test_a_plugin_that_only_its_list_describes_is_used_as_it_was_shown(packages, tmp_path):
    record = install(packages, market(tmp_path / "m"))
    shown = packages.package("one")
    assert [one.folder for one in shown.skills] == ["deep/note"]
    assert (shown.prompts, [one.name for one in shown.connectors], shown.version) == (("brief",), ["stock"], "1.0")
    assert [one.id for one in packages.connectors.catalog.of_pack("one")] == ["stock"]
    pack = PackFolder(record.name, record.folder, record.format, record.digest, record.entry)
    assert [one.relative_to(record.folder).as_posix() for one in skill_paths(pack)] == ["deep/note"]
    assert [one.key for one in others(pack)] == ["one:brief"]
    assert packages.review_update("one").same


def test_another_entry_of_the_list_is_another_package_though_no_file_differs(packages, tmp_path):
    install(packages, market(tmp_path / "m"))
    market(tmp_path / "m", mcpServers={"stock": {"command": "sh", "args": ["-c", "curl evil"]}})
    review = packages.review_update("one")
    assert not review.same
    assert review.update is not None
    assert review.update.changed == ("marketplace.json (what it says of this plugin)",)
    record = packages.store.named("one")
    path = tmp_path / "home" / "packages" / "one" / "record.json"
    path.write_text(path.read_text().replace("a.js", "b.js"))
    assert packages.store.state(packages.store.named("one")) is State.CHANGED
    assert packages.store.state(record) is State.WELL


def test_changed_files_of_such_a_plugin_are_looked_at_with_its_entry(packages, tmp_path):
    record = install(packages, market(tmp_path / "m"))
    (record.folder / "words" / "more.md").write_text("More.")
    review = packages.review_again("one")
    assert review.package.prompts == ("brief", "more")
    assert [one.name for one in review.package.connectors] == ["stock"]
    packages.install(review, review.package.digest, {})
    assert packages.list()[0][1] is State.WELL


@pytest.mark.parametrize("name", ["a/b/c/d/e/f/g/h/i/j.md", "node_modules/x/index.js", "__pycache__/a.md", ".venv/a"])
def test_a_file_that_is_changed_anywhere_sets_a_pack_aside_in_a_running_host(packages, tmp_path, name):
    record = install(packages, packed(tmp_path / "note.skill", {"note/SKILL.md": SKILL, f"note/{name}": "x"}))
    packs = Packs(packages.store)
    assert [one.name for one in packs()] == ["note"]
    (record.folder / name).write_text("y")
    assert packs() == ()
    (record.folder / name).write_text("x")
    assert [one.name for one in packs()] == ["note"]
    (record.folder / "link").symlink_to("/etc/passwd")
    assert packs() == ()


def test_a_list_that_leads_elsewhere_is_told_and_stays_within_https(packages, tmp_path):
    urls = (
        "file:///etc",
        "http://x.example/a.git",
        "https://127.0.0.1/a.git",
        "ext::sh -c id",
        "https://u:p@x.example/a.git",
    )
    for url in urls:
        source = market(tmp_path / "m", source={"source": "url", "url": url})
        with pytest.raises(NeedsUserError) as caught:
            packages.review(source)
        assert caught.value.code in ("no_plugin", "bad_address", "bad_origin")
    for path in ("../..", "/etc", "./p/../../x", "a\\..\\b"):
        with pytest.raises(NeedsUserError) as caught:
            packages.review(market(tmp_path / "m", source=path))
        assert caught.value.code == "no_plugin"
    assert left(tmp_path) == []


def test_an_update_names_what_could_run_and_variables_with_what_they_say(packages, tmp_path):
    source = packed(tmp_path / "note.skill", {"note/SKILL.md": SKILL})
    install(packages, source)
    packed(tmp_path / "note.skill", {"note/SKILL.md": SKILL, "note/fill.py": "print(1)\n"})
    lines = list(review_lines(packages.review_update("note"), "en"))
    assert "  + fill.py  SCRIPT" in lines
    lines = list(review_lines(packages.review(bundle(tmp_path / "hello.mcpb")), "en"))
    assert "    variables: KEY=${user_config.key}" in lines


@pytest.fixture
def remote(tmp_path):
    """A web server with a repository of one skill, and Packages that trust it; gives both."""
    pem = certificate(tmp_path)
    server = secure_server(pem)
    repository(tmp_path / "repo", {"skills/note/SKILL.md": SKILL})
    server.pages.update(git_pages(tmp_path / "repo" / ".git"))
    yield pem, server
    server.end()


def test_files_that_come_from_where_a_list_leads_are_told_to_come_from_there(packages, remote, tmp_path):
    pem, server = remote
    reachable = on_loopback().reachable
    sources = Sources(Git(shutil.which("git") or "", reachable, str(pem)), reachable, trusting(pem))
    away = server.at("/repo.git", "other.example.org", "https")
    source = market(tmp_path / "m", strict=True, mcpServers={}, source={"source": "url", "url": away})
    review = Packages(packages.store, sources, packages.connectors).review(source)
    assert [one.name for one in review.package.skills] == ["note"]
    told = [one.words.en for one in review.package.advice if one.weight is Weight.NOTE]
    assert f"The list leads to another place, from where the files come: {away}" in told
