import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.errors import NeedsUserError
from agent.packages.fields import named, well_named
from skills.formats.packaged import packaged, usable

SKILL = "---\nname: minutes\ndescription: Writes minutes.\nlicense: MIT\nmetadata:\n  version: 1.5\n---\nBody."


def put(folder, text=SKILL):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "SKILL.md").write_text(text)
    return folder


def test_a_skill_file_with_its_wrapper_folder_and_without(tmp_path):
    put(tmp_path / "wrapped" / "minutes")
    (tmp_path / "wrapped" / "__MACOSX").mkdir()
    put(tmp_path / "x83ja")
    for place in ("wrapped", "x83ja"):
        found = packaged(tmp_path / place, "minutes.skill")
        assert (found.name, found.format, found.version, found.licence) == ("minutes", "skill", "1.5", "MIT")
        assert [(line.name, line.folder, line.problems) for line in found.skills] == [("minutes", ".", ())]
        assert [member.name for member in found.members] == ["SKILL.md"]
        assert usable(found)


def test_the_wrapper_changes_neither_name_nor_digest(tmp_path):
    put(tmp_path / "wrapped" / "minutes")
    put(tmp_path / "bare")
    assert packaged(tmp_path / "wrapped", "").digest == packaged(tmp_path / "bare", "").digest


def test_a_nameless_skill_is_told_and_called_as_its_folder(tmp_path):
    found = packaged(put(tmp_path / "minutes", "---\ndescription: x\n---\n"), "here")
    assert (found.name, len(found.problems)) == ("minutes", 1)


def test_a_skill_without_a_description_is_shown_with_its_problem(tmp_path):
    found = packaged(put(tmp_path / "minutes", "---\nname: minutes\n---\n"), "here")
    assert found.skills[0].problems


def test_anything_else_is_a_package_with_a_problem(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    found = packaged(tmp_path, "here")
    assert found.problems
    assert not usable(found)


def test_a_link_is_refused_whole(tmp_path):
    put(tmp_path / "s")
    (tmp_path / "s" / "more").symlink_to("/etc")
    with pytest.raises(NeedsUserError):
        packaged(tmp_path / "s", "here")


@given(st.text(max_size=200))
def test_a_name_of_anything_is_a_name_to_keep_it_by(text):
    assert well_named(named(text))
    assert named(named(text)) == named(text)


@given(st.from_regex(r"[a-z0-9]{1,20}([.-][a-z0-9]{1,20}){0,2}", fullmatch=True))
def test_a_good_name_stays(text):
    assert named(text) == text
