"""A question at a terminal: what warns is seen before it is answered, and no text of a file rules the terminal."""

import io
import sys

import pytest

from agent.core.actions import Effect, Question, Row
from desktop.cli.approve import deciding


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def asked(monkeypatch, capsys):
    """What a person who types `typed` sees of a question."""

    def at_terminal(question, typed):
        monkeypatch.setattr(sys, "stdin", Terminal(typed))
        answer = deciding("ask", "en", quiet=False)(question)
        return answer, capsys.readouterr().err

    return at_terminal


def test_every_row_that_warns_is_seen_however_many_there_are(asked):
    rows = [Row(n, Effect.WRITE, f"{n}.txt") for n in range(100)]
    rows[70] = Row(70, Effect.WRITE, "bad.html", notes=("Opening it would contact evil.test.",))
    answer, seen = asked(Question("q", "Change", rows=tuple(rows)), "y\n")
    assert len(answer.accepted) == 100
    assert "71. write  bad.html" in seen
    assert "contact evil.test" in seen
    assert "59 more" in seen


def test_choices_are_drawn_without_controls(asked):
    answer, seen = asked(Question("q", "Which?", choices=("a\x1b[2Jb",)), "1\n")
    assert "\x1b" not in seen
    assert answer.text == "a\x1b[2Jb"
