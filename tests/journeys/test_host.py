"""The host as the window meets it: JSON-RPC lines over its standard input and output."""

import os
import queue
import signal
import subprocess
import sys
import threading
from typing import Any

import pytest

from agent.core.actions import Approval, Mode
from agent.core.events import CheckpointMade, QuestionAsked, RootGranted, TurnEnded
from desktop.wire import messages as wire
from desktop.wire.framing import Answer, answer_as, parsed, request_line
from tests.journeys.program import tree


class Window:
    """Speaks with a real host process."""

    def __init__(self, deskhand):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "desktop", "host"], env=deskhand.env,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.into, self.out = self.process.stdin, self.process.stdout
        self.number = 0
        self.waiting: queue.Queue[Any] = queue.Queue()
        self.published = []
        threading.Thread(target=self._pump, daemon=True).start()

    def _pump(self):
        for line in self.out:
            self.waiting.put(parsed(line))
        self.waiting.put(None)

    def ask(self, request):
        """The answer to a request; a Failed is given as it is."""
        self.number += 1
        self.into.write(request_line(self.number, request) + b"\n")
        self.into.flush()
        while True:
            message = self.waiting.get(timeout=60)
            assert message is not None, "the host ended"
            if isinstance(message, Answer) and message.id == self.number:
                return message.failed or answer_as(request, message.result)
            self.published.append(message)

    def until(self, kind):
        """The first Notice of that kind that was published and not yet asked for."""
        while True:
            for message in self.published:
                if isinstance(message, wire.Published) and isinstance(message.notice, kind):
                    self.published.remove(message)
                    return message.notice
            message = self.waiting.get(timeout=60)
            assert message is not None, "the host ended"
            self.published.append(message)

    def close(self):
        """Close the input: the host ends by itself."""
        self.into.close()
        assert self.process.wait(timeout=20) == 0
        self.out.close()

    def kill(self):
        """As a crash would."""
        os.kill(self.process.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        self.process.wait(timeout=20)
        self.into.close()
        self.out.close()


@pytest.fixture
def window(deskhand):
    opened = Window(deskhand)
    yield opened
    if opened.process.poll() is None:
        opened.close()


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
    window.ask(wire.AnswerQuestion(session, Approval(question.id, accepted, True)))
    checkpoint = window.until(CheckpointMade).checkpoint
    assert window.until(TurnEnded).ending == "done"
    assert (folder / kept.target).exists()
    change = window.ask(wire.PreviewChange(session, checkpoint.id, checkpoint.changed[0].place))
    assert isinstance(change, wire.Preview)
    window.ask(wire.UndoChange(session))
    assert tree(folder) == before


def test_a_killed_host_comes_back_with_the_session_as_it_was(deskhand, folder):
    first = Window(deskhand)
    first.ask(wire.Hello("en"))
    session = first.ask(wire.StartSession((RootGranted("", str(folder)),))).id
    first.ask(wire.RunRecipe(session, "files:organise", {}))
    first.until(QuestionAsked)
    before = tree(folder)
    first.kill()
    again = Window(deskhand)
    again.ask(wire.Hello("en"))
    history = again.ask(wire.OpenSession(session))
    ended = history.notices[-1]
    assert isinstance(ended, TurnEnded)
    assert ended.code == "interrupted"
    assert tree(folder) == before
    again.close()


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
