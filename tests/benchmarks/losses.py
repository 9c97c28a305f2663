"""What a small edit costs a file, ours and its peers in one run. `python tests/benchmarks/losses.py [FOLDER] COUNT`

For each Office file of FOLDER (by default the real files beside the repository): one cell, one paragraph or one shape
gets other words, by Deskhand and by openpyxl, python-docx or python-pptx. Printed for each editor: files done, refused
or failed, files that do not open any more, files that lost anything (see `package_losses.py`) and what, files whose
formulas lost results, parts rewritten, files of which all but the needed parts are the same bytes, and how many were
refused of those that Office would let a person edit. Results that depend on the changed cell and cannot be computed
with certainty are blank in ours, and the answer names them. The exit code is 1 when ours lost a part, an element, a
value, a style or a word, or changed a part that it need not.
"""

import os
import statistics
import sys
import tempfile
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

import docx  # noqa: E402
import openpyxl  # noqa: E402
import pptx  # noqa: E402

from agent.core.errors import ToolError  # noqa: E402
from agent.documents.pool import WorkerDocuments  # noqa: E402
from tests.benchmarks.package_losses import first_plain_cell, forbids, is_whole, losses_of, sheet_parts  # noqa: E402

NEW = "CHANGED"
FAMILIES = {
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"),
    "docx": (".docx", ".docm", ".dotx", ".dotm"),
    "pptx": (".pptx", ".pptm", ".potx", ".potm", ".ppsx", ".ppsm"),
}
PEERS = {"xlsx": "openpyxl", "docx": "python-docx", "pptx": "python-pptx"}


@dataclass
class Score:
    """What an editor did to the files of a family."""

    done: int = 0
    failed: Counter = field(default_factory=Counter)
    closed: list = field(default_factory=list)
    lost: list = field(default_factory=list)
    kinds: Counter = field(default_factory=Counter)
    caches: int = 0
    rewritten: list = field(default_factory=list)
    identical: int = 0
    forbidden: int = 0


class NothingToEditError(Exception):
    """The file has no words to change."""


def ours(documents, family, source, target, cell):
    """Our edit of the file."""
    if family == "xlsx":
        op = {"op": "set_cells", "sheet": cell[0], "cells": {cell[1]: NEW}}
    else:
        anchor, word = _word(documents.read(source).passages, family)
        # A document that asks for tracked changes would keep the old word, struck out: another thing than the peer's.
        at = {"at": anchor, "track": False} if family == "docx" else {"slide": int(anchor.split()[1])}
        op = {"op": "replace", "find": word, "with": word + NEW, "all": True, **at}
    documents.edit(source, [op], target)


def _word(passages, family):
    """A paragraph or shape, and a word of it that is its own text: no mark of a picture, no number of a page."""
    for one in passages:
        paragraph = family == "docx" and one.anchor.startswith("P") and " " not in one.anchor and one.kind == "text"
        shape = family == "pptx" and one.anchor.count(" ") == 3 and " shape " in one.anchor and not one.hidden
        words = [word for word in one.text.split() if len(word) > 2 and not word.isdigit()]
        if (paragraph or shape) and words and "[" not in one.text:
            return one.anchor, words[-1]
    raise NothingToEditError


def peer(family, source, target, cell):
    """The edit of the library for the family."""
    if family == "xlsx":
        book = openpyxl.load_workbook(source, keep_vba=source.suffix in {".xlsm", ".xltm"})
        book[cell[0]][cell[1]] = NEW
        book.save(target)
        return
    if family == "docx":
        letter = docx.Document(str(source))
        changed([run for paragraph in letter.paragraphs for run in paragraph.runs])
        letter.save(str(target))
        return
    show = pptx.Presentation(str(source))
    shapes = [shape for slide in show.slides for shape in slide.shapes if shape.has_text_frame]
    changed([run for shape in shapes for one in shape.text_frame.paragraphs for run in one.runs])
    show.save(str(target))


def changed(runs):
    """Change the first run with words."""
    first = next((run for run in runs if run.text.strip()), None)
    if first is None:
        raise NothingToEditError
    first.text += NEW


def judged(documents, family, source, target, cell, score):
    """Compare and count."""
    score.done += 1
    try:
        documents.check(target)
    except ToolError as error:
        score.closed.append(f"{source.name}: {error.words.en}")
        return
    losses = losses_of(source, target, family, cell, NEW)
    score.caches += bool(losses.caches)
    if losses.any:
        for kind in ("parts", "elements", "values", "styles", "words"):
            score.kinds[kind] += bool(getattr(losses, kind))
        what = losses.parts + losses.elements + losses.values + losses.styles + losses.words
        score.lost.append(
            f"{source.name}: {'; '.join(what[:3])}{f' and {len(what) - 3} more' if len(what) > 3 else ''}"
        )
    parts = documents.parts(source, target)
    score.rewritten.append(len(parts.changed) + len(parts.added) + len(parts.removed))
    needed = {
        # A title of a table stands in its cell and in the table part.
        "xlsx": ("workbook.xml", "calcChain.xml", "tables/", *(sheet_parts(source) if family == "xlsx" else ())),
        # Some programs call it document2.xml.
        "docx": ("word/document",),
        # The words may stand in the notes and in a diagram of the slide too.
        "pptx": ("slides/", "notesSlides/", "diagrams/"),
    }[family]
    score.identical += not parts.added + parts.removed and all(any(n in one for n in needed) for one in parts.changed)


def run(documents, editor, family, files, folder):
    """All files by one editor."""
    score = Score()
    for source in files:
        target = folder / f"out{source.suffix}"
        target.unlink(missing_ok=True)
        cell = first_plain_cell(source) if family == "xlsx" else None
        if family == "xlsx" and cell is None:
            continue
        try:
            editor(family, source, target, cell)
        except NothingToEditError:
            continue
        except Exception as error:  # noqa: BLE001  libraries fail in any way
            why = error.words.en if isinstance(error, ToolError) else f"{type(error).__name__}"
            score.failed[f"{source.name}: {why[:110]}"] += 1
            score.forbidden += forbids(source, family)
            continue
        judged(documents, family, source, target, cell, score)
    return score


def row(name, score):
    total = score.done + sum(score.failed.values())
    middle = f"{statistics.median(score.rewritten):.0f}" if score.rewritten else "-"
    most = max(score.rewritten, default=0)
    print(
        f"  {name:12} {total:5} {score.done:6} {sum(score.failed.values()):7} {len(score.closed):7} {len(score.lost):6}"
        f" {score.caches:7}   {middle:>4} / {most:<4} {score.identical:5} of {score.done}"
        f"   {', '.join(f'{kind} {number}' for kind, number in score.kinds.items() if number)}"
    )


def main(folder, count):
    """Run and print; returns whether ours lost nothing."""
    warnings.simplefilter("ignore")
    documents, good = WorkerDocuments(), True
    everything = [path for path in sorted(folder.rglob("*")) if path.is_file()][:count]
    print("  editor       files   done  refused  closed   lost  results   parts rewritten   others the same bytes")
    with tempfile.TemporaryDirectory() as private:
        for family, suffixes in FAMILIES.items():
            named = [path for path in everything if path.suffix.lower() in suffixes]
            files = [path for path in named if is_whole(path, family)]
            mine = run(documents, lambda *told: ours(documents, *told), family, files, Path(private))
            other = run(documents, peer, family, files, Path(private))
            print(f"{family} ({len(named) - len(files)} encrypted or broken ones left out)")
            row("deskhand", mine)
            row(PEERS[family], other)
            refused = sum(mine.failed.values()) - mine.forbidden
            print(
                f"    deskhand refused {refused} of {mine.done + refused} that Office lets a person edit"
                f" ({refused / max(1, mine.done + refused):.2%}), and {mine.forbidden} that their authors closed"
            )
            for why in list(mine.failed)[:30]:
                print(f"    deskhand refused {why}")
            for told in (mine.lost + mine.closed)[:20]:
                print(f"    deskhand LOST {told}")
            for told in other.lost[:3]:
                print(f"    {PEERS[family]} lost {told}")
            good = good and not mine.lost and not mine.closed and mine.identical == mine.done
    documents.close()
    return good


if __name__ == "__main__":
    told = sys.argv[1:]
    where = Path(told[0]) if len(told) > 1 else REPO.parent / "shared" / "data" / "office"
    fine = main(where, int(told[-1]) if told else 1_000_000)
    sys.stdout.flush()
    os._exit(0 if fine else 1)
