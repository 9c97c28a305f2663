"""Code of the model, from the call to the undo: run for real, confined, over a real folder."""

import asyncio
import re
import time
from dataclasses import replace

import pytest

from agent.core.actions import Mode
from agent.core.events import CallEnded, CallProgress, CheckpointMade, QuestionAsked
from agent.core.messages import Image, Outcome, text_of
from agent.models.scripted import calls, together
from tests.journeys.coding import code, coder, heard, play, rooms
from tests.journeys.program import tree

desk = pytest.fixture(coder, name="desk")


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
    assert desk.of(CallEnded)[0].result.for_user == "The code ended with an error, so no file was changed."
    assert tree(desk.root) == before
    assert len(model.heard) == 3


def test_a_file_that_code_was_not_given_is_not_replaced_and_its_output_is_told(desk):
    before = tree(desk.root)
    results, _ = play(desk, code("print('so far')\nopen('notes.txt', 'w').write('x')"))
    assert (results[0].outcome, results[0].code) == (Outcome.FAILED, "stale")
    assert "name the file in `files` too" in heard(results[0])
    assert "Printed:\nso far" in heard(results[0])
    assert tree(desk.root) == before


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("%matplotlib inline\n1", "This is no notebook"),
        ("open('/home/me/a.txt', 'w')", "by relative names"),
        ("import os, ctypes\nopen('/home/me/a.txt', 'w')", "use relative names"),
        ("import pandas\npandas.DataFrame().to_csv('/home/me/a.csv')", "use a relative name"),
        ("import ctypes\nopen('out/a.txt', 'w')", "A folder must be made before"),
        ("import os\nos.symlink('a', 'b')", "Links are not made here"),
    ],
)
def test_a_mistake_is_answered_with_what_would_be_right(desk, text, hint):
    results, _ = play(desk, code(text))
    assert hint in heard(results[0])


def test_what_cannot_be_taken_is_named_to_both(desk):
    results, _ = play(desk, code("import os\nopen('p.exe', 'wb').write(b'\\x7fELF' + bytes(60))"))
    assert "Left behind, not taken: 'p.exe': a program" in heard(results[0])
    assert "p.exe" in results[0].for_user
    assert not (desk.root / "p.exe").exists()


def test_who_saves_office_files_by_a_library_is_told_what_that_may_lose(desk):
    text = "from docx import Document\nd = Document('letter.docx')\nd.add_paragraph('x')\nd.save('letter.docx')"
    own = "import deskhand\ndeskhand.edit('letter.docx', [{'op': 'replace', 'find': 'one', 'with': 'two'}])"
    results, _ = play(desk, code(text, "letter.docx"), code(own, "letter.docx"))
    assert ["may have dropped" in heard(one) for one in results] == [True, False]
    assert [one.outcome for one in results] == [Outcome.DONE, Outcome.DONE]


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
