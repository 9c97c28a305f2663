"""Read every file below a folder by workers. `python tests/long/corpus.py FOLDER [COUNT]`

Meant for collections of odd files that a person fetched: test files of Apache POI, oletools, corkami. For each file all
that the host asks of an unknown file is asked. Printed: how the calls ended, by reason; which took more than 20
seconds; how many workers died; how large this process became. The exit code is 1 after a hang or an untyped error.
"""

import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

import psutil  # noqa: E402

from agent.core.errors import ToolError  # noqa: E402
from agent.documents.pool import WorkerDocuments, WorkerFaultError  # noqa: E402

MOST_SECONDS = 20.0
SMALL = 2 * 1024**2


class Tally:
    """What was seen."""

    def __init__(self) -> None:
        self.ends: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.bad: list[str] = []
        self.stopped: list[str] = []
        self.longest = 0.0


def asked(documents, path, tally):
    """All calls on one file; `tally` is added to."""
    calls = {
        "read": documents.read, "tables": documents.tables, "reaches": documents.reaches, "check": documents.check,
        "problems": documents.problems,
    }  # fmt: skip
    for name, call in calls.items():
        began = time.perf_counter()
        try:
            call(path)
            end = "answered"
        except ToolError as error:
            end = error.code
            if isinstance(error.__cause__, WorkerFaultError):
                tally.faults[str(error.__cause__)] += 1
            if end == "unsafe":
                tally.stopped.append(f"{name} {path.name}: {error.words.en}")
        except Exception as error:  # noqa: BLE001  this is what is looked for
            end = type(error).__name__
            tally.bad.append(f"{name} {path.name}: {error!r}")
        took = time.perf_counter() - began
        tally.longest = max(tally.longest, took)
        tally.ends[end] += 1
        if took > MOST_SECONDS and path.stat().st_size < SMALL:
            tally.bad.append(f"{name} {path.name}: {took:.0f} seconds")


def main(folder, count):
    """Run and print; returns whether all was well."""
    documents, tally = WorkerDocuments(), Tally()
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()][:count]
    before = psutil.Process().memory_info().rss
    most = 0
    with tempfile.TemporaryDirectory() as private:
        for number, path in enumerate(files, 1):
            copy = Path(private) / path.name
            shutil.copyfile(path, copy)
            asked(documents, copy, tally)
            copy.unlink()
            most = max(most, psutil.Process().memory_info().rss - before)
            if number % 200 == 0:
                print(f"{number} files, {sum(tally.ends.values())} calls", flush=True)
    documents.close()
    print(f"files: {len(files)}; calls: {sum(tally.ends.values())}; longest call {tally.longest:.1f} s")
    print("ends:", ", ".join(f"{end} {number}" for end, number in tally.ends.most_common()))
    print(f"this process grew by {most / 1024**2:.0f} MB at most; workers that died: {len(tally.stopped)}")
    for word, told in (("stopped", tally.stopped), ("BAD", tally.bad)):
        for one in told[:40]:
            print(f"  {word} {one}")
    for fault, number in tally.faults.most_common(20):
        print(f"  a parser failed {number} times at {fault}")
    return not tally.bad


if __name__ == "__main__":
    good = main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
    sys.stdout.flush()
    os._exit(0 if good else 1)
