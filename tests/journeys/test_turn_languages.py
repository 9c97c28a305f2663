"""Turns of a scripted model over a real folder: whatever the person is told is in their language, and kept in it."""

import asyncio
import time
from dataclasses import replace

import openpyxl
import pytest

from agent.core.actions import Mode
from agent.core.errors import NeedsUserError, RefusedError, TransientError
from agent.core.events import (
    CallEnded,
    CallStarted,
    CheckpointMade,
    Ending,
    Noted,
    QuestionAsked,
    RootGranted,
    TurnStarted,
)
from agent.core.messages import AssistantMessage, Finish, ToolMessage, text_of
from agent.core.words import NO_WORDS, Words
from agent.models.retry import Retrying
from agent.models.scripted import ScriptedModel, calls, says
from agent.models.selftest.lines import Standing
from agent.models.selftest.run import Subject, self_test
from agent.session.limits import Limits
from desktop.compose.asked import Asked
from tests.journeys.every_tool import EVERY_TOOL, REPLACE
from tests.journeys.october import JAPANESE, Desk, Nobody

DEAD = TransientError(Words("The line is dead.", "応答がありません。"))
NO_KEY = NeedsUserError(Words("No key.", "キーがありません。"), Words("Enter it.", "入力してください。"), "key")
WRONG: list[tuple[str, dict[str, object]]] = [
    ("read", {"path": "note.txt"}),
    ("read", {"path": "../secret"}),
    ("read", {"path": "broken.xlsx"}),
    ("read", {"path": "notes.txt", "colour": "red"}),
    ("edit", {"path": "notes.txt", "ops": REPLACE}),
    ("nothing", {}),
    ("organise", {"items": [{"move": "notes.txt", "to": "letter.docx"}]}),
    ("organise", {"items": [{"move": "notes.txt", "to": "CON"}]}),
    ("recipe", {"id": "nothing"}),
    ("recipe", {"id": "files:search", "values": {}}),
    ("skill", {"name": "nothing"}),
]


@pytest.fixture(params=["en", "ja"])
def desk(tmp_path, request):
    made = Desk(tmp_path, request.param)
    yield made
    made.house.close()


def test_titles_and_results_of_every_tool_are_in_the_persons_language(desk):
    async def work():
        opened = desk.open()
        return await desk.turn(opened, *(calls(name, arguments) for name, arguments in EVERY_TOOL), says("done"))

    ended, _ = asyncio.run(work())
    assert ended.ending is Ending.DONE
    started, results = desk.of(CallStarted), [event.result for event in desk.of(CallEnded)]
    assert [result.code for result in results] == [""] * len(EVERY_TOOL)
    assert {event.call.tool for event in started} == {name for name, _ in EVERY_TOOL}
    for event in started:
        desk.says(event.title)
    for (name, _), result in zip(EVERY_TOOL, results, strict=True):
        if name != "skill":
            desk.says(result.for_user)
    for event in desk.of(CheckpointMade):
        desk.says(event.checkpoint.title)


def test_what_a_person_is_asked_and_their_answer_are_in_their_language(desk):
    async def work():
        opened = desk.open(mode=Mode.DESTRUCTIVE)
        steps = [calls("ask_person", {"question": "?"}), calls("organise", {"items": [{"delete": "notes.txt"}]})]
        await desk.turn(opened, *steps, says("done"))

    asyncio.run(work())
    assert [event.call.tool for event in desk.of(CallStarted)] == ["ask_person", "organise"]
    for event in desk.of(CallStarted):
        desk.says(event.title)
    asked = desk.of(QuestionAsked)[-1].question
    desk.says(asked.title)
    desk.says(asked.why)


def test_every_failure_is_told_in_the_persons_language_and_to_the_model_in_english(desk):
    async def work():
        opened = desk.open()
        return await desk.turn(opened, *(calls(name, arguments) for name, arguments in WRONG), says("done"))

    _, model = asyncio.run(work())
    results = [event.result for event in desk.of(CallEnded)]
    assert [str(result.outcome) for result in results] == ["failed"] * len(WRONG)
    for result in results:
        desk.says(result.for_user)
    heard = [text_of(r.for_model) for message in model.heard[-1] if isinstance(message, ToolMessage)
             for r in message.results]  # fmt: skip
    assert not [text for text in heard if JAPANESE.search(text)]


def test_a_granted_folder_is_called_by_its_name(desk):
    async def work():
        opened = desk.open()
        steps = [calls("find", {}), calls("read", {"path": "."}), calls("recipe", {"id": "files:organise"})]
        await desk.turn(opened, *steps, says("done"))

    asyncio.run(work())
    assert all("October" in event.title for event in desk.of(CallStarted))
    assert "`October`" in desk.of(CallEnded)[-1].result.for_user


def test_two_folders_of_one_name_are_told_apart(desk, tmp_path):
    (tmp_path / "other" / "October").mkdir(parents=True)

    async def work():
        opened = desk.open()
        opened.grant(RootGranted("", str(tmp_path / "other" / "October")))
        await desk.turn(opened, calls("find", {}), calls("find", {"folder": "October:"}), says("done"))
        opened.grant(RootGranted("", str(tmp_path / "other")))
        await desk.turn(opened, calls("find", {"folder": "other:"}), says("done"))

    asyncio.run(work())
    first, second, third = (event.title for event in desk.of(CallStarted))
    assert f"{tmp_path.name}/October" in first
    assert "other/October" in second
    assert "October" not in third


@pytest.mark.parametrize("mode", [Mode.PLAN, Mode.CHANGES])
def test_a_change_that_is_not_allowed_is_told(desk, mode):
    async def work():
        opened = desk.open(mode=mode)
        return await desk.turn(
            opened, calls("write_file", {"path": "a.txt", "text": "x"}), says("ok"), approver=Nobody()
        )

    ended, _ = asyncio.run(work())
    desk.says(desk.of(CallEnded)[0].result.for_user)
    assert ended.ending is Ending.REFUSED
    desk.says(ended.sentence)


def test_every_end_says_why_and_what_to_do(desk):
    async def work():
        opened = desk.open()
        runs = [
            await desk.turn(opened, DEAD),
            await desk.turn(opened, NO_KEY),
            await desk.turn(opened, RuntimeError("a bug")),
            await desk.turn(opened, says(""), says(""), says("")),
            await desk.turn(opened, *[calls("find", {})] * 12, says("I looked and found nothing.")),
            await desk.turn(opened, limits=Limits(steps=0)),
            await desk.turn(opened, says("no", Finish.FILTER)),
            await desk.turn(opened, *[calls("find", {"pattern": f"{n}*"}) for n in range(4)], says("4 of 9 are done."),
                            limits=Limits(steps=5)),
        ]  # fmt: skip
        return [ended for ended, _ in runs]

    ends = asyncio.run(work())
    assert [end.code for end in ends] == [
        "transient",
        "key",
        "bug",
        "empty_answer",
        "loop",
        "limit",
        "filtered",
        "limit",
    ]
    for end in ends:
        desk.says(end.sentence)
        desk.says(end.remedy)


def test_a_stopped_turn_says_so(desk):
    async def work():
        opened = desk.open()
        waiting = asyncio.Event()

        class Waiting:
            async def ask(self, question, call=""):
                waiting.set()
                await asyncio.Event().wait()

        task = asyncio.ensure_future(desk.turn(opened, calls("ask_person", {"question": "?"}), approver=Waiting()))
        await waiting.wait()
        opened.session.stop()
        return (await task)[0]

    desk.says(asyncio.run(work()).sentence)


def test_a_retry_is_noted_in_the_persons_language(desk):
    async def work():
        opened = desk.open()

        async def no_wait(_seconds):
            return None

        model = Retrying(ScriptedModel([DEAD, "ok"]), note=lambda words: opened.note(words, "retry"), sleep=no_wait)
        return await opened.begin(Asked("go", model, language=desk.language))

    assert asyncio.run(work()).ending is Ending.DONE
    (note,) = desk.of(Noted)
    assert note.code == "retry"
    desk.says(note.text)


def test_an_undo_that_keeps_a_newer_edit_says_so(desk):
    async def work():
        opened = desk.open()
        steps = [calls("read", {"path": "notes.txt"}), calls("edit", {"path": "notes.txt", "ops": REPLACE})]
        await desk.turn(opened, *steps, says("done"))
        (desk.root / "notes.txt").write_text("the person's")
        (made,) = await opened.undo_all()
        with pytest.raises(RefusedError) as refused:
            await opened.undo(made.undoes)
        return made, refused.value

    made, refused = asyncio.run(work())
    (kept,) = made.kept
    beside = "notes(元に戻す前).txt" if desk.language == "ja" else "notes (before undo).txt"
    assert "notes.txt" in kept
    assert beside in kept
    desk.says(kept.replace(beside, ""))
    desk.says(refused.words.text(desk.language))
    assert (desk.root / beside).read_text() == "one\nmore\n"
    assert (desk.root / "notes.txt").read_text() == "the person's"


def test_a_folder_that_is_gone_is_noted_when_its_session_is_opened(desk):
    async def work():
        desk.house.journal.start("s")
        desk.house.journal.append("s", RootGranted("", "/gone/October"))
        desk.house.open("s", lambda _s, _n, notice: desk.told.append(notice), desk.language)

    asyncio.run(work())
    (note,) = desk.of(Noted)
    assert note.code == "no_folder"
    assert "/gone/October" in note.text
    desk.says(note.text)


def test_a_turn_cut_off_by_a_crash_is_closed_in_the_persons_language(desk):
    async def work():
        desk.house.journal.start("s")
        desk.house.journal.append("s", TurnStarted("t", "go"))
        opened = desk.house.open("s", lambda *_: None, desk.language)
        opened.leave()
        return opened.session.state.ending

    ending = asyncio.run(work())
    desk.says(ending.sentence)
    desk.says(ending.remedy)


def test_a_self_test_speaks_the_persons_language(desk):
    for step, ok in (("OK", True), (NO_KEY, False), (DEAD, False)):
        lines, _ = asyncio.run(self_test(ScriptedModel([step] * 5), Subject(), lambda _: None))
        assert (lines[1].standing is Standing.PASSED) is ok
        for line in lines:
            desk.says(line.words.text(desk.language))
            if line.remedy != NO_WORDS:
                desk.says(line.remedy.text(desk.language))


def test_an_inventory_tells_the_facts_of_documents_in_the_persons_language(desk):
    async def work():
        opened = desk.open()
        await desk.turn(opened, calls("recipe", {"id": "reports:inventory"}), says("done"))

    asyncio.run(work())
    (book,) = (openpyxl.load_workbook(path) for path in desk.root.glob("*.xlsx") if path.name != "broken.xlsx")
    facts = [str(row[5].value) for row in book.worksheets[0].iter_rows(min_row=2) if row[5].value]
    assert facts
    for fact in facts:
        desk.says(fact)


def test_a_declined_row_is_named_in_the_report_in_the_persons_language(desk):
    class Picky:
        async def ask(self, question, call=""):
            return replace(question.answer(tuple(row.index for row in question.rows[1:]), True), at=time.time())

    async def work():
        opened = desk.open(mode=Mode.DESTRUCTIVE)
        await opened.begin_recipe("files:organise", "Organise", {}, desk.language, Picky())
        last = opened.session.state.history[-1]
        assert isinstance(last, AssistantMessage)
        return text_of(last.parts)

    report = asyncio.run(work())
    first = report.splitlines()[1]
    assert first.startswith("- 移動 " if desk.language == "ja" else "- move ")


def test_the_journal_keeps_what_was_said_as_it_was_said(desk):
    async def work():
        opened = desk.open()
        await desk.turn(opened, calls("find", {}), says("done"))
        return desk.house.journal.records(opened.session.id)

    records = asyncio.run(work())
    (started,) = (record.event for record in records if isinstance(record.event, CallStarted))
    desk.says(started.title)
