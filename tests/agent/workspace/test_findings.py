"""What the ledger finds in Changes before anybody is asked."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from agent.core.changes import ChangeSet, Create, Move
from agent.core.documents import Reach
from agent.core.errors import UnreadableError
from agent.core.paths import Place
from agent.core.words import Words

IMAGE = Reach("Sheet1!B2", "formula IMAGE", "https://evil.example/?d", True)
LINK = Reach("P3", "link", "https://evil.example/a", False)


def found(world, *changes):
    return asyncio.run(world.ledger.examine(ChangeSet("A change", changes)))


def lists(*reaches):
    """Reaches of every document that contains their addresses."""
    return lambda path: tuple(reach for reach in reaches if reach.address.encode() in Path(path).read_bytes())


def test_a_loss_of_size_is_found_and_only_that(world):
    (world.root / "a.txt").write_text("word " * 4000)
    (finding,) = found(world, world.modify("a.txt", "short"), world.create("b.txt"))
    assert (finding.index, finding.code) == (0, "shrink")
    assert found(world, world.modify("a.txt", "word " * 3999)) == ()


def test_a_new_way_out_is_found_and_an_old_one_is_the_persons(world):
    world.inspecting(lambda _: None, lists(IMAGE, LINK))
    (world.root / "a.txt").write_text(f"mine {LINK.address}")
    both = f"mine {LINK.address} {IMAGE.address}"
    assert [(f.code, f.address) for f in found(world, world.modify("a.txt", both))] == [("fetches", IMAGE.address)]
    assert [f.code for f in found(world, world.create("b.txt", both))] == ["fetches", "links"]


def test_a_copy_of_a_file_that_was_read_has_no_new_way_out(world):
    world.inspecting(lambda _: None, lists(IMAGE))
    (world.root / "a.txt").write_text(f"mine {IMAGE.address}")
    copy = world.create("copy.txt", f"mine {IMAGE.address}")
    assert [f.code for f in found(world, copy)] == ["fetches"]
    world.workspace.snapshot(world.workspace.place("a.txt"))
    assert found(world, copy) == ()


def test_what_cannot_be_told_counts_as_a_way_out(world):
    def broken(path):
        raise UnreadableError(Words("It is broken.", "壊れています。"), "broken")

    world.inspecting(lambda _: None, broken)
    (finding,) = found(world, world.create("b.txt"))
    assert finding.code == "fetches"
    assert "It is broken." in finding.words.en


def test_a_name_that_another_program_opens_is_looked_at_anew(world):
    world.inspecting(lambda _: None, lambda path: (IMAGE,) if path.suffix == ".html" else ())
    (world.root / "a.txt").write_text("<img>")
    (world.root / "b.html").write_text("<img>")
    (world.root / "c.txt").mkdir()
    world.workspace.snapshot(Place("", "a.txt"))
    page = found(world, Move(Place("", "a.txt"), Place("", "a.html")))
    assert [(finding.code, finding.address) for finding in page] == [("fetches", IMAGE.address)]
    assert [finding.code for finding in found(world, world.create("copy.html", "<img>"))] == ["fetches"]
    moved = (Move(Place("", "b.html"), Place("", "x/b.HTML")), Move(Place("", "c.txt"), Place("", "c.html")))
    assert found(world, *moved) == ()


def test_contents_are_looked_at_as_what_their_name_will_say(world):
    world.inspecting(lambda _: None, lambda path: (IMAGE,) if path.suffix == ".html" else ())
    (finding,) = found(world, Create(Place("", "page.html"), world.stage("<img>", ".tmp")))
    assert finding.address == IMAGE.address


def test_another_computed_address_in_the_same_place_is_new(world):
    link = Reach("Sheet1!B2", "formula HYPERLINK computed", "", False)
    world.inspecting(lambda _: None, lambda path: (replace(link, made_by=Path(path).read_text()[:3]),))
    (world.root / "a.csv").write_text("old, a")
    assert found(world, world.modify("a.csv", "old, b")) == ()
    assert [finding.code for finding in found(world, world.modify("a.csv", "new, b"))] == ["links"]


def test_what_an_old_formula_fetches_with_new_contents_is_asked_about(world):
    world.inspecting(lambda _: None, lambda _: (Reach("Sheet1!B2", "formula IMAGE computed", "", True),))
    (world.root / "a.csv").write_text("old")
    assert [finding.code for finding in found(world, world.modify("a.csv", "new"))] == ["fetches"]


@pytest.mark.parametrize(
    ("name", "to", "codes"),
    [
        ("a.zip", "a.xlsx", ["fetches"]),
        ("a", "a.html", ["fetches"]),
        ("a.htm", "a.html", []),
        ("a.mov", "a.mp4", []),
    ],
)
def test_what_nothing_acted_on_is_new_under_a_name_that_something_acts_on(world, name, to, codes):
    world.inspecting(lambda _: None, lambda _: (IMAGE,))
    (world.root / name).write_text("bytes that lead out, whatever they are called")
    assert [finding.code for finding in found(world, Move(Place("", name), Place("", to)))] == codes


def test_a_new_name_that_makes_it_a_program_is_asked_about(world):
    (world.root / "notes.txt").write_text("format c:")
    (world.root / "mine.BAT").write_text("of the person")
    (finding,) = found(world, Move(Place("", "notes.txt"), Place("", "notes.bat")))
    assert (finding.code, finding.words.en) == ("runs", "Opening it would run it as a program.")
    assert [finding.code for finding in found(world, world.create("new.VBS"))] == ["runs"]
    assert found(world, world.modify("mine.BAT", "new")) == ()
    assert found(world, Move(Place("", "mine.BAT"), Place("", "old/mine.bat"))) == ()


@pytest.mark.parametrize(
    "name", ["a.bat", "a.HTA", "a.desktop", "sub/a.py", ".bashrc", ".config/autostart/a.conf", ".git/hooks/pre-commit"]
)
def test_a_name_that_makes_a_program_of_a_text_is_told(world, name):
    (world.root / "a.txt").write_text("start this")
    read = world.workspace.snapshot(Place("", "a.txt"))
    for change in (
        Move(Place("", "a.txt"), Place("", name)),
        Create(Place("", name), world.workspace.staged(read.path)),
        world.create(name, "other"),
    ):
        assert [finding.code for finding in found(world, change)] == ["runs"], change


def test_a_program_that_stays_one_is_no_news(world):
    (world.root / "a.bat").write_text("start this")
    read = world.workspace.snapshot(Place("", "a.bat"))
    assert found(world, Create(Place("", "copy.bat"), world.workspace.staged(read.path))) == ()
    assert found(world, Move(Place("", "a.bat"), Place("", "old/a.bat"))) == ()
    hook = Move(Place("", "a.bat"), Place("", "x/.git/hooks/a.bat"))
    assert [finding.code for finding in found(world, hook)] == ["runs"]


@pytest.mark.parametrize(
    ("reach", "code", "said"),
    [
        (Reach("a", "embedded file", "", False), "links", "It holds another file or program: embedded file (a)."),
        (Reach("x", "macro", "", True), "fetches", "Opening it may run or fetch something: macro (x)."),
        (Reach("S!A1", "formula HYPERLINK computed", "", False), "links", "an address made of cell contents"),
        (IMAGE, "fetches", "would contact https://evil.example/?d"),
    ],
)
def test_only_what_cells_make_up_is_called_an_address_of_cells(world, reach, code, said):
    world.inspecting(lambda _: None, lambda _: (reach,))
    (finding,) = found(world, world.create("a.xlsx"))
    assert finding.code == code
    assert said in finding.words.en
