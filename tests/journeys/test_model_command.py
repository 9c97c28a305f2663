"""A person plays the model with the hand model server: a task of more than eight calls, on real files."""

import json
import socket

import openpyxl
import pytest
from docx import Document

from tests.journeys.hand import HAND, SCAN, STEPS, Hand
from tests.journeys.program import tree

pytestmark = pytest.mark.skipif(not HAND.exists(), reason="the hand model is not beside this clone")


@pytest.fixture
def hand(tmp_path):
    """A running hand model."""
    served = Hand(tmp_path / "spool")
    yield served
    served.close()


@pytest.mark.parametrize("language", ["en"])
def test_a_task_of_many_calls_is_finished_and_a_refused_row_is_left_alone(deskhand, folder, hand, tmp_path):
    before = tree(folder)
    base = f"http://127.0.0.1:{hand.port}/v1"
    deskhand.run("model", "add", "hand", "--base-url", base, "--model", "hand", "--no-key")
    rules = tmp_path / "rules.json"
    rules.write_text(json.dumps({"effects": ["write", "delete"], "decline": [SCAN], "reason": "keep the taxi"}))
    hand.answer(STEPS, "The three receipts are in Expenses.xlsx; the letter is Letter.docx. The taxi receipt stays.")
    events = deskhand.events("run", "Put the receipts into a sheet", "--folder", str(folder), "--approve", str(rules))
    assert events[-1]["kind"] == "turn_ended"
    assert events[-1]["ending"] == "done"
    results = [e["result"] for e in events if e["kind"] == "call_ended"]
    assert len(results) >= 8
    assert [r["code"] for r in results if r["outcome"] != "done"] == ["not_found"]
    assert (folder / SCAN).exists()
    assert not (folder / "Receipt Harbour Cafe copy.pdf").exists()
    book = openpyxl.load_workbook(folder / "Expenses.xlsx")
    assert [row[1].value for row in book["Expenses"].iter_rows(min_row=2)] == [440, 30.25, 41.2, "=SUM(B2:B4)"]
    assert "October expenses" in "\n".join(p.text for p in Document(str(folder / "Letter.docx")).paragraphs)
    told = json.dumps(hand.heard[-1]["messages"][-3:])
    assert SCAN in told
    assert "keep the taxi" in json.dumps(hand.heard[-2]["messages"])
    assert "Did you mean" in json.dumps(hand.heard[3]["messages"])
    deskhand.run("undo", "--last")
    assert tree(folder) == before


@pytest.mark.parametrize("language", ["en"])
def test_a_server_that_is_gone_ends_the_task_in_words(deskhand, folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    deskhand.run("model", "add", "gone", "--base-url", f"http://127.0.0.1:{port}/v1", "--model", "x", "--no-key")
    deskhand.run("model", "test", "gone", code=5)
    assert "gone" in deskhand.run("model", "list")
