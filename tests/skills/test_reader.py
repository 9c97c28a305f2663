from pathlib import Path

import pytest

from skills.checking import faults, used
from skills.front import Fault
from skills.reader import Policy, read_pack, read_skill

SKILLS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "skills"


def skill(folder: Path, text: str | bytes):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "SKILL.md").write_bytes(text.encode() if isinstance(text, str) else text)
    return read_skill(folder)


def test_a_good_skill_is_read_whole(tmp_path):
    found = skill(tmp_path / "tidy", "---\nname: tidy\ndescription: Put in order.\n---\n\n# Tidy\n\nDo it.\n")
    assert (found.name, found.description, found.body) == ("tidy", "Put in order.", "# Tidy\n\nDo it.")
    assert found.problems == ()


def test_an_unquoted_colon_is_repaired_and_told(tmp_path):
    found = skill(tmp_path / "x", "---\nname: x\ndescription: Use when: the user says: go\n---\nBody\n")
    assert found.description == "Use when: the user says: go"
    assert len(found.problems) == 1


def test_broken_front_matter_is_told_and_not_emptied(tmp_path):
    found = skill(tmp_path / "x", "---\nname: [x\n  - {\n---\nBody stays\n")
    assert found.body == "Body stays"
    assert found.description == ""
    assert found.problems


@pytest.mark.parametrize("text", [b"", b"no front matter", b"---\nname: x\n", b"---\n- a\n---\nb", b"\xff\xfe\x00bad"])
def test_hostile_contents_never_raise(tmp_path, text):
    assert skill(tmp_path / "x", text).problems


def test_a_missing_file_is_told(tmp_path):
    assert read_skill(tmp_path / "gone").problems


def test_marks_and_windows_line_ends_are_no_problem(tmp_path):
    found = skill(tmp_path / "x", "\ufeff---\r\nname: x\r\ndescription: d\r\n---\r\nBody\r\n")
    assert (found.description, found.body, found.problems) == ("d", "Body", ())


def test_a_broken_pack_is_told(tmp_path):
    (tmp_path / "pack.toml").write_text("name = ")
    assert read_pack(tmp_path).problems


def test_every_published_skill_loads_with_its_description():
    files = sorted(SKILLS.rglob("SKILL.md")) if SKILLS.exists() else []
    if not files:
        pytest.skip("the public skills are not beside the repository")
    found = [read_skill(file.parent) for file in files]
    assert all(one.body for one in found)
    assert [one.folder.name for one in found if not one.description] == []


def test_a_broken_front_matter_keeps_what_plain_lines_say(tmp_path):
    found = skill(tmp_path / "x", "---\nname: x\ndescription: For reports.\nmetadata: {a: [\n---\nBody\n")
    assert (found.fault, found.description) == (Fault.BROKEN, "For reports.")
    assert found.problems


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\ndescription: *c\n",
        "description: " + "[" * 50_000,
        "description:\n  " + "- " * 30_000 + "x",
        "description: !!python/object/apply:os.system ['true']",
        "description:\n  a: [" + "x," * 30_000 + "]",
        "description: " + "x" * 200_000,
    ],
)
def test_bombs_in_front_matter_are_no_yaml(tmp_path, bomb):
    found = skill(tmp_path / "x", f"---\nname: x\n{bomb}\n---\nBody\n")
    assert found.problems
    assert found.fault in (Fault.BROKEN, Fault.REPAIRED)
    assert len(found.description) <= 200_000
    assert found.body == "Body"


def test_a_list_is_no_description(tmp_path):
    found = skill(tmp_path / "x", "---\nname: x\ndescription: [a, b]\n---\nBody\n")
    assert found.description == ""


def test_strict_and_lenient_and_plugin_differ_as_the_formats_do(tmp_path):
    fields = skill(tmp_path / "a", "---\nname: a\ndescription: d\nargument-hint: '[x]'\n---\nBody\n")
    renamed = skill(tmp_path / "b", "---\nname: Other\ndescription: d\n---\nBody\n")
    assert [used(fields, policy) for policy in Policy] == [True, True, False]
    assert [used(renamed, policy) for policy in Policy] == [True, False, False]
    assert len(faults(renamed)) == 2


@pytest.mark.parametrize("front", ["name: [a]", "name: a\nname: a", "name: !!str a", "metadata: {a: b}"])
def test_more_than_plain_yaml_is_not_strict(tmp_path, front):
    assert faults(skill(tmp_path / "a", f"---\n{front}\ndescription: d\n---\nBody\n"))
