"""Random edits of a sheet that is read as a stream, and of the same one read as a whole: both must give the same.

`python tests/long/streamed_sheets.py COUNT [SEED]`: COUNT calls of several ops each that write values, and insert,
delete and move rows and columns. Every sentence, formula, value and result must be alike, and every result that is
held must be the one that IronCalc computes from nothing. A difference is printed with its ops and makes the exit code
1.
"""

import random
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from agent.core.documents import Op  # noqa: E402
from agent.core.errors import InvalidArgumentsError  # noqa: E402
from agent.documents.operations import carried_out  # noqa: E402
from agent.documents.xlsx.book import Book  # noqa: E402
from agent.documents.xlsx.calc import recalculated  # noqa: E402
from agent.documents.xlsx.calc_cells import CalcValue, Cells, Fault, state_of  # noqa: E402
from agent.documents.xlsx.calc_libraries import Model, ironcalc  # noqa: E402
from agent.documents.xlsx.calc_refs import Place, Region  # noqa: E402
from agent.documents.xlsx.calc_trust import same  # noqa: E402
from agent.documents.xlsx.calc_words import told  # noqa: E402
from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW, cell_name  # noqa: E402
from agent.documents.xlsx.draft import Draft  # noqa: E402
from agent.documents.xlsx.edit import OPERATIONS  # noqa: E402
from tests.agent.documents.large_workbook import long_words  # noqa: E402
from tests.agent.documents.packages import rewritten  # noqa: E402

SHEET = "xl/worksheets/sheet1.xml"
ROWS = 300
_END = b"</worksheet>"
TOTALS = (
    "SUM({0}B:B)",
    "SUM({0}B2:B300)",
    "INDEX({0}B:B,155)",
    "SUMIF({0}C:C,3,{0}B:B)",
    "COUNT({0}B:B)",
    "MATCH(77,{0}A:A,0)",
    "MAX({0}B20:B40)",
    "{0}B200+{0}C10",
    "SUM({0}B$1:B150)",
)


def seeds(folder: Path) -> tuple[Path, Path]:
    """A workbook with a sheet that is read as a stream, and the same one with a comment, by which it is read whole."""
    small = folder / "small.xlsx"
    _written(small, {})
    _written(small, computed(small))
    large = rewritten(small, folder / "large.xlsx", SHEET, long_words)
    return large, rewritten(large, folder / "odd.xlsx", SHEET, lambda part: part.replace(_END, b"<!-- odd -->" + _END))


def _written(path: Path, results: Mapping[Place, CalcValue]) -> None:
    with xlsxwriter.Workbook(path) as book:
        data, other = book.add_worksheet("Data"), book.add_worksheet("Other")
        for row in range(1, ROWS):
            data.write_row(row, 0, [row, row * 3 % 101 + 0.5, row % 7])
            if row in (4, 6, 240):
                data.write_formula(row, 3, f"=B{row + 1}*2", None, results.get((0, row + 1, 4)))
        for at, text in enumerate(TOTALS):
            data.write_formula(0, 6 + at, "=" + text.format(""), None, results.get((0, 1, 7 + at)))
            other.write_formula(at, 0, "=" + text.format("Data!"), None, results.get((1, at + 1, 1)))
            other.write_formula(at, 1, f"=A{at + 1}*2", None, results.get((1, at + 1, 2)))


def contents(path: Path) -> tuple[dict[Place, tuple[str, CalcValue]], dict[Place, CalcValue]]:
    """The formulas of a workbook with their results, and its values."""
    with Book.open(path) as book:
        cells = Cells(book, state_of(book, book.worksheets))
        whole = [Region(number, 1, 1, MAX_ROW, MAX_COLUMN) for number in range(len(cells.entries))]
        values = {place: one for place, one in cells.within(whole) if place not in cells.formulas}
        return {place: (one.text, one.value) for place, one in cells.formulas.items()}, values


def computed(path: Path) -> dict[Place, CalcValue]:
    """The results of a workbook, computed from nothing."""
    with Book.open(path) as book:
        cells = Cells(book, state_of(book, book.worksheets))
        whole = [Region(number, 1, 1, MAX_ROW, MAX_COLUMN) for number in range(len(cells.entries))]
        values = {place: one for place, one in cells.within(whole) if place not in cells.formulas}
        model = Model([entry.name for entry in cells.entries], values, cells.formulas)
        return {place: grid[0][0] for place, grid in ironcalc(model, cells.formulas.keys()).items()}


def random_ops(chance: random.Random) -> list[Op]:
    """Two to five ops on the large sheet."""
    return [_random_op(chance) for _ in range(chance.randint(2, 5))]


def _random_op(chance: random.Random) -> Op:
    row, to = chance.randint(2, 280), chance.randint(2, 280)
    if row <= to <= row + 4:
        to = row + 5
    column, other = chance.choice([("B", "D"), ("E", "B"), ("C", "F"), ("A", "E")])
    rows = f"{row}-{row + chance.randint(0, 3)}"
    choices: list[Op] = [
        {"op": "set_cells", "cells": {f"{chance.choice('ABC')}{row}": chance.randint(1, 500)}},
        {"op": "set_cells", "cells": {f"{chance.choice('ABCH')}{chance.randint(1, 6)}": chance.randint(1, 500)}},
        {"op": "set_cells", "cells": {f"E{row}": f"=SUM(B{to}:C{to + 3})"}},
        {"op": "append_rows", "rows": [[chance.randint(1, 500), 3, chance.randint(1, 6)]]},
        {"op": "insert_rows", "at": row, "count": chance.randint(1, 3), "grow": chance.random() < 0.3},
        {"op": "delete_rows", "rows": rows},
        {"op": "move_rows", "rows": rows, "before": to},
        {"op": "insert_columns", "columns": column},
        {"op": "move_columns", "columns": column, "before": other},
        {"op": "delete_columns", "columns": "C"},
    ]
    op = chance.choices(choices, [4, 3, 2, 1, 4, 4, 4, 1, 1, 0.3])[0]
    return {**op, "sheet": "Data"}


def differences(sources: Sequence[Path], ops: Sequence[Op], folder: Path) -> list[str]:
    """What a stream gives otherwise than the whole, and which results are wrong."""
    targets = [folder / "streamed.xlsx", folder / "whole.xlsx"]
    said = [_said(source, ops, target) for source, target in zip(sources, targets, strict=True)]
    if said[0] != said[1]:
        return [f"said {said[0]} but {said[1]} as a whole"]
    if said[0].startswith("refused"):
        return []
    (formulas, values), (formulas_whole, values_whole) = map(contents, targets)
    found = [
        f"{name}: {one.get(place)} but {other.get(place)} as a whole"
        for one, other in ((formulas, formulas_whole), (values, values_whole))
        for place in sorted(one.keys() | other.keys())
        if one.get(place) != other.get(place)
        for name in [f"{place[0]}!{cell_name(*place[1:])}"]
    ]
    return found + _wrong(targets[0], formulas)


def _wrong(path: Path, formulas: Mapping[Place, tuple[str, CalcValue]]) -> list[str]:
    right = computed(path)
    return [
        f"{place[0]}!{cell_name(*place[1:])} ={text} holds {value}, which is {right[place]}"
        for place, (text, value) in formulas.items()
        if value is not None and not isinstance(right[place], Fault) and not same(((value,),), ((right[place],),))
    ]


def _said(source: Path, ops: Sequence[Op], target: Path) -> str:
    try:
        with Book.open(source) as book:
            draft = Draft(book)
            draft.results_change = True
            said = [carried_out(OPERATIONS, draft, op, "a workbook") for op in ops]
            outcome = recalculated(draft, 1_000)
            draft.save(target, compute_on_load=bool(outcome.missing))
        return " ".join(one.en for one in (*said, *told(outcome)))
    except InvalidArgumentsError as error:
        return f"refused: {error}"


def main() -> int:
    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = seeds(folder)
        for number in range(first, first + count):
            ops = random_ops(random.Random(number))
            found = differences(sources, ops, folder)
            failed += bool(found)
            for one in found[:4]:
                print(number, one, sep=": ")
            if found:
                print(number, ops, sep=": ")
    print(f"{count} calls, {failed} with a difference")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
