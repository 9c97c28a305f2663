"""A person plays the model with the hand model server: a task of more than eight calls, on real files."""

import json
import socket
import subprocess
import sys
import threading
import time

import openpyxl
import pytest
from docx import Document

from tests.journeys.program import REPO, tree

HAND = REPO.parent / "shared" / "tools" / "handmodel.py"
pytestmark = pytest.mark.skipif(not HAND.exists(), reason="the hand model is not beside this clone")
INVOICE, RECEIPT, SCAN = "Invoice Northwind Paper.pdf", "Receipt Harbour Cafe.pdf", "scan0012.pdf"
STEPS = [
    [("plan", {"steps": [{"title": "Read the receipts", "state": "active"}, {"title": "Write the sheet"}]})],
    [("find", {"pattern": "*.pdf"})],
    [("read", {"path": INVOICE}), ("read", {"path": RECEIPT}), ("read", {"path": "scan 0012.pdf"})],
    [("read", {"path": SCAN})],
    [("create", {"path": "Expenses.xlsx", "content": {"sheets": [{
        "name": "Expenses", "columns": [{"title": "Vendor"}, {"title": "Total"}],
        "rows": [["Northwind Paper", 440.0], ["Harbour Cafe", 30.25], ["City Taxi", 41.2],
                 ["Sum", {"formula": "=SUM(B2:B4)"}]]}]}})],
    [("create", {"path": "Letter.docx", "content": {"language": "en", "letter": {
        "to": "Accounts", "from": "Office", "date": "2026-10-31", "subject": "October expenses",
        "greeting": "Dear colleagues,", "body": "The October expenses are in the attached sheet.",
        "closing": "Kind regards", "signature": "M. Sato"}}})],
    [("read", {"path": "Expenses.xlsx"})],
    [("organise", {"items": [{"delete": "Receipt Harbour Cafe copy.pdf"}, {"delete": SCAN}]})],
    [("plan", {"steps": [{"title": "Read the receipts", "state": "done"},
                         {"title": "Write the sheet", "state": "done"}]})],
]  # fmt: skip


class Hand:
    """The hand model server, and a person who answers each request with the next step."""

    def __init__(self, spool):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.spool = spool
        self.server = subprocess.Popen(
            [sys.executable, str(HAND), "serve", "--dir", str(spool), "--port", str(self.port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.heard = []
        self.stopped = threading.Event()

    def answer(self, steps, last):
        """Answer in a thread."""
        self.thread = threading.Thread(target=self._answer, args=([*steps, last],), daemon=True)
        self.thread.start()

    def _answer(self, steps):
        for number, step in enumerate(steps, 1):
            request = self.spool / f"{number:05d}.request.json"
            while not (request.exists() and request.stat().st_size) and not self.stopped.wait(0.05):
                pass
            if self.stopped.is_set():
                return
            self.heard.append(json.loads(request.read_text()))
            if isinstance(step, str):
                self._hand("say", f"{number:05d}", step)
            else:
                pairs = [part for name, arguments in step for part in (name, json.dumps(arguments))]
                self._hand("call", f"{number:05d}", *pairs)

    def _hand(self, verb, *rest):
        subprocess.run([sys.executable, str(HAND), verb, "--dir", str(self.spool), *rest], check=True)

    def close(self):
        """End the server."""
        self.stopped.set()
        self.server.kill()
        self.server.wait()


@pytest.fixture
def hand(tmp_path):
    """A running hand model."""
    (tmp_path / "spool").mkdir()
    served = Hand(tmp_path / "spool")
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", served.port)) == 0:
                break
        time.sleep(0.05)
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
