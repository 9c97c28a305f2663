"""What a plan declares counts from before files were read; whose words the model heard is known afterwards."""

import asyncio
from dataclasses import replace

import pytest
from docx import Document

from agent.core.actions import Mode, Source, Trust
from agent.core.events import QuestionAsked
from agent.models.scripted import calls, says
from tests.journeys.october import Desk


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path, "en")
    yield made
    made.house.close()


def plan(*changes):
    return calls("plan", {"steps": [{"title": "Tidy up", "changes": list(changes)}]})


READ = calls("read", {"path": "notes.txt"})
DELETE = calls("organise", {"items": [{"delete": "two.pdf"}]})


def notes(desk, *steps):
    async def work():
        opened = desk.open(mode=Mode.DESTRUCTIVE)
        await desk.turn(opened, *steps, says("done"))
        return opened.session.state

    state = asyncio.run(work())
    asked = desk.of(QuestionAsked)
    return state, [note for told in asked for row in told.question.rows for note in row.notes]


def test_a_change_beyond_what_was_declared_is_noted(desk):
    assert notes(desk, plan("write *.txt"), READ, DELETE)[1] == ["Not in the plan."]


def test_a_change_that_was_declared_is_not(desk):
    assert notes(desk, plan("delete *.pdf"), READ, DELETE)[1] == []


def test_a_plan_that_is_set_after_files_were_read_widens_nothing(desk):
    state, told = notes(desk, plan("write *.txt"), READ, plan("write *.txt", "delete *"), DELETE)
    assert told == ["Not in the plan."]
    assert state.declared == ("write *.txt",)
    assert state.plan[0].changes == ("write *.txt", "delete *")  # the person sees the new one


def test_names_of_files_are_words_of_files_too(desk):
    assert notes(desk, calls("find", {}), plan("delete *"), DELETE)[0].declared == ()


def test_what_was_declared_for_one_request_does_not_count_for_the_next(desk):
    async def work():
        opened = desk.open(mode=Mode.DESTRUCTIVE)
        await desk.turn(opened, plan("write *.txt"), says("done"))
        await desk.turn(opened, DELETE, says("done"))

    asyncio.run(work())
    assert [row.notes for told in desk.of(QuestionAsked) for row in told.question.rows] == [()]


@pytest.mark.parametrize("wrong", ["remove *", "delete", "*.tmp", ["delete *"], 5])
def test_a_line_that_says_no_change_is_refused_with_what_would_be_right(desk, wrong):
    state, _ = notes(desk, plan(wrong))
    assert state.plan == ()


def test_the_sources_of_reading_searching_and_looking_are_files_with_their_hidden_words(desk):
    document = Document()
    document.add_paragraph("seen words")
    document.add_paragraph().add_run("unseen words").font.hidden = True
    document.save(str(desk.root / "letter.docx"))
    look = calls("look", {"path": "two.pdf", "page": 1})
    state, _ = notes(desk, calls("read", {"path": "letter.docx"}), calls("search", {"text": "unseen"}), look)
    assert Source(Trust.FILE, "letter.docx", 1) in state.sources
    assert Source(Trust.FILE, "two.pdf") in state.sources
    assert Source(Trust.FILE, ".") in state.sources  # a search tells names of files
    assert all(source.trust is Trust.FILE for source in state.sources)


def test_what_a_search_of_the_provider_brought_in_is_words_from_outside(desk):
    wide = plan("delete *")
    searched = replace(wide, message=replace(wide.message, sources=(Source(Trust.OUTSIDE, "example.org"),)))
    state, told = notes(desk, searched, DELETE)
    assert state.sources[0] == Source(Trust.OUTSIDE, "example.org")
    assert state.declared == ()
    assert told == []
