"""The script by which a person tries confined code on a computer of their own."""

import subprocess
import sys
from pathlib import Path

import pytest

from agent.sandbox.confining import confinement_here

SCRIPT = Path(__file__).resolve().parents[3] / "packaging" / "try_sandbox.py"


def tried(*names: str, **more) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, str(SCRIPT), *names]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=100, **more)


def test_its_report_is_a_table_that_names_no_path_of_this_computer():
    if not confinement_here().offer().there:
        pytest.skip("nothing confines code here")
    done = tried("offers", "result", "cancel")
    assert done.stderr == ""
    rows = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    assert len(rows) == 9
    assert "| What comes back | yes | create new.txt, folder folder, modify orders.csv |" in rows
    assert "**NO**" not in done.stdout
    assert done.returncode == 0
    assert not any(path in done.stdout for path in (str(SCRIPT.parents[1]), "/tmp/", str(Path.home()) + "/"))


def test_what_does_not_go_is_told_and_is_an_error(tmp_path):
    """A folder for temporary files that cannot hold a Room."""
    code = (
        f"import sys; sys.argv = ['x']; sys.path.insert(0, {str(SCRIPT.parent)!r})\n"
        "import asyncio, pathlib, try_sandbox\n"
        f"folder = pathlib.Path({str(tmp_path)!r}, 'file')\nfolder.write_text('')\n"
        "print(asyncio.run(try_sandbox.report(['cancel'], folder)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert "| cancel | **NO** | NotADirectoryError" in done.stdout
    assert done.stdout.splitlines()[-1] == "False"


def test_a_wrong_name_is_answered_with_the_right_ones():
    done = tried("everything")
    assert done.returncode == 2
    assert "offers, probe, run" in done.stdout
