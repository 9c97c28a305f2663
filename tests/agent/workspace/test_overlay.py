"""An overlay shows the folder as it would be, leaves the disk alone, and comes to one set that makes it so."""

import asyncio
import shutil
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.core.changes import ChangeSet, Create, Delete, MakeFolder, Modify, Move
from agent.core.errors import AgentError, RefusedError, StaleError, UnreadableError
from agent.core.paths import Place
from agent.core.words import Words
from agent.workspace.overlay import OverlayFiles
from agent.workspace.overlay_ledger import StagingLedger
from tests.agent.workspace.world import World, tree


class Draft:
    """An overlay over a World, with its Ledger."""

    def __init__(self, world, may=lambda _: True, base=None):
        self.world = world
        self.files = OverlayFiles(base or world.workspace, world.home / "draft")
        self.ledger = StagingLedger(self.files, world.workspace, lambda _: None, may)

    def stage(self, text, suffix=".txt"):
        path = self.files.stage(suffix)
        path.write_text(text, encoding="utf-8")
        return self.files.staged(path)

    def create(self, name, text):
        return Create(Place("", name), self.stage(text), 10**18)

    def modify(self, name, text):
        return Modify(Place("", name), self.files.sha256(Place("", name)), self.stage(text))

    def commit(self, *changes):
        return asyncio.run(self.ledger.commit(ChangeSet("A draft", changes)))

    def text(self, name):
        return self.files.snapshot(Place("", name)).path.read_text(encoding="utf-8")

    def shows(self):
        """Every path with what is in it."""
        places = list(self.files.walk(Place("", ""), hidden=True))
        return {str(e.place): self.text(str(e.place)) if e.kind == "file" else "" for e in places}


def on_disk(root):
    return {
        p.relative_to(root).as_posix(): p.read_text() if p.is_file() else ""
        for p in root.rglob("*")
        if ".deskhand-vault" not in p.parts
    }


@pytest.fixture
def draft(world):
    return Draft(world)


def test_reads_see_what_was_staged_and_the_disk_does_not(draft):
    before = tree(draft.world.root)
    made = draft.commit(draft.create("new/report.txt", "made"), draft.modify("a.txt", "other"))
    draft.commit(Move(Place("", "sub"), Place("", "moved")), Delete(Place("", "b.txt")))
    assert made.staged
    assert [(one.kind, one.place) for one in made.changed] == [("create", "new/report.txt"), ("modify", "a.txt")]
    assert draft.shows() == {
        "a.txt": "other", "empty": "", "moved": "", "moved/c.txt": "old sub/c.txt", "moved/deep": "",
        "moved/deep/領収書.txt": "old sub/deep/領収書.txt", "new": "", "new/report.txt": "made",
    }  # fmt: skip
    assert draft.files.entry(Place("", "b.txt")) is None
    assert draft.files.entry(Place("", "sub/c.txt")) is None
    assert tree(draft.world.root) == before


def test_what_came_and_went_is_not_in_the_merged_set(draft):
    draft.commit(draft.create("x.txt", "1"))
    draft.commit(Move(Place("", "x.txt"), Place("", "y.txt")))
    draft.commit(draft.modify("y.txt", "2"))
    draft.commit(draft.create("z.txt", "3"))
    draft.commit(Delete(Place("", "z.txt")))
    draft.commit(Delete(Place("", "a.txt"), draft.files.sha256(Place("", "a.txt"))))
    draft.commit(draft.create("a.txt", "again"))
    merged = {type(one).__name__: one for one in draft.files.merged("All").changes}
    assert sorted(merged) == ["Create", "Modify"]
    assert merged["Create"].place == Place("", "y.txt")
    assert merged["Modify"].expects == draft.world.workspace.sha256(Place("", "a.txt"))


def test_the_real_ledger_takes_the_merged_set_and_makes_the_folder_as_it_was_shown(draft):
    draft.commit(Move(Place("", "sub/c.txt"), Place("", "sub/deep/c.txt")), draft.create("sub/c.txt", "new c"))
    draft.commit(draft.modify("sub/deep/領収書.txt", "paid"), Move(Place("", "a.txt"), Place("", "b/a.txt")))
    draft.commit(draft.modify("b/a.txt", "moved and changed"), MakeFolder(Place("", "void")))
    promised = draft.shows()
    made = asyncio.run(draft.world.ledger.commit(draft.files.merged("All")))
    assert on_disk(draft.world.root) == promised
    assert not made.staged


def test_it_refuses_what_the_ledger_would_refuse(draft):
    stale = Modify(Place("", "a.txt"), "0" * 64, draft.stage("x"))
    for changes, kind in (
        ((stale,), StaleError),
        ((draft.create("a.txt", "there"),), RefusedError),
        ((draft.create("A.TXT", "a twin"),), RefusedError),
        ((draft.create("a.txt/below", "x"),), RefusedError),
        ((draft.create("con.txt", "x"),), RefusedError),
        ((Move(Place("", "sub"), Place("", "sub/deep/sub")),), RefusedError),
    ):
        with pytest.raises(kind):
            draft.commit(*changes)
    assert draft.shows() == on_disk(draft.world.root)


def test_a_set_is_laid_as_a_whole_or_not_at_all(draft):
    with pytest.raises(AgentError):
        draft.commit(draft.create("one.txt", "1"), Delete(Place("", "nothing.txt")))
    assert draft.files.entry(Place("", "one.txt")) is None


def test_a_document_that_would_not_open_is_refused(world):
    draft = Draft(world)

    def refuse(_):
        raise UnreadableError(Words("It is broken.", "壊れています。"))

    draft.ledger = StagingLedger(draft.files, world.workspace, refuse)
    path = draft.files.stage(".xlsx")
    path.write_bytes(b"no workbook")
    with pytest.raises(RefusedError) as refused:
        draft.commit(Create(Place("", "a.xlsx"), draft.files.staged(path)))
    assert refused.value.code == "broken_result"


def test_only_what_was_declared_may_be_changed(world):
    draft = Draft(world, may=lambda place: place.within(Place("", "sub")))
    draft.commit(draft.create("sub/mine.txt", "x"))
    for change in (draft.create("mine.txt", "x"), Move(Place("", "sub/c.txt"), Place("", "c.txt"))):
        with pytest.raises(RefusedError) as refused:
            draft.commit(change)
        assert refused.value.code == "not_declared"


def test_it_knows_when_the_person_changed_what_the_work_stands_on(draft):
    draft.files.snapshot(Place("", "a.txt"))
    draft.commit(draft.modify("b.txt", "x"), draft.create("new.txt", "x"))
    assert draft.files.drifted() == ()
    (draft.world.root / "sub/c.txt").write_text("nobody read this")
    assert draft.files.drifted() == ()
    for name in ("a.txt", "b.txt", "new.txt"):
        (draft.world.root / name).write_text("the person's")
    assert set(draft.files.drifted()) == {Place("", "a.txt"), Place("", "b.txt"), Place("", "new.txt")}


def test_one_overlay_lies_over_another(draft):
    draft.commit(draft.create("first.txt", "1"), Delete(Place("", "a.txt")))
    second = Draft(draft.world, base=draft.files)
    second.files = OverlayFiles(draft.files, draft.world.home / "second")
    second.ledger = StagingLedger(second.files, draft.world.workspace, lambda _: None)
    assert second.text("first.txt") == "1"
    second.commit(second.modify("first.txt", "2"))
    assert (second.text("first.txt"), draft.text("first.txt")) == ("2", "1")
    assert [type(one).__name__ for one in second.files.merged("x").changes] == ["Modify"]
    assert second.files.drifted() == ()


def test_names_are_found_as_a_person_writes_them(draft):
    draft.commit(draft.create("Ausgaben/Übersicht.txt", "x"))
    assert draft.files.place("ausgaben/U\u0308bersicht.TXT") == Place("", "Ausgaben/Übersicht.txt")
    assert draft.files.place("ausgaben/New.txt", new=True) == Place("", "Ausgaben/New.txt")


def test_the_last_change_of_a_draft_can_be_taken_back(draft):
    before = draft.shows()
    made = draft.commit(draft.modify("a.txt", "x"))
    asyncio.run(draft.ledger.undo(made.id))
    assert draft.shows() == before
    assert draft.files.merged("x").changes == ()


NAMES = st.sampled_from(["a.txt", "b.txt", "sub", "sub/c.txt", "sub/deep", "n", "n/x.txt", "n/sub", "e.txt"])
STEPS = st.lists(st.tuples(st.sampled_from(["create", "modify", "move", "delete", "folder"]), NAMES, NAMES), max_size=8)


def as_change(draft, step, number):
    kind, one, other = step
    place = Place("", one)
    match kind:
        case "create":
            return Create(place, draft.stage(f"content {number}"), 10**18)
        case "modify":
            return Modify(place, draft.files.sha256(place), draft.stage(f"content {number}"))
        case "move":
            return Move(place, Place("", other))
        case "delete":
            return Delete(place)
        case _:
            return MakeFolder(place)


@settings(
    max_examples=settings().max_examples // 5,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
@given(steps=STEPS)
def test_an_overlay_shows_what_the_ledger_makes_step_by_step_and_at_once(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("overlay")
    (folder / "folder/sub/deep").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "sub/c.txt", "sub/deep/d.txt"):
        (folder / "folder" / name).write_text(f"old {name}")
    shutil.copytree(folder / "folder", folder / "twin/folder")
    draft, twin = Draft(World(folder)), World(folder / "twin")
    for number, step in enumerate(steps):
        try:
            change = as_change(draft, step, number)
            draft.commit(change)
        except AgentError:
            continue
        twin.commit(change)  # what the overlay takes, the Ledger takes
    assert draft.shows() == on_disk(twin.root)
    merged, promised = draft.files.merged("All at once"), draft.shows()
    moves = sum(isinstance(change, Move) for change in merged.changes)
    with suppress(*(RefusedError,) * (moves > 1)):  # out of a folder into where that folder moves: no set can say that
        draft.world.commit(*merged.changes)
        assert on_disk(draft.world.root) == promised == on_disk(twin.root)
