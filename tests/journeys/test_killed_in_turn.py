"""One task in the real window, while the model server, the host and the window are killed in turn.

All of them are processes of their own, the files are real, and a person presses what the window shows.
"""

import io
import re
import shutil
import sys
import zipfile
from collections import Counter
from contextlib import ExitStack

import pytest

from tests.journeys.model_process import FIRST_WORDS
from tests.journeys.program import Deskhand, tree
from tests.journeys.real_window import ModelServer, RealWindow, kill, record, until, written

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the host of a window is found in /proc")
TASK = "Tidy up this folder and sum up the sales."
COPY, SCAN = "Receipt Harbour Cafe copy.pdf", "scan0012.pdf"
ANSWER = "The folder is tidy and the sales are summed up."
STEPS = [
    [("plan", {"steps": [{"title": "Write the summary", "state": "active", "changes": ["write Summary.xlsx"]},
                         {"title": "Clear away what is double"}]})],
    [("read", {"path": "Sales October.xlsx"}), ("read", {"path": "Orders old system.csv"})],
    [("create", {"path": "Summary.xlsx", "content": {"sheets": [{
        "name": "Summary", "columns": [{"title": "Customer"}, {"title": "Amount"}],
        "rows": [["Acme", 1630], ["Globex", 860], ["Sum", {"formula": "=SUM(B2:B3)"}]]}]}})],
    [("edit", {"path": "Sales October.xlsx", "ops": [{"op": "set_cells", "cells": {"A1": "Day"}}]})],
    [("organise", {"items": [{"delete": COPY}, {"move": SCAN, "to": f"Scans/{SCAN}"}]})],
    [("write_file", {"path": "Scans/about.txt", "text": "Scans of October.\n"})],
    [("plan", {"steps": [{"title": "Write the summary", "state": "done"},
                         {"title": "Clear away what is double", "state": "done"}],
               "checklist": [{"need": "The sales summed up", "state": "done", "file": "Summary.xlsx"}]})],
    ANSWER,
]  # fmt: skip
CHANGING = ("call_2_0", "call_3_0", "call_4_0", "call_5_0")


def with_model(deskhand, folder, ended):
    """A model server of its own, connected to the program."""
    model = ModelServer(folder, STEPS)
    ended.callback(model.end)
    deskhand.run("model", "add", "one", "--base-url", model.url, "--model", "m", "--no-key")
    return model


def undisturbed(base, folder, ended):
    """The same task on a copy of the folder, which runs meanwhile. Gives the copy and the running command."""
    copy = base / "undisturbed"
    shutil.copytree(folder, copy)
    deskhand = Deskhand(base / "its home")
    with_model(deskhand, base / "its model", ended)
    running = deskhand.start("run", TASK, "--folder", str(copy), "--approve", "all")
    ended.callback(running.kill)
    return copy, running


def opened(deskhand, ended, *folders):
    """The window, in front of a person."""
    window = RealWindow(deskhand, *map(str, folders))
    ended.callback(window.end)
    return window


def contents(folder):
    """Names and bytes. Times are of the moment of each run: also the one that a new workbook holds of its making."""
    return {name: timeless(facts[2]) if name == "Summary.xlsx" else facts[2] for name, facts in tree(folder).items()}


def timeless(data):
    """The parts of a workbook without the moment of its making."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return {name: re.sub(rb"[0-9-]{10}T[0-9:]{8}Z", b"", parts.read(name)) for name in parts.namelist()}


def kill_model_server(window, model):
    """In the middle of an answer. It is away for a moment, then it is there again at the same port."""
    window.shows(FIRST_WORDS)
    kill(model.process)
    window.shows("cannot be reached")
    model.halt()
    model.start()
    assert FIRST_WORDS not in window.shows("could not answer for a moment; then it did.")


def kill_host(deskhand, window, kind, call):
    """As soon as that stands in the record of a call."""
    until(lambda: written(deskhand, kind, call))
    kill(window.host())


@pytest.mark.parametrize("language", ["en"])
def test_a_task_survives_the_end_of_the_model_server_the_host_and_the_window(deskhand, folder, tmp_path):
    before = tree(folder)
    with ExitStack() as ended:
        copy, running = undisturbed(tmp_path, folder, ended)
        model = with_model(deskhand, tmp_path / "model", ended)
        model.halt(2)
        window = opened(deskhand, ended, folder)
        window.press("Hand over")
        window.shows("What shall be done in")
        window.write(TASK)
        window.press("Send")
        kill_model_server(window, model)
        kill_host(deskhand, window, "call_started", "call_3_0")
        window.shows("It goes on where it was.", TASK, "Write the summary", "Change 1 file?")
        window.press("Allow")
        window.shows("Make 2 changes?")
        kill(window.process)
        window = opened(deskhand, ended)
        window.shows("Interrupted · 2 files changed", "You will be asked again", TASK, "It goes on where it was.")
        window.press("Continue")
        window.shows("Make 2 changes?")
        window.press("Allow 2")
        kill_host(deskhand, window, "checkpoint_made", "call_4_0")
        window.shows(ANSWER, "Done")
        out, err = running.communicate(timeout=60)
        assert running.returncode == 0, out + err
        assert contents(folder) == contents(copy)
        check_record(deskhand, model)
        undo_all(window, folder, before)


def check_record(deskhand, model):
    """Every change was made once, every call has one result, and the record is whole."""
    events = record(deskhand)
    assert Counter(one["call"] for one in events if one["kind"] == "checkpoint_made") == Counter(CHANGING)
    results = Counter(one["result"]["call"] for one in events if one["kind"] == "call_ended")
    assert set(results.values()) == {1}
    assert [one["ending"] for one in events if one["kind"] == "turn_ended"] == ["done"]
    assert [one["by_itself"] for one in events if one["kind"] == "turn_resumed"] == [True, False, True]
    assert sorted(set(model.heard())) == list(range(len(STEPS)))
    deskhand.run("log", "--verify")


def undo_all(window, folder, before):
    """By the button of the window."""
    window.press("Show or hide the details")
    window.shows("Write the summary")
    window.press("Undo all")
    window.press("Undo all")
    until(lambda: is_as_before(folder, before), lambda: set(tree(folder)) ^ set(before))


def is_as_before(folder, before):
    """Whether all is back; what moves while it is looked at is not yet."""
    try:
        return tree(folder) == before
    except FileNotFoundError:
        return False
