"""The first message of an editor, which is answered before the program is loaded."""

import asyncio
import json
import subprocess
import sys

import pytest

from desktop.acp.greeting import answered, hello, makes_sense, shows_forms
from desktop.acp.pipe import After
from tests.journeys.program import REPO

ASKED = {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {"protocolVersion": 1}}
LIGHT = "import desktop.cli.main, desktop.acp.greeting, sys; print(*sys.modules)"
HEAVY = {"acp", "pydantic", "asyncio", "connectors", "skills", "agent.session", "desktop.compose", "desktop.wire"}


def test_it_needs_nothing_of_the_program():
    words = [sys.executable, "-c", LIGHT]
    done = subprocess.run(words, cwd=REPO, capture_output=True, text=True, check=True, timeout=60)
    assert not HEAVY & set(done.stdout.split())


@pytest.mark.parametrize("number", [0, 7, "a"])
def test_it_is_answered_and_told_to_the_program_without_being_asked_again(number):
    answer, rest = answered(json.dumps(ASKED | {"id": number}).encode()) or (b"", b"")
    assert json.loads(answer) == {"jsonrpc": "2.0", "id": number, "result": hello()}
    assert json.loads(rest) == {key: value for key, value in ASKED.items() if key != "id"}


@pytest.mark.parametrize(
    "line",
    [
        b"", b"no json", b"[1]", b"[" * 100_000, json.dumps(ASKED | {"method": "session/new"}).encode(),
        json.dumps(ASKED | {"params": {}}).encode(), json.dumps(ASKED | {"params": [1]}).encode(),
        json.dumps(ASKED | {"id": None}).encode(), json.dumps(ASKED | {"id": True}).encode(),
        b'{"jsonrpc":"2.0","method":"initialize","params":{"protocolVersion":1}}',
    ],
)  # fmt: skip
def test_every_other_line_is_left_to_the_program(line):
    assert answered(line) is None


def test_what_an_editor_can_do_is_read_as_far_as_it_can_be_read():
    forms = {"protocolVersion": 1, "clientCapabilities": {"elicitation": {"form": {}}}}
    assert makes_sense(forms)
    assert shows_forms(forms)
    for odd in ({}, {"clientCapabilities": 5}, {"clientCapabilities": {"elicitation": {"form": None}}}, None, [1]):
        assert not shows_forms(odd)
        assert not makes_sense(odd)
    assert not makes_sense({"protocolVersion": True})
    assert not makes_sense({"protocolVersion": "1"})
    assert not makes_sense({"protocolVersion": 70_000})


class Rest:
    """Lines that come after the first."""

    async def next(self):
        """One."""
        return b"more"


@pytest.mark.parametrize(
    ("first", "lines"), [(b"one\n", [b"one", b"more"]), (b"", [None]), (b"half", [None]), (b"\n", [b"more"])]
)
def test_the_first_line_comes_before_the_others(first, lines):
    async def work():
        after = After(first, Rest())
        return [await after.next() for _ in lines]

    assert asyncio.run(work()) == lines
