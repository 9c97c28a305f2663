"""Contracts, documents and minutes."""

import csv
import zipfile
from pathlib import Path

from docx import Document

from tests.evaluations.evaluation import (
    cells_of,
    changed,
    edited,
    evaluation,
    formulas_of,
    numbers_of,
    values_of,
    words_of,
)
from tests.journeys.jobs import Job

CLAUSES = (
    "Service agreement between Alder Ltd. (client) and Birch GmbH (supplier).",
    "1. Term. This agreement runs for one year and renews itself for one year unless it is ended 30 days before.",
    "2. Price. The price is 12,000 EUR a year. Alder Ltd. pays within 14 days of the invoice.",
    "3. Liability. Birch GmbH is liable for wilful damage only.",
    "4. Law. German law applies; courts in Berlin.",
)
TERMS = (
    "House terms of Alder Ltd. as a client\n"
    "- must: payment within 30 days or later\n"
    "- must: the supplier is liable for gross negligence too\n"
    "- should: no renewal by silence\n"
    "- must: neither party may assign the agreement without consent\n"
)


def _contract(folder: Path) -> None:
    paper = Document()
    for clause in CLAUSES:
        paper.add_paragraph(clause)
    paper.save(str(folder / "Agreement.docx"))
    (folder / "House terms.txt").write_text(TERMS)


def _reviewed(folder: Path, answer: str) -> None:
    package = zipfile.ZipFile(folder / "Agreement.docx")
    body = package.read("word/document.xml").decode()
    assert body.count("<w:ins ") >= 3, "three terms must change, one of them is a new clause"
    assert "<w:del " in body
    assert _original(folder / "Agreement.docx") == list(CLAUSES), "nothing changed untracked"
    now = words_of(folder / "Agreement.docx")
    assert "within 14 days" not in now
    assert "days of the invoice" in now
    assert "gross negligence" in now
    assert "assign" in now
    assert package.read("word/comments.xml").decode().count("<w:comment ") >= 2, "reasons stand in comments"
    told = " ".join(map(str, values_of(folder / "Review.xlsx"))).lower()
    assert all(word in told for word in ("payment", "liab", "renew", "assign"))


def _original(path: Path) -> list[str]:
    """The paragraphs as they are when every tracked change is rejected."""
    rejected = path.parents[1] / "rejected.docx"
    changed(path, {"op": "reject_changes"}, rejected)
    return [paragraph.text for paragraph in Document(str(rejected)).paragraphs]


def _untracked(folder: Path) -> None:
    edited(folder / "Agreement.docx", {"op": "replace", "find": "12,000 EUR", "with": "10,000 EUR", "track": False})


_TRACK = {"track": True, "author": "Review"}
CONTRACT = evaluation(
    "contracts",
    Job(
        "review a contract",
        "We are the client. Review Agreement.docx against House terms.txt: put what must or should change into it as "
        "tracked changes with comments, and list clause, words, term, weight and proposal in Review.xlsx.",
        _contract,
        _reviewed,
        (
            [("plan", {"steps": [{"title": "Review", "changes": ["write Agreement.docx", "write Review.xlsx"]}]})],
            [("skill", {"name": "contracts:contracts"})],
            [("read", {"path": "Agreement.docx"}), ("read", {"path": "House terms.txt"})],
            [("edit", {"path": "Agreement.docx", "ops": [
                {"op": "add_comment", "at": "P3", "find": "14 days", "text": "Must: 30 days or later.",
                 "author": "Review"},
                {"op": "add_comment", "at": "P4", "find": "wilful damage", "text": "Must: gross negligence too.",
                 "author": "Review"},
                {"op": "replace", "find": "14 days", "with": "30 days", "at": "P3", **_TRACK},
                {"op": "replace", "find": "wilful damage only", "with": "wilful damage and gross negligence",
                 "at": "P4", **_TRACK},
                {"op": "insert_after", "at": "P5", "text": "5. Assignment. Neither party may assign this agreement "
                 "without the consent of the other.", **_TRACK}]})],
            [("create", {"path": "Review.xlsx", "content": {"sheets": [{
                "name": "Review", "columns": ["Clause", "Words", "Term", "Weight", "Proposal"],
                "rows": [["2", "14 days", "payment within 30 days", "must change", "30 days"],
                         ["3", "wilful damage only", "liable for gross negligence", "must change", "changed"],
                         ["-", "missing", "no assignment without consent", "must change", "new clause 5"],
                         ["1", "renews itself", "no renewal by silence", "should change", "to be agreed"]]}]}})],
            [("plan", {"steps": [{"title": "Review", "state": "done"}], "checklist": [
                {"need": "Tracked changes", "state": "done", "file": "Agreement.docx", "value": "gross negligence"},
                {"need": "A list", "state": "done", "file": "Review.xlsx", "at": "Review!D2",
                 "value": "must change"}]})],
            "Reviewed: three points must change and are tracked; renewal should change. I am no lawyer.",
        ),
    ),
    _untracked,
)  # fmt: skip


def _template(folder: Path) -> None:
    paper = Document()
    paper.add_heading("Offer {{number}}")
    paper.add_paragraph("For {{client}}, valid until {{until}}")
    table = paper.add_table(rows=3, cols=2)
    for row, texts in enumerate(
        (("Item", "Price"), ("{{#items}}{{item}}", "{{price}}{{/items}}"), ("Total", "{{total}}"))
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    paper.save(str(folder / "Template.docx"))
    with (folder / "order.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("Item", "Price"), ("Desk", 320), ("Lamp", 45), ("Chair", 210)])


def _filled(folder: Path, answer: str) -> None:
    made = folder.parent / "made again"
    made.mkdir()
    _template(made)
    assert words_of(folder / "Template.docx") == words_of(made / "Template.docx"), "the template stays as it was"
    words = words_of(folder / "Offer.docx")
    assert all(
        word in words for word in ("Sato Trading", "2026-117", "Desk", "320", "Lamp", "45", "Chair", "210", "575")
    )
    assert "{{client" not in words
    assert "{{item" not in words
    assert "{{until}}" in words, "a date that nobody gave is not made up"


def _date_made_up(folder: Path) -> None:
    edited(folder / "Offer.docx", {"op": "fill", "values": {"until": "2026-12-31"}})


TEMPLATE = evaluation(
    "documents",
    Job(
        "fill a template",
        "Make Offer.docx for Sato Trading from Template.docx and order.csv; its number is 2026-117. Leave open what "
        "you do not know.",
        _template,
        _filled,
        (
            [("plan", {"steps": [{"title": "Fill", "changes": ["write Offer.docx"]}]})],
            [("read", {"path": "Template.docx"}), ("read", {"path": "order.csv"})],
            [("organise", {"items": [{"copy": "Template.docx", "to": "Offer.docx"}]})],
            [("read", {"path": "Offer.docx"})],
            [("edit", {"path": "Offer.docx", "ops": [{"op": "fill", "values": {
                "number": "2026-117", "client": "Sato Trading", "total": "575",
                "items": [{"item": "Desk", "price": "320"}, {"item": "Lamp", "price": "45"},
                          {"item": "Chair", "price": "210"}]}}]})],
            [("check", {"path": "Offer.docx"})],
            "Offer.docx is filled. Until when it is valid stands nowhere: {{until}} is open.",
            "Offer.docx is filled. {{until}} is open on purpose: no file says until when the offer is valid.",
        ),
    ),
    _date_made_up,
)  # fmt: skip

LINES = (("ノート", 10, 300, ""), ("お茶", 20, 108, "※"), ("ペン", 5, 150, ""))
STANDARD, REDUCED = 3750, 2160
TAXES = (375, 172)  # 2160 * 8 % is 172.8: fractions fall


def _order_ja(folder: Path) -> None:
    with (folder / "明細.csv").open("w", newline="", encoding="cp932") as file:
        csv.writer(file).writerows([("品目", "数量", "単価", "軽減"), *LINES])
    (folder / "自社.txt").write_text(
        "山田商店\n東京都千代田区1-1\n登録番号 T1234567890123\n端数は切り捨て\n", encoding="utf-8"
    )


def _invoice(folder: Path, answer: str) -> None:
    path = folder / "請求書.xlsx"
    words = " ".join(map(str, values_of(path)))
    assert all(word in words for word in ("請求書", "株式会社サンプル 御中", "T1234567890123", "※", "10%", "8%"))
    numbers = numbers_of(path)
    assert all(number in numbers for number in (*TAXES, STANDARD + REDUCED + sum(TAXES)))
    assert len(formulas_of(path)) >= 6, "amounts and taxes compute"
    dates = [cell for sheet in cells_of(path).values() for cell in sheet.values() if "2026" in str(cell)]
    assert dates


def _typed_tax(folder: Path) -> None:
    edited(folder / "請求書.xlsx", {"op": "set_cells", "cells": {"D14": 173}})


INVOICE = evaluation(
    "documents",
    Job(
        "請求書",
        "明細.csvと自社.txtから、株式会社サンプル宛の請求書.xlsxを作ってください。日付は2026年11月26日です。",
        _order_ja,
        _invoice,
        (
            [("plan", {"steps": [{"title": "請求書を作る", "changes": ["write 請求書.xlsx"]}]})],
            [("skill", {"name": "documents:documents"})],
            [("read", {"path": "明細.csv"}), ("read", {"path": "自社.txt"})],
            [("create", {"path": "請求書.xlsx", "content": {"sheets": [{
                "name": "請求書", "title": "請求書",
                "columns": ["品目", "数量", {"title": "単価", "format": "yen"}, {"title": "金額", "format": "yen"}],
                "rows": [
                    ["株式会社サンプル 御中", None, "請求日", {"type": "date", "value": "2026-11-26"}],
                    ["山田商店 東京都千代田区1-1", None, "登録番号", "T1234567890123"],
                    ["ご請求金額（税込）", None, None, {"formula": "=D15"}],
                    [None, None, None, None],
                    ["ノート", 10, 300, {"formula": "=B8*C8"}],
                    ["お茶 ※", 20, 108, {"formula": "=B9*C9"}],
                    ["ペン", 5, 150, {"formula": "=B10*C10"}],
                    ["10%対象", None, None, {"formula": "=D8+D10"}],
                    ["8%対象 ※軽減税率", None, None, {"formula": "=D9"}],
                    ["消費税 10%", None, None, {"formula": "=ROUNDDOWN(D11*0.1,0)"}],
                    ["消費税 8%", None, None, {"formula": "=ROUNDDOWN(D12*0.08,0)"}],
                    ["合計", None, None, {"formula": "=SUM(D11:D14)"}]]}]}})],
            [("read", {"path": "請求書.xlsx"})],
            "請求書.xlsxを作成しました。お振込先が資料にないため、記載していません。",
        ),
    ),
    _typed_tax,
)  # fmt: skip

TALK = """2026年11月26日（木）10:00 会議室3
出席 佐藤、森、田中
佐藤：新製品の価格ですが、1,200円でいかがでしょう。
森：1,500円でもよいのでは。
佐藤：いえ、1,200円で決定しましょう。異議ありませんか。
森・田中：ありません。
田中：カタログは私が来週の金曜までに直します。
森：発売日は1月か2月か、まだ決められませんね。
佐藤：では次回、12月10日の10時に。
"""


def _talk(folder: Path) -> None:
    (folder / "会議メモ.txt").write_text(TALK, encoding="utf-8")


def _minutes(folder: Path, answer: str) -> None:
    words = words_of(folder / "議事録.docx")
    for word in ("議事録", "佐藤", "森", "田中", "決定", "1,200円", "カタログ", "12月4日", "12月10日", "発売"):
        assert word in words, word
    decided = words[words.index("決定") :].partition("アクション")[0]
    assert "1,500円" not in decided, "what was only said is not decided"
    assert Document(str(folder / "議事録.docx")).tables, "tasks are a table"


def _wrong_friday(folder: Path) -> None:
    edited(folder / "議事録.docx", {"op": "replace", "find": "12月4日", "with": "11月27日", "all": True})


MINUTES = evaluation(
    "minutes",
    Job(
        "議事録",
        "会議メモ.txtから議事録.docxを作ってください。決定事項とアクションアイテム（担当・期限）を分けてください。",
        _talk,
        _minutes,
        (
            [("plan", {"steps": [{"title": "議事録を書く", "changes": ["write 議事録.docx"]}]})],
            [("skill", {"name": "minutes:minutes"})],
            [("read", {"path": "会議メモ.txt"})],
            [("create", {"path": "議事録.docx", "content": {"title": "新製品会議 議事録", "language": "ja", "markdown":
                "日時：2026年11月26日（木）10:00～\n\n場所：会議室3\n\n出席者：佐藤、森、田中\n\n## 決定事項\n\n"
                "1. 新製品の価格は1,200円とする。\n\n## アクションアイテム\n\n| 担当 | 内容 | 期限 |\n|---|---|---|\n"
                "| 田中 | カタログを修正する | 2026年12月4日（金） |\n\n## 保留事項\n\n- 発売日（1月または2月）\n\n"
                "## 次回予定\n\n2026年12月10日（木）10:00～"}})],
            [("read", {"path": "議事録.docx"})],
            "議事録.docxを作成しました。発売日は保留です。",
        ),
    ),
    _wrong_friday,
)  # fmt: skip
PAPERS = (CONTRACT, TEMPLATE, INVOICE, MINUTES)
