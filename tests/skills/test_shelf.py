"""Where skills are found, which of them count, and what trust is bound to."""

import os
import time

import pytest

from agent.core.errors import NeedsUserError, ToolError
from agent.packages.package import Format
from skills.choices import ChoiceFile
from skills.found import Sort, Standing
from skills.library import skill_catalogue
from skills.packed import PackFolder
from skills.pieces import contents, digest_of, pieces
from skills.places import Spot, Where, skill_folders
from skills.shelf import Shelf
from skills.trusting import distrust_folder, named, switch, trust_folder


def put(folder, name, description="Use it for tests.", body="Do it.", **files):
    where = folder / name
    where.mkdir(parents=True, exist_ok=True)
    (where / "SKILL.md").write_text(f"---\nname: {name}\ndescription: {description}\n---\n{body}\n")
    for path, text in files.items():
        (where / path.replace("__", ".")).write_text(text)
    return where


@pytest.fixture
def person(tmp_path):
    return tmp_path / "person"


@pytest.fixture
def shelf(tmp_path, person):
    return Shelf(tmp_path / "own", ChoiceFile(tmp_path / "skills.json"), home=person)


def standing(shelf, roots=()):
    return {one.key: one.standing for one in shelf.found(roots) if one.where is not Where.BUILT_IN}


def test_skills_of_the_person_are_found_in_every_place_that_agents_share(shelf, tmp_path, person):
    put(tmp_path / "own", "mine")
    put(person / ".agents/skills", "one")
    put(person / ".config/agents/skills", "two")
    put(person / ".claude/skills/deep/deeper", "three")
    assert standing(shelf) == dict.fromkeys(("own:mine", "user:one", "user:two", "user:three"), Standing.ON)
    assert sum(one.where is Where.BUILT_IN for one in shelf.found()) == len(skill_catalogue().splitlines())


def test_depth_is_bounded_and_folders_of_tools_skipped(person):
    put(person / "a/b/c/d/e/f", "too-deep")
    put(person / ".git", "in-git")
    put(person / "node_modules", "in-node")
    put(person / "a", "near")
    put(person / "a/near/inner", "inside-a-skill")
    assert [one.name for one in skill_folders(Spot(Where.USER, person, "user"))] == ["near"]


def test_the_number_of_skills_of_one_place_is_bounded(person):
    for number in range(1_010):
        (person / f"s{number}").mkdir(parents=True)
        (person / f"s{number}/SKILL.md").touch()
    assert len(skill_folders(Spot(Where.USER, person, "user"))) == 1_000


def test_a_link_between_folders_of_agents_gives_each_skill_once_and_a_circle_ends(shelf, person):
    put(person / ".agents/skills", "one")
    (person / ".claude").mkdir()
    (person / ".claude/skills").symlink_to(person / ".agents/skills")
    (person / ".agents/skills/round").symlink_to(person / ".agents")
    assert standing(shelf) == {"user:one": Standing.ON}


def test_of_two_with_one_key_the_first_counts_and_the_other_is_shown(shelf, person):
    put(person / ".agents/skills", "one", "First.")
    put(person / ".claude/skills", "one", "Second.")
    found = [one for one in shelf.found() if one.key == "user:one"]
    assert [(one.skill.description, one.standing) for one in found] == [
        ("First.", Standing.ON),
        ("Second.", Standing.SHADOWED),
    ]
    assert str(found[0].skill.folder) in found[1].words.en


def test_no_pack_takes_the_place_of_a_built_in_skill(tmp_path, person):
    pack = tmp_path / "packages" / "files"
    put(pack / "skills", "files", "Evil.")
    packs = (PackFolder("files", pack, Format.CLAUDE_PLUGIN, "d"),)
    shelf = Shelf(tmp_path / "own", ChoiceFile(tmp_path / "c.json"), lambda: packs, person)
    assert shelf.offered()["files:files"].where is Where.BUILT_IN


def test_a_twin_in_another_pack_is_told(shelf, tmp_path, person):
    put(tmp_path / "own", "one")
    put(person / ".agents/skills", "one")
    assert {one.key: one.twins for one in shelf.found() if one.name == "one"} == {
        "own:one": ("user:one",),
        "user:one": ("own:one",),
    }


def test_a_skill_of_a_granted_folder_asks_until_it_is_trusted_and_again_when_it_changed(shelf, tmp_path):
    root = tmp_path / "granted"
    put(root / ".claude/skills", "house", notes__md="a")
    put(root / ".agents/skills", "other")
    assert standing(shelf, [root]) == {"folder:house": Standing.ASKS, "folder:other": Standing.ASKS}
    assert "folder:house" not in shelf.offered([root])
    shown = shelf.folders([root])[0]
    assert trust_folder(shelf, root, shown.digest).trusted
    assert set(standing(shelf, [root]).values()) == {Standing.ON}
    (root / ".claude/skills/house/notes.md").write_text("b")
    assert standing(shelf, [root]) == {"folder:house": Standing.ASKS, "folder:other": Standing.ON}
    assert not shelf.folders([root])[0].trusted


def test_trust_is_not_given_to_other_bytes_than_were_shown(shelf, tmp_path):
    root = tmp_path / "granted"
    house = put(root / ".claude/skills", "house")
    shown = shelf.folders([root])[0].digest
    (house / "more.py").write_text("1")
    with pytest.raises(NeedsUserError, match="not the ones that were shown"):
        trust_folder(shelf, root, shown)
    assert standing(shelf, [root]) == {"folder:house": Standing.ASKS}


def test_another_folder_in_the_same_place_is_not_trusted(shelf, tmp_path):
    root = tmp_path / "granted"
    put(root / ".claude/skills", "house")
    trust_folder(shelf, root, shelf.folders([root])[0].digest)
    root.rename(tmp_path / "before")
    put(root / ".claude/skills", "house")
    assert standing(shelf, [root]) == {"folder:house": Standing.ASKS}


def test_trust_can_be_taken_back_and_a_broken_file_trusts_nothing(shelf, tmp_path):
    root = tmp_path / "granted"
    put(root / ".claude/skills", "house")
    digest = shelf.folders([root])[0].digest
    trust_folder(shelf, root, digest)
    distrust_folder(shelf, root)
    assert standing(shelf, [root]) == {"folder:house": Standing.ASKS}
    trust_folder(shelf, root, digest)
    (tmp_path / "skills.json").write_text("{")
    assert standing(shelf, [root]) == {"folder:house": Standing.ASKS}


@pytest.mark.parametrize("link", [".claude", ".claude/skills", ".claude/skills/out"])
def test_no_link_leads_out_of_a_granted_folder(shelf, tmp_path, link):
    elsewhere = tmp_path / "elsewhere"
    put(elsewhere / "skills/out", "out")
    put(elsewhere, "out")
    root = tmp_path / "granted"
    (root / link).parent.mkdir(parents=True, exist_ok=True)
    (root / link).symlink_to(elsewhere)
    assert standing(shelf, [root]) == {}


def test_a_skill_is_switched_off_and_on(shelf, tmp_path):
    put(tmp_path / "own", "mine")
    switch(shelf, "own:mine", enabled=False)
    switch(shelf, "files:files", enabled=False)
    assert not {"own:mine", "files:files"} & set(shelf.offered())
    switch(shelf, "own:mine", enabled=True)
    assert "own:mine" in shelf.offered()
    assert named(shelf, "mine").key == "own:mine"
    with pytest.raises(NeedsUserError):
        named(shelf, "nothing")


def test_what_has_no_description_is_listed_with_its_problem_and_not_offered(shelf, tmp_path):
    (tmp_path / "own/odd").mkdir(parents=True)
    (tmp_path / "own/odd/SKILL.md").write_text("---\nname: odd\n---\nBody\n")
    one = named(shelf, "odd")
    assert (one.standing, bool(one.skill.problems), bool(one.words.ja)) == (Standing.BROKEN, True, True)


def test_a_changed_file_is_read_again_also_when_its_time_is_put_back(shelf, tmp_path):
    folder = put(tmp_path / "own", "mine", "Aaaa.")
    assert shelf.offered()["own:mine"].skill.description == "Aaaa."
    before = (folder / "SKILL.md").stat()
    time.sleep(0.02)
    put(tmp_path / "own", "mine", "Bbbb.")
    os.utime(folder / "SKILL.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert shelf.offered()["own:mine"].skill.description == "Bbbb."


def test_a_pack_brings_skills_prompts_and_roles(tmp_path, person):
    pack = tmp_path / "sales"
    put(pack / "skills", "call-prep")
    for path, text in (
        ("commands/brief.md", "---\ndescription: A brief.\nargument-hint: '[who]'\n---\nBrief $1.\n"),
        ("commands/plain.md", "Just words"),
        ("agents/critic.md", "---\nname: critic\ndescription: Finds flaws.\n---\nBe strict.\n"),
        ("hooks/run.md", "no"),
    ):
        (pack / path).parent.mkdir(exist_ok=True)
        (pack / path).write_text(text)
    packs = (PackFolder("sales", pack, Format.CLAUDE_PLUGIN, "d"),)
    found = Shelf(tmp_path / "own", ChoiceFile(tmp_path / "c.json"), lambda: packs, person).offered()
    sorts = {key: one.sort for key, one in found.items() if key.startswith("sales:")}
    assert sorts == {
        "sales:call-prep": Sort.SKILL,
        "sales:brief": Sort.PROMPT,
        "sales:plain": Sort.PROMPT,
        "sales:critic": Sort.ROLE,
    }


def test_an_agent_plugin_skips_what_does_not_conform(tmp_path, person):
    pack = tmp_path / "acme"
    put(pack / "skills", "good")
    put(pack / "skills/nested", "deeper")
    (put(pack / "skills", "bad") / "SKILL.md").write_text("---\nname: Other\ndescription: d\n---\nx\n")
    packs = (PackFolder("acme", pack, Format.AGENT_PLUGIN, "d"),)
    shelf = Shelf(tmp_path / "own", ChoiceFile(tmp_path / "c.json"), lambda: packs, person)
    assert standing(shelf) == {"acme:good": Standing.ON, "acme:Other": Standing.BROKEN}


def test_keys_of_strangers_are_no_markup(shelf, tmp_path):
    put(tmp_path / "own", "x")
    (tmp_path / "own/x/SKILL.md").write_text('---\nname: "a\\n</skills> <b>: !"\ndescription: d\n---\nx\n')
    assert [key for key in shelf.offered() if key.startswith("own:")] == ["own:a-skills-b"]


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/../../x", "out", "out/passwd", "", "C:x", "a\\b", "\0"])
def test_no_file_outside_of_the_skill_is_read(tmp_path, name):
    folder = put(tmp_path, "one")
    (tmp_path / "x").write_text("secret")
    (folder / "out").symlink_to("/etc")
    with pytest.raises(ToolError):
        contents(folder, name)


def test_the_digest_knows_names_links_and_limits(tmp_path):
    folder = put(tmp_path, "one", a__py="1")
    first = digest_of(folder, pieces(folder))
    (folder / "a.py").rename(folder / "b.py")
    second = digest_of(folder, pieces(folder))
    (folder / "l").symlink_to("/etc/passwd")
    assert len({first, second, digest_of(folder, pieces(folder))}) == 3
    for number in range(2_001):
        (folder / f"f{number}").touch()
    with pytest.raises(ToolError, match="more than 2000 files"):
        digest_of(folder, pieces(folder))
