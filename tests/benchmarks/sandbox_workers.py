"""What it costs to confine the workers that parse documents. Argument: [COUNT] starts and ten times as many calls.

All in turn in one run, beside workers that are not confined: the start with the first call, a call that has next to
nothing to do, an edit of a workbook with 20,000 cells, and a call on a 5 MB file. Medians in milliseconds.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

import openpyxl  # noqa: E402

from agent.core.running import Confinement  # noqa: E402
from agent.documents.pool import WorkerDocuments  # noqa: E402
from agent.sandbox.linux.alone import LandlockAlone  # noqa: E402
from agent.sandbox.linux.bubblewrap import Bubblewrap  # noqa: E402


def main(count: int) -> None:
    ways: dict[str, Confinement | None] = {"bare": None}
    tried: dict[str, Confinement] = {"bubblewrap": Bubblewrap(), "alone": LandlockAlone()}
    for name, way in tried.items():
        if way.offer().there:
            ways[name] = way
        else:
            print(f"{name}: {way.offer().missing.en}")
    with tempfile.TemporaryDirectory() as folder:
        told(measured(ways, made(Path(folder)), count))


def measured(ways: dict[str, Confinement | None], files: dict[str, Path], count: int) -> dict[tuple[str, str], float]:
    """The median of each kind of call in each way."""
    pools = {name: WorkerDocuments(confinement=way) for name, way in ways.items()}
    times: dict[tuple[str, str], list[float]] = {}
    for number in range(count * 10 + 1):
        for name, pool in pools.items():
            deeds = calls(pool, files) | {"start": partial(started, ways[name], files["letter"])}
            for kind, deed in deeds.items():
                if kind == "call" or number % 10 == 0:
                    times.setdefault((kind, name), []).append(timed(deed))
    for pool in pools.values():
        pool.close()
    return {key: statistics.median(found[1:]) for key, found in times.items()}  # the first one warms the caches


def told(found: dict[tuple[str, str], float]) -> None:
    for (kind, name), middle in sorted(found.items()):
        bare = found[kind, "bare"]
        print(f"{kind}, {name}: {middle:.1f} ms, {middle - bare:+.1f} (ratio {middle / bare:.2f})")


def made(folder: Path) -> dict[str, Path]:
    names = {"letter": "letter.txt", "book": "book.xlsx", "big": "big.csv", "target": "target.xlsx"}
    files = {name: folder / file for name, file in names.items()}
    files["letter"].write_text("Dear all\n", encoding="utf-8")
    files["big"].write_text("a,b,c\n" + "1,2,hello world\n" * 300_000, encoding="utf-8")
    book = openpyxl.Workbook()
    for row in range(2_000):
        book.worksheets[0].append([row] * 10)
    book.save(files["book"])
    return files


def calls(pool: WorkerDocuments, files: dict[str, Path]) -> dict[str, Callable[[], object]]:
    ops = [{"op": "set_cells", "sheet": "Sheet", "cells": {"A1": 5}}]
    return {
        "call": lambda: pool.read(files["letter"]),
        "edit": lambda: pool.edit(files["book"], ops, files["target"]),
        "5 MB": lambda: pool.read(files["big"], count=10),
    }


def started(way: Confinement | None, letter: Path) -> None:
    pool = WorkerDocuments(confinement=way)
    pool.read(letter)
    pool.close()


def timed(deed: Callable[[], object]) -> float:
    begin = time.perf_counter()
    deed()
    return (time.perf_counter() - begin) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
