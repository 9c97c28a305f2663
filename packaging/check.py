"""The one check: format, lint, types, import contracts, tests. CI runs the same. Arguments go to pytest.

Every step runs, whatever the ones before it said; the exit code is 1 when one of them failed. pytest comes last, so
that its closing line is what stands at the end.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
CONTRACTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
OURS = ("agent", "connectors", "skills", "desktop", "tests")
STEPS = (
    # The tests start hundreds of processes. Confined ones may not write here: each would compile all that it imports.
    ("compiled files", ("-m", "compileall", "-q", *OURS)),
    ("format", ("-m", "ruff", "format", "--check", "--quiet", ".")),
    ("lint", ("-m", "ruff", "check", "--quiet", ".")),
    ("types", ("-m", "mypy", "--no-error-summary")),
    ("import contracts", ("-c", CONTRACTS)),
)
# Three, also on two cores: a fifth of the time of a worker is waiting for processes, servers and time limits.
TESTS = ("-m", "pytest", "-n", "3", "--dist", "worksteal")


def main(arguments: list[str]) -> int:
    failed = [name for name, words in STEPS if not passes(name, words)]
    if not passes("tests", (*TESTS, *arguments)):
        failed.append("tests")
    if failed[:1] not in ([], ["tests"]):
        print(f"\nFailed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def passes(name: str, words: tuple[str, ...]) -> bool:
    """Run a step and say how long it took; its own words only when it failed. The tests speak for themselves."""
    speaks = name == "tests"
    began = time.monotonic()
    if speaks:
        print("-- tests", flush=True)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=REPO,
        env={**kept, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(REPO)},
        stdin=subprocess.DEVNULL,
        stdout=None if speaks else subprocess.PIPE,
        stderr=None if speaks else subprocess.STDOUT,
        check=False,
    )
    if not speaks:
        verdict = "failed" if done.returncode else "ok"
        print(f"-- {name}: {verdict} ({time.monotonic() - began:.1f} s)", flush=True)
        if done.returncode:
            sys.stdout.buffer.write(done.stdout)
            sys.stdout.flush()
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
