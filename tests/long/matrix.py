"""The matrix of open formats: `python -m tests.long.matrix [ROW ...]`, all rows without a number.

Data that is not on this computer is not fetched: what needs it is skipped with its reason and counted. Give the
folder of fetched repositories (each by its name: `skills`, `agentskills`, `skill-scanner`, `mcpb` ...) in
DESKHAND_MATRIX_DATA. A row is a module `tests/matrix/row_NUMBER.py` with TITLE and `run(data: Data) -> Tally`.
Exit code 1 when a case failed.
"""

import importlib
import sys
import tempfile
import time
from pathlib import Path

from tests.matrix.tally import REPO, Data, Tally, data

ROWS = REPO / "tests" / "matrix"


def rows() -> dict[str, str]:
    """Names of modules by the number of their row."""
    found = sorted(ROWS.glob("row_*.py"), key=lambda path: (len(path.stem), path.stem))
    return {path.stem.removeprefix("row_"): f"tests.matrix.{path.stem}" for path in found}


def one_row(number: str, module: str, here: Data) -> bool:
    """Run a row and print what it counted; whether nothing failed."""
    row = importlib.import_module(module)
    began = time.monotonic()
    try:
        tally: Tally = row.run(here)
    except Exception as error:  # noqa: BLE001  # a row that breaks is told, and the next one runs
        tally = Tally(failed=[f"the row broke: {type(error).__name__}: {error}"])
    skipped = sum(tally.skipped.values())
    print(f"{number:>3}  {row.TITLE}")
    print(
        f"     {tally.passed} passed, {len(tally.failed)} failed, {skipped} skipped, {time.monotonic() - began:.1f} s"
    )
    for line in tally.told:
        print(f"     {line}")
    for why, count in tally.skipped.items():
        print(f"     skipped {count}: {why}")
    for what in tally.failed:
        print(f"     FAILED {what}")
    return not tally.failed


def main(wanted: list[str]) -> int:
    """All rows, or those that are named."""
    known = rows()
    unknown = [number for number in wanted if number not in known]
    if unknown:
        print(f"There is no row {', '.join(unknown)}; there are {', '.join(known)}.")
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        here = data((Path(scratch),))
        good = [one_row(number, known[number], here) for number in wanted or known]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
