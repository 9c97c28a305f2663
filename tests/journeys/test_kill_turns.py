"""A Turn that is killed at points of the Journal goes on and comes to the same end: a short run of the long one."""

import os
import subprocess
import sys

import pytest

from tests.journeys.program import REPO


@pytest.mark.timeout(320)  # it waits for the disk at every append; a busy one makes that minutes
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the rounds are forked, so that each need not load the program")
def test_a_turn_killed_at_points_of_the_journal_ends_as_if_nobody_had_disturbed_it():
    command = [sys.executable, str(REPO / "tests" / "long" / "kill_turns.py"), "13", "--twice"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert ": 0 bad" in done.stdout
