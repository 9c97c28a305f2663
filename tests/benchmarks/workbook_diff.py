"""What a diff of two large workbooks costs, beside reading one of them with python-calamine in the same run.

python tests/benchmarks/workbook_diff.py [ROWS]
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import python_calamine  # noqa: E402
import xlsxwriter  # noqa: E402

from agent.documents.xlsx.diff import diff  # noqa: E402


def made(path: Path, rows: int, *, inserted: int = -1, changed: int = -1) -> Path:
    """Rows of nine columns with a formula each; one may be inserted, one value changed."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Data")
    row = 0
    for at in range(rows):
        if at == inserted:
            sheet.write_row(row, 0, ["a new row", 1, 2, 3])
            row += 1
        value = -1 if at == changed else at * 2
        sheet.write_row(row, 0, [f"key {at}", at, at * 1.5, f"word {at % 100}", value, "x", "y", at])
        sheet.write_formula(row, 8, f"=B{row + 1}*C{row + 1}", None, at)
        row += 1
    book.close()
    return path


def seconds(work: Callable[[], object]) -> float:
    """The time of the processor."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main(rows: int) -> None:
    """Print each cost as a ratio to one reading by calamine."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        old = made(base / "old.xlsx", rows)
        changed = made(base / "changed.xlsx", rows, changed=rows // 2)
        inserted = made(base / "inserted.xlsx", rows, inserted=10)
        read = seconds(lambda: python_calamine.CalamineWorkbook.from_path(old).get_sheet_by_index(0).to_python())
        print(f"{rows:,} rows; one reading by calamine: {read:.2f} s")
        for name, new in (("the same", old), ("one value changed", changed), ("one row inserted", inserted)):
            spent = seconds(lambda new=new: diff(old, new))  # type: ignore[misc]  # a default holds the loop's value
            print(f"{name}: {len(diff(old, new))} differences, ratio {spent / read:.1f} ({spent:.2f} s)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
