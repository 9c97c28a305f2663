"""Jobs that any model should finish: a folder, the person's words, and a check of what must be true afterwards.

A check looks at files and at the answer, never at how it was done, so the same jobs run with a scripted model (in the
tests) and with a real one (`tests/long/live.py`). `script` is how a good model goes about it.
"""

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from docx import Document
from openpyxl.chart import BarChart, Reference
from PIL import Image, ImageDraw

from agent.documents.drawing.fonts import font

Step = Sequence[tuple[str, dict[str, Any]]] | str


@dataclass(frozen=True)
class Job:
    """`make` fills an empty folder, `check` raises AssertionError; `sees`: only a model that sees can do it."""

    name: str
    words: str
    make: Callable[[Path], None]
    check: Callable[[Path, str], None]
    script: Sequence[Step]
    sees: bool = False
    images: tuple[str, ...] = ()


RECEIPTS = (
    ("Northwind Paper", "2026-10-02", 440.00),
    ("Harbour Cafe", "2026-10-09", 30.25),
    ("City Taxi", "2026-10-17", 41.20),
    ("Yamada Print", "2026-10-21", 118.90),
)
SUM = 630.35


def _receipts(folder: Path) -> None:
    for number, (vendor, day, total) in enumerate(RECEIPTS, 1):
        paper = Document()
        paper.add_heading(f"Receipt of {vendor}")
        paper.add_paragraph(f"Date: {day}")
        paper.add_paragraph(f"Total: {total:.2f} EUR")
        paper.save(str(folder / f"receipt {number}.docx"))


def _has_receipts(folder: Path, answer: str) -> None:
    book = openpyxl.load_workbook(folder / "Expenses.xlsx", data_only=True)
    values = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    numbers = [round(value, 2) for value in values if isinstance(value, (int, float))]
    assert all(vendor in map(str, values) for vendor, _, _ in RECEIPTS)
    assert all(total in numbers for _, _, total in RECEIPTS)
    assert SUM in numbers, "the sum is computed, and its result is in the file"
    assert "630.35" in answer.replace(",", "")


def _budget(folder: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Budget")
    del book["Sheet"]
    for row in (["Month", "Travel", "Rent"], ["January", 900, 2000], ["February", 950, 2000], ["March", 1000, 2000],
                ["Total", "=SUM(B2:B4)", "=SUM(C2:C4)"]):  # fmt: skip
        sheet.append(row)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=4), titles_from_data=True)
    sheet.add_chart(chart, "F2")
    book.create_sheet("Notes")["A1"] = "Do not touch."
    book.save(folder / "Budget.xlsx")
    (folder / "Budget.xlsx").rename(folder / "Budget 2026.xlsx")


def _one_cell_changed(folder: Path, answer: str) -> None:
    made = folder.parent / "made again"
    made.mkdir()
    _budget(made)
    before, after = (zipfile.ZipFile(one / "Budget 2026.xlsx") for one in (made, folder))
    changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed - {"docProps/core.xml"} <= {"xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/charts/chart1.xml"}
    sheet = openpyxl.load_workbook(folder / "Budget 2026.xlsx")["Budget"]
    assert [sheet[cell].value for cell in ("B2", "B3", "B4", "B5")] == [900, 950, 1250, "=SUM(B2:B4)"]


def _contract(folder: Path) -> None:
    paper = Document()
    paper.add_heading("Service agreement")
    paper.add_paragraph("Between Alder Ltd. and Birch GmbH. Alder Ltd. pays within 30 days.")
    paper.add_paragraph("Birch GmbH delivers to the office of Alder Ltd.")
    paper.save(str(folder / "Agreement.docx"))


def _renamed_with_marks(folder: Path, answer: str) -> None:
    body = zipfile.ZipFile(folder / "Agreement.docx").read("word/document.xml").decode()
    assert body.count("<w:ins ") >= 3
    assert body.count("<w:del ") >= 3
    assert "Aspen plc" in body


def _scans(folder: Path) -> None:
    for number, day in enumerate(("2026-03-04", "2026-01-15", "2026-02-20"), 1):
        (folder / f"scan{number:04}.txt").write_text(f"Minutes of the meeting\nDate: {day}\nPresent: all\n")


def _named_by_date(folder: Path, answer: str) -> None:
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["2026-01-15 Minutes.txt", "2026-02-20 Minutes.txt", "2026-03-04 Minutes.txt"]


def _photo(folder: Path) -> None:
    picture = Image.new("RGB", (1200, 700), "white")
    draw = ImageDraw.Draw(picture)
    draw.text((90, 120), "Meter reading", fill="black", font=font(80))
    draw.text((90, 320), "0048213", fill="black", font=font(150))
    picture.save(folder / "meter.jpg")


def _read_the_meter(folder: Path, answer: str) -> None:
    assert "48213" in answer.replace(",", "").replace(" ", "")


_ONE_CELL = [{"op": "set_cells", "sheet": "Budget", "cells": {"B4": 1250}}]
_OPS = [{"op": "replace", "find": "Alder Ltd.", "with": "Aspen plc", "all": True}]
JOBS = (
    Job(
        "receipts",
        "Put vendor, date and total of every receipt in this folder into a new workbook Expenses.xlsx, with a sum "
        "under the totals. Tell me the sum.",
        _receipts,
        _has_receipts,
        (
            [("plan", {"steps": [{"title": "Read the receipts", "changes": ["write Expenses.xlsx"]}]})],
            [("read", {"path": f"receipt {n}.docx"}) for n in range(1, 5)],
            [("create", {"path": "Expenses.xlsx", "content": {"sheets": [{
                "name": "Expenses", "columns": [{"title": "Vendor"}, {"title": "Date"}, {"title": "Total"}],
                "rows": [*([vendor, day, total] for vendor, day, total in RECEIPTS),
                         ["Sum", "", {"formula": "=SUM(C2:C5)"}]]}]}})],
            [("read", {"path": "Expenses.xlsx"})],
            "The four receipts are in Expenses.xlsx. The sum is 630.35 EUR.",
        ),
    ),
    Job(
        "one cell",
        "In Budget 2026.xlsx, set the travel budget of March to 1250. Change nothing else.",
        _budget,
        _one_cell_changed,
        (
            [("read", {"path": "Budget 2026.xlsx"})],
            [("edit", {"path": "Budget 2026.xlsx", "ops": _ONE_CELL})],
            "The travel budget of March is 1250 now; nothing else was changed.",
        ),
    ),
    Job(
        "tracked",
        "Alder Ltd. is now called Aspen plc. Change Agreement.docx with tracked changes, so that I can accept them.",
        _contract,
        _renamed_with_marks,
        (
            [("read", {"path": "Agreement.docx"})],
            [("operations", {"path": "Agreement.docx"})],
            [("edit", {"path": "Agreement.docx", "ops": [{**op, "track": True} for op in _OPS]})],
            "All three places in Agreement.docx are changed as tracked changes.",
        ),
    ),
    Job(
        "names",
        'Rename the scans in this folder by the date in them, like "2026-05-31 Minutes.txt".',
        _scans,
        _named_by_date,
        (
            [("read", {"path": f"scan000{n}.txt"}) for n in (1, 2, 3)],
            [("organise", {"items": [
                {"move": "scan0001.txt", "to": "2026-03-04 Minutes.txt"},
                {"move": "scan0002.txt", "to": "2026-01-15 Minutes.txt"},
                {"move": "scan0003.txt", "to": "2026-02-20 Minutes.txt"}]})],
            "The three scans have their dates as names.",
        ),
    ),
    Job(
        "photo",
        "What does the meter in the picture say?",
        _photo,
        _read_the_meter,
        ("It says 0048213.",),
        sees=True,
        images=("meter.jpg",),
    ),
)  # fmt: skip
