"""Every bomb against every call, and the largest real workbook. `python tests/benchmarks/documents_limits.py [NAME]`

Printed for each: how it ended, the longest call in seconds, how far the host grew. The exit code is 1 when a call on a
file below 2 MB took more than 20 seconds, when the host grew by more than 100 MB, or when something is no typed error.
"""

import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

import psutil  # noqa: E402
import xlsxwriter  # noqa: E402

from agent.core.errors import ToolError  # noqa: E402
from agent.documents.pool import WorkerDocuments  # noqa: E402
from tests.redteam.bomb_list import HEAVY, QUICK  # noqa: E402

MOST_SECONDS = 20.0
MOST_GROWTH = 100
SMALL = 2 * 1024**2


def rss():
    """Megabytes of this process."""
    return psutil.Process().memory_info().rss / 1024**2


def calls(documents, path, folder):
    """Everything that the host asks of a file that it does not know."""
    yield "read", lambda: documents.read(path)
    yield "tables", lambda: documents.tables(path)
    yield "check", lambda: documents.check(path)
    yield "reaches", lambda: documents.reaches(path)
    yield "render", lambda: documents.render(path, 1, folder / "page.png")
    yield "diff", lambda: documents.diff(path, path)


def tried(documents, name, path):
    """Run all calls on one file; returns whether all was well."""
    ends: Counter[str] = Counter()
    longest, most, before, slowest = 0.0, 0.0, rss(), ""
    odd: list[str] = []
    for word, call in calls(documents, path, path.parent):
        began = time.perf_counter()
        try:
            call()
            end = "answered"
        except ToolError as error:
            end = error.code
        except Exception as error:  # noqa: BLE001  this is what is looked for
            end = type(error).__name__
            odd.append(f"{word}: {end}")
        took = time.perf_counter() - began
        ends[end] += 1
        if took > longest:
            longest, slowest = took, word
        most = max(most, rss() - before)
    size = path.stat().st_size
    bad = bool(odd) or most > MOST_GROWTH or (size < SMALL and longest > MOST_SECONDS)
    told = ", ".join(f"{end} {count}" for end, count in ends.items())
    print(f"{'BAD ' if bad else 'ok  '}{name:38} {size / 1024:10,.1f} kB  {longest:5.1f} s ({slowest:7}) host +{most:5.1f} MB  {told} {' '.join(odd)}", flush=True)  # fmt: skip # noqa: E501
    return not bad


def large_book(path, megabytes):
    """A workbook of real-looking rows: names, days, amounts, until the file has so many megabytes."""
    rows = int(megabytes * 20_000)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        left, state = rows, 12345
        while left > 0:
            sheet = book.add_worksheet()
            for row in range(min(left, 1_000_000)):
                state = (state * 1103515245 + 12345) & 0x7FFFFFFF
                values = (row, f"Customer {state % 9973}", state / 97, f"{state:x} street", 45_000 + state % 400, state)
                sheet.write_row(row, 0, values)
            left -= 1_000_000


def main(wanted):
    """Measure and print."""
    documents = WorkerDocuments()
    good = True
    with tempfile.TemporaryDirectory() as base:
        for number, (name, (file, make)) in enumerate({**QUICK, **HEAVY}.items()):
            if wanted not in name:
                continue
            folder = Path(base) / str(number)
            folder.mkdir()
            # The makers need memory of their own, which must not count as the host's.
            maker = multiprocessing.get_context("fork").Process(target=make, args=(folder / file,))
            maker.start()
            maker.join()
            good = tried(documents, name, folder / file) and good
            for one in folder.iterdir():
                one.unlink()
        if wanted in "large":
            large_book(Path(base) / "large.xlsx", 100)
            good = tried(documents, "a workbook of 100 MB", Path(base) / "large.xlsx") and good
    documents.close()
    print(f"host at the end: {rss():.0f} MB")
    os._exit(0 if good else 1)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
