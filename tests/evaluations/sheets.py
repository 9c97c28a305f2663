"""Spreadsheets, tables and receipts."""

import csv
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from docx import Document

from tests.evaluations.evaluation import cells_of, changed, edited, evaluation, formulas_of, numbers_of, values_of
from tests.journeys.jobs import Job

FACTS = "Price of a seat: 40 EUR a month\nSeats in January: 100\nGrowth: 10 % a month\nFixed costs: 3,000 EUR a month\n"


def _facts(folder: Path) -> None:
    (folder / "Facts.txt").write_text(FACTS)


def profits(price: float) -> list[float]:
    """The profit of each of three months."""
    return [round(100 * 1.1**month * price - 3000, 2) for month in range(3)]


def _live_model(folder: Path, answer: str) -> None:
    path = folder / "Plan.xlsx"
    assert round(sum(profits(40)), 2) in numbers_of(path), "the total of the quarter"
    assert len(formulas_of(path)) >= 9
    (sheet, address), *more = [
        (sheet, address)
        for sheet, cells in cells_of(path, formulas=True).items()
        for address, v in cells.items()
        if v == 40
    ]
    assert not more, "an input stands in one place"
    dearer = folder.parent / "dearer.xlsx"
    changed(path, {"op": "set_cells", "sheet": sheet, "cells": {address: 50}}, dearer)
    assert round(sum(profits(50)), 2) in numbers_of(dearer), "an input changes, and every result follows"


def _typed_result(folder: Path) -> None:
    edited(folder / "Plan.xlsx", {"op": "set_cells", "sheet": "Plan", "cells": {"C4": 1840}})


MODEL = evaluation(
    "spreadsheets",
    Job(
        "a model",
        "Make Plan.xlsx from Facts.txt: seats, sales and profit for January to March 2027 and their totals, with the "
        "inputs in a sheet of their own so that I can change them.",
        _facts,
        _live_model,
        (
            [("plan", {"steps": [{"title": "Plan", "changes": ["write Plan.xlsx"]}]})],
            [("skill", {"name": "spreadsheets:spreadsheets"})],
            [("read", {"path": "Facts.txt"})],
            [("create", {"path": "Plan.xlsx", "content": {"sheets": [
                {"name": "Inputs", "columns": ["Input", "Value", "Unit"],
                 "rows": [["Price of a seat", 40, "EUR a month"], ["Seats in January", 100, ""],
                          ["Growth", 0.1, "a month"], ["Fixed costs", 3000, "EUR a month"]]},
                {"name": "Plan", "columns": ["Month", "Seats", "Sales", "Profit"],
                 "rows": [["2027-01-01", {"formula": "=Inputs!B3"}, {"formula": "=B2*Inputs!$B$2"},
                           {"formula": "=C2-Inputs!$B$5"}],
                          ["2027-02-01", {"formula": "=B2*(1+Inputs!$B$4)"}, {"formula": "=B3*Inputs!$B$2"},
                           {"formula": "=C3-Inputs!$B$5"}],
                          ["2027-03-01", {"formula": "=B3*(1+Inputs!$B$4)"}, {"formula": "=B4*Inputs!$B$2"},
                           {"formula": "=C4-Inputs!$B$5"}]],
                 "total_row": {"Sales": "sum", "Profit": "sum", "label": "Total"}}]}})],
            [("read", {"path": "Plan.xlsx"})],
            "Plan.xlsx is there: the profit of the quarter is 4,240 EUR.",
        ),
    ),
    _typed_result,
)  # fmt: skip

BANK = (("A-001", "ヤマダ商事", 1200), ("A-002", "サトウ", 800), ("A-003", "モリ", 500), ("A-005", "タナカ", 90))
BOOKS = (
    ("Ａ－００１", "ヤマダ商事", 1200),
    ("a-002", "サトウ", 850),
    ("A-004", "スズキ", 300),
    ("A-005 ", "タナカ", 90),
)


def _two_lists(folder: Path) -> None:
    for name, rows, coding in (("銀行.csv", BANK, "cp932"), ("帳簿.csv", BOOKS, "utf-8")):
        with (folder / name).open("w", newline="", encoding=coding) as file:
            csv.writer(file).writerows([("番号", "相手", "金額"), *rows])


def _keys(sheet: Sequence[object]) -> set[str]:
    found = (unicodedata.normalize("NFKC", str(value)).strip().upper() for value in sheet)
    return {word for word in found if word.startswith("A-")}


def _reconciled(folder: Path, answer: str) -> None:
    sheets = {name: list(cells.values()) for name, cells in cells_of(folder / "突合.xlsx").items()}
    want = {"一致": {"A-001", "A-005"}, "金額違い": {"A-002"}, "銀行のみ": {"A-003"}, "帳簿のみ": {"A-004"}}
    for name, keys in want.items():
        assert _keys(sheets[name]) == keys, name
    assert -50 in sheets["金額違い"] or 50 in sheets["金額違い"], "the difference stands there"
    for rows in (BANK, BOOKS):
        assert sum(row[2] for row in rows) in numbers_of(folder / "突合.xlsx"), "the sum of each side"
    assert (folder / "銀行.csv").read_bytes().decode("cp932"), "the sources stay as they are"


def _lost_row(folder: Path) -> None:
    edited(folder / "突合.xlsx", {"op": "delete_rows", "sheet": "帳簿のみ", "rows": "2"})


RECONCILE = evaluation(
    "tables",
    Job(
        "突合",
        "銀行.csvと帳簿.csvを番号で突き合わせて、突合.xlsxに「一致」「金額違い」「銀行のみ」「帳簿のみ」のシートと、"
        "件数と合計の検算を作ってください。番号の全角半角や大文字小文字は同じとみなします。",
        _two_lists,
        _reconciled,
        (
            [("plan", {"steps": [{"title": "突合", "changes": ["write 突合.xlsx"]}]})],
            [("skill", {"name": "tables:tables"})],
            [("read", {"path": "銀行.csv"}), ("read", {"path": "帳簿.csv"})],
            [("create", {"path": "突合.xlsx", "content": {"sheets": [
                {"name": "一致", "columns": ["番号", "相手", "金額"],
                 "rows": [["A-001", "ヤマダ商事", 1200], ["A-005", "タナカ", 90]]},
                {"name": "金額違い", "columns": ["番号", "相手", "銀行", "帳簿", "差"],
                 "rows": [["A-002", "サトウ", 800, 850, {"formula": "=C2-D2"}]]},
                {"name": "銀行のみ", "columns": ["番号", "相手", "金額"], "rows": [["A-003", "モリ", 500]]},
                {"name": "帳簿のみ", "columns": ["番号", "相手", "金額"], "rows": [["A-004", "スズキ", 300]]},
                {"name": "検算", "columns": ["", "件数", "合計"], "rows": [
                    ["銀行", {"formula": "=COUNTA(一致!A2:A9)+COUNTA(金額違い!A2:A9)+COUNTA(銀行のみ!A2:A9)"},
                     {"formula": "=SUM(一致!C2:C9)+SUM(金額違い!C2:C9)+SUM(銀行のみ!C2:C9)"}],
                    ["帳簿", {"formula": "=COUNTA(一致!A2:A9)+COUNTA(金額違い!A2:A9)+COUNTA(帳簿のみ!A2:A9)"},
                     {"formula": "=SUM(一致!C2:C9)+SUM(金額違い!D2:D9)+SUM(帳簿のみ!C2:C9)"}]]}]}})],
            [("read", {"path": "突合.xlsx"})],
            "突合しました。一致2件、金額違い1件、銀行のみ1件、帳簿のみ1件です。",
        ),
    ),
    _lost_row,
)  # fmt: skip

PAID = (
    ("青空文具", "令和8年10月2日", 3300),
    ("駅前タクシー", "2026/10/9", 1840),
    ("みなと食堂", "2026年10月17日", 2160),
)


def _receipts(folder: Path) -> None:
    for vendor, day, total in PAID:
        paper = Document()
        for line in (
            f"{vendor}",
            "領収書",
            "株式会社サンプル 様",
            f"発行日 {day}",
            f"合計 ¥{total:,}（税込）",
            "登録番号 T1234567890123",
        ):
            paper.add_paragraph(line)
        paper.save(str(folder / f"領収書 {vendor}.docx"))
    (folder / "見積書 青空文具.txt").write_text("見積書\n青空文具\n合計 ¥9,999\n", encoding="utf-8")


def _expensed(folder: Path, answer: str) -> None:
    path = folder / "経費.xlsx"
    words, numbers = " ".join(map(str, values_of(path))), numbers_of(path)
    assert all(vendor in words and total in numbers for vendor, _, total in PAID)
    assert sum(total for _, _, total in PAID) in numbers, "the total counts receipts only"
    assert all(day in words for day in ("2026-10-02", "2026-10-09", "2026-10-17")), "days are days"
    assert formulas_of(path), "the sum is a formula"


def _estimate_counted(folder: Path) -> None:
    edited(folder / "経費.xlsx", {"op": "set_cells", "cells": {"C4": 9999}})


EXPENSES = evaluation(
    "receipts",
    Job(
        "領収書",
        "領収書から、支払先・日付・金額と合計を経費.xlsxにまとめてください。",
        _receipts,
        _expensed,
        (
            [("plan", {"steps": [{"title": "経費をまとめる", "changes": ["write 経費.xlsx"]}]})],
            [("skill", {"name": "receipts:receipts"})],
            [("read", {"path": f"領収書 {vendor}.docx"}) for vendor, _, _ in PAID],
            [("create", {"path": "経費.xlsx", "content": {"sheets": [{
                "name": "経費",
                "columns": ["支払先", {"title": "日付", "format": "date"}, {"title": "金額", "format": "yen"}, "出典"],
                "rows": [["青空文具", "2026-10-02", 3300, "領収書 青空文具.docx"],
                         ["駅前タクシー", "2026-10-09", 1840, "領収書 駅前タクシー.docx"],
                         ["みなと食堂", "2026-10-17", 2160, "領収書 みなと食堂.docx"]],
                "total_row": {"金額": "sum", "label": "合計"}}]}})],
            [("read", {"path": "経費.xlsx"})],
            "3件、合計7,300円です。見積書は領収書ではないため除きました。",
        ),
    ),
    _estimate_counted,
)  # fmt: skip
SHEETS = (MODEL, RECONCILE, EXPENSES)
