"""What is approved is what executes: `python tests/long/mutated_approvals.py [count]`, 100,000 when none is given.

Prints how many an approval of something else let pass; exit code 1 when it is any.
"""

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[2])

from tests.redteam.mutations import accepted  # noqa: E402

COUNT = 100_000


def main() -> int:
    """Run and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    passed = accepted(count, seed=20261126)
    print(f"{len(passed)} of {count} mutations were accepted", *passed[:3], sep="\n")
    return 1 if passed else 0


if __name__ == "__main__":
    raise SystemExit(main())
