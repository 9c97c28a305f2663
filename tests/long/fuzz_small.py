"""Run programs that nobody wrote in the small interpreter. `python tests/long/fuzz_small.py COUNT [SEED]`

A fifth are attacks that were changed, the rest grows from a grammar that likes what attacks are made of. None may
raise anything in the host, say what only the host knows, or touch anything but its Room. Exit code 1 when one does.

Prints how they ended, and the memory of the host before and after.
"""

import resource
import sys
import tempfile
import time
import warnings
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[2])

from tests.redteam.fuzzed_programs import tried  # noqa: E402

COUNT = 10_000


def main() -> int:
    """Run and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20261126
    warnings.simplefilter("ignore", SyntaxWarning)  # odd texts are the point
    began, before = time.monotonic(), _peak()
    peaks = {}

    def told(number: int) -> None:
        if number == count // 10:
            peaks["early"] = _peak()
        if number and number % 1_000 == 0:
            print(f"{number} programs, {time.monotonic() - began:.0f} s", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        found, ends = tried(Path(folder), count, seed, told)
    print(f"{len(found)} of {count} programs did harm; they ended: {dict(ends)}")
    early = peaks.get("early", before)
    print(f"host: {before:.0f} MB before, {early:.0f} after a tenth, {_peak():.0f} at the end")
    for flaw, text in found[:10]:
        print(f"--- {flaw}\n{text}")
    return 1 if found else 0


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    raise SystemExit(main())
