"""What somebody writes finds the file that is meant, however the folder spells it."""

import unicodedata

import pytest

from agent.core.changes import Create, Move
from agent.core.events import RootGranted
from agent.core.paths import Place
from tests.agent.workspace.world import World


def apart(text):
    """As a Mac may have written it: ド as ト and a mark."""
    return unicodedata.normalize("NFD", text)


def put(world, path):
    (world.root / path).parent.mkdir(parents=True, exist_ok=True)
    (world.root / path).write_text(path)


@pytest.mark.parametrize("path", ["ドキュメント/ポスター 案.txt", "見積書/ガイド.xlsx", "Büro/Größe.txt"])
def test_a_name_in_one_unicode_form_finds_the_file_in_the_other(world, path):
    put(world, apart(path))
    assert world.workspace.place(path) == Place("", apart(path))
    assert world.workspace.snapshot(world.workspace.place(path)).path.read_text() == apart(path)
    put(world, f"other/{path}")
    assert world.workspace.place(f"other/{apart(path)}") == Place("", f"other/{path}")


def test_upper_and_lower_case_find_the_only_file_of_that_name(world):
    put(world, "Reports/Summary 2026.docx")
    assert world.workspace.place("reports/SUMMARY 2026.DOCX") == Place("", "Reports/Summary 2026.docx")


def test_of_two_files_none_is_guessed_and_the_exact_one_is_taken(world):
    put(world, "sub/Read.txt")
    put(world, "sub/READ.txt")
    assert world.workspace.place("sub/READ.txt") == Place("", "sub/READ.txt")
    assert world.workspace.place("sub/read.txt") == Place("", "sub/read.txt")
    assert world.workspace.entry(world.workspace.place("sub/read.txt")) is None


def test_what_is_to_be_made_keeps_its_own_name_in_the_folder_that_is_there(world):
    put(world, apart("ドキュメント/ポスター.txt"))
    made = world.workspace.place("ドキュメント/ポスター.txt", new=True)
    assert made == Place("", f"{apart('ドキュメント')}/ポスター.txt")
    world.commit(Create(world.workspace.place("ドキュメント/別.txt", new=True), world.stage("new")))
    assert sorted(one.name for one in world.root.iterdir() if not one.name.isascii()) == [apart("ドキュメント")]


def test_what_is_not_there_keeps_the_name_that_was_written(world):
    assert world.workspace.place("gone/Deeper/x.txt") == Place("", "gone/Deeper/x.txt")
    assert world.workspace.place("SUB/gone.txt") == Place("", "sub/gone.txt")
    assert world.workspace.place("a.txt/x") == Place("", "a.txt/x")


def test_a_name_that_changed_meanwhile_is_found_anew(world):
    put(world, "sub/One.txt")
    assert world.workspace.place("sub/ONE.txt").name == "One.txt"
    world.commit(Move(Place("", "sub/One.txt"), Place("", "sub/Two.txt")))
    assert world.workspace.place("sub/ONE.txt").name == "ONE.txt"
    assert world.workspace.place("sub/TWO.txt").name == "Two.txt"


def test_files_that_were_not_granted_are_not_found_by_another_spelling(world, tmp_path):
    only = World(tmp_path / "x", RootGranted("", str(world.root), True, ("a.txt",)))
    assert only.workspace.place("A.TXT") == Place("", "a.txt")
    assert only.workspace.place("B.TXT") == Place("", "B.TXT")
