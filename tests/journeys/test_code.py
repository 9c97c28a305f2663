"""Code of the model, from the call to the undo: run for real, confined, over a real folder."""

import asyncio
import re
import time
from dataclasses import replace

import pytest

from agent.core.actions import Mode
from agent.core.events import CallEnded, CallProgress, CheckpointMade, Noted, QuestionAsked, RootGranted
from agent.core.messages import Image, Outcome, text_of
from agent.core.running import Offer, Tier
from agent.core.words import Words
from agent.models.scripted import ScriptedModel, calls, together
from agent.session.limits import Limits
from desktop.compose.asked import Asked
from desktop.compose.house import built_house
from tests.journeys.october import Desk, Nobody
from tests.journeys.program import tree


@pytest.fixture(params=["en"])
def desk(request, tmp_path):
    made = Desk(tmp_path, request.param)
    native = next(offer for offer in made.house.rooms.sandbox.offers() if offer.tier is Tier.NATIVE)
    if not native.there:
        pytest.skip(f"code cannot be confined here: {native.missing.en}")
    yield made
    made.house.close()


def code(text, *files, **more):
    return calls("run_python", {"code": text, "files": list(files), **more})


def play(desk, *steps, mode=Mode.ACT, approver=None, limits=None):
    """One Turn; what became of its calls."""

    async def turn():
        return await desk.turn(desk.open(mode=mode), *steps, "done", approver=approver, limits=limits)

    ended, model = asyncio.run(turn())
    assert ended.ending in {"done", "refused"}, ended
    return [one.result for one in desk.of(CallEnded)], model


def heard(result):
    return text_of(result.for_model)


def rooms(desk):
    return list(desk.house.home.rooms.iterdir()) if desk.house.home.rooms.exists() else []


def test_two_calls_share_a_variable_and_not_the_files(desk):
    results, _ = play(
        desk,
        code("lines = open('notes.txt').read().split()\nlen(lines)", "notes.txt"),
        code("import os\nprint(lines[1], os.listdir())"),
    )
    assert "Value:\n2" in heard(results[0])
    assert "Printed:\nmore []" in heard(results[1])
    assert rooms(desk) == []


def test_what_code_makes_is_undone_byte_for_byte(desk):
    before = tree(desk.root)

    async def turn():
        opened = desk.open()
        text = (
            "import os, pathlib\nopen('notes.txt', 'a').write('three')\nos.rename('two.pdf', 'pages.pdf')\n"
            "os.remove('mail.eml')\npathlib.Path('new/deep').mkdir(parents=True)\nopen('new/a.csv', 'w').write('a')\n"
        )
        await desk.turn(opened, code(text, "."), "done")
        made = tree(desk.root)
        await opened.undo_all()
        return made

    made = asyncio.run(turn())
    kinds = {(one.kind, one.place) for one in desk.of(CheckpointMade)[0].checkpoint.changed}
    assert {("modify", "notes.txt"), ("move", "two.pdf"), ("delete", "mail.eml"), ("create", "new/a.csv")} <= kinds
    assert made["notes.txt"][2] == b"one\nmore\nthree"
    assert "new/deep" in made
    assert tree(desk.root) == before


def test_a_script_that_deletes_all_its_inputs_is_asked_like_any_delete(desk):
    class Half:
        """Accepts the first row."""

        async def ask(self, question, call=""):
            desk.told.append(QuestionAsked("", question))
            return replace(question.answer((question.rows[0].index,), True, "not these"), at=time.time())

    before = tree(desk.root)
    text = "import os\nfor name in os.listdir(): os.remove(name)"
    results, _ = play(desk, code(text, "*.txt", "*.pdf"), mode=Mode.DESTRUCTIVE, approver=Half())
    rows = desk.of(QuestionAsked)[0].question.rows
    assert [(row.effect, row.target) for row in rows] == [("delete", "notes.txt"), ("delete", "two.pdf")]
    assert results[0].declined == ("delete two.pdf",)
    assert "not these" in heard(results[0])
    assert {name for name in before if name not in tree(desk.root)} == {"notes.txt"}


def test_a_file_that_the_person_changes_meanwhile_stays_as_they_wrote_it(desk):
    class Editor:
        """Saves a file of their own before they say yes."""

        async def ask(self, question, call=""):
            (desk.root / "notes.txt").write_text("mine")
            return await desk.ask(question, call)

    text = "open('notes.txt', 'w').write('theirs')\nopen('new.txt', 'w').write('new')"
    results, _ = play(desk, code(text, "notes.txt"), mode=Mode.CHANGES, approver=Editor())
    assert (results[0].outcome, results[0].code) == (Outcome.FAILED, "stale")
    assert (desk.root / "notes.txt").read_text() == "mine"
    assert not (desk.root / "new.txt").exists()


def test_a_file_that_code_was_not_given_is_not_replaced(desk):
    results, _ = play(
        desk,
        code("open('notes.txt', 'w').write('over')"),
        code("open('notes.txt', 'w').write('over')", "notes.txt"),
        code("open('notes.txt', 'w').write('again')"),
    )
    assert [one.code for one in results] == ["stale", "", ""]
    assert (desk.root / "notes.txt").read_text() == "again"


def test_a_file_that_code_was_given_may_be_edited(desk):
    results, _ = play(
        desk,
        code("1", "notes.txt"),
        calls("edit", {"path": "notes.txt", "ops": [{"op": "replace", "find": "one", "with": "two"}]}),
    )
    assert [one.outcome for one in results] == [Outcome.DONE, Outcome.DONE]
    assert [(one.name, bool(one.version)) for one in results[0].sources] == [("notes.txt", True)]


def test_an_error_is_told_with_what_was_printed_and_nothing_is_taken(desk):
    before = tree(desk.root)
    results, model = play(desk, code("print('so far')\nopen('a.txt', 'w').write('x')\n1/0"), code("open('a.txt')"))
    assert (results[0].outcome, results[0].code) == (Outcome.FAILED, "code_raised")
    assert "Printed:\nso far" in heard(results[0])
    assert "ZeroDivisionError" in heard(results[0])
    assert "FileNotFoundError" in heard(results[1])
    assert desk.of(CallEnded)[0].result.for_user == "The code ended with an error. Nothing of it was taken."
    assert tree(desk.root) == before
    assert len(model.heard) == 3


def test_what_cannot_be_taken_is_named_to_both(desk):
    results, _ = play(desk, code("import os\nopen('p.exe', 'wb').write(b'\\x7fELF' + bytes(60))"))
    assert "Left behind, not taken: 'p.exe': a program" in heard(results[0])
    assert "p.exe" in results[0].for_user
    assert not (desk.root / "p.exe").exists()


def test_figures_are_pictures_and_lines_are_progress(desk):
    text = (
        "import time, matplotlib.pyplot as plt\nfor n in range(3):\n    print('step', n, flush=True)\n"
        "    time.sleep(0.3)\nplt.plot([1, 2]);"
    )
    results, _ = play(desk, code(text, purpose="Draw it"))
    assert sum(isinstance(part, Image) for part in results[0].for_model) == 1
    assert any("step" in one.text for one in desk.of(CallProgress))


def test_long_output_is_kept_to_be_read_on_and_what_stands_after_it_is_told(desk):
    results, _ = play(
        desk,
        code("for n in range(20_000): print('row', n)\nopen('a.txt', 'w').write('a')"),
        lambda history: calls(
            "read", {"path": re.findall(r"result:\w+", text_of(history[-1].results[0].for_model))[0]}
        ),
    )
    assert len(heard(results[0])) < 4_000
    assert "Value:\n1" in heard(results[0])
    assert "Done and kept for undo: create a.txt." in heard(results[0])
    assert heard(results[0]).count("<<<data") == heard(results[0]).count("<<<end") == 2
    assert "row 1\n" in heard(results[1])


def test_wrong_calls_say_what_would_be_right(desk):
    results, _ = play(
        desk,
        code(" "),
        code("1", "nots.txt"),
        code("1", "*.nope"),
        code("1", seconds=100_000),
        calls("run_python", '{"code": "pri'),
    )
    assert [one.code for one in results] == [
        "invalid_arguments", "not_found", "not_found", "invalid_arguments", "invalid_arguments",
    ]  # fmt: skip
    assert "notes.txt" in heard(results[1])
    assert "are not JSON" in heard(results[4])


def test_calls_of_one_step_run_one_after_the_other(desk):
    both = together(
        code("open('notes.txt', 'a').write('A'); x = 1", "notes.txt"),
        code("open('notes.txt', 'a').write(f'B{x}')", "notes.txt"),
    )
    results, _ = play(desk, both)
    assert [one.outcome for one in results] == [Outcome.DONE, Outcome.DONE]
    assert (desk.root / "notes.txt").read_text() == "one\nmore\nAB1"


def test_stop_ends_a_run_at_once(desk):
    async def work():
        opened = desk.open()
        model = ScriptedModel([code("import time\ntime.sleep(0.4)\nprint('on', flush=True)\nwhile True: pass")])
        running = asyncio.ensure_future(opened.begin(Asked("go", model, language="en"), desk))
        while not desk.of(CallProgress):
            await asyncio.sleep(0.02)
        began = time.monotonic()
        opened.session.stop()
        return (await running).ending, time.monotonic() - began

    ending, seconds = asyncio.run(work())
    assert ending == "stopped"
    assert seconds < 2
    assert rooms(desk) == []


def test_the_time_of_a_turn_bounds_its_runs(desk):
    began = time.monotonic()

    async def turn():
        return await desk.turn(desk.open(), code("while True: pass"), "done", limits=Limits(seconds=4))

    ended, _ = asyncio.run(turn())
    assert ended.ending == "limit"
    assert desk.of(CallEnded)[0].result.code == "code_too_slow"
    assert time.monotonic() - began < 8


def test_variables_of_a_turn_before_are_gone_and_that_is_said(desk):
    async def turns():
        opened = desk.open()
        await desk.turn(opened, code("x = 1"), "done")
        await desk.turn(opened, code("print('x' in globals())"), code("1"), "done")

    asyncio.run(turns())
    first, second, third = (heard(one.result) for one in desk.of(CallEnded))
    assert "gone" not in first
    assert "False" in second
    assert "Variables of earlier calls are gone." in second
    assert "gone" not in third


def test_a_second_folder_lies_below_its_name(desk, tmp_path):
    (tmp_path / "Second" / "in").mkdir(parents=True)
    (tmp_path / "Second" / "in" / "b.txt").write_text("b")

    async def turn():
        opened = desk.open()
        opened.grant(RootGranted("", str(tmp_path / "Second")))
        text = (
            "import os\nprint(sorted(os.listdir()))\n"
            "open('Second/in/c.txt', 'w').write(open('Second/in/b.txt').read() + open('notes.txt').read())"
        )
        return await desk.turn(opened, code(text, "notes.txt", "Second:in/*.txt"), "done")

    asyncio.run(turn())
    assert "['Second', 'notes.txt']" in heard(desk.of(CallEnded)[0].result)
    assert (tmp_path / "Second" / "in" / "c.txt").read_text() == "bone\nmore\n"


def test_in_plan_mode_code_reads_and_changes_nothing(desk):
    before = tree(desk.root)
    results, _ = play(
        desk, code("len(open('notes.txt').read())", "notes.txt"), code("open('a', 'w').write('x')"), mode=Mode.PLAN
    )
    assert [one.outcome for one in results] == [Outcome.DONE, Outcome.DENIED]
    assert tree(desk.root) == before


class Nothing:
    """A computer that confines no code."""

    def offers(self):
        return (Offer(Tier.NATIVE, "", Words("No bubblewrap.", "bubblewrap がありません。")),)

    def room(self):
        raise AssertionError("nothing runs without confinement")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_without_a_sandbox_the_tool_is_not_offered_and_the_person_is_told_where_to_look(tmp_path, language):
    desk = Desk(tmp_path, language)
    desk.house.close()
    desk.house = built_house(desk.house.home, Nothing())

    async def turns():
        opened = desk.open()
        (_, first), (_, second) = await desk.turn(opened, "done"), await desk.turn(opened, code("1"), "done")
        return first, second

    try:
        first, _ = asyncio.run(turns())
    finally:
        desk.house.close()
    assert "run_python" not in {spec.name for spec in first.offered[0]}
    notes = [note for note in desk.of(Noted) if note.code == "no_sandbox"]
    assert len(notes) == 1
    desk.says(notes[0].text)
    assert "deskhand sandbox check" in notes[0].text
    assert desk.of(CallEnded)[0].result.code == "unknown_tool"


def test_who_switched_code_off_is_offered_none_and_told_nothing(desk):
    kept = desk.house.preferences
    kept.write(replace(kept.read(), run_code=False))
    _, model = play(desk)
    assert "run_python" not in {spec.name for spec in model.offered[0]}
    assert not [note for note in desk.of(Noted) if note.code == "no_sandbox"]


def test_nobody_there_means_nothing_is_changed(desk):
    before = tree(desk.root)
    results, _ = play(
        desk, code("import os\nos.remove('notes.txt')", "notes.txt"), mode=Mode.CHANGES, approver=Nobody()
    )
    assert results[0].outcome is Outcome.DENIED
    assert tree(desk.root) == before
