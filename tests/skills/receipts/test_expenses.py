import datetime
from pathlib import Path

import openpyxl
import pytest

from tests.skills.office import cells, made, only_made, pdf

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "office"
ENGLISH = """Northwind Paper Ltd.
Invoice
Invoice number: NP-2026-17
Invoice date: 3 April 2026
Bill to: Contoso GmbH
Subtotal  USD 100.00
Shipping  USD 5.50
VAT 20%  USD 20.00
Total due  USD 125.50"""
JAPANESE = """請求書
請求書番号: S-0042
発行日: 令和8年4月15日
お支払期限: 2026年5月31日
株式会社山田商事 御中
株式会社さくらサービス
登録番号 T1234567890123
小　計 21,000円
消費税(10%) 2,100円
ご請求金額 ¥23,100-
振込先: みずほ銀行 新宿支店 普通 1234567"""
MAIL = """From: Coffee Corner <orders@example.com>
Date: Fri, 08 May 2026 10:00:00 +0900
Subject: Your receipt

Thank you! Two coffees.
Total EUR 9.00
"""


def rows(path, sheet="Expenses"):
    header, *body = cells(path)[sheet]
    return [dict(zip(header, row, strict=True)) for row in body]


def one(office, text, name="r.txt"):
    office.put(name, text)
    (row,) = rows(only_made(office.run("receipts:expenses", files=name)))
    return row


def test_invoices_of_every_kind_become_rows_in_order_of_their_days(office):
    office.put("in/en.pdf", pdf([ENGLISH]))
    office.put("in/ja.pdf", pdf(["表紙", JAPANESE]))
    office.put("in/mail.eml", MAIL)
    result = office.run("receipts:expenses", folder="in")
    assert list(made(result)) == ["in/Expenses 2026-11.xlsx"]
    first, second, third = rows(only_made(result))
    assert (first["Vendor"], first["Number"], first["Currency"]) == ("Northwind Paper Ltd.", "NP-2026-17", "USD")
    assert (first["Date"], first["Subtotal"], first["Tax"], first["Total"]) == (day("2026-04-03"), 100, 20, 125.5)
    assert (second["Vendor"], second["Number"], second["Currency"]) == ("株式会社さくらサービス", "S-0042", "JPY")
    assert (second["Date"], second["Subtotal"], second["Tax"], second["Total"]) == (
        day("2026-04-15"),
        21000,
        2100,
        23100,
    )
    assert second["Registration no."] == "T1234567890123"
    assert (third["Vendor"], third["Description"], third["Total"]) == ("Coffee Corner", "Your receipt", 9)
    assert [row["To check"] for row in (first, second)] == [None, None]
    assert "the day of the mail" in third["To check"]


def day(text):
    return datetime.datetime.fromisoformat(text)


def test_every_value_shows_its_file_its_page_and_its_words(office):
    office.put("ja.pdf", pdf(["表紙", JAPANESE]))
    result = office.run("receipts:expenses")
    total = next(e for e in result.evidence if e.value == "23100")
    assert (total.source, total.anchor, total.words) == ("ja.pdf", "p2", "ご請求金額 ¥23,100-")
    workbook = openpyxl.load_workbook(only_made(result))
    header = [cell.value for cell in workbook["Expenses"][1]]
    note = workbook["Expenses"].cell(2, header.index("Total") + 1).comment
    assert note is not None
    assert "ja.pdf p2: ご請求金額 ¥23,100-" in note.text
    evidence = rows(only_made(result), "Evidence")
    assert {
        "File": "ja.pdf",
        "Place": "p2",
        "Field": "Total",
        "Value": "23100",
        "Exact words": "ご請求金額 ¥23,100-",
    } in evidence


def test_a_receipt_with_two_rates_adds_its_taxes(office):
    row = one(
        office,
        "スーパー\n領収証\n2026/11/01 12:34\n小計 ¥3,000\n"
        "8%対象 ¥1,000 消費税 ¥80\n10%対象 ¥2,000 消費税 ¥200\n合計 ¥3,280\n",
    )
    assert (row["Subtotal"], row["Tax"], row["Total"], row["Currency"]) == (3000, 280, 3280, "JPY")


def test_cash_and_change_are_no_totals(office):
    row = one(
        office,
        "領収書 No. 0012\n2026年3月3日\nさくら食堂\n合計 ¥2,200\n(内消費税等 ¥200)\nお預り合計 ¥5,000\nお釣り ¥2,800\n",
    )
    assert (row["Number"], row["Tax"], row["Total"]) == ("0012", 200, 2200)


def test_amounts_in_a_column_below_their_labels_are_matched(office):
    row = one(office, "ACME Inc.\nInvoice\nSubtotal\nTax\nTotal\n$1,000.00\n$100.00\n$1,100.00\n")
    assert (row["Subtotal"], row["Tax"], row["Total"], row["Currency"]) == (1000, 100, 1100, "$")


@pytest.mark.parametrize(
    ("text", "column", "value", "words"),
    [
        ("Invoice A1\nDate: 2026-04-01\nX Ltd\nSubtotal $100\nTax $8\nTotal $118", "Total", 118, "make 108"),
        ("Invoice A1\nDate: 2026-04-01\nX Ltd\nTotal due $10\nTotal due $12", "Total", 12, "several"),
        ("Invoice A1\nX Ltd\nTotal $10", "Date", None, "no date"),
        ("Invoice A1\nDate: 03/04/2026\nX Ltd\nTotal $10", "Date", None, "day or month first"),
        ("Invoice A1\nDate: 1/1/23\nX Ltd\nTotal $10", "Date", None, "two digits"),
        ("Invoice A1\nDate: 2026-02-30\nX Ltd\nTotal $10", "Date", None, "no such day"),
        ("Invoice A1\nDate: 2026-04-01\nX Ltd\nPrice $10", "Total", None, "no total"),
        ("Invoice\nBest Coffee\nDate: 2026-04-01\nTotal $10", "Vendor", "Best Coffee", "first lines"),
    ],
)
def test_what_is_doubtful_is_marked_and_nothing_is_invented(office, text, column, value, words):
    row = one(office, text)
    assert row[column] == value
    assert f"{column}: " in row["To check"]
    assert words in row["To check"]


def test_another_day_in_the_document_settles_the_order(office):
    row = one(office, "Invoice A1\nInvoice date: 03/04/2026\nDue date: 30/04/2026\nX Ltd\nTotal $10")
    assert row["Date"] == day("2026-04-03")


def test_the_same_number_twice_is_marked(office):
    office.put("a.pdf", pdf([ENGLISH]))
    office.put("b.txt", ENGLISH)
    first, second = rows(only_made(office.run("receipts:expenses")))
    assert first["To check"] is None
    assert "perhaps the same receipt as a.pdf" in second["To check"]


def test_what_is_no_receipt_or_cannot_be_read_is_listed(office):
    office.put("ok.txt", ENGLISH)
    office.put("notes.txt", "Meeting notes\nTotal attendance 35\n2026-01-01\n")
    office.put("scan.pdf", pdf([""]))
    office.put("broken.pdf", b"%PDF-1.4 nothing")
    office.put("locked.pdf", pdf(["Total $5"], password="x"))
    office.put("empty.pdf", b"")
    result = office.run("receipts:expenses")
    why = {row["File"]: row["Why"] for row in rows(only_made(result), "Not read")}
    assert sorted(why) == ["broken.pdf", "empty.pdf", "locked.pdf", "notes.txt", "scan.pdf"]
    assert "scan" in why["scan.pdf"]
    assert "Left out: 5" in result.for_user


def test_currencies_are_never_added_together(office):
    office.put("a.txt", ENGLISH)
    office.put("b.txt", JAPANESE)
    assert totals(only_made(office.run("receipts:expenses"))) == [("JPY", 1, 23100), ("USD", 1, 125.5)]


def totals(path):
    """What a program shows of the sheet of totals: the results of its formulas."""
    _, *body = openpyxl.load_workbook(path, data_only=True)["Totals"].values
    return body


def test_totals_follow_when_an_expense_is_corrected(office, tmp_path):
    office.put("a.txt", ENGLISH)
    path = only_made(office.run("receipts:expenses"))
    corrected = tmp_path / "corrected.xlsx"
    office.documents.edit(path, [{"op": "set_cells", "sheet": "Expenses", "cells": {"H2": 100}}], corrected)
    assert totals(corrected) == [("USD", 1, 100)]


def test_a_fare_is_the_total_when_there_is_no_other_and_tax_by_rates_is_added_up(office):
    row = one(office, "タクシー領収書\n2026年11月4日\n大阪交通株式会社\n運賃 2,340円(税込 10%)")
    assert (row["Total"], row["Currency"]) == (2340, "JPY")
    assert row["To check"] == "Total: the fare, since no total is given"
    shop = "領収書\nR8.11.9\nスーパー\nお茶 * 324\n小計 654\n8%対象 324 (税24)\n10%対象 330 (税30)\n合計 ¥654"
    row = one(office, shop, "s.txt")
    assert (row["Subtotal"], row["Tax"], row["Total"]) == (None, 54, 654)  # its subtotal holds the tax
    assert "Total:" not in (row["To check"] or "")


def test_the_report_names_what_may_be_counted_twice_and_what_has_no_total(office):
    office.put("a.txt", ENGLISH)
    office.put("b.txt", ENGLISH)
    office.put("c.txt", "Invoice A1\nDate: 2026-04-01\nX Ltd\nPrice $10")
    told = office.run("receipts:expenses").for_user
    assert "counted twice in the totals: `b.txt`." in told
    assert "the cell is empty (`c.txt`)" in told


def test_a_folder_without_receipts_gives_no_workbook(office):
    office.put("a.txt", "hello")
    assert office.run("receipts:expenses").changes is None


def test_what_is_far_too_long_is_read_to_its_limit_and_that_is_said(office):
    office.put("log.txt", ENGLISH + "\nmore" * 6_000 + "\nTotal due USD 1.00\n")
    result = office.run("receipts:expenses")
    assert rows(only_made(result))[0]["Total"] == 125.5
    assert "log.txt" in result.for_user


def test_a_real_invoice_is_read(office):
    real = DATA / "officebench-Invoice_2-5758d6.pdf"
    if not real.exists():
        pytest.skip("the public documents are not beside the repository")
    office.put("invoice.pdf", real.read_bytes())
    (row,) = rows(only_made(office.run("receipts:expenses")))
    assert (row["Number"], row["Subtotal"], row["Tax"], row["Total"]) == ("100", 1300, 65, 1389.99)
    assert row["Vendor"].startswith("Pottery & Co")
    assert "two digits" in row["To check"]
    assert "make" not in row["To check"]


@pytest.mark.parametrize(
    ("text", "currency", "total"),
    [
        ("Total 1 233,60 €", "EUR", 1233.6),
        ("Total 12 345 €", "EUR", 12345),
        ("Total CHF 1'234.50", "CHF", 1234.5),
        ("Total ₹1,23,456.00", "INR", 123456),
        ("Total $30.00 for 2 items", "$", 30),
        ("Total (24.50) EUR", "EUR", -24.5),
        ("Total (USD) 100.00", "USD", 100),
        ("Total: $100.00 (approx. €92.00)", "$", 100),
        ("Total CA$15.00", "CA$", 15),
        ("合計 1,630円 (3点)", "JPY", 1630),
    ],
)
def test_sums_are_read_as_their_country_writes_them(office, text, currency, total):
    row = one(office, f"Invoice\nDate: 2026-05-01\nX Ltd.\n{text}")
    assert (row["Currency"], row["Total"], row["To check"]) == (currency, total, None)


@pytest.mark.parametrize("text", ["合計 3万円", "Total 1 234.50", "金壱万円也", "Total revenue $5 billion"])
def test_a_sum_that_is_not_certain_is_left_empty_and_marked(office, text):
    row = one(office, f"領収書\n2026年5月7日\n株式会社まる\n{text}")
    assert row["Total"] is None
    assert "Total: no total was found" in row["To check"]


@pytest.mark.parametrize("text", ["¥3,300-", "金 3,300円也", "金額 ¥3,300", "￥３，３００－"])
def test_the_one_sum_of_a_receipt_written_by_hand_is_taken_and_marked(office, text):
    row = one(office, f"領 収 書\n2026年4月26日\n{text}\n上記正に領収いたしました\n内消費税等 (300円)\n有限会社本屋")
    assert (row["Total"], row["Tax"], row["Currency"]) == (3300, 300, "JPY")
    assert row["To check"] == "Total: the only sum in a line of its own"


def test_what_a_mail_hides_from_its_reader_is_no_total(office):
    html = '<p>Receipt 12-34</p><p>Total $22.00</p><p style="display:none">Total $9999.00</p>'
    mail = f"From: a@b.example\nSubject: Your receipt\nContent-Type: text/html\n\n{html}"
    row = one(office, mail, "m.eml")
    assert row["Total"] == 22
    assert "several" not in row["To check"]


def test_a_total_in_a_sentence_is_marked(office):
    row = one(
        office, "Receipt\nDate: 2026-05-12\nX Ltd.\nThank you for the total of $500.00 that you have given to us here"
    )
    assert (row["Total"], row["To check"]) == (500, "Total: found in a sentence")


def test_estimates_and_orders_are_no_expenses_and_a_mail_with_files_says_so(office):
    office.put("q.txt", "見積書\n2026年4月27日\n株式会社見積\n合計 ¥99,000")
    office.put("p.txt", "Purchase order\nDate: 2026-04-27\nX Ltd.\nTotal $99.00")
    attached = "Content-Type: application/pdf\nContent-Disposition: attachment; filename=i.pdf\n\n%PDF-1.4\n"
    parts = f"--x\nContent-Type: text/plain\n\nSee below.\n--x\n{attached}--x--\n"
    office.put("m.eml", f"From: a@b.example\nSubject: Invoice\nContent-Type: multipart/mixed; boundary=x\n\n{parts}")
    result = office.run("receipts:expenses")
    assert made(result) == {}
    assert "an estimate or an order, no receipt: `p.txt`, `q.txt`" in result.for_user
    assert "has files attached that were not read: save them here and run it again: `m.eml`" in result.for_user
