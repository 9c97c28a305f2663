"""Two versions of a document of each kind, with all that a comparison tells, and files that need a word of warning."""

from pathlib import Path
from typing import Any

from docx import Document
from docx.shared import Pt
from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image, ImageDraw
from pptx import Presentation
from pypdf import PdfReader, PdfWriter

from agent.core.documents import Documents

NAMES = ("駅売店", "港カフェ", "文具堂", "Harbour Cafe", "Railway")
LONG = "納品は二〇二六年十月末日までに行うものとし、検収の後三十日以内に代金を支払う。" * 3


def book(folder: Path, documents: Documents) -> None:
    """Values, formulas, looks, a chart, a rule, a list of choices, print settings, widths, a comment, a name."""
    for name, new in (("old.xlsx", 0), ("new.xlsx", 1)):
        made = Workbook()
        sheet: Any = made.active
        sheet.title = "経費 2026"
        sheet.append(["日付", "支払先", "科目", "金額"])
        for at in range(60):
            amount = 1_320 + 417 * at + (200 if new and at % 7 == 2 else 0)
            sheet.append([f"2026-10-{at % 28 + 1:02}", NAMES[at % 5], "旅費交通費", amount])
        sheet["D63"] = "=SUM(D2:D61)" if new else "=SUM(D2:D40)"
        chart = LineChart() if new else BarChart()
        chart.title = "金額"
        chart.add_data(Reference(sheet, min_col=4, min_row=1, max_row=20), titles_from_data=True)
        sheet.add_chart(chart, "F2")
        if new:
            _changed(sheet)
        made.save(folder / name)


def _changed(sheet: Any) -> None:
    sheet["A1"].font, sheet["B1"].fill = Font(bold=True), PatternFill("solid", fgColor="FFDD00")
    red = PatternFill(bgColor="FFC7CE")
    sheet.conditional_formatting.add("D2:D61", CellIsRule(operator="greaterThan", formula=["10000"], fill=red))
    choices = DataValidation(type="list", formula1='"旅費交通費,会議費"', allow_blank=True)
    choices.add("C2:C61")
    sheet.add_data_validation(choices)
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToWidth = "landscape", 9, 1
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_area, sheet.print_title_rows, sheet.freeze_panes = "A1:D63", "1:1", "A2"
    sheet.auto_filter.ref, sheet.column_dimensions["B"].width = "A1:D61", 24
    sheet.row_dimensions[5].hidden = True
    sheet.protection.sheet = True
    sheet.sheet_properties.tabColor = "FF8800"


def letter(folder: Path, documents: Documents) -> None:
    """Words, a long paragraph, a row of a table, a style and letters."""
    for name, new in (("old.docx", 0), ("new.docx", 1)):
        made = Document()
        made.add_heading("納品のご案内" if new else "納期のご案内", 1)
        made.add_paragraph("The goods will arrive on January " + ("15 by rail." if new else "12 by sea."))
        made.add_paragraph(LONG + ("ただし、やむを得ない場合はこの限りでない。" if new else ""))
        run = made.add_paragraph().add_run("Payment is due within 30 days.")
        run.bold, run.font.size = bool(new), Pt(14 if new else 11)
        made.add_paragraph("To be decided.", style="List Bullet" if new else "Normal")
        table = made.add_table(2, 2)
        for at, text in enumerate(("品名", "数量", "鉛筆", "12" if new else "10")):
            table.cell(at // 2, at % 2).text = text
        if new:
            made.add_paragraph("A paragraph that came.")
        made.save(str(folder / name))


def deck(folder: Path, documents: Documents) -> None:
    """A title, a slide that came, one that went, notes."""
    for name, new in (("old.pptx", 0), ("new.pptx", 1)):
        made = Presentation()
        for title in ("売上の報告", "計画", "要約") if new else ("売上報告", "古い計画", "計画"):
            slide: Any = made.slides.add_slide(made.slide_layouts[1])
            slide.shapes.title.text = title
            slide.placeholders[1].text = f"{title}の内容\nSales rose by {12 if new else 9} %"
            slide.notes_slide.notes_text_frame.text = "話す内容" if new else "古いメモ"
        made.save(str(folder / name))


def pages(folder: Path, documents: Documents) -> None:
    """Words of a page, a page turned, a page that came."""
    text = "# Report\n\nSales were {} yen.\n\n\\newpage\n\n# 二\n\nThis page is turned.\n\nIt has lines.\n"
    documents.create({"markdown": text.format("1,200"), "footer": ""}, folder / "old.pdf")
    documents.create({"markdown": text.format("1,320") + "\n\\newpage\n\n# 三", "footer": ""}, folder / "drawn.pdf")
    writer = PdfWriter(PdfReader(folder / "drawn.pdf"))
    writer.pages[1].rotate(90)
    writer.write(folder / "new.pdf")


def rows(folder: Path, documents: Documents) -> None:
    """Lines of a CSV: changed, came, went."""
    lines = [f"{at},{NAMES[at % 5]},{at * 120}" for at in range(40)]
    (folder / "old.csv").write_text("id,店名,金額\n" + "\n".join(lines) + "\n", "utf-8")
    lines[3], lines[20] = "3,Harbour Cafe,9999", "20,駅売店,1"
    (folder / "new.csv").write_text("id,店名,金額\n" + "\n".join([*lines[:30], *lines[31:], "x,新規,5"]), "utf-8")


def picture(folder: Path, documents: Documents) -> None:
    """Another size and other contents."""
    for name, size, colour in (("old.png", (640, 400), "navy"), ("new.png", (320, 400), "teal")):
        made = Image.new("RGB", size, colour)
        ImageDraw.Draw(made).ellipse((40, 40, 240, 240), fill="white")
        made.save(folder / name)


def many(folder: Path, documents: Documents) -> None:
    """More differences than are told."""
    for name, add in (("old.xlsx", 0), ("new.xlsx", 1)):
        made = Workbook()
        sheet: Any = made.active
        for at in range(5_000):
            sheet.append([f"row {at}", at * 7 + add, at])
        made.save(folder / name)


def same(folder: Path, documents: Documents) -> None:
    """None."""
    for name in ("old.txt", "new.txt"):
        (folder / name).write_text("一\n二\n", "utf-8")


def broken(folder: Path, documents: Documents) -> None:
    """No workbook."""
    rows(folder, documents)
    for name in ("old.xlsx", "new.xlsx"):
        (folder / name).write_bytes(b"PK\x03\x04 cut")
        (folder / name.replace("xlsx", "csv")).unlink()


def locked(folder: Path, documents: Documents) -> None:
    """A PDF that opens with a password only."""
    pages(folder, documents)
    for name in ("old.pdf", "new.pdf"):
        writer = PdfWriter(PdfReader(folder / name))
        writer.encrypt("secret", algorithm="AES-256")
        writer.write(folder / name)
    (folder / "drawn.pdf").unlink()


PAIRS = {"book": book, "letter": letter, "deck": deck, "pdf": pages, "csv": rows, "picture": picture, "many": many,
         "same": same, "broken": broken, "locked": locked}  # fmt: skip
