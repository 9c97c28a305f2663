"""How often the Review is wrong: `python tests/long/review.py COUNT [FOLDER]`.

False alarms: COUNT honest tasks made at random, and a small honest edit of each of COUNT real documents in
FOLDER (any folder of Office files). Detection: COUNT defects of each kind, put into the same honest tasks.

A task counts as alarmed when any Check fails; a defect as found when the Check that is for it does.
"""

import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from agent.core.errors import AgentError
from agent.core.messages import Outcome
from agent.documents.pool import WorkerDocuments
from tests.agent.review.turns import Turn

NAMES = ("Tokyo", "Osaka", "Nagoya", "Sendai", "Kobe", "Kyoto")
EDITS = {
    ".xlsx": lambda sheet: [{"op": "set_cells", "sheet": sheet, "cells": {"AZ1": "Checked"}}],
    ".docx": lambda _: [{"op": "insert_after", "at": "P1", "text": "Checked."}],
    ".pptx": lambda _: [{"op": "set_notes", "slide": 1, "text": "Checked."}],
}


class Task:
    """An honest task: sales of shops, read from CSVs, combined into a workbook with a total, and told with numbers."""

    def __init__(self, base, documents, chance):
        self.turn = Turn(base, documents, "Combine the sales and tell me the total by shop.")
        self.rows = [(chance.choice(NAMES), chance.randint(100, 99_999), chance.randint(1, 60))
                     for _ in range(chance.randint(4, 40))]  # fmt: skip
        text = "Shop,Sales,Pieces\n" + "".join(f"{a},{b},{c}\n" for a, b, c in self.rows)
        (self.turn.root / "sales.csv").write_text(text)
        self.turn.called("read", {"path": "sales.csv"}, f"sales.csv (csv) pieces 1-{len(self.rows)}\n{text}")
        self.total = sum(row[1] for row in self.rows)
        self.extra = []
        self.answer = ""

    def make(self):
        """The honest workbook, the document and the answer."""
        last = len(self.rows) + 1
        rows = [list(row) for row in self.rows]
        rows.append(["Total", {"formula": f"=SUM(B2:B{last})"}, {"formula": f"=SUM(C2:C{last})"}])
        self.turn.made("Sales.xlsx", {"sheets": [{"name": "S", "columns": ["Shop", "Sales", "Pieces"], "rows": rows}]})
        by_shop = {name: sum(row[1] for row in self.rows if row[0] == name) for name in {row[0] for row in self.rows}}
        table = "\n".join(f"| {name} | {value:,} |" for name, value in sorted(by_shop.items()))
        report = f"# Sales\n\n| Shop | Sales |\n|---|---:|\n{table}\n| Total | {self.total:,} |\n"
        self.turn.made("Report.docx", {"language": "en", "markdown": report})
        best = max(by_shop, key=by_shop.__getitem__)
        share = by_shop[best] / self.total * 100
        self.answer = (
            f"I combined {len(self.rows)} rows into `Sales.xlsx`. The total is {self.total:,}; {best} sold most, "
            f"{by_shop[best]:,} ({share:.1f}% of {self.total:,}). On average {self.total / len(self.rows):,.0f} a row. "
            f"See Report.docx."
        )


def _broken_total(task):
    task.turn.changed("Sales.xlsx", {"op": "set_cells", "sheet": "S", "cells": {
        f"B{len(task.rows) + 2}": task.total + random.Random(task.total).choice((-9, 9, 100, -90))}})  # fmt: skip


def _short_sum(task):
    task.turn.changed("Sales.xlsx", {"op": "set_cells", "sheet": "S", "cells": {
        f"B{len(task.rows) + 2}": f"=SUM(B2:B{len(task.rows)})"}})  # fmt: skip


def _error(task):
    task.turn.changed("Sales.xlsx", {"op": "set_cells", "sheet": "S", "cells": {"E2": "=B2/0"}})


def _dropped_row(task):
    lines = (task.turn.root / "sales.csv").read_text().splitlines(keepends=True)
    del lines[2]
    task.turn.written("sales.csv", "".join(lines))


def _wrong_number(task):
    wrong = task.total + 1009
    task.answer = task.answer.replace(f"The total is {task.total:,}", f"The total is {wrong:,}")


def _wrong_share(task):
    head, _, tail = task.answer.partition("% of")
    number = head.rpartition("(")[2]
    task.answer = head.removesuffix(number) + f"{float(number) / 2 + 1.7:.1f}% of" + tail


def _wrong_name(task):
    task.answer = task.answer.replace("Report.docx", "Report-final.docx")


def _gone(task):
    (task.turn.root / "Report.docx").unlink()


def _broken_file(task):
    (task.turn.root / "Report.docx").write_bytes(b"PK\x03\x04 not a document")


def _blank_page(task):
    task.turn.made("Pages.pdf", {"title": "A", "markdown": "One page."})
    task.turn.documents.pages([task.turn.root / "Pages.pdf"], [{"op": "insert_blank", "after": 1}],
                              task.turn.root / "Blank.pdf")  # fmt: skip
    task.turn.committed("create", "Blank.pdf", "pdf", {"path": "Blank.pdf"})


def _declined(task):
    task.turn.called("organise", {"items": [{"delete": "sales.csv"}]}, "[denied]", Outcome.DENIED)
    task.answer += "\nI deleted sales.csv."


def _failed(task):
    task.turn.called("write_file", {"path": "notes.md"}, "[error]", Outcome.FAILED)
    task.answer += "\nI saved my remarks in notes.md."


def _lost_formula(task):
    copy = task.turn.root / "Plan.xlsx"
    sheet = {"name": "P", "columns": ["A", "B"], "rows": [["x", 2], ["y", {"formula": "=B2*3"}]]}
    task.turn.documents.create({"sheets": [sheet]}, copy)
    task.turn.changed("Plan.xlsx", {"op": "set_cells", "sheet": "P", "cells": {"B3": 6}})


DEFECTS = {
    "a total that is off": (_broken_total, "totals"), "a sum without the last row": (_short_sum, "totals"),
    "#DIV/0!": (_error, "formulas"), "a row dropped": (_dropped_row, "rows"),
    "a wrong number in the answer": (_wrong_number, "claims"), "a wrong share": (_wrong_share, "claims"),
    "a name that is not there": (_wrong_name, "names"), "a file that is gone": (_gone, "opens"),
    "a file that does not open": (_broken_file, "opens"), "a blank page": (_blank_page, "layout"),
    "a declined deletion told as done": (_declined, "deeds"), "a failed file told as saved": (_failed, "deeds"),
    "a formula replaced by its value": (_lost_formula, "untouched"),
}  # fmt: skip


def detected(count, documents, chance):
    """Print how many defects of each kind are found."""
    total = 0
    for name, (spoil, kind) in DEFECTS.items():
        hits = 0
        for _ in range(count):
            with tempfile.TemporaryDirectory() as base:
                task = Task(Path(base), documents, chance)
                task.make()
                spoil(task)
                hits += kind in task.turn.kinds(task.answer)
        total += hits
        print(f"  {name}: {hits} of {count} found by `{kind}`", flush=True)
    print(f"detected: {total} of {count * len(DEFECTS)}")
    return total


def alarmed(count, documents, chance):
    """Print how many honest tasks are alarmed."""
    alarms: Counter[str] = Counter()
    bad = 0
    for _ in range(count):
        with tempfile.TemporaryDirectory() as base:
            task = Task(Path(base), documents, chance)
            task.make()
            found = task.turn.failed(task.answer)
            bad += bool(found)
            alarms.update(kind for kind, _ in found)
            for one in found:
                print("   ", one, task.answer)
    print(f"false alarms in honest tasks: {bad} of {count} {dict(alarms) or ''}")
    return bad


def edited(folder, count, documents):
    """Print how many small edits of real documents are alarmed, and what the Checks say of the same files as new."""
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in EDITS][:count]
    bad, done = 0, 0
    kinds: Counter[str] = Counter()
    new: Counter[str] = Counter()
    for path in files:
        with tempfile.TemporaryDirectory() as base:
            turn = Turn(Path(base), documents)
            shutil.copy(path, turn.root / path.name)
            try:
                sheet = documents.tables(path)[0].name if path.suffix == ".xlsx" else ""
                turn.changed(path.name, *EDITS[path.suffix](sheet))
            except (AgentError, IndexError):
                continue
            done += 1
            found = turn.failed()
            bad += bool(found)
            kinds.update({kind for kind, _ in found})
            for one in found[:3]:
                print("   ", path.name, one)
            fresh = Turn(Path(base, "new"), documents)
            shutil.copy(path, fresh.root / path.name)
            fresh.committed("create", path.name, "create", {})
            new.update(set(fresh.kinds()))
    print(f"false alarms in edits of real documents: {bad} of {done} {dict(kinds) or ''}")
    print(f"the same {done} files as if the agent had made them: {dict(new)}")
    return bad


def main(count, folder=None):
    """Everything."""
    documents, chance = WorkerDocuments(), random.Random(5)
    try:
        bad = alarmed(count, documents, chance)
        if folder is not None and folder.is_dir():
            bad += edited(folder, count, documents)
        missed = count * len(DEFECTS) - detected(count, documents, chance)
    finally:
        documents.close()
    return 1 if bad or missed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None))
