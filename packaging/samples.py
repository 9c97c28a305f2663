"""Makes the sample files that a new person tries Deskhand on. They are ours, invented from end to end.

    python packaging/samples.py

Run it again only to change them: the files in desktop/compose/samples are what is shipped.
"""

import datetime
import email.message
import email.policy
from pathlib import Path
from typing import Any

import openpyxl
from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

TARGET = Path(__file__).resolve().parents[1] / "desktop" / "compose" / "samples"

RECEIPTS = {
    "en": {
        "Receipt Harbour Cafe.pdf": ["Harbour Cafe", "RECEIPT No. 20261", "Date: 2026-10-03", "2 x Lunch  24.00",
                                     "1 x Coffee  3.50", "Subtotal  27.50", "Tax 10%  2.75", "Total  $30.25"],
        "Invoice Northwind Paper.pdf": ["Northwind Paper Ltd.", "INVOICE INV-1044", "Invoice date: October 12, 2026",
                                        "Copy paper, 20 boxes  400.00", "Subtotal  400.00", "Tax 10%  40.00",
                                        "Total due  $440.00"],
        "scan0012.pdf": ["City Taxi", "Receipt 88-1203", "Date 2026-10-15", "Airport to office", "Total  $41.20"],
    },
    "ja": {
        "領収書 港カフェ.pdf": ["港カフェ", "領収書 No. 20261", "2026年10月3日", "昼食代  2,500円", "小計  2,500円",
                           "消費税(10%)  250円", "合計  ¥2,750", "登録番号 T1234567890123"],
        "請求書 北風紙業.pdf": ["北風紙業株式会社", "請求書 番号 INV-1044", "発行日 令和8年10月12日",
                           "コピー用紙 20箱  40,000円", "小計  40,000円", "消費税 10%  4,000円", "ご請求金額  ¥44,000"],
        "scan0012.pdf": ["市内タクシー", "領収書 88-1203", "2026/10/15", "空港から会社まで", "合計  4,120円"],
    },
}  # fmt: skip
MAILS = {
    "en": ("Your order.eml", "Cloud Storage Inc. <billing@cloud.example>", "Receipt for October 2026",
           "Thank you.\n\nReceipt number: CS-7781\nDate: 2026-10-20\nSubtotal: $12.00\nTax: $1.20\nTotal: $13.20\n"),
    "ja": ("ご利用明細.eml", "クラウド保管株式会社 <billing@cloud.example>", "2026年10月分 領収書",
           "ご利用ありがとうございます。\n\n領収書番号: CS-7781\n日付: 2026年10月20日\n"
           "小計: 1,200円\n消費税: 120円\n合計: 1,320円\n"),
}  # fmt: skip
TABLES = {
    "en": ("Sales October.xlsx", "Orders old system.csv", ["Date", "Customer", "Amount"],
           [["2026-10-01", "Acme", 1200], ["2026-10-02", "Globex", 860], ["2026-10-05", "Acme", 430]],
           "cp1252", ["Order no,Date,Customer,Amount", "00017,3/10/2026,Café Müller,\"1,250.00\"",
                      "00018,15/10/2026,Acme,(80.00)", "00018,15/10/2026,Acme,(80.00)"]),
    "ja": ("10月売上.xlsx", "旧システム受注.csv", ["日付", "取引先", "金額"],
           [["2026-10-01", "アクメ商事", 120000], ["2026-10-02", "東西物産", 86000],
            ["2026-10-05", "アクメ商事", 43000]],
           "cp932", ["受注番号,日付,取引先,金額", "00017,2026年10月3日,港カフェ,\"125,000\"",
                     "00018,R8.10.15,アクメ商事,\"△8,000\"",
                     "00018,R8.10.15,アクメ商事,\"△8,000\""]),
}  # fmt: skip
LETTERS = {
    "en": ("Meeting notes.docx", "Meeting notes, 12 October 2026",
           ["Present: A. Lee, M. Sato", "Next steps: send the quarterly report to Acme by 30 October."]),
    "ja": ("打ち合わせメモ.docx", "打ち合わせメモ 2026年10月12日",
           ["出席者: 李、佐藤", "次の作業: 10月30日までにアクメ商事へ四半期報告を送る。"]),
}  # fmt: skip


def main() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
    for language in ("en", "ja"):
        folder = TARGET / language
        folder.mkdir(parents=True, exist_ok=True)
        for name, lines in RECEIPTS[language].items():
            _pdf(folder / name, lines)
        _mail(folder, *MAILS[language])
        book, plain, head, rows, encoding, lines = TABLES[language]
        _book(folder / book, head, rows)
        (folder / plain).write_bytes("\r\n".join((*lines, "")).encode(encoding))
        _letter(folder, *LETTERS[language])
        first = next(iter(RECEIPTS[language]))
        copy = folder / first.replace(".pdf", " copy.pdf" if language == "en" else " のコピー.pdf")
        copy.write_bytes((folder / first).read_bytes())


def _pdf(path: Path, lines: list[str]) -> None:
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for index, line in enumerate(lines):
        canvas.setFont("HeiseiKakuGo-W5", 18 if index == 0 else 12)
        canvas.drawString(72, 770 - 26 * index, line)
    canvas.save()


def _mail(folder: Path, name: str, sender: str, subject: str, body: str) -> None:
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"], message["Subject"] = sender, "office@deskhand.example", subject
    message["Date"] = "Tue, 20 Oct 2026 09:00:00 +0900"
    message.set_content(body)
    (folder / name).write_bytes(message.as_bytes())


def _book(path: Path, head: list[str], rows: list[list[Any]]) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (head, *rows):
        sheet.append([_day(value) for value in row])
    for column in "ABC":
        sheet.column_dimensions[column].width = 14
    workbook.save(path)


def _day(value: Any) -> Any:
    """A day as a day: a text that looks like one would be no date for Excel."""
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        return value


def _letter(folder: Path, name: str, title: str, lines: list[str]) -> None:
    document = Document()
    document.add_heading(title, 1)
    for line in lines:
        document.add_paragraph(line)
    document.save(str(folder / name))


if __name__ == "__main__":
    main()
