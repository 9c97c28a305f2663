"""Files of an office, made anew from a seed: a workbook of a year with a pivot table, a contract, a folder of notes."""

import csv
import datetime
import random
import zipfile
from email.message import EmailMessage
from pathlib import Path

import xlsxwriter
from docx import Document
from PIL import Image

REGIONS = {"en": ("East", "West", "North", "Online"), "ja": ("東日本", "西日本", "北海道", "オンライン")}
COLUMNS = {
    "en": ("Date", "Region", "Product", "Qty", "Unit price", "Amount"),
    "ja": ("日付", "地域", "商品", "数量", "単価", "金額"),
}
SHEETS = {"en": ("Dashboard", "Monthly", "Data", "Pivot"), "ja": ("概要", "月次", "明細", "集計")}
COSTS = {"en": ("Cost of goods", "Salaries", "Rent"), "ja": ("売上原価", "人件費", "地代家賃")}
AUTHORS = {"en": ("Karin Vogel", "James Hill", "Mori"), "ja": ("佐藤", "田中", "森")}
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BUDGET = 300_000
Row = tuple[datetime.date, str, str, int, float]


def sales(seed: int, language: str, months: range) -> list[Row]:
    """Lines of sales of these months of 2026, by their days."""
    chance = random.Random(seed * 100 + months.start)
    products = {"Pens": 1.8, "Paper": 4.5, "Desks": 210.0, "Chairs": 129.0}
    made = [
        (datetime.date(2026, month, chance.randint(1, 28)), chance.choice(REGIONS[language]), name,
         chance.randint(-2, 40), products[name])
        for month in months for name in chance.choices(list(products), k=chance.randint(30, 45))
    ]  # fmt: skip
    return sorted(made, key=lambda row: row[0])


def figures(rows: list[Row], language: str, months: str) -> dict[str, float]:
    """What the monthly sheet shows by its addresses, computed here; `months` are the letters of its columns."""
    told: dict[str, float] = {}
    for at, column in enumerate(months):
        for line, region in enumerate(REGIONS[language], 5):
            told[f"{column}{line}"] = sum(row[3] * row[4] for row in rows if (row[1], row[0].month) == (region, 4 + at))
        told[f"{column}9"] = sum(told[f"{column}{line}"] for line in range(5, 9))
        told |= {f"{column}{line}": cost for line, cost in enumerate(costs(at), 10)}
        told[f"{column}13"] = sum(costs(at))
        told[f"{column}14"] = told[f"{column}9"] - told[f"{column}13"]
        told[f"{column}15"] = told[f"{column}14"] / told[f"{column}9"] if told[f"{column}9"] else 0
    year, used = (chr(ord(months[-1]) + by) for by in (1, 3))
    for line in range(5, 15):
        told[f"{year}{line}"] = sum(told[f"{column}{line}"] for column in months)
        told[f"{used}{line}"] = told[f"{year}{line}"] / BUDGET
    return told


def costs(at: int) -> list[int]:
    """The costs of the month `at` after April."""
    return [9000 + 100 * at, 4000 + 10 * at, 1200]


def closing(folder: Path, seed: int, language: str) -> tuple[Path, list[Row], list[Row]]:
    """A workbook up to October and the lines of November as a CSV; the lines of both."""
    rows, fresh = sales(seed, language, range(4, 11)), sales(seed, language, range(11, 12))
    path = folder / {"en": "Closing 2026.xlsx", "ja": "月次決算2026.xlsx"}[language]
    _book(path, rows, language)
    _pivot(path, language)
    with (folder / "november.csv").open("w", encoding={"en": "utf-8", "ja": "cp932"}[language], newline="") as file:
        csv.writer(file).writerows([COLUMNS[language][:5], *((f"{row[0]:%Y/%m/%d}", *row[1:]) for row in fresh)])
    return path, rows, fresh


def _book(path: Path, rows: list[Row], language: str) -> None:
    book = xlsxwriter.Workbook(str(path))
    front, monthly, data, pivot = (book.add_worksheet(name) for name in SHEETS[language])
    _data(book, data, rows, language)
    told = figures(rows, language, "BCDEFGH")
    _monthly(book, monthly, language, told)
    name, sold = SHEETS[language][1], [told[f"{column}9"] for column in "BCDEFGH"]
    front.write_column("A1", ["Month", "Sales", "Year", "Average", "Best"])
    for row, (formula, value) in enumerate((("H4", 46296), ("H9", told["H9"]), ("I9", told["I9"])), 1):
        front.write_formula(f"B{row}", f"={name}!{formula}", None, value)
    front.write_formula("B4", f"=AVERAGE({name}!B9:H9)", None, sum(sold) / len(sold))
    front.write_formula("B5", "=MAX(MonthlySales)", None, max(sold))
    book.define_name("MonthlySales", f"={name}!$B$9:$H$9")
    ring = book.add_chart({"type": "doughnut"})
    ring.add_series({"categories": f"={name}!$A$5:$A$8", "values": f"={name}!$I$5:$I$8"})
    front.insert_chart("D2", ring)
    front.set_column("A:B", 14)
    pivot.write_row("A3", [COLUMNS[language][1], "Sum"])
    book.close()


def _data(book, sheet, rows: list[Row], language: str) -> None:
    titles = COLUMNS[language]
    day, formula = book.add_format({"num_format": "yyyy-mm-dd"}), f"=[@[{titles[3]}]]*[@[{titles[4]}]]"
    columns = [{"header": title} for title in titles[:5]] + [{"header": titles[5], "formula": formula}]
    sheet.add_table(0, 0, len(rows), 5, {"name": "tblSales", "columns": columns})
    for at, row in enumerate(rows, 1):
        sheet.write_datetime(at, 0, row[0], day)
        sheet.write_row(at, 1, row[1:])
        named = formula.replace("@[", "[#This Row],[").replace("=[[", "=tblSales[[").replace("*[[", "*tblSales[[")
        sheet.write_formula(at, 5, named, None, row[3] * row[4])
    sheet.data_validation(
        1, 3, 3000, 3, {"validate": "integer", "criteria": "between", "minimum": -500, "maximum": 500}
    )
    sheet.freeze_panes(1, 0)
    sheet.set_column("A:F", 12)


def _monthly(book, sheet, language: str, told: dict[str, float]) -> None:
    titles, month = COLUMNS[language], book.add_format({"num_format": "yyyy-mm", "bold": True, "bg_color": "#DDEBF7"})
    total, share = (
        book.add_format({"bold": True, "top": 1, "num_format": "#,##0"}),
        book.add_format({"num_format": "0.0%"}),
    )
    sheet.write_row("A1", ["Closing"])
    sheet.write_column("A4", ["", *REGIONS[language], "Sales", *COSTS[language], "Costs", "Profit", "Margin"])
    sheet.write_row("I4", ["YTD", "Budget", "Used", "Trend"], month)
    for at, column in enumerate("BCDEFGH"):
        sheet.write_datetime(3, at + 1, datetime.date(2026, 4 + at, 1), month)
        for row in range(5, 9):
            sheet.write_formula(f"{column}{row}", month_formula(column, row, titles), None, told[f"{column}{row}"])
        sheet.write_column(f"{column}10", costs(at))
        for row, formula in month_totals(column).items():
            look = share if row == 15 else total
            sheet.write_formula(f"{column}{row}", formula, look, told[f"{column}{row}"])
    for row in range(5, 15):
        sheet.write_formula(f"I{row}", f"=SUM(B{row}:H{row})", None, told[f"I{row}"])
        sheet.write(f"J{row}", BUDGET)
        sheet.write_formula(f"K{row}", f"=I{row}/J{row}", share, told[f"K{row}"])
        sheet.add_sparkline(f"L{row}", {"range": f"{SHEETS[language][1]}!B{row}:H{row}"})
    _looks(book, sheet, SHEETS[language][1])


def _looks(book, sheet, name: str) -> None:
    sheet.conditional_format("B5:H8", {"type": "3_color_scale"})
    sheet.conditional_format("K5:K14", {"type": "data_bar"})
    sheet.write_comment("C12", "Fixed until March 2027.", {"author": "Controller"})
    lines, columns = book.add_chart({"type": "line"}), book.add_chart({"type": "column"})
    for row in range(5, 9):
        lines.add_series({"name": f"={name}!$A${row}", "categories": f"={name}!$B$4:$H$4",
                          "values": f"={name}!$B${row}:$H${row}"})  # fmt: skip
    columns.add_series({"categories": f"={name}!$B$4:$H$4", "values": f"={name}!$B$9:$H$9"})
    sheet.insert_chart("A18", lines)
    sheet.insert_chart("I18", columns)
    sheet.print_area("A1:L34")
    sheet.set_column("A:L", 13)
    sheet.repeat_columns("A:A")
    sheet.set_landscape()
    sheet.freeze_panes(4, 1)


def month_formula(column: str, row: int, titles: tuple[str, ...]) -> str:
    """The sales of a region in the month of a column."""
    return (
        f'=SUMIFS(tblSales[{titles[5]}],tblSales[{titles[1]}],$A{row},tblSales[{titles[0]}],">="&{column}$4,'
        f'tblSales[{titles[0]}],"<"&EDATE({column}$4,1))'
    )


def month_totals(column: str) -> dict[int, str]:
    """The formulas of a month below its regions, by their rows."""
    return {
        9: f"=SUM({column}5:{column}8)",
        13: f"=SUM({column}10:{column}12)",
        14: f"={column}9-{column}13",
        15: f"=IF({column}9=0,0,{column}14/{column}9)",
    }


def _pivot(path: Path, language: str) -> None:
    """Put a pivot table of the lines on the last sheet: XlsxWriter makes none."""
    fields = "".join(f'<cacheField name="{title}"><sharedItems/></cacheField>' for title in COLUMNS[language])
    cache = (
        f'<pivotCacheDefinition xmlns="{_MAIN}"><cacheSource type="worksheet"><worksheetSource name="tblSales"/>'
        f'</cacheSource><cacheFields count="6">{fields}</cacheFields></pivotCacheDefinition>'
    )
    table = (
        f'<pivotTableDefinition xmlns="{_MAIN}" name="ByRegion" cacheId="1" dataCaption="Values">'
        '<location ref="A3:B8" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/></pivotTableDefinition>'
    )
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode("utf-8", "surrogateescape") for name in package.namelist()}
    for place, kind in (("pivotTables/pivotTable1", "pivotTable"), ("pivotCache/c", "pivotCacheDefinition")):
        form = f"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
            "</Types>", f'<Override PartName="/xl/{place}.xml" ContentType="{form}"/></Types>'
        )
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        "</workbook>", '<pivotCaches><pivotCache cacheId="1" r:id="rIdP"/></pivotCaches></workbook>'
    )
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace(
        "</Relationships>", _rels("pivotCacheDefinition", "pivotCache/c.xml", alone=False)
    )
    parts["xl/worksheets/_rels/sheet4.xml.rels"] = _rels("pivotTable", "../pivotTables/pivotTable1.xml")
    parts["xl/pivotTables/_rels/pivotTable1.xml.rels"] = _rels("pivotCacheDefinition", "../pivotCache/c.xml")
    parts |= {"xl/pivotTables/pivotTable1.xml": table, "xl/pivotCache/c.xml": cache}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text.encode("utf-8", "surrogateescape"))


def _rels(kind: str, target: str, *, alone: bool = True) -> str:
    inner = f'<Relationship Id="rIdP" Type="{_KINDS}/{kind}" Target="{target}"/></Relationships>'
    start = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    return start + inner if alone else inner


def contract(documents, path: Path, language: str) -> None:
    """A contract of some pages that two authors have changed and commented."""
    clauses = {
        "en": (
            "within 30 days of the order",
            "a maximum of 5 %",
            "for 24 months from delivery",
            "limited to EUR 500,000",
        ),
        "ja": ("注文の承諾後30日以内", "5％を上限", "納入後24か月間", "1件につき5,000万円"),
    }[language]
    theirs = {"en": ("21 days", "10 %", "36 months", "EUR 1,000,000"), "ja": ("21日", "10％", "36か月", "1億円")}[
        language
    ]
    ours = {"en": ("30 days", "5 %", "24 months", "EUR 500,000"), "ja": ("30日", "5％", "24か月", "5,000万円")}[
        language
    ]
    document = Document()
    document.add_heading({"en": "Supply agreement", "ja": "供給契約書"}[language], 0)
    for number, clause in enumerate(clauses, 1):
        document.add_heading(f"{number}.", 1)
        for _ in range(6):
            document.add_paragraph(
                {"en": "The parties act in good faith. ", "ja": "当事者は信義に従う。"}[language] * 8
            )
        document.add_paragraph({"en": f"This is {clause}, as agreed.", "ja": f"本条は{clause}とする。"}[language])
    table = document.add_table(3, 2, style="Table Grid")
    for at, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"{at}"
    document.save(str(path))
    first, second, _ = AUTHORS[language]
    change = [{"op": "replace", "find": old, "with": new, "track": True, "author": first}
              for old, new in zip(ours, theirs, strict=True)]  # fmt: skip
    said = [{"op": "add_comment", "find": theirs[0], "text": "?", "author": first},
            {"op": "add_comment", "find": theirs[3], "text": "OK?", "author": second}]  # fmt: skip
    middle = path.with_name("middle.docx")
    documents.edit(path, change, middle)
    documents.edit(middle, said, path)
    middle.unlink()


def notes(documents, folder: Path) -> None:
    """Notes of a strategy in many formats and two languages, with a letterhead."""
    (folder / "board.md").write_text(
        "# Board\n\n- 12 slides\n- Osaka opens 12 January 2027, 420,000 USD\n", encoding="utf-8"
    )
    (folder / "営業.txt").write_text("リピート率は52%。納期は平均8.5日。\n", encoding="cp932")
    (folder / "purchasing.txt").write_text(
        "Copper +11 % since January, 60 % hedged until June 2027.\n", encoding="utf-8"
    )
    interviews = Document()
    interviews.add_paragraph("12 interviews; 9 of 12 named delivery time first.")
    interviews.save(str(folder / "interviews.docx"))
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Ueda <ueda@example.com>", "Osaka"
    mail.set_content("The Osaka investment is now 435,000 USD. Break-even after 22 months.\n")
    (folder / "osaka.eml").write_bytes(bytes(mail))
    rows = [["East", 412000, 358000], ["Online", 388000, 530000]]
    documents.create({"sheets": [{"name": "Regions", "columns": ["Region", "Q1", "Q3"], "rows": rows,
                                  "total_row": True}]}, folder / "sales.xlsx")  # fmt: skip
    documents.create({"title": "Study", "markdown": "The market is 38 million USD and grows by 4.2 % a year."},
                     folder / "study.pdf")  # fmt: skip
    Image.new("RGB", (900, 600), "teal").save(folder / "office.jpg")
    Image.new("RGB", (300, 100), "navy").save(folder / "logo.png")
    house = Document()
    house.sections[0].header.paragraphs[0].text = "Northwind Trading Ltd"
    house.add_paragraph("template text that goes")
    house.save(str(folder / "letterhead.docx"))
