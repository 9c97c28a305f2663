"""What workbooks say: values with their types, formulas, and what is beside the cells."""

import datetime
import zipfile

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from agent.core.documents import Passage
from agent.core.errors import InvalidArgumentsError, UnreadableError
from tests.agent.documents.told import told

moment = datetime.datetime.fromisoformat


@pytest.fixture
def book(tmp_path):
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    sheet.title = "明細"
    sheet["A1"], sheet["B1"], sheet["J1"] = "名前", "額", "遠い"
    sheet["A2"], sheet["B2"] = "a & <b>", "=B3*2"
    sheet["A3"], sheet["B3"] = True, -1.5
    sheet["A5"], sheet["B5"] = datetime.date(2026, 11, 23), moment("2026-11-23T14:30")
    sheet["C5"], sheet["D5"], sheet["E5"] = datetime.time(9, 15), 0.3, "#N/A"
    sheet["F5"], sheet["G5"] = 44927, 25.5 / 24
    sheet["F5"].number_format, sheet["G5"].number_format = '[$-411]ggge"年"m"月"d"日"', "[h]:mm"
    sheet["B2"].comment = Comment("二倍", "x")
    sheet.merge_cells("A7:C7")
    sheet["A7"] = "結合"
    hidden = book.create_sheet("It's hidden")
    hidden.append(["x", "y"])
    hidden.append([1, 2])
    hidden.add_table(Table(displayName="T", ref="A1:B2"))
    hidden.sheet_state = "hidden"
    book.defined_names["Rate"] = DefinedName("Rate", attr_text="明細!$B$3")
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def test_rows_tell_values_formulas_and_addresses(documents, book):
    content = documents.read(book)
    rows = [one for one in content.passages if one.kind == "row"]
    assert rows[:4] == [
        Passage("明細!A1:J1", "名前 | 額 | J: 遠い", "row"),
        Passage("明細!A2:B2", "a & <b> | [=B3*2]", "row"),
        Passage("明細!A3:B3", "TRUE | -1.5", "row"),
        Passage("明細!A5:G5", "2026-11-23 | 2026-11-23 14:30:00 | 09:15:00 | 0.3 | #N/A | 2023-01-01 | 1.0625", "row"),
    ]
    assert Passage("明細!B2", "x: 二倍", "comment") in content.passages
    assert rows[-1].anchor == "'It''s hidden'!A2:B2"
    assert content.total == len(content.passages)


def test_facts_tell_what_is_not_in_the_cells(documents, book):
    content = documents.read(book)
    headings = [one.text for one in content.passages if one.kind == "heading"]
    assert told(content)[:2] == ("2 sheets: '明細', \"It's hidden\" (hidden)", "1 name: Rate = 明細!$B$3")
    assert headings == [
        "明細: 5 filled rows, the last is 7, merged cells A7:C7",
        "It's hidden: hidden, 2 filled rows, the last is 2, table T at A1:B2",
    ]


def test_values_are_typed(documents, book):
    table, hidden = documents.tables(book)
    assert table.rows[4][:8] == (
        datetime.date(2026, 11, 23), moment("2026-11-23T14:30"), datetime.time(9, 15), 0.3, "#N/A",
        datetime.date(2023, 1, 1), 1.0625, None,
    )  # fmt: skip
    assert (table.name, table.anchor, table.first) == ("明細", "明細!A1:J7", 1)
    assert table.rows[2][:2] == (True, -1.5)
    assert {len(row) for row in table.rows} == {10}
    assert hidden.rows == (("x", "y"), (1, 2))


@pytest.mark.parametrize(
    ("part", "rows", "first"),
    [
        ("明細!A2:B3", (("a & <b>", None), (True, -1.5)), 2),
        ("A3", ((True,),), 3),
        ("It's hidden", (("x", "y"), (1, 2)), 1),
        ("'It''s hidden'!B:B", (("y",), (2,)), 1),
        ("it's hidden!2:9", ((1, 2),), 2),
        ("明細!A20:B30", (), 1),
    ],
)
def test_a_part_is_a_sheet_or_a_range(documents, book, part, rows, first):
    (table,) = documents.tables(book, part=part)
    assert (table.rows, table.first) == (rows, first)


@pytest.mark.parametrize("part", ["Nowhere", "Nowhere!A1", "明細!A1:", "明細!1A", "明細!ZZZZ1"])
def test_a_part_that_is_not_there_is_refused(documents, book, part):
    with pytest.raises(InvalidArgumentsError):
        documents.read(book, part=part)


def test_a_long_sheet_is_read_in_windows(documents, tmp_path):
    book = openpyxl.Workbook()
    for number in range(1, 1001):
        book["Sheet"].append([number])
    book.save(tmp_path / "a.xlsx")
    window = documents.read(tmp_path / "a.xlsx", start=501, count=2)
    assert (window.total, [one.text for one in window.passages]) == (1001, ["501", "502"])


def test_days_are_counted_as_the_workbook_counts_them(documents, tmp_path):
    book = openpyxl.Workbook()
    book.epoch = moment("1904-01-01")
    book["Sheet"]["A1"] = datetime.date(2026, 11, 23)
    book.save(tmp_path / "a.xlsx")
    (table,) = documents.tables(tmp_path / "a.xlsx")
    assert table.rows == ((datetime.date(2026, 11, 23),),)
    documents.edit(tmp_path / "a.xlsx", [{"op": "set_cells", "cells": {"A1": "2026-12-24"}}], tmp_path / "b.xlsx")
    assert openpyxl.load_workbook(tmp_path / "b.xlsx")["Sheet"]["A1"].value == moment("2026-12-24")


@pytest.mark.filterwarnings("ignore")  # openpyxl tells what it would lose
def test_numbers_of_real_workbooks_are_those_that_another_reader_sees(documents, real_files):
    compared = 0
    for path in real_files:
        for table, sheet in both_readings(documents, path) if path.suffix == ".xlsx" else ():
            for number, row in enumerate(table.rows, table.first):
                numbers = {c: one for c, one in enumerate(row, 1) if isinstance(one, float | int) and one is not True}
                others = {column: sheet.cell(number, column).value for column in numbers}
                same = {c: other for c, other in others.items() if isinstance(other, float | int)}
                assert {c: numbers[c] for c in same} == pytest.approx(same), f"{path.name} {table.name} {number}"
                compared += len(same)
    assert compared > 5_000


def both_readings(documents, path):
    """Tables with the sheets that openpyxl made of the same file, where it can open it at all."""
    try:
        tables = documents.tables(path)
        book = openpyxl.load_workbook(path, data_only=True)
    except (UnreadableError, TypeError, ValueError, KeyError, OSError):
        return []
    return [(table, book[table.name]) for table in tables if table.name in book.sheetnames]


def test_workbooks_of_other_programs_give_their_values(documents, tmp_path):
    ods = tmp_path / "a.ods"
    write_ods(ods, [["名前", "額"], ["山田", 12.5]])
    (table,) = documents.tables(ods)
    assert table.rows == (("名前", "額"), ("山田", 12.5))
    assert documents.read(ods).passages[1].text == "名前 | 額"
    with pytest.raises(InvalidArgumentsError):
        documents.edit(ods, [{"op": "set_cells", "cells": {"A1": 1}}], tmp_path / "b.ods")


def write_ods(path, rows):
    cells = "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    body = (
        f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="S">{cells}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", body)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")


def ods_cell(value):
    kind = f'"float" office:value="{value}"' if isinstance(value, float) else '"string"'
    return f"<table:table-cell office:value-type={kind}><text:p>{value}</text:p></table:table-cell>"


def test_texts_that_look_like_values_and_units_are_told_apart(documents, tmp_path):
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    for row in (["id", "price", "rate"], ["00017", 4120, 0.1], ["words", "4,120円", "2026年10月3日"], ["=x", 7, 0.2]):
        sheet.append(row)
    sheet["A4"].data_type = "s"
    for cell in ("B2", "B4"):
        sheet[cell].number_format = "[$€-2] #,##0"
    sheet["C2"].number_format = "0%"
    book.save(tmp_path / "a.xlsx")
    heading, _, *rows = documents.read(tmp_path / "a.xlsx").passages
    assert [one.text for one in rows] == [
        "'00017 | 4120 | 0.1", "words | '4,120円 | '2026年10月3日", "'=x | 7 | 0.2"
    ]  # fmt: skip
    assert heading.text.endswith("€ in B, % in C2")


def test_a_range_tells_the_sums_of_its_columns_without_formulas(documents, tmp_path):
    book = openpyxl.Workbook()
    for row in (["a", "b"], [1, 10], [2.5, "20"], [True, 30], ["=SUM(A2:A3)", None]):
        book["Sheet"].append(row)
    book.save(tmp_path / "a.xlsx")
    facts = told(documents.read(tmp_path / "a.xlsx", part="Sheet!A1:B9"))
    assert facts[-2:] == (
        "column A: sum 3.5 of 2 numbers without formulas", "column B: sum 40 of 2 numbers without formulas"
    )  # fmt: skip
    assert not any("sum" in fact for fact in told(documents.read(tmp_path / "a.xlsx")))


def test_a_long_formula_that_fills_rows_is_told_once_on_each_page(documents, tmp_path):
    book = openpyxl.Workbook()
    for row in range(1, 6):
        book["Sheet"].append([row, f'=IF(AND(A{row}>0,$C$1>0),A{row}*$C$1,"")'])
    book["Sheet"]["B4"] = '=IF(AND(A4>0,$C$1>0),A4*2,"")'
    book.save(tmp_path / "a.xlsx")
    rows = [one.text for one in documents.read(tmp_path / "a.xlsx").passages[1:]]
    assert rows[1] == "2 | [as above, moved down]"
    assert [text for text in rows if "IF(" not in text] == [rows[1], rows[2]]
    (page,) = documents.read(tmp_path / "a.xlsx", start=3, count=1).passages
    assert "A3*$C$1" in page.text


def test_a_formula_that_goes_on_to_the_right_is_told_once_and_whole_numbers_have_no_point(documents, tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("S")
    sheet.write_row("A1", [1, 2.5, 18.0])
    for column in "ABC":
        sheet.write_formula(f"{column}2", f'=IF({column}1>0,{column}1*2,"nothing")', None, 36.0)
    sheet.add_sparkline("D1", {"range": "S!A1:C1"})
    book.close()
    heading, numbers, formulas = (one.text for one in documents.read(path).passages[:3])
    assert "sparklines in D1" in heading
    assert numbers == "1 | 2.5 | 18"
    assert formulas == '36 [=IF(A1>0,A1*2,"nothing")] | 36 [as left, moved right] | 36 [as left, moved right]'
