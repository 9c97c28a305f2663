"""The host as the window meets it: JSON-RPC lines over its standard input and output."""

import pytest

from agent.core.actions import Mode
from agent.core.events import CheckpointMade, Noted, QuestionAsked, RootGranted, TurnEnded
from desktop.wire import messages as wire
from tests.journeys.october import JAPANESE
from tests.journeys.program import tree
from tests.journeys.window import Window


def test_a_recipe_is_previewed_row_by_row_then_approved_then_undone(window, folder, language):
    before = tree(folder)
    welcome = window.ask(wire.Hello(language))
    assert [r.id for r in welcome.recipes]
    session = window.ask(wire.StartSession((RootGranted("", str(folder)),))).id
    assert window.ask(wire.SuggestRecipes(session)).suggestions
    assert window.ask(wire.RunRecipe(session, "files:organise", {})).started
    question = window.until(QuestionAsked).question
    assert isinstance(window.ask(wire.PreviewRow(session, question.id, question.rows[0].index)), wire.Preview)
    kept = question.rows[0]
    accepted = tuple(row.index for row in question.rows if row is not kept)
    window.ask(wire.AnswerQuestion(session, question.answer(accepted, True)))
    checkpoint = window.until(CheckpointMade).checkpoint
    assert window.until(TurnEnded).ending == "done"
    assert (folder / kept.target).exists()
    change = window.ask(wire.PreviewChange(session, checkpoint.id, checkpoint.changed[0].place))
    assert isinstance(change, wire.Preview)
    window.ask(wire.UndoChange(session))
    assert tree(folder) == before


@pytest.mark.parametrize("language", ["en"])
def test_a_task_is_shown_as_running_from_its_first_moment_also_when_it_goes_on(deskhand, folder):
    first = Window(deskhand)
    first.ask(wire.Hello("en"))
    session = first.ask(wire.StartSession((RootGranted("", str(folder)),))).id
    assert states_until_asked(first, wire.RunRecipe(session, "files:organise", {})) <= {"new", "running", "waiting"}
    again = Window(deskhand)
    again.ask(wire.Hello("en"))
    assert states_until_asked(again, wire.ResumeTurn(session)) <= {"running", "waiting"}


def states_until_asked(window, request):
    """The words for the Session's state that the window hears; then the host is killed."""
    window.ask(request)
    window.until(QuestionAsked)
    window.kill()
    return {told.view.state for told in window.published if isinstance(told, wire.SessionUpdated)}


def test_a_killed_host_comes_back_with_the_task_cut_off_and_goes_on_with_it(deskhand, folder):
    first = Window(deskhand)
    first.ask(wire.Hello("en"))
    session = first.ask(wire.StartSession((RootGranted("", str(folder)),))).id
    first.ask(wire.RunRecipe(session, "files:organise", {}))
    before, asked = tree(folder), first.until(QuestionAsked).question
    first.kill()
    again = Window(deskhand)
    assert [view.state for view in again.ask(wire.Hello("en")).sessions] == ["interrupted"]
    assert again.ask(wire.OpenSession(session)).view.state == "interrupted"
    assert tree(folder) == before
    assert again.ask(wire.ResumeTurn(session)).started
    question = again.until(QuestionAsked).question
    assert (question.rows, question.digest) == (asked.rows, asked.digest)
    assert again.ask(wire.AnswerQuestion(session, question.answer(tuple(row.index for row in question.rows)))) == (
        wire.Done()
    )
    assert again.until(TurnEnded).ending == "done"
    again.ask(wire.UndoChange(session))
    assert tree(folder) == before
    again.close()


@pytest.mark.parametrize("language", ["en"])
def test_a_task_that_was_cut_off_can_be_left(deskhand, folder):
    first = Window(deskhand)
    first.ask(wire.Hello("ja"))
    session = first.ask(wire.StartSession((RootGranted("", str(folder)),))).id
    first.ask(wire.RunRecipe(session, "files:organise", {}))
    first.until(QuestionAsked)
    first.close()  # the window went away: the task waits, it is not ended
    again = Window(deskhand)
    assert [view.state for view in again.ask(wire.Hello("ja")).sessions] == ["interrupted"]
    assert again.ask(wire.LeaveTurn(session)).state == "stopped"
    ended = again.until(TurnEnded)
    assert ended.code == "interrupted"
    assert JAPANESE.search(ended.sentence)
    assert not again.ask(wire.ResumeTurn(session)).started
    again.close()


@pytest.mark.parametrize("language", ["en"])
def test_by_itself_a_task_goes_on_twice_and_then_waits_for_the_person(deskhand, folder):
    window = Window(deskhand)
    window.ask(wire.Hello("en"))
    session = window.ask(wire.StartSession((RootGranted("", str(folder)),))).id
    window.ask(wire.RunRecipe(session, "files:organise", {}))
    window.until(QuestionAsked)
    for times in range(3):
        window.kill()
        window = Window(deskhand)
        window.ask(wire.Hello("en"))
        assert window.ask(wire.ResumeTurn(session, by_itself=True)).started == (times < 2)
        if times < 2:
            assert "goes on where it was" in window.until(Noted).text
            window.until(QuestionAsked)
    assert window.ask(wire.ResumeTurn(session)).started
    window.close()


def test_words_without_a_model_get_a_plain_answer_and_recipes(window, folder, language):
    window.ask(wire.Hello(language))
    session = window.ask(wire.StartSession((RootGranted("", str(folder)),))).id
    words = "重複ファイルを探して" if language == "ja" else "find duplicate files"
    answer = window.ask(wire.StartTurn(session, words))
    assert not answer.started
    assert answer.suggestions[0].recipe == "files:duplicates"


def test_requests_that_cannot_be_done_say_why(window, tmp_path):
    window.ask(wire.Hello("en"))
    assert window.ask(wire.OpenSession("nosuch")).code == "no_session"
    assert window.ask(wire.StartSession((RootGranted("", str(tmp_path / "nowhere")),))).code == "no_folder"
    session = window.ask(wire.StartSession(())).id
    assert window.ask(wire.PreviewFile(session, "../../etc/passwd")).code == "outside_workspace"
    assert window.ask(wire.TestModel("nosuch")).code == "no_model"


def test_the_sample_folder_is_ready_to_work_on(window, language):
    window.ask(wire.Hello(language))
    view = window.ask(wire.MakeSample(language))
    suggestions = window.ask(wire.SuggestRecipes(view.id)).suggestions
    assert suggestions
    assert window.ask(wire.SetSession(view.id, title="Mine", mode=Mode.ACT)).mode is Mode.ACT


@pytest.mark.parametrize("language", ["en"])
def test_a_recipe_hears_no_words_and_says_so_and_a_second_task_has_to_wait(window, folder):
    window.ask(wire.Hello("en"))
    session = window.ask(wire.StartSession((RootGranted("", str(folder)),))).id
    window.ask(wire.RunRecipe(session, "files:organise", {}))
    window.until(QuestionAsked)
    answer = window.ask(wire.StartTurn(session, "and sum it up"))
    assert (answer.started, "hears no words" in answer.sentence) == (False, True)
    assert window.ask(wire.RunRecipe(session, "files:organise", {})).code == "busy"


@pytest.mark.parametrize("language", ["en"])
def test_in_a_folder_for_reading_nobody_is_asked_about_changes_that_cannot_be(window, folder):
    before = tree(folder)
    window.ask(wire.Hello("en"))
    session = window.ask(wire.StartSession((RootGranted("", str(folder), writable=False),))).id
    window.ask(wire.RunRecipe(session, "files:organise", {}))
    ended = window.until(TurnEnded)
    assert ended.code == "read_only"
    assert "for reading only" in ended.sentence
    assert not [told for told in window.published if isinstance(getattr(told, "notice", None), QuestionAsked)]
    assert tree(folder) == before


@pytest.mark.parametrize("damage", ["a file in its place", "a damaged record"])
def test_a_host_that_cannot_open_its_records_says_so_and_what_to_do(deskhand, language, damage):
    if damage == "a file in its place":
        deskhand.home.write_text("not a folder")
    else:
        deskhand.home.mkdir()
        (deskhand.home / "journal.db").write_bytes(b"this is no database" * 200)
    host = Window(deskhand)
    failed = host.ask(wire.Hello(language))
    assert failed.code == "records"
    assert failed.remedy
    assert bool(JAPANESE.search(failed.sentence)) is (language == "ja")
    host.into.close()
    assert host.process.wait(timeout=20) == 5
    host.out.close()


@pytest.mark.parametrize("language", ["en"])
def test_strange_lines_do_not_end_the_host(window, language):
    strange = (b"", b"{}", b'{"id":null}', b'{"id":[1],"method":"hello"}', b'{"id":1e999,"method":"hello"}',
               b'{"id":1,"error":5}', b"[" * 3000, b"\xff\xfe", b'{"method":"hello","params":[]}')  # fmt: skip
    for line in strange:
        window.into.write(line + b"\n")
    assert window.ask(wire.Hello(language)).recipes


@pytest.mark.parametrize("language", ["en"])
def test_private_copies_are_gone_when_a_session_is_opened_again(deskhand, folder):
    deskhand.run("recipe", "files:search", "--set", "text=2026", "--folder", str(folder), "--approve", "all")
    session = deskhand.run("sessions").split()[0]
    staging = deskhand.home / "staging" / session
    assert [path for path in staging.rglob("*") if path.is_file()]
    host = Window(deskhand)
    host.ask(wire.Hello("en"))
    host.ask(wire.OpenSession(session))
    assert not [path for path in staging.rglob("*") if path.is_file()]
    host.close()


def test_changes_of_models_that_come_at_once_are_made_and_answered_in_their_order(deskhand):
    """A model that was removed must not come back with an answer that was read before and is heard after."""
    window = Window(deskhand)
    window.ask(wire.Hello("en"))
    for number in range(20):
        window.ask(wire.AddModel(f"m{number}", "http://127.0.0.1:9/v1", "m"))
    for number in range(20):
        name = f"m{number}"
        answers = window.ask_all(wire.UseModel(name), wire.UseModel(name), wire.RemoveModel(name))
        assert [name in {model.name for model in answer.models} for answer in answers] == [True, True, False]
    window.close()
