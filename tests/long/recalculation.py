"""Edit inputs of real workbooks and compare every result that is in the file with other programs.

`python tests/long/recalculation.py [FOLDER] COUNT`: COUNT inputs of each workbook of FOLDER, or of the shared ones.

An input is a number that formulas depend on; it gets another number. Then every result of a formula that the edited
file holds is compared with IronCalc, and with LibreOffice where it is installed, which compute the edited file from
nothing. Each counts as a witness for a formula only when it had reproduced the result that the original file held.
Printed: results written and left out, the confirmed and the contradicted ones. A contradiction makes the exit code 1.
"""

import random
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from agent.core.errors import ToolError  # noqa: E402
from agent.documents.pool import WorkerDocuments  # noqa: E402
from agent.documents.xlsx.book import Book  # noqa: E402
from agent.documents.xlsx.calc_cells import CalcValue, Cells, Fault, state_of  # noqa: E402
from agent.documents.xlsx.calc_graph import Dependents, cells_of  # noqa: E402
from agent.documents.xlsx.calc_refs import Place  # noqa: E402
from agent.documents.xlsx.calc_trust import same  # noqa: E402
from agent.documents.xlsx.cell_names import cell_name  # noqa: E402

_AT_ONCE = 25
SHARED = REPO.parent / "shared" / "data" / "office"
_RESULT = re.compile(
    r"(<(?:\w+:)?c\b[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>))\s*<(?:\w+:)?v>[^<]*</(?:\w+:)?v>"
)
_SAID = re.compile(r"^([\d,]+) results? (of formulas computed|could not)")


def cells_in(book: Book) -> Cells:
    """The cells of an open workbook."""
    return Cells(book, state_of(book, book.worksheets))


def results_in(path: Path) -> dict[tuple[str, str], CalcValue]:
    """The results of formulas that a file holds, but for those that change by themselves; by sheet and address."""
    with Book.open(path) as book:
        cells = cells_in(book)
        volatile = {place for place, formula in cells.formulas.items() if formula.reading.volatile}
        tainted = volatile | Dependents(cells.formulas).of(cells_of(volatile, cells.formulas))
        return {
            (cells.entries[place[0]].name, cell_name(*place[1:])): formula.value
            for place, formula in cells.formulas.items()
            if formula.value is not None and place not in tainted
        }


def values_in(path: Path, wanted) -> dict[tuple[str, str], CalcValue]:
    """What the `wanted` cells of a file hold."""
    with Book.open(path) as book:
        cells = cells_in(book)
        found = {}
        for number, entry in enumerate(cells.entries):
            sheet = cells.sheets[number]
            for row in sheet.rows:
                for cell in sheet.cells(row):
                    key = entry.name, cell_name(cell.row, cell.column)
                    if key in wanted:
                        found[key] = cells.value(cell)
        return found


def inputs_of(path: Path, count: int, chance: random.Random) -> list[tuple[str, str, float]]:
    """Cells with a number that formulas depend on, and the number."""
    with Book.open(path) as book:
        cells = cells_in(book)
        regions = [region for formula in cells.formulas.values() for region in formula.reading.regions]
        numbers: list[tuple[Place, float]] = [
            (place, value)
            for place, value in cells.within(regions)
            if isinstance(value, float) and place not in cells.formulas
        ]
        chance.shuffle(numbers)
        found = [(place, value) for place, value in numbers[: 20 * count] if Dependents(cells.formulas).of([place])]
        return [(cells.entries[p[0]].name, cell_name(*p[1:]), value) for p, value in found[:count]]


def without_results(source: Path, target: Path) -> None:
    """A copy whose formulas have no results, so that nobody can repeat them."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.lower().endswith(".xml") and "worksheets/" in name:
                data = _RESULT.sub(r"\1", data.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
            new.writestr(name, data)


def by_libreoffice(files: list[Path], folder: Path) -> dict[Path, Path]:
    """Each file as LibreOffice computes and saves it; none without LibreOffice."""
    program = shutil.which("soffice")
    if program is None or not files:
        return {}
    stripped, saved = folder / "stripped", folder / "saved"
    stripped.mkdir(exist_ok=True)
    names = {}
    for number, path in enumerate(files):
        names[path] = stripped / f"{number}.xlsx"
        without_results(path, names[path])
    command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx"]
    copies = [str(copy) for copy in names.values()]
    for start in range(0, len(copies), _AT_ONCE):
        some = copies[start : start + _AT_ONCE]
        subprocess.run([*command, "--outdir", str(saved), *some], capture_output=True, check=False)
    return {path: saved / name.name for path, name in names.items() if (saved / name.name).exists()}


def by_ironcalc(path: Path, folder: Path, wanted) -> dict[tuple[str, str], CalcValue]:
    """What IronCalc computes of a whole file; nothing when it cannot."""
    import ironcalc  # noqa: PLC0415

    bare = folder / "bare.xlsx"
    without_results(path, bare)
    try:
        model = ironcalc.load_from_xlsx(str(bare), "en", "UTC", "en")
        model.evaluate()
        names = {one["name"]: number for number, one in enumerate(model.get_worksheets_properties())}
        with Book.open(path) as book:
            formulas = cells_in(book).formulas
            listed = [entry.name for entry in book.worksheets]
            found: dict[tuple[str, str], CalcValue] = {}
            for sheet, row, column in formulas:
                key = listed[sheet], cell_name(row, column)
                if key in wanted and key[0] in names:
                    value = model.get_cell_value(names[key[0]], row, column)
                    kind = model.get_cell_type(names[key[0]], row, column)
                    error = isinstance(value, str) and kind == ironcalc.CellType.ErrorValue
                    found[key] = Fault(str(value)) if error else value
            return found
    except BaseException as error:  # noqa: BLE001  a panic of Rust is no Exception
        if isinstance(error, KeyboardInterrupt):
            raise
        return {}


def close(one: CalcValue, other: CalcValue) -> bool:
    """Whether a witness says the same."""
    one, other = (float(v) if isinstance(v, int) and not isinstance(v, bool) else v for v in (one, other))
    return same(((one,),), ((other,),))


def compared(before, after, witness_before, witness_after, tally: Counter[str], name: str, where: str) -> None:
    """Count what a witness confirms and contradicts."""
    for key, value in after.items():
        if key not in before or not close(before[key], witness_before.get(key)):
            continue
        if close(value, witness_after.get(key)):
            tally[f"{name} confirms"] += 1
            tally[f"{name} confirms a new value"] += not close(value, before[key])
        else:
            tally[f"{name} contradicts"] += 1
            print(f"{where} {key[0]}!{key[1]}: written {value!r}, {name} {witness_after.get(key)!r}")


def edited(documents: WorkerDocuments, source: Path, work: Path, count: int, tally: Counter[str]):
    """Edits of one workbook: the edited files, and what was edited."""
    chance = random.Random(source.name)
    try:
        for number, (sheet, cell, value) in enumerate(inputs_of(source, count, chance)):
            target = work / f"{source.stem}-{number}{source.suffix}"
            op = {"op": "set_cells", "sheet": sheet, "cells": {cell: value + 1}}
            said = documents.edit(source, [op], target)
            for found in filter(None, (_SAID.match(one.en) for one in said)):
                tally["written" if "of" in found[2] else "left out"] += int(found[1].replace(",", ""))
            yield source, target, f"{source.name} with {sheet}!{cell}"
    except ToolError as error:
        tally[f"not edited: {error.code}"] += 1


def main() -> int:
    """Edit, compare, print."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 2 else SHARED
    documents, tally = WorkerDocuments(), Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        sources = sorted(folder.rglob("*.xls[xm]"))
        edits = [one for path in sources for one in edited(documents, path, work, int(sys.argv[-1]), tally)]
        office = by_libreoffice(sorted({*(one for one, _, _ in edits), *(one for _, one, _ in edits)}), work)
        for source, target, where in edits:
            before, after = results_in(source), results_in(target)
            told = [by_ironcalc(path, work, {*before, *after}) for path in (source, target)]
            compared(before, after, told[0], told[1], tally, "IronCalc", where)
            if source in office and target in office:
                told = [values_in(office[path], {*before, *after}) for path in (source, target)]
                compared(before, after, told[0], told[1], tally, "LibreOffice", where)
    documents.close()
    tally["edits"] = len(edits)
    for word, number in sorted(tally.items()):
        print(f"{word}: {number:,}")
    share = tally["written"] / max(1, tally["written"] + tally["left out"])
    print(f"share of results that could be written: {share:.1%}")
    return int(any("contradicts" in word and number for word, number in tally.items()))


if __name__ == "__main__":
    raise SystemExit(main())
