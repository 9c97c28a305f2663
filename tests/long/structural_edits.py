"""Insert, delete and move lines and cells of many workbooks. `python tests/long/structural_edits.py COUNT [FOLDER]`

COUNT workbooks: those of FOLDER (by default the shared ones beside the repository), then ones made by XlsxWriter from
seeds, a third of them saved again by LibreOffice where it is installed. Each is computed by IronCalc before and after
an edit. After an insertion, and after rows, columns or cells were moved with everything that refers to them, each
formula must have the same value at its new place; after an insertion and a deletion of the same rows or columns each
formula must be written as before. Cells whose formulas count rows or columns (ROW, OFFSET, MATCH ...), or read such,
are counted apart. Printed besides: in how many cells IronCalc's own insertion writes the formula as ours.
The exit code is 1 after a difference.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

import ironcalc  # noqa: E402

from agent.core.errors import ToolError  # noqa: E402
from agent.documents.pool import WorkerDocuments  # noqa: E402
from agent.documents.xlsx.cell_names import Area, cell_name  # noqa: E402
from agent.documents.xlsx.formula_tokens import REFERENCES, reference_in, sheets_in, tokens_of  # noqa: E402
from agent.documents.xlsx.shift import BlockMove, Insertion, LineMove, area_after, cell_after, same_size  # noqa: E402
from tests.agent.documents.rich_books import rich_book  # noqa: E402

# IronCalc computes each workbook a dozen times.
MOST = 5_000
SHARED = REPO.parent / "shared" / "data" / "office"
COUNTING = (
    "ROW(", "COLUMN(", "ROWS(", "COLUMNS(", "ADDRESS(", "CELL(", "OFFSET(", "INDIRECT(", "RAND", "NOW(", "TODAY(",
    "INDEX(", "MATCH(", "LOOKUP(", "CHOOSE", "TRANSPOSE", "AREAS(", "COUNTBLANK(", "FREQUENCY(", "FORMULATEXT(",
)  # fmt: skip


class Computed:
    """A workbook as IronCalc computes it."""

    def __init__(self, path):
        self.model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
        self.model.evaluate()
        self.names = [one["name"] for one in self.model.get_worksheets_properties()]
        self.formulas = {
            place: formula for place in self.model.get_all_cells() if (formula := self.model.get_cell_formula(*place))
        }

    def value(self, place):
        return self.model.get_cell_value(*place)


def computed(path):
    """None when IronCalc cannot: it may panic, which is no Exception."""
    try:
        return Computed(path)
    except BaseException as error:  # noqa: BLE001
        if isinstance(error, KeyboardInterrupt):
            raise
        return None


def formulas_in(path):
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(archive.read(name).count(b"<f") for name in archive.namelist() if "sheet" in name)
    except zipfile.BadZipFile:
        return 0


def same(one, other):
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))
    return one == other


def read_by(formula, home, names):
    """The areas that a formula reads, with the number of their sheet."""
    at = home
    for token in tokens_of(formula.removeprefix("=")):
        found = reference_in(token.kind, token.text) if token.kind in REFERENCES else None
        if found is not None:
            yield at, found.area
        at = home
        if token.kind == "sheet":
            led = [names.index(one) for one in sheets_in(token.text) if one in names]
            at = led[0] if led else -1


def explained(before, differing, chosen, shift):
    """Of the places that differ, those whose formulas count rows or columns, or read a place that is explained.

    So do those of whose cells a part is moved and a part stays, like a whole column that is read while its cells move.
    """
    found = {place for place in differing if any(word in before.formulas[place].upper() for word in COUNTING)}
    for place in differing if not isinstance(shift, Insertion) else ():
        read = [area for sheet, area in read_by(before.formulas[place], place[0], before.names) if sheet == chosen]
        after = [(area, area_after(shift, area)) for area in read]
        parted = any(then is None or then == area or not same_size(then, area) for area, then in after)
        found |= {place} if parted else set()
    while True:
        more = {
            place
            for place in differing - found
            for sheet, area in read_by(before.formulas[place], place[0], before.names)
            if any(one[0] == sheet and covers(area, one) for one in found)
        }
        if not more:
            return found
        found |= more


def covers(area: Area, place):
    return area.top <= place[1] <= area.bottom and area.left <= place[2] <= area.right


def edits(sheet, bottom, right, chance):
    """Ops with the Shift that each is, for a sheet with cells up to `bottom` and `right`."""
    at, column, count = chance.randint(1, bottom), chance.randint(1, right), chance.randint(1, 3)
    letters = [cell_name(1, one)[:-1] for one in (column, column + count - 1)]
    far = bottom + chance.randint(3, 9)
    end = cell_name(1, right)[:-1]
    return [
        ({"op": "insert_rows", "sheet": sheet, "at": at, "count": count}, Insertion(True, at, count)),
        ({"op": "insert_columns", "sheet": sheet, "columns": ":".join(letters)}, Insertion(False, column, count)),
        ({"op": "move_rows", "sheet": sheet, "rows": f"1-{bottom}", "before": far}, LineMove(True, 1, bottom, far)),
        (
            {"op": "move_columns", "sheet": sheet, "columns": f"A:{end}", "before": cell_name(1, right + 4)[:-1]},
            LineMove(False, 1, right, right + 4),
        ),
        (
            {"op": "move_cells", "sheet": sheet, "from": f"A1:{end}{bottom}", "to": f"C{far}"},
            BlockMove(Area(1, 1, bottom, right), far - 1, 2),
        ),
    ]


class Tally:
    def __init__(self):
        self.counts: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.bad: list[str] = []


def examined(documents, path, chance, tally, folder):
    """All edits of one workbook."""
    if formulas_in(path) > MOST:
        tally.counts["left out, because IronCalc takes minutes for them"] += 1
        return
    before = computed(path)
    if before is None:
        tally.counts["not computed by IronCalc"] += 1
        return
    tally.counts["workbooks"] += 1
    cells = before.model.get_all_cells()
    with_cells = sorted({place[0] for place in cells})
    if not with_cells:
        return
    chosen = chance.choice(with_cells)
    bottom = min(max(place[1] for place in cells if place[0] == chosen) + 1, 5_000)
    right = min(max(place[2] for place in cells if place[0] == chosen), 500)
    for op, shift in edits(before.names[chosen], bottom, right, chance):
        target = folder / f"edited{path.suffix}"
        try:
            documents.edit(path, [op], target)
            documents.check(target)
        except ToolError as error:
            tally.refusals[f"{op['op']}: {str(error)[:110]}"] += 1
            continue
        tally.counts["edits"] += 1
        after = computed(target)
        if after is None:
            tally.bad.append(f"{path.name} {op}: IronCalc cannot read the result")
            continue
        compared(path, before, after, (chosen, shift), f"{path.name} {op}", tally)
        if isinstance(shift, Insertion):
            undone(documents, path, before, op, shift, folder, tally)
            beside_peer(path, after, chosen, shift, tally)


def compared(path, before, after, job, title, tally):
    """Values at the places where they are now."""
    chosen, shift = job
    differing, told = set(), {}
    for place in before.formulas:
        to = cell_after(shift, place[1], place[2]) if place[0] == chosen else place[1:]
        tally.counts["cells compared"] += 1
        if to is None or not same(before.value(place), after.value((place[0], *to))):
            differing.add(place)
            told[place] = f"{before.formulas[place]} -> {after.formulas.get((place[0], *(to or ())))}"
    counted = explained(before, differing, chosen, shift)
    tally.counts["cells that count rows or columns and differ"] += len(counted)
    if os.environ.get("TELL") and counted:
        print("  counted", title, len(counted), before.formulas[min(counted)])
    rest = differing - counted
    alike = as_peer(path, job, rest, after) if isinstance(shift, Insertion) and rest else set()
    tally.counts["cells that differ, as after IronCalc's own insertion: they feel empty cells"] += len(alike)
    tally.bad += [f"{title} {place}: {told[place]}" for place in sorted(rest - alike)]


def as_peer(path, job, places, after):
    """Those of `places` that have the same value after IronCalc's own insertion: MMULT and DCOUNT feel empty cells."""
    chosen, shift = job
    try:
        peer = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
        (peer.insert_rows if shift.rows else peer.insert_columns)(chosen, shift.at, shift.count)
        peer.evaluate()
    except BaseException as error:  # noqa: BLE001  panics of its Rust code are no Exceptions
        if isinstance(error, KeyboardInterrupt):
            raise
        return set()
    found = set()
    for sheet, row, column in places:
        to = cell_after(shift, row, column) if sheet == chosen else (row, column)
        if to is not None and same(peer.get_cell_value(sheet, *to), after.value((sheet, *to))):
            found.add((sheet, row, column))
    return found


def undone(documents, path, before, op, shift, folder, tally):
    """Insert and delete again: every formula is written as before."""
    last = shift.at + shift.count - 1
    back = (
        {"op": "delete_rows", "sheet": op["sheet"], "rows": f"{shift.at}-{last}"}
        if shift.rows
        else {"op": "delete_columns", "sheet": op["sheet"], "columns": op["columns"]}
    )
    target = folder / f"undone{path.suffix}"
    try:
        documents.edit(path, [op, back], target)
    except ToolError as error:
        tally.refusals[f"undo {op['op']}: {str(error)[:110]}"] += 1
        return
    after = computed(target)
    tally.counts["round trips"] += 1
    if after is None or after.formulas != before.formulas:
        other = {} if after is None else after.formulas
        first = next((f"{p} {f} -> {other.get(p)}" for p, f in before.formulas.items() if other.get(p) != f), "more")
        tally.bad.append(f"{path.name} {op} and back: {first}")


def beside_peer(path, after, chosen, shift, tally):
    """How IronCalc writes the formulas after its own insertion."""
    try:
        peer = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
        (peer.insert_rows if shift.rows else peer.insert_columns)(chosen, shift.at, shift.count)
        for place, formula in after.formulas.items():
            agree = peer.get_cell_formula(*place) == formula
            tally.counts["formulas written as by IronCalc" if agree else "formulas written otherwise"] += 1
            if not agree and os.environ.get("TELL"):
                print("  peer", path.name, shift, place, formula, "|", peer.get_cell_formula(*place))
    except BaseException as error:  # noqa: BLE001
        if isinstance(error, KeyboardInterrupt):
            raise
        tally.counts["insertions that IronCalc refuses"] += 1


def made(folder, count):
    """Workbooks by XlsxWriter; the first third of them is saved again by LibreOffice."""
    found = [rich_book(folder / f"made{seed}.xlsx", seed) for seed in range(count)]
    office = shutil.which("soffice")
    if office and found:
        out, profile = folder / "office", (folder / "profile").as_uri()
        again = [str(path) for path in found[: max(1, count // 3)]]
        command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx"]
        subprocess.run([*command, "--outdir", str(out), *again], capture_output=True, timeout=900, check=False)
        found = [saved if (saved := out / path.name).exists() else path for path in found]
    return found


def main(count, folder):
    documents, tally, chance = WorkerDocuments(), Tally(), random.Random(4)
    with tempfile.TemporaryDirectory() as private:
        place = Path(private)
        found = sorted(folder.rglob("*")) if folder.is_dir() else []
        files = [one for one in found if one.suffix.lower() in {".xlsx", ".xlsm"}][:count]
        files += made(place, count - len(files))
        for number, path in enumerate(files, 1):
            examined(documents, path, chance, tally, place)
            if number % 25 == 0:
                print(f"{number} of {len(files)}, {len(tally.bad)} differences: {tally.bad[-1:]}", flush=True)
    documents.close()
    for name, number in sorted(tally.counts.items()):
        print(f"{name}: {number:,}")
    print(f"refusals: {sum(tally.refusals.values())}")
    for reason, number in tally.refusals.most_common(25):
        print(f"  {number} {reason}")
    print(f"differences: {len(tally.bad)}")
    for one in tally.bad[:30]:
        print(f"  {one}")
    return not tally.bad


if __name__ == "__main__":
    good = main(int(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else SHARED)
    sys.stdout.flush()
    os._exit(0 if good else 1)
