"""Large tasks of an office through the real window: `python -m tests.long.document_tasks [COUNT] [FOLDER]`.

COUNT workbooks in English and as many in Japanese are closed with a month more, each from another seed; a contract
that two authors changed gets a redline of a third; a deck of 12 slides and a letter are made from notes. The hand
model gives the calls, every question is allowed. Checked are the results (computed here anew, and by LibreOffice where
it is installed), what must be as it was, that every number of the deck stands where its notes say, and that undo gives
every byte back. The results and their pages go to FOLDER, to be looked at.
"""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document
from pptx import Presentation

from tests.desktop.conftest import play, theme  # noqa: F401  fixtures
from tests.desktop.test_document_tasks import documents, work  # noqa: F401  fixtures
from tests.journeys.program import tree
from tests.long import task_files

COUNT, KEPT = int(os.environ.get("DESKHAND_COUNT", "1")), os.environ.get("DESKHAND_KEPT", "")
OFFICE = shutil.which("soffice")
PATIENCE = 300_000
LANGUAGES = pytest.mark.parametrize("language", ["en", "ja"])


@pytest.fixture
def until(qtbot):
    """As that of the window's tests, for whole Turns without a question."""
    return lambda condition: qtbot.waitUntil(condition, timeout=PATIENCE)


def keep(path: Path, name: str) -> None:
    """Put a result and its pages where they can be looked at."""
    if KEPT:
        Path(KEPT).mkdir(parents=True, exist_ok=True)
        copy = Path(shutil.copy(path, Path(KEPT) / f"{name}{path.suffix}"))
        if OFFICE:
            subprocess.run([OFFICE, "--headless", "--convert-to", "pdf", "--outdir", KEPT, str(copy)], check=True)


def undone(stage, until, folder: Path, before) -> None:
    """Undo everything, and see that every byte and time is as it was."""
    stage.files._undo("", ())
    until(lambda: not stage.controller.picture.session.running and _tree(folder) == before)


def _tree(folder: Path):
    try:
        return tree(folder)
    except FileNotFoundError:
        return None


@LANGUAGES
@pytest.mark.parametrize("seed", range(COUNT))
def test_a_month_is_closed(work, documents, until, tmp_path, language, seed):  # noqa: F811
    folder = tmp_path / "Closing"
    folder.mkdir()
    book, rows, fresh = task_files.closing(folder, seed, language)
    original, before = Path(shutil.copy(book, tmp_path / "before.xlsx")), tree(folder)
    front, monthly, data, _ = task_files.SHEETS[language]
    cells: dict[str, object] = {f"I{row}": formula for row, formula in task_files.month_totals("I").items()}
    cells |= {f"I{row}": cost for row, cost in enumerate(task_files.costs(7), 10)}
    cells |= {"I4": "2026-11-01", "I5:I8": task_files.month_formula("I", 5, task_files.COLUMNS[language])}
    lines = [[row[0].isoformat(), *row[1:]] for row in fresh]
    stage = work(folder, "Close November.", [
        [("read", {"path": book.name, "part": monthly}), ("read", {"path": "november.csv"})],
        [("operations", {"path": book.name, "names": ["insert_columns", "refresh_pivots"]})],
        [("edit", {"path": book.name, "ops": [
            {"op": "append_rows", "sheet": data, "rows": lines},
            {"op": "insert_columns", "sheet": monthly, "columns": "I", "grow": True},
            {"op": "set_cells", "sheet": monthly, "cells": cells},
            {"op": "set_cells", "sheet": front, "cells": {"B1": f"={monthly}!I4", "B2": f"={monthly}!I9"}},
            {"op": "refresh_pivots"}]})],
        [("read", {"path": book.name, "part": monthly}), ("check", {"path": book.name})],
    ])  # fmt: skip
    keep(book, f"closing-{language}-{seed}")
    wanted = task_files.figures([*rows, *fresh], language, "BCDEFGHI")
    assert off(_monthly_values(documents, book, monthly), wanted) == {}
    if OFFICE:
        assert off(_recomputed(documents, book, tmp_path, monthly), wanted) == {}
    with zipfile.ZipFile(book) as package:
        drawn = "".join(package.read(name).decode() for name in package.namelist() if "charts/chart" in name)
        sheet = package.read("xl/worksheets/sheet2.xml").decode()
        assert b'refreshOnLoad="1"' in package.read("xl/pivotCache/c.xml")
    assert "$H$" not in drawn
    assert drawn.count(f"{monthly}!$B$9:$I$9") == 1
    assert sheet.count("I5</xm:f>") == 1
    assert 'sqref="B5:I8"' in sheet
    parts = documents.parts(original, book)
    assert (parts.added, parts.removed) == ((), ())
    assert not any("styles" in name or "theme" in name or "comments" in name for name in parts.changed)
    undone(stage, until, folder, before)


def off(found: dict[str, float], wanted: dict[str, float]) -> dict[str, tuple[float, float]]:
    """The addresses at which another value stands."""
    return {
        at: (found[at], value) for at, value in wanted.items() if abs(found[at] - value) > 1e-6 * max(1, abs(value))
    }


def _monthly_values(documents, book: Path, sheet: str) -> dict[str, float]:  # noqa: F811
    (table,) = documents.tables(book, part=sheet)
    return {table.address(at, column).rpartition("!")[2]: value
            for at, row in enumerate(table.rows) for column, value in enumerate(row)}  # fmt: skip


def _recomputed(documents, book: Path, folder: Path, sheet: str) -> dict[str, float]:  # noqa: F811
    """The values that LibreOffice computes; the profile is one of its own."""
    command = [
        str(OFFICE),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx",
    ]
    subprocess.run([*command, "--outdir", str(folder / "office"), str(book)], check=True, stdout=subprocess.DEVNULL)
    return _monthly_values(documents, folder / "office" / book.name, sheet)


@LANGUAGES
def test_a_redline_is_answered(work, documents, until, tmp_path, language):  # noqa: F811
    folder = tmp_path / "Contract"
    folder.mkdir()
    path = folder / "contract.docx"
    task_files.contract(documents, path, language)
    original, before = Path(shutil.copy(path, tmp_path / "before.docx")), tree(folder)
    old = {"en": ("21", "10 %", "36", "1,000,000"), "ja": ("21日", "10％", "36か月", "1億円")}[language]
    new = {"en": ("25", "7.5 %", "30", "750,000"), "ja": ("25日", "7.5％", "30か月", "7,500万円")}[language]
    by = {"author": task_files.AUTHORS[language][2]}
    changes = [
        {"op": "replace", "find": one, "with": other, "track": True, **by} for one, other in zip(old, new, strict=True)
    ]
    reasons = [{"op": "add_comment", "find": other, "text": f"Because of {other}.", **by} for other in new]
    row = {"op": "insert_row", "table": 1, "after": 3, "cells": ["6", "7"], "track": True, **by}
    answer = {"op": "reply_comment", "id": 1, "text": "Yes.", **by}
    stage = work(folder, "Answer the redline.", [
        [("read", {"path": path.name})],
        [("edit", {"path": path.name, "ops": [*changes, *reasons, row, answer]})],
        [("read", {"path": path.name}), ("check", {"path": path.name})],
    ])  # fmt: skip
    keep(path, f"contract-{language}")
    rejected, accepted, read = (tmp_path / f"{name}.docx" for name in ("rejected", "accepted", "plain"))
    documents.edit(path, [{"op": "reject_changes", **by}], rejected)
    assert _words(documents, rejected) == _words(documents, original)
    documents.edit(path, [{"op": "accept_changes"}], accepted)
    documents.edit(original, [{"op": "accept_changes"}], read)
    expected = " ".join(paragraph.text for paragraph in Document(str(read)).paragraphs)
    for one, other in zip(old, new, strict=True):
        expected = expected.replace(one, other)
    assert " ".join(paragraph.text for paragraph in Document(str(accepted)).paragraphs) == expected
    said = [one.text for one in documents.read(path).passages if one.kind == "comment"]
    assert len(said) == 2 + len(new) + 1
    assert sum("answers comment 1" in one for one in said) == 1
    undone(stage, until, folder, before)


def _words(documents, path: Path) -> list[str]:  # noqa: F811
    """All paragraphs and rows, with the changes of everybody marked."""
    return [one.text for one in documents.read(path).passages if re.match(r"[PT]\d", one.anchor)]


SLIDES: list[tuple[str, dict[str, object], str]] = [
    ("Sales in two quarters, 1,688 kUSD", {"chart": {"kind": "column", "categories": ["Q1", "Q3"], "series": [
        {"name": "USD", "values": [800000, 888000]}]}}, "sales.xlsx, Regions!B4:C4"),
    ("Online leads", {"chart": {"kind": "line", "categories": ["Q1", "Q3"], "series": [
        {"name": "East", "values": [412000, 358000]}, {"name": "Online", "values": [388000, 530000]}]}},
     "sales.xlsx, Regions!A2:C3"),
    ("リピート率は52%", {"bullets": ["納期は平均8.5日"]}, "営業.txt, L1"),
    ("Delivery comes first", {"columns": [["12 interviews"], ["9 of 12"]]}, "interviews.docx, P1"),
    ("Osaka costs 435,000 USD", {"picture": {"file": "office.jpg"}, "alt": "The office"}, "osaka.eml, L1"),
    ("Break-even after 22 months", {"bullets": ["435,000 USD"]}, "osaka.eml, L1"),
    ("A market of 38 million USD", {"table": [["Growth"], ["4.2 %"]]}, "study.pdf, p1"),
    ("Copper +11 %", {"bullets": ["60 % hedged"]}, "purchasing.txt, L1"),
    ("Osaka opens 12 January 2027", {"bullets": ["420,000 USD was the plan"]}, "board.md, L4"),
    ("12 slides", {"bullets": ["as the board wants"]}, "board.md, L3"),
    ("East falls to 358,000 USD", {"chart": {"kind": "bar", "categories": ["Q1", "Q3"], "series": [
        {"name": "East", "values": [412000, 358000]}]}}, "sales.xlsx, Regions!B2:C2"),
]  # fmt: skip


def test_a_deck_and_a_letter_are_made_of_notes(work, documents, until, tmp_path):  # noqa: F811
    folder = tmp_path / "Notes"
    folder.mkdir()
    task_files.notes(documents, folder)
    before = tree(folder)
    slides = [{"title": title, "notes": source, **content} for title, content, source in SLIDES]
    logo = {"op": "insert_picture", "picture": {"file": "logo.png"}, "alt": "Logo",
            "at": {"left": 29.2, "top": 0.6, "width": 3.6, "height": 1.2}}  # fmt: skip
    letter = {"date": "26 November 2026", "to": "Mr. Sato", "from": "Northwind", "subject": "Osaka",
              "greeting": "Dear Mr. Sato,", "body": "We open on 12 January 2027.", "closing": "Yours,"}  # fmt: skip
    texts = sorted(one.name for one in folder.iterdir() if one.suffix not in {".jpg", ".png"})
    stage = work(folder, "A deck of 12 slides and a letter.", [
        [("find", {"pattern": "*"}), *(("read", {"path": name}) for name in texts)],
        [("create", {"path": "deck.pptx", "content": {"title": "Strategy", "language": "en", "slides": slides}})],
        [("create", {"path": "letter.docx", "content": {"template": {"file": "letterhead.docx"}, "letter": letter}})],
        [("edit", {"path": "deck.pptx", "ops": [{**logo, "slide": number} for number in range(1, 13)]})],
        [("check", {"path": "deck.pptx"}), ("check", {"path": "letter.docx"})],
    ])  # fmt: skip
    deck, made = folder / "deck.pptx", folder / "letter.docx"
    keep(deck, "deck")
    keep(made, "letter")
    assert len(Presentation(str(deck)).slides) == 12
    assert [one for number in range(2, 13) for one in _unproven(documents, folder, deck, number)] == []
    assert Document(str(made)).sections[0].header.paragraphs[0].text == "Northwind Trading Ltd"
    assert "template text" not in " ".join(one.text for one in documents.read(made).passages)
    undone(stage, until, folder, before)


def _unproven(documents, folder: Path, deck: Path, number: int) -> list[str]:  # noqa: F811
    """The numbers of a slide that do not stand where its notes say."""
    (notes,) = documents.read(deck, part=f"slide {number} notes").passages
    name, _, part = notes.text.partition(", ")
    source = " ".join(one.text for one in documents.read(folder / name, part=part).passages).replace(",", "")
    shown = " ".join(one.text for one in documents.read(deck, part=str(number)).passages if "shape" in one.anchor)
    told = re.findall(r"(?<![\dQ])\d[\d,.]*\d|(?<![\dQ])\d(?!\d)", shown.replace(" = ", " "))
    return [f"slide {number}: {one}" for one in told if one.replace(",", "") not in source and one != "1,688"]


if __name__ == "__main__":
    count, kept = (sys.argv[1:] + ["1", ""][len(sys.argv) - 1 :])[:2]
    os.environ |= {"DESKHAND_COUNT": count, "DESKHAND_KEPT": kept, "QT_QPA_PLATFORM": "offscreen"}
    sys.exit(pytest.main([__file__, "-p", "no:xdist", "-q"]))
