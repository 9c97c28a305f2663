"""Large workbooks beside openpyxl. `python tests/benchmarks/workbooks.py [ROWS] [--only edit|read|structure]`

A workbook of ROWS (200,000) times 20 values is made; 280,000 rows are a file of 50 MB. Measured, each in a process of
its own: the processor's seconds and the most memory (MB) for changing one cell, for one cell that a total over a column
depends on, and for reading all values. Printed as soon as it is known, and with the ratio to openpyxl in the same run,
which loads and saves, computes nothing, and reads in its own two ways. openpyxl takes most of the time: about a minute
for each 200,000 rows of `edit`, half of that for `read`.

`structure` inserts a row and a column into the workbook with a total, and into a sheet of ROWS times 10 values with a
formula in each row and a total. openpyxl moves cells, but leaves formulas and all else as they were. calamine, which
reads all values in `read`, is the fastest reader that is known, and gives no formulas.
"""

import argparse
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


def values_calamine(source: Path) -> None:
    """All values, by a library that reads nothing else."""
    import python_calamine  # noqa: PLC0415

    assert len(python_calamine.CalamineWorkbook.from_path(source).get_sheet_by_index(0).to_python()) > 0


def make_formulas(source: Path) -> None:
    """A workbook for `structure`."""
    import xlsxwriter  # noqa: PLC0415

    rows = int(source.stem.partition("-")[0])
    with xlsxwriter.Workbook(source, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Data")
        for row in range(rows):
            sheet.write_row(row, 0, [row + column / 8 for column in range(9)])
            sheet.write_formula(row, 9, f"=A{row + 1}*2", None, row * 2)
        sheet.write_formula(0, 11, f"=SUM(A1:A{rows})", None, rows * (rows - 1) / 2)


def insert_rows_ours(source: Path) -> None:
    """A row in the upper half."""
    from agent.documents.xlsx import workbook as xlsx  # noqa: PLC0415

    xlsx.edit(source, [{"op": "insert_rows", "at": 1000, "count": 1}], source.with_name("ours.xlsx"))


def insert_rows_totalled(source: Path) -> None:
    """A row into the workbook with a total."""
    insert_rows_ours(source)


def insert_rows_openpyxl(source: Path) -> None:
    """A row, without what refers to its cells."""
    import openpyxl  # noqa: PLC0415

    book = openpyxl.load_workbook(source)
    book["Data"].insert_rows(1000)
    book.save(source.with_name("openpyxl.xlsx"))


def insert_columns_ours(source: Path) -> None:
    """A column among others."""
    from agent.documents.xlsx import workbook as xlsx  # noqa: PLC0415

    xlsx.edit(source, [{"op": "insert_columns", "columns": "C", "like": "left"}], source.with_name("ours.xlsx"))


TASKS = {
    task.__name__: task
    for task in (
        make, edit_ours, edit_openpyxl, total_ours, values_ours, values_openpyxl, values_openpyxl_streamed, peek_ours,
        values_calamine, make_formulas, insert_rows_ours, insert_columns_ours, insert_rows_totalled,
        insert_rows_openpyxl,
    )
}  # fmt: skip
PARTS = {
    "edit": ("edit_ours", "total_ours", "edit_openpyxl"),
    "read": ("values_ours", "peek_ours", "values_calamine", "values_openpyxl", "values_openpyxl_streamed"),
    "structure": ("insert_rows_ours", "insert_columns_ours", "insert_rows_totalled", "insert_rows_openpyxl"),
}
PAIRS = (
    ("edit_ours", "edit_openpyxl"), ("total_ours", "edit_openpyxl"), ("values_ours", "values_openpyxl"),
    ("values_ours", "values_openpyxl_streamed"), ("values_ours", "values_calamine"),
    ("insert_rows_totalled", "insert_rows_openpyxl"), ("peek_ours", "values_openpyxl_streamed"),
)  # fmt: skip


def measured(task: str, source: Path) -> tuple[float, float]:
    """Seconds of the processor and MB of a task."""
    done = subprocess.run([sys.executable, __file__, task, str(source)], capture_output=True, text=True, check=True)
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


def compared(source: Path, part: str) -> None:
    """Measure and print one of PARTS."""
    found: dict[str, tuple[float, float]] = {}
    totalled, formulas = source.with_name("totalled.xlsx"), source.with_name(f"{source.stem}-formulas.xlsx")
    if part == "structure":
        measured("make_formulas", formulas)
    for task in PARTS[part]:
        file = formulas if task in {"insert_rows_ours", "insert_columns_ours"} else source
        file = totalled if "total" in task or task == "insert_rows_openpyxl" else file
        found[task] = measured(task, file)
        print(f"{task:26} {found[task][0]:8.2f} s {found[task][1]:8.0f} MB", flush=True)
    for ours, peer in PAIRS:
        if ours in found and peer in found:
            time_ratio, memory_ratio = (b / a for a, b in zip(found[ours], found[peer], strict=True))
            print(f"{ours} against {peer}: {time_ratio:.1f} times as fast, {1 / memory_ratio:.3f} of the memory")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", nargs="?", type=int, default=200_000)
    parser.add_argument("--only", choices=PARTS)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{told.rows}.xlsx"
        measured("make", source)
        print(f"{told.rows:,} rows of 20 values, {source.stat().st_size / 1e6:.1f} MB", flush=True)
        for part in [told.only] if told.only else PARTS:
            compared(source, part)


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in TASKS:
        TASKS[sys.argv[1]](Path(sys.argv[2]))
        unit = 1024**2 if sys.platform == "darwin" else 1024
        print(time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)
    else:
        main()
