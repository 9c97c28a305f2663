"""The jobs of tests/journeys/jobs.py with a real model: `python -m tests.long.live NAME [JOB ...]`.

NAME is a model of `deskhand model list`, with its key where that command put it; its provider is spoken to, and paid.
Without NAME the scripted runs of the test suite are all there is. Prints for each job whether it was finished, its
steps, tokens and cost, and exits with 1 when one was not.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.journeys.jobs import JOBS, Job
from tests.journeys.running import answer_of, arguments

LIMITS = ("--max-steps", "40", "--max-usd", "1")


def played(job: Job, model: str, folder: Path) -> tuple[bool, str]:
    """Whether the job was finished, and how it went."""
    job.make(folder)
    command = [sys.executable, "-m", "desktop", *arguments(job, folder), "--model", model, "--json", *LIMITS]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=dict(os.environ))
    events = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    used = [one["usage"] for one in events if one["kind"] == "usage_added"]
    told = (f"{len(used)} steps, {sum(one['input'] for one in used):,} tokens in, "
            f"{sum(one['output'] for one in used):,} out, ${sum(one['cost'] or 0 for one in used):.4f}")  # fmt: skip
    if done.returncode:
        return False, f"{told}; exit {done.returncode}: {done.stderr.strip()[-300:]}"
    try:
        job.check(folder, answer_of(events))
    except (AssertionError, OSError, StopIteration) as failure:
        return False, f"{told}; {type(failure).__name__}: {str(failure)[:300]}"
    return True, told


def main() -> int:
    """Play the jobs that were named, or all of them."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("model")
    options.add_argument("job", nargs="*", default=[job.name for job in JOBS])
    given = options.parse_args()
    failed = 0
    for job in (job for job in JOBS if job.name in given.job):
        with tempfile.TemporaryDirectory(prefix="deskhand-live-") as folder:
            finished, told = played(job, given.model, Path(folder))
        failed += not finished
        print(f"{'finished' if finished else 'NOT FINISHED':14}{job.name:12}{told}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
