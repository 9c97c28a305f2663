"""What a pack can do with a model: `python -m tests.long.evaluate PACK [MODEL] [--count N]`; PACK may be "all".

MODEL is a model of `deskhand model list`, with its key where that command put it; its provider is spoken to, and paid.
A hand model (a server that a person answers) counts as one. The result is checked by code, not by words: the files that
must be there, their values, and what must not have changed. Without MODEL the example folders are made in the current
folder, to be looked at. Exits with 1 when a task was not finished.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.evaluations.every import EVALUATIONS
from tests.long.live import played


def main() -> int:
    """Play the tasks of a pack, or lay its examples out."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("pack", choices=["all", *dict.fromkeys(one.pack for one in EVALUATIONS)])
    options.add_argument("model", nargs="?", default="")
    options.add_argument("--count", type=int, default=1)
    given = options.parse_args()
    chosen = [one for one in EVALUATIONS if given.pack in ("all", one.pack)]
    if not given.model:
        for one in chosen:
            place = Path("examples") / one.pack / one.job.name
            place.mkdir(parents=True)
            one.job.make(place)
            print(f"{place}: {one.job.words}")
        return 0
    failed = 0
    for one in chosen * given.count:
        with tempfile.TemporaryDirectory(prefix="deskhand-evaluate-") as held:
            folder = Path(held) / "Office"  # what a check makes beside it is its own
            folder.mkdir()
            finished, told = played(one.job, given.model, folder)
        failed += not finished
        print(f"{'finished' if finished else 'NOT FINISHED':14}{one.pack:14}{one.job.name:20}{told}", flush=True)
    print(f"{len(chosen) * given.count - failed} of {len(chosen) * given.count}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
