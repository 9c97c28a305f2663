"""The record of a task in words: its plan with what was asked for, and pieces by their names."""

from agent.core.events import ItemEnded, PlanSet
from agent.core.messages import Outcome
from agent.core.plans import PlanStep, Requirement, StepState
from agent.session.course import step


def test_the_plan_is_told_with_its_changes_and_what_was_asked_for():
    steps = (PlanStep("Look", StepState.DONE), PlanStep("Write it", StepState.ACTIVE, ("write a.xlsx",)))
    title, text, _ = step(PlanSet(steps, (Requirement("a total", StepState.DONE, "a.xlsx", "S!B4"),)))
    assert title.en == "Plan"
    assert text.en == "● Look\n◐ Write it (write a.xlsx)\nAsked for:\n● a total (a.xlsx S!B4)"
    assert "依頼の項目" in text.ja


def test_a_piece_is_called_as_the_planner_called_it():
    title, _, _ = step(ItemEnded("2daa4e.docx-10.docx", Outcome.DONE, "Read."))
    assert "docx-10.docx" in title.en
    assert "2daa4e" not in title.en
