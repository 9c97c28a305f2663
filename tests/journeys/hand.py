"""The hand model server with a person behind it who gives one prepared Step after the other."""

import json
import socket
import subprocess
import sys
import threading
import time

from tests.journeys.program import REPO

HAND = REPO.parent / "shared" / "tools" / "handmodel.py"
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
                         {"title": "Write the sheet", "state": "done"}],
               "checklist": [{"need": "The expenses with their sum", "state": "done", "file": "Expenses.xlsx",
                              "at": "Expenses!B5", "value": "511.45"},
                             {"need": "A letter", "state": "done", "file": "Letter.docx"}]})],
]  # fmt: skip


def _number(heard):
    """What the tool of the self-test gave."""
    return str(json.loads(heard["messages"][-1]["content"])["pieces"])


def _copy(heard):
    """The text that shall be copied."""
    return heard["messages"][-1]["content"].partition("\n\n")[2]


# What a person answers to the self-test. Hands that feel their way in the dark are no eyes.
SELF_TEST = ["OK", [("count_stock", {"article": "青いペン A-7", "shelf": 12})], _number, _copy, "I see no picture."]


class Hand:
    """The hand model server, and a person who answers each request with the next step."""

    def __init__(self, spool):
        spool.mkdir()
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
        self._await()

    def _await(self):
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("the hand model did not start")

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
            step = step(self.heard[-1]) if callable(step) else step
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
