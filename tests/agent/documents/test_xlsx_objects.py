"""Links, print setup, protection, pictures and charts: as Excel expects them, beside what lies there already."""

import datetime
import zipfile

import openpyxl
import pytest
import xlsxwriter
from PIL import Image

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from tests.agent.documents.xlsx_files import edited_each


@pytest.fixture
def sales(tmp_path):
    """Three months of two cities, a rate, and a chart that is there already."""
    book = xlsxwriter.Workbook(str(tmp_path / "sales.xlsx"))
    sheet = book.add_worksheet("売上")
    sheet.write_row(0, 0, ["月", "東京", "大阪", "利益率"])
    day, yen, rate = (book.add_format({"num_format": code}) for code in ('yyyy"年"m"月"', "#,##0", "0%"))
    for at in range(3):
        sheet.write_datetime(at + 1, 0, datetime.date(2026, at + 1, 1), day)
        sheet.write_row(at + 1, 1, [1000 + at, 2000 - at], yen)
        sheet.write_number(at + 1, 3, 0.1 * at, rate)
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": ["売上", 1, 1, 3, 1]})
    sheet.insert_chart("H20", chart)
    book.add_worksheet("Other")
    book.close()
    return tmp_path / "sales.xlsx"


def edited(documents, source, *ops):
    target = source.with_name(f"next_{source.name}")
    documents.edit(source, list(ops), target)
    documents.check(target)
    return target


def sheet_of(path, at=0):
    return openpyxl.load_workbook(path).worksheets[at]


def test_cells_lead_to_addresses_and_places(documents, sales):
    target = edited(
        documents,
        sales,
        {"op": "set_link", "cell": "B2", "url": "https://example.com/?a=1&b=2", "tip": "明細"},
        {"op": "set_link", "cell": "B3", "location": "Other!A1"},
    )
    sheet = sheet_of(target)
    assert (sheet["B2"].hyperlink.target, sheet["B2"].hyperlink.tooltip) == ("https://example.com/?a=1&b=2", "明細")
    assert sheet["B3"].hyperlink.location == "Other!A1"
    assert (sheet["B2"].font.u, sheet["B2"].number_format, sheet["B2"].value) == ("single", "#,##0", 1000)
    assert [one.address for one in documents.reaches(target)] == ["https://example.com/?a=1&b=2"]
    gone = edited(documents, target, {"op": "set_link", "cell": "B2", "url": None})
    assert documents.reaches(gone) == ()
    assert sheet_of(gone)["B3"].hyperlink.location == "Other!A1"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", r"\\host\share", "example.com"])
def test_a_link_that_is_none_is_refused(documents, sales, url):
    with pytest.raises(InvalidArgumentsError, match="is no link"):
        documents.edit(sales, [{"op": "set_link", "cell": "B2", "url": url}], sales.with_name("x.xlsx"))


def test_a_sheet_is_set_up_for_print(documents, sales):
    op = {
        "op": "set_page", "print_area": "A1:D4", "title_rows": "1:1", "title_columns": "A:A",
        "orientation": "landscape",
        "paper": "A3", "fit_width": 1, "fit_height": 0, "margins": {"left": 25.4}, "center": "horizontal",
        "header": {"left": "R&D", "right": "{date}"}, "footer": "{page} / {pages}",
    }  # fmt: skip
    sheet = sheet_of(edited(documents, sales, op))
    assert sheet.print_area == "'売上'!$A$1:$D$4"
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$A")
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == ("landscape", 8, 1, 0)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_margins.left) == (True, 1)
    assert (sheet.page_margins.top, sheet.print_options.horizontalCentered) == (0.75, True)
    assert (sheet.oddHeader.left.text, sheet.oddHeader.right.text) == ("R&&D", "&D")
    assert sheet.oddFooter.center.text == "&P / &N"


def test_what_is_not_named_of_the_print_setup_stays(documents, sales):
    once = edited(documents, sales, {"op": "set_page", "title_rows": "1:1", "footer": "{page}", "paper": "A4"})
    twice = edited(documents, once, {"op": "set_page", "title_columns": "A:B", "header": "x", "scale": 80})
    sheet = sheet_of(twice)
    assert (sheet.print_title_rows, sheet.print_title_cols, sheet.oddFooter.center.text) == ("$1:$1", "$A:$B", "&P")
    assert (sheet.page_setup.paperSize, sheet.page_setup.scale) == (9, 80)
    gone = sheet_of(edited(documents, twice, {"op": "set_page", "title_rows": None, "footer": None}))
    assert (gone.print_title_rows, gone.print_title_cols, gone.oddFooter.center.text) == (None, "$A:$B", None)


def test_a_sheet_is_protected_and_freed_but_not_from_a_password(documents, sales, tmp_path):
    target = edited(documents, sales, {"op": "protect", "allow": ["filter", "sort"]})
    told = sheet_of(target).protection
    assert (told.sheet, told.autoFilter, told.sort, told.formatCells) == (True, False, False, True)
    assert not sheet_of(edited(documents, target, {"op": "unprotect"})).protection.sheet
    book = openpyxl.load_workbook(sales)
    book.worksheets[0].protection.set_password("x")
    book.save(tmp_path / "locked.xlsx")
    with pytest.raises(InvalidArgumentsError, match="with a password"):
        documents.edit(tmp_path / "locked.xlsx", [{"op": "unprotect"}], tmp_path / "x.xlsx")


def test_a_picture_is_laid_beside_what_lies_there(documents, sales, tmp_path):
    Image.new("RGB", (200, 100), "red").save(tmp_path / "logo.png")
    op = {"op": "add_image", "at": "F2", "picture": tmp_path / "logo.png", "width": 100, "alt": "社章"}
    target = edited(documents, sales, op, {**op, "sheet": "Other", "at": "B9"})
    sheet = sheet_of(target)
    (picture,) = sheet._images
    assert (picture.anchor._from.row, picture.anchor._from.col) == (1, 5)
    assert (picture.anchor.ext.width, picture.anchor.ext.height) == (100 * 9525, 50 * 9525)
    assert len(sheet._charts) == 1
    assert len(sheet_of(target, 1)._images) == 1
    with pytest.raises(InvalidArgumentsError, match="'picture' is a"):
        documents.edit(sales, [{"op": "add_image", "at": "A1", "picture": "/etc/hostname"}], sales.with_name("x.xlsx"))
    (tmp_path / "no.png").write_text("no picture")
    with pytest.raises(InvalidArgumentsError, match="that opens"):
        documents.edit(sales, [{**op, "picture": tmp_path / "no.png"}], sales.with_name("x.xlsx"))


@pytest.mark.parametrize("kind", ["column", "bar", "line", "area", "pie", "doughnut", "scatter", "combo"])
def test_a_chart_of_each_kind_is_drawn_with_its_values(documents, sales, kind):
    block = "A1:B4" if kind == "pie" else "A1:C4"
    target = edited(
        documents, sales, {"op": "add_chart", "at": "F2", "type": kind, "title": "売上 <年>", "range": block}
    )
    charts = sheet_of(target)._charts
    assert len(charts) == 2
    with zipfile.ZipFile(target) as package:
        xml = package.read("xl/charts/chart2.xml").decode()
    assert "売上 &lt;年&gt;" in xml
    assert "<c:f>売上!$A$2:$A$4</c:f>" in xml
    assert "<c:v>1002</c:v>" in xml
    assert "yyyy&quot;年&quot;m&quot;月&quot;" in xml, "categories are shown as the cells are"


def test_series_of_a_chart_are_named_coloured_and_on_a_second_axis(documents, sales):
    series = [
        {"values": "B2:B4", "name": "B1"},
        {"values": "D2:D4", "name": "率", "type": "line", "axis": "second", "color": "#C00000"},
    ]
    op = {"op": "add_chart", "at": "F2", "type": "combo", "categories": "A2:A4", "series": series, "legend": "right"}
    target = edited(documents, sales, op)
    with zipfile.ZipFile(target) as package:
        xml = package.read("xl/charts/chart2.xml").decode()
    assert xml.count("<c:valAx>") == 2
    assert "<c:f>売上!$B$1</c:f>" in xml
    assert "<c:v>率</c:v>" in xml
    assert 'val="C00000"' in xml
    assert '<c:legendPos val="r"/>' in xml


@pytest.mark.parametrize(
    ("op", "said"),
    [
        ({"type": "radar", "range": "A1:B4"}, "'type' is one of"),
        ({"range": "A1:A4"}, "needs a row of titles"),
        ({"type": "pie", "range": "A1:C4"}, "one series"),
        ({}, "needs a 'range'"),
        ({"series": [{"values": "B2:C4"}]}, "is no row or column"),
        ({"range": "A1:B4", "legend": "inside"}, "'legend' is one of"),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_refused(documents, sales, op, said):
    with pytest.raises(InvalidArgumentsError, match=said):
        documents.edit(sales, [{"op": "add_chart", "at": "F2", **op}], sales.with_name("x.xlsx"))


def test_objects_touch_one_sheet_and_its_drawing_of_every_real_workbook(documents, real_files, tmp_path):
    Image.new("RGB", (20, 10), "red").save(tmp_path / "dot.png")
    cells = {"XEA99990": "k", "XEB99990": "v", "XEA99991": "a", "XEB99991": 1}
    ops: list[Op] = [
        {"op": "set_cells", "cells": cells},
        {"op": "add_chart", "at": "XEC99990", "range": "XEA99990:XEB99991"},
        {"op": "add_image", "at": "XEC99999", "picture": tmp_path / "dot.png"},
        {"op": "set_link", "cell": "XEA99990", "url": "https://example.com"},
        {"op": "set_page", "orientation": "landscape", "footer": "{page}", "fit_width": 1},
    ]
    done = 0
    for source, target in edited_each(documents, real_files, tmp_path, ops):
        parts = documents.parts(source, target)
        assert not parts.removed
        allowed = ("[Content_Types].xml", ".rels", "styles.xml", "workbook.xml", "calcChain.xml")
        others = [name for name in parts.changed if not name.endswith(allowed) and "drawing" not in name.lower()]
        assert len(others) == 1, (source.name, others)
        done += 1
    assert done > 40


def chart_of(path, number):
    with zipfile.ZipFile(path) as package:
        return package.read(f"xl/charts/chart{number}.xml").decode()


def test_a_chart_gets_another_title_and_other_ranges_and_keeps_its_look(documents, sales):
    made = edited(documents, sales, {"op": "add_chart", "at": "F2", "title": "Old", "range": "A1:C3", "name": "月別"})
    before = chart_of(made, 2)
    series = [{"number": 2, "values": "D2:D4", "name": "利益率"}]
    op = {"op": "set_chart", "chart": "月別", "title": "New & more", "categories": "A2:A4", "series": series}
    target = edited(documents, made, op)
    after = chart_of(target, 2)
    assert ("Old" in after, "New &amp; more" in after) == (False, True)
    assert after.count("<c:f>売上!$A$2:$A$4</c:f>") == 2
    assert "<c:f>売上!$D$2:$D$4</c:f>" in after
    assert "<c:tx><c:v>利益率</c:v></c:tx>" in after
    assert before.partition("<c:legend>")[2] == after.partition("<c:legend>")[2]
    assert documents.parts(made, target).changed == ("xl/charts/chart2.xml",)


def test_a_chart_of_another_program_gets_a_title(documents, sales):
    target = edited(documents, sales, {"op": "set_chart", "chart": 1, "title": "東京の売上"})
    assert "東京の売上" in chart_of(target, 1)
    assert len(sheet_of(target)._charts) == 1
    gone = edited(documents, target, {"op": "set_chart", "title": None})
    assert "東京の売上" not in chart_of(gone, 1)


def test_a_chart_is_taken_off_with_its_part(documents, sales):
    made = edited(documents, sales, {"op": "add_chart", "at": "F2", "range": "A1:C3"})
    target = edited(documents, made, {"op": "delete_object", "object": 1})
    assert documents.parts(made, target).removed == ("xl/charts/chart1.xml",)
    assert len(sheet_of(target)._charts) == 1
    with pytest.raises(InvalidArgumentsError, match="There are: 1 'Chart 2' at F2"):
        documents.edit(target, [{"op": "delete_object", "object": "Sales"}], target.with_name("x.xlsx"))


@pytest.mark.parametrize("password", ["", "x"])
def test_locked_cells_of_a_protected_sheet_are_left_alone(documents, tmp_path, password):
    made = xlsxwriter.Workbook(str(tmp_path / "form.xlsx"))
    sheet = made.add_worksheet("S")
    sheet.set_column("D:D", None, made.add_format({"locked": False}))
    sheet.write_row(0, 0, ["Name", "", "Tax"])
    sheet.write_blank(0, 1, None, made.add_format({"locked": False}))
    sheet.protect(password)
    sheet.unprotect_range("F1:F9")
    made.close()
    fill = {"op": "set_cells", "cells": {"B1": "Sato", "D7": 12, "F2": 3}}
    told = sheet_of(edited(documents, tmp_path / "form.xlsx", fill))
    assert (told["B1"].value, told["D7"].value, told["F2"].value) == ("Sato", 12, 3)
    change = {"op": "set_cells", "cells": {"B1": "Sato", "C1": "No tax"}}
    way = "knows its password" if password else '"op":"unprotect"'
    with pytest.raises(InvalidArgumentsError, match=f"S!C1 is locked by the author of the sheet.*{way}"):
        edited(documents, tmp_path / "form.xlsx", change)
    if not password:
        free = edited(documents, tmp_path / "form.xlsx", {"op": "unprotect"}, change, {"op": "protect"})
        assert sheet_of(free)["C1"].value == "No tax"
