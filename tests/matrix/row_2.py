"""Row 2: the unit tests of the reference (agentskills/agentskills, skills-ref/tests), run over Deskhand's reader.

Its test files are run as they are; the package `skills_ref` that they import is a thin one over ours, made in a
temporary folder.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.matrix.tally import REPO, Data, Tally

TITLE = "skills-ref: its own unit tests over our reader"
_TESTS = 40
_PROMPT = "the reference writes its catalogue as XML, Deskhand as lines within a budget"
_OURS = Path(__file__).parent / "skills_ref_over_ours.py"


def run(data: Data) -> Tally:
    """Run them in a process of their own."""
    tally = Tally()
    repository = data.found("agentskills/agentskills")
    if repository is None:
        tally.skip("agentskills/agentskills is not on this computer", _TESTS)
        return tally
    with tempfile.TemporaryDirectory() as scratch:
        package = Path(scratch) / "skills_ref"
        package.mkdir()
        source = _OURS.read_text(encoding="utf-8")
        for name in ("__init__", "parser", "validator", "errors"):
            (package / f"{name}.py").write_text(source if name == "__init__" else "from skills_ref import *\n")
        _ran(repository / "skills-ref" / "tests", Path(scratch), tally)
    return tally


def _ran(tests: Path, scratch: Path, tally: Tally) -> None:
    env = {**os.environ, "PYTHONPATH": f"{scratch}{os.pathsep}{REPO}"}
    files = [str(tests / name) for name in ("test_parser.py", "test_validator.py")]
    words = [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider", "-p", "no:xdist"]
    ran = subprocess.run(
        [*words, "--rootdir", str(scratch), *files],
        env=env,
        cwd=scratch,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    for state, name in re.findall(r"^(PASSED|FAILED|ERROR) \S*::(\w+)", ran.stdout, re.MULTILINE):
        tally.check(state == "PASSED", f"{name}: {state}")
    if not tally.passed:
        tally.failed.append(f"nothing ran: {ran.stdout[-300:]}{ran.stderr[-300:]}")
    prompt = (tests / "test_prompt.py").read_text(encoding="utf-8").count("\ndef test_")
    tally.skip(_PROMPT, prompt)
