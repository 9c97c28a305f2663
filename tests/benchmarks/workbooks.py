"""Large workbooks beside openpyxl. `python tests/benchmarks/workbooks.py [ROWS]`

A workbook of ROWS (200,000) times 20 values is made. Measured, each in a process of its own: the processor's seconds
and the most memory (MB) for changing one cell, for one cell that a total over a column depends on, and for reading all
values. Printed with the ratio to openpyxl in the same run, which loads and saves, computes nothing, and reads in its
own two ways.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))


_PART = 50_000


def make(source: Path) -> None:
    """The workbook, and one with a total. In a process of its own: a child's peak counts what its parent held."""
    from agent.documents.xlsx import workbook as xlsx  # noqa: PLC0415
    from tests.agent.documents.large_workbook import large_workbook  # noqa: PLC0415

    rows = int(source.stem)
    large_workbook(source, rows)
    op = {"op": "set_cells", "cells": {"W1": f"=SUM(E1:E{rows})"}}
    xlsx.edit(source, [op], source.with_name("totalled.xlsx"))


def edit_ours(source: Path) -> None:
    """One cell."""
    from agent.documents.xlsx import workbook as xlsx  # noqa: PLC0415

    xlsx.edit(source, [{"op": "set_cells", "cells": {"D1000": 5}}], source.with_name("ours.xlsx"))


def edit_openpyxl(source: Path) -> None:
    """One cell."""
    import openpyxl  # noqa: PLC0415

    book = openpyxl.load_workbook(source)
    book["Data"]["D1000"] = 5
    book.save(source.with_name("openpyxl.xlsx"))


def total_ours(source: Path) -> None:
    """One cell that a total reads."""
    from agent.documents.xlsx import workbook as xlsx  # noqa: PLC0415

    xlsx.edit(source, [{"op": "set_cells", "cells": {"E1000": 5}}], source.with_name("ours.xlsx"))


def values_ours(source: Path) -> None:
    """All values, a part after the other."""
    from agent.documents.xlsx import workbook as xlsx  # noqa: PLC0415

    rows, start = 0, 1
    while table := xlsx.tables(source, f"{start}:{start + _PART - 1}")[0].rows:
        rows += len(table)
        start += _PART
    assert rows > 0


def peek_ours(source: Path) -> None:
    """Fifty rows in the middle."""
    from agent.documents.xlsx import workbook as xlsx  # noqa: PLC0415

    assert len(xlsx.read(source, 0, 100, "Data!A5001:T5050").passages) == 50


def values_openpyxl(source: Path) -> None:
    """All values, loaded."""
    import openpyxl  # noqa: PLC0415

    assert sum(1 for _ in openpyxl.load_workbook(source)["Data"].iter_rows(values_only=True)) > 0


def values_openpyxl_streamed(source: Path) -> None:
    """All values, in its mode for reading."""
    import openpyxl  # noqa: PLC0415

    book = openpyxl.load_workbook(source, read_only=True)
    assert sum(1 for _ in book["Data"].iter_rows(values_only=True)) > 0


TASKS = {
    task.__name__: task
    for task in (
        make, edit_ours, edit_openpyxl, total_ours, values_ours, values_openpyxl, values_openpyxl_streamed, peek_ours,
    )
}  # fmt: skip


def measured(task: str, source: Path) -> tuple[float, float]:
    """Seconds of the processor and MB of a task."""
    done = subprocess.run([sys.executable, __file__, task, str(source)], capture_output=True, text=True, check=True)
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


def main() -> None:
    """Measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{rows}.xlsx"
        measured("make", source)
        totalled = source.with_name("totalled.xlsx")
        print(f"{rows:,} rows of 20 values, {source.stat().st_size / 1e6:.1f} MB")
        found = {task: measured(task, totalled if task == "total_ours" else source) for task in TASKS if task != "make"}
        for task, (seconds, memory) in found.items():
            print(f"{task:26} {seconds:8.2f} s {memory:8.0f} MB")
        pairs = (("edit_ours", "edit_openpyxl"), ("total_ours", "edit_openpyxl"), ("values_ours", "values_openpyxl"),
                 ("values_ours", "values_openpyxl_streamed"), ("peek_ours", "values_openpyxl_streamed"))  # fmt: skip
        for ours, peer in pairs:
            time_ratio, memory_ratio = (b / a for a, b in zip(found[ours], found[peer], strict=True))
            print(f"{ours} against {peer}: {time_ratio:.1f} times as fast, {1 / memory_ratio:.3f} of the memory")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        TASKS[sys.argv[1]](Path(sys.argv[2]))
        unit = 1024**2 if sys.platform == "darwin" else 1024
        print(time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)
    else:
        main()
