"""Approvals: bound to exactly what was shown, once, for a while. `tests/long/mutated_approvals.py` is the long form."""

import random
import time
from dataclasses import replace

import pytest

from agent.core.actions import VALID_SECONDS
from agent.core.errors import ToolError
from tests.redteam.mutations import accepted, question, some_intent, some_set


def test_a04_no_mutation_between_question_and_execution_is_accepted():
    assert accepted(1000, seed=1) == []


def test_a04_every_change_and_every_argument_is_shown():
    dice = random.Random(2)
    for _ in range(200):
        changes = some_set(dice)
        rows = question(changes).rows
        assert [(row.index, row.target) for row in rows] == [(i, str(c.place)) for i, c in enumerate(changes.changes)]
        intent = some_intent(dice)
        told = question(intent).rows[0].detail
        lines = told.split("\n")
        assert len(lines) == len(intent.actions[0].arguments)
        assert all(line.isprintable() for line in lines)


def test_a05_an_answer_is_for_one_question_and_for_ten_minutes():
    dice = random.Random(3)
    asked, again = question(some_set(dice)), question(some_set(dice))
    answer = replace(asked.answer((0,), True), at=time.time())
    asked.must_fit(answer, answer.at + VALID_SECONDS)
    for other, now in ((again, answer.at), (asked, answer.at + VALID_SECONDS + 1)):
        with pytest.raises(ToolError):
            other.must_fit(answer, now)
