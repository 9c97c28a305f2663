import json

import pytest

from skills.formats.marketplace import Remote, read_marketplace
from skills.formats.packaged import offered, packaged

SKILL = "---\nname: a\ndescription: x\n---\n"


def market(folder, *plugins, name="ours", **fields):
    (folder / ".claude-plugin").mkdir(parents=True)
    told = {"name": name, "owner": {"name": "Ada"}, "plugins": list(plugins), **fields}
    (folder / ".claude-plugin" / "marketplace.json").write_text(json.dumps(told))
    return folder


def test_where_each_plugin_lies(tmp_path):
    (tmp_path / "sales").mkdir()
    git = {"source": "git-subdir", "url": "https://h.example/r.git", "path": "./p", "ref": "main", "sha": "a" * 40}
    found = read_marketplace(
        market(
            tmp_path,
            {"name": "in", "source": "./sales", "displayName": "In here", "author": {"name": "Bo"}},
            {"name": "git", "source": git},
            {"name": "url", "source": {"source": "url", "url": "https://h.example/x.git"}},
            {"name": "hub", "source": {"source": "github", "repo": "a/b", "sha": "b" * 40}},
            {"name": "npm", "source": {"source": "npm", "package": "x"}},
            {"name": "out", "source": "../x"},
            {"name": "gone", "source": "./gone"},
            {"name": "git out", "source": {**git, "path": "../../etc"}},
            {"name": "nowhere"},
            "no object",
        ),
        "here",
    )
    offers = {offer.name: offer for offer in found.offers}
    assert (found.name, found.owner, len(found.offers)) == ("ours", "Ada", 10)
    assert (offers["in"].folder, offers["in"].title, offers["in"].publisher) == (tmp_path / "sales", "In here", "Bo")
    assert offers["git"].remote == Remote("https://h.example/r.git", "p", "main", "a" * 40)
    assert offers["url"].remote == Remote("https://h.example/x.git")
    assert offers["url"].advice, "a version that is not fixed is told"
    assert offers["hub"].remote == Remote("https://github.com/a/b.git", sha="b" * 40)
    assert not offers["hub"].advice
    for name in ("npm", "out", "gone", "git out", "nowhere", ""):
        assert offers[name].problem.en
        assert offers[name].problem.ja
        assert (offers[name].folder, offers[name].remote) == (None, None)


def test_renames_are_followed_and_never_for_ever(tmp_path):
    renames = {"old": "older", "older": "new", "a": "b", "b": "a"}
    found = read_marketplace(market(tmp_path, {"name": "new", "source": "./"}, renames=renames), "here")
    renamed = found.find("old")
    assert renamed is not None
    assert renamed.name == "new"
    assert found.find("a") is None


@pytest.mark.parametrize("name", ["knowledge-work-plugins", "Claude_Plugins.Official", "c1aude-p1ugins-official"])
def test_a_reserved_name_from_elsewhere_is_a_warning_and_decides_nothing(tmp_path, name):
    folder = market(tmp_path, {"name": "a", "source": "./"}, name=name)
    found = read_marketplace(folder, "https://h.example/x")
    assert [one.weight for one in found.advice] == ["warning"]
    assert [one.weight for offer in found.offers for one in offer.advice] == ["warning"], "whichever is chosen"
    assert not read_marketplace(folder, "https://github.com/anthropics/x").advice


def test_an_ordinary_name_is_no_warning(tmp_path):
    assert not read_marketplace(market(tmp_path, name="my-plugins"), "https://h.example").advice


def test_an_offer_becomes_a_package(tmp_path):
    (tmp_path / "docs" / "a").mkdir(parents=True)
    (tmp_path / "docs" / "a" / "SKILL.md").write_text(SKILL)
    entry = {"name": "office", "source": "./", "strict": False, "skills": ["./docs/a"]}
    found = read_marketplace(market(tmp_path, entry, {"name": "b", "source": "./docs"}), "here")
    folder = found.offers[0].folder
    assert folder is not None
    package = offered(found.offers[0], folder, "here")
    assert not package.advice
    assert (package.name, [line.name for line in package.skills]) == ("office", ["a"])
    assert package.digest


def test_of_several_plugins_the_person_chooses(tmp_path):
    entries = [{"name": name, "source": "./"} for name in "ab"]
    found = packaged(market(tmp_path, *entries), "here")
    assert [words.en for words in found.problems] == ["It is a list of 2 plugins, not one: choose from it."]
    assert not found.skills


def test_the_only_plugin_of_a_marketplace_is_taken(tmp_path):
    (tmp_path / "p" / "skills" / "a").mkdir(parents=True)
    (tmp_path / "p" / "skills" / "a" / "SKILL.md").write_text(SKILL)
    found = packaged(market(tmp_path, {"name": "one", "source": "./p"}, name="agent-skills"), "here")
    assert (found.name, [line.name for line in found.skills]) == ("one", ["a"])
    assert [one.weight for one in found.advice] == ["warning"]


@pytest.mark.parametrize("text", ["{", "[]", '{"name": 3, "plugins": {}}'])
def test_a_broken_list_is_told(tmp_path, text):
    market(tmp_path)
    (tmp_path / ".claude-plugin" / "marketplace.json").write_text(text)
    found = read_marketplace(tmp_path, "here")
    assert found.problems
    assert found.offers == ()
