"""What is added to a workbook every month: rows above totals, filled ranges, days as people write them."""

import datetime
import zipfile

import openpyxl
import pytest
import xlsxwriter

from agent.core.errors import InvalidArgumentsError


def edited(documents, source, *ops):
    target = source.with_name("out.xlsx")
    documents.edit(source, ops, target)
    documents.check(target)
    return target


@pytest.fixture
def ledger(tmp_path):
    """Two rows of orders with a formula each, and totals below them."""
    book = xlsxwriter.Workbook(tmp_path / "ledger.xlsx")
    sheet, day = book.add_worksheet("L"), book.add_format({"num_format": "yyyy/m/d"})
    sheet.write_row(0, 0, ["Day", "Count", "Price", "Amount"])
    for row, count in ((1, 2), (2, 3)):
        sheet.write_datetime(row, 0, datetime.date(2026, 9, row), day)
        sheet.write_row(row, 1, [count, 100])
        sheet.write_formula(row, 3, f"=B{row + 1}*C{row + 1}", None, count * 100)
    sheet.write_row(3, 0, ["Total", None, None])
    sheet.write_formula(3, 1, "=SUM(B2:B3)", None, 5)
    sheet.write_formula(3, 3, "=SUM(D$2:D$3)+Sum(B2:B3)", None, 505)
    book.close()
    return tmp_path / "ledger.xlsx"


def test_rows_are_appended_above_the_totals_which_count_them(documents, ledger):
    op = {"op": "append_rows", "rows": [["令和8年9月10日", 4, 100], ["2026/9/11", 1, 50, 40]]}
    target = ledger.with_name("out.xlsx")
    said = documents.edit(ledger, [op], target)[0]
    sheet = openpyxl.load_workbook(target)["L"]
    rows = [[str(row[0].value)[:10], *(one.value for one in row[1:])] for row in sheet.iter_rows(min_row=4)]
    assert rows == [
        ["2026-09-10", 4, 100, "=B4*C4"],
        ["2026-09-11", 1, 50, 40],
        ["Total", "=SUM(B2:B5)", None, "=SUM(D$2:D$5)+Sum(B2:B5)"],
    ]
    assert "row 6 now and count them (B6, D6)" in said.en


def test_rows_inserted_above_totals_tell_that_these_do_not_count_them(documents, ledger):
    (said, *_) = documents.edit(ledger, [{"op": "insert_rows", "at": 4}], ledger.with_name("out.xlsx"))
    assert "do not take them in: B2:B3, D$2:D$3" in said.en
    (said, *_) = documents.edit(ledger, [{"op": "insert_rows", "at": 3}], ledger.with_name("out.xlsx"))
    assert "take them in" not in said.en
    (said, *_) = documents.edit(ledger, [{"op": "insert_rows", "at": 4, "grow": True}], ledger.with_name("out.xlsx"))
    assert "take them in now: B2:B3, D$2:D$3" in said.en


def test_a_range_is_filled_and_its_formula_goes_along(documents, ledger):
    cells = {"E2:F3": "=B2*$C$2", "G2:G3": "x", "H2": "=B2"}
    target = edited(documents, ledger, {"op": "set_cells", "cells": cells})
    sheet = openpyxl.load_workbook(target)["L"]
    assert [[one.value for one in row] for row in sheet["E2:H3"]] == [
        ["=B2*$C$2", "=C2*$C$2", "x", "=B2"],
        ["=B3*$C$2", "=C3*$C$2", "x", None],
    ]
    assert openpyxl.load_workbook(target, data_only=True)["L"]["E3"].value == 300


@pytest.mark.parametrize("text", ["2026年9月10日", "R8.9.10", "令和8年9月10日", "2026/9/10", "2026-09-10"])
def test_days_as_people_write_them_are_dates_where_dates_are(documents, ledger, text):
    target = edited(documents, ledger, {"op": "set_cells", "cells": {"A2": text, "B2": text}})
    sheet = openpyxl.load_workbook(target)["L"]
    assert (str(sheet["A2"].value)[:10], sheet["B2"].value) == ("2026-09-10", text)


def test_a_pivot_table_that_does_not_read_new_rows_is_told(documents, real_files, tmp_path):
    source = next(one for one in real_files if "inputfile-99cb35" in one.name)
    op = {"op": "append_rows", "sheet": "Data", "rows": [[101, "Taro", 45, "Male", ""]]}
    (said, *_) = documents.edit(source, [op], tmp_path / "a.xlsx")
    assert "A pivot table reads Data!A1:E101, without the new rows" in said.en
    (said, *_) = documents.edit(tmp_path / "a.xlsx", [op], tmp_path / "b.xlsx")
    assert "pivot" not in said.en


def test_a_new_month_is_taken_in_by_totals_charts_sparklines_names_and_rules(documents, tmp_path):
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    book = xlsxwriter.Workbook(str(source))
    sheet, other = book.add_worksheet("M"), book.add_worksheet("O")
    sheet.write_row("A1", ["Apr", "May", "Total"])
    sheet.write_row("A2", [1, 2])
    for row in (2, 3):
        sheet.write_formula(f"C{row}", f"=SUM(A{row}:B{row})", None, 3 if row == 2 else 0)
    sheet.conditional_format("A2:B3", {"type": "3_color_scale"})
    sheet.add_sparkline("D2", {"range": "M!A2:B2"})
    book.define_name("Months", "=M!$A$2:$B$2")
    other.write_formula("A1", "=AVERAGE(M!A2:B2)-M!B2+SUM(M!A2:A3)", None, 0.5)
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=M!$A$2:$B$2", "categories": "=M!$A$1:$B$1"})
    other.insert_chart("C3", chart)
    book.close()
    insert = {"op": "insert_columns", "sheet": "M", "columns": "C"}
    (said, *_) = documents.edit(source, [insert], target)
    assert "do not take them in: A2:B2, A3:B3, $A$1:$B$1, $A$2:$B$2" in said.en
    (said, *_) = documents.edit(source, [{**insert, "grow": True}, {"op": "set_cells", "cells": {"C2": 9}}], target)
    assert "take them in now" in said.en
    with zipfile.ZipFile(target) as package:
        first, second, drawn, names = (
            package.read(f"xl/{part}.xml").decode()
            for part in ("worksheets/sheet1", "worksheets/sheet2", "charts/chart1", "workbook")
        )
    assert "<f>SUM(A2:C2)</f><v>12</v>" in first
    assert "<f>SUM(A3:C3)</f>" in first
    assert 'conditionalFormatting sqref="A2:C3"' in first
    assert "M!A2:C2</xm:f><xm:sqref>E2<" in first
    assert "<f>AVERAGE(M!A2:C2)-M!B2+SUM(M!A2:A3)</f>" in second
    assert "M!$A$2:$C$2" in drawn
    assert "M!$A$1:$C$1" in drawn
    assert "M!$A$2:$C$2" in names


@pytest.fixture
def pivoted(tmp_path):
    """A list, and a pivot table that reads it."""
    book = xlsxwriter.Workbook(tmp_path / "plain.xlsx")
    sheet, other = book.add_worksheet("L"), book.add_worksheet("P")
    for row, values in enumerate([["City", "Amount"], ["Tokyo", 1], ["Osaka", 2]]):
        sheet.write_row(row, 0, values)
    other.write_row("A3", ["City", "Sum"])
    book.close()
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    def rels(kind, target):
        inner = f'<Relationship Id="rIdP" Type="{kinds}/{kind}" Target="{target}"/>'
        return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'

    def override(part, kind):
        kind = f"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"
        return f'<Override PartName="/xl/{part}.xml" ContentType="{kind}"/>'

    fields = "".join(f'<cacheField name="{name}"><sharedItems/></cacheField>' for name in ("City", "Amount"))
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as plain, zipfile.ZipFile(tmp_path / "p.xlsx", "w") as package:
        for name in plain.namelist():
            text = plain.read(name).decode()
            if name == "[Content_Types].xml":
                kinds_added = override("pivotTables/pivotTable1", "pivotTable") + override("c", "pivotCacheDefinition")
                text = text.replace("</Types>", f"{kinds_added}</Types>")
            elif name == "xl/workbook.xml":
                text = text.replace(
                    "</workbook>", '<pivotCaches><pivotCache cacheId="1" r:id="rIdP"/></pivotCaches></workbook>'
                )
            elif name == "xl/_rels/workbook.xml.rels":
                text = text.replace("</Relationships>", rels("pivotCacheDefinition", "c.xml").partition(">")[2])
            package.writestr(name, text)
        package.writestr("xl/worksheets/_rels/sheet2.xml.rels", rels("pivotTable", "../pivotTables/pivotTable1.xml"))
        package.writestr("xl/pivotTables/_rels/pivotTable1.xml.rels", rels("pivotCacheDefinition", "../c.xml"))
        package.writestr("xl/pivotTables/pivotTable1.xml", f'<pivotTableDefinition xmlns="{main}" name="Cities"/>')
        package.writestr("xl/c.xml", f'<pivotCacheDefinition xmlns="{main}"><cacheSource type="worksheet">'
            f'<worksheetSource ref="A1:B3" sheet="L"/></cacheSource><cacheFields>{fields}</cacheFields>'
            "</pivotCacheDefinition>")  # fmt: skip
    return tmp_path / "p.xlsx"


def test_a_pivot_table_whose_source_changed_is_named_and_is_refreshed_when_that_is_wanted(documents, pivoted):
    target = pivoted.with_name("out.xlsx")

    def said(*ops):
        return " ".join(one.en for one in documents.edit(pivoted, ops, target))

    change = {"op": "set_cells", "sheet": "L", "cells": {"B2": 5}}
    assert "old numbers are shown until refreshed (refresh_pivots): Cities." in said(change)
    assert "Cities" not in said({"op": "set_cells", "sheet": "L", "cells": {"D2": 5}})
    assert "Cities" not in said({"op": "insert_rows", "sheet": "L", "at": 1})
    assert "Cities" in said({"op": "delete_rows", "sheet": "L", "rows": "3"})
    assert "Cities" in said({"op": "insert_rows", "sheet": "L", "at": 1}, {**change, "cells": {"B3": 5}})
    refreshed = said(change, {"op": "refresh_pivots"})
    assert "refreshes when it opens" in refreshed
    assert "reads what was changed" not in refreshed
    assert documents.parts(pivoted, target).changed == ("xl/worksheets/sheet1.xml", "xl/c.xml")
    appended = said({"op": "append_rows", "sheet": "L", "rows": [["Kyoto", 4]]},
                    {"op": "refresh_pivots", "pivot": "cities", "source": "L!A1:B4"})  # fmt: skip
    assert 'refresh_pivots with a "source"' in appended
    with zipfile.ZipFile(target) as package:
        assert b'<worksheetSource ref="A1:B4" sheet="L"/>' in package.read("xl/c.xml")
        assert b'refreshOnLoad="1"' in package.read("xl/c.xml")
    with pytest.raises(InvalidArgumentsError, match="2 columns with the titles City, Amount"):
        documents.edit(pivoted, [{"op": "refresh_pivots", "source": "L!A1:C4"}], target)
