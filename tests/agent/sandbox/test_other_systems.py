"""What is tried on other systems is text that Python can read, has words of its own, and is not tried here."""

import ast
import sys

import pytest

from agent.core.running import Tier
from agent.sandbox.probe import script
from agent.sandbox.probe.attempts import ATTEMPTS
from agent.sandbox.probe.macos import MACOS
from agent.sandbox.probe.probing import tried_in
from agent.sandbox.probe.windows import WINDOWS


@pytest.mark.parametrize("attempt", [*MACOS, *WINDOWS], ids=lambda one: one.words.en)
def test_every_attempt_is_code(attempt):
    text = script.native(attempt.code, {"file": "/a", "process": 1}, "mark")
    functions = [one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.FunctionDef)]
    assert next(one for one in functions if one.name == "_attempt").body


def test_each_is_tried_on_its_system_only():
    assert {one.system for one in MACOS} == {"darwin"}
    assert {one.system for one in WINDOWS} == {"win32"}
    foreign = [one for one in (*MACOS, *WINDOWS) if one.system != sys.platform]
    assert not set(foreign) & set(tried_in(Tier.NATIVE))
    names = [one.words.en for one in ATTEMPTS]
    assert {names.count(one.words.en) for one in (*MACOS, *WINDOWS)} == {1}
