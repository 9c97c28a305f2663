"""Tables become other formats; what is left out is told, and codes keep their zeros."""

import csv
import datetime
import io
import zipfile
from struct import pack

import openpyxl
import pytest

from agent.core.errors import InvalidArgumentsError, ToolError, UnreadableError
from tests.agent.documents.ole import ole_file

CODES = (
    '番号,日付,金額,電話,メモ\n007,2026-11-01,"1,200",03-1234-5678,=1+1\n012,2026/1/2,-3.5,+8131234,2026-99-01\n,,,,5\n'  # noqa: E501
)


def values(path):
    book = openpyxl.load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def test_a_csv_becomes_a_workbook_with_numbers_and_dates_and_codes_as_texts(documents, tmp_path):
    (tmp_path / "a.csv").write_bytes(CODES.encode("cp932"))
    said = documents.convert(tmp_path / "a.csv", tmp_path / "b.xlsx")
    (rows,) = values(tmp_path / "b.xlsx").values()
    first, second = (datetime.datetime.fromisoformat(day) for day in ("2026-11-01", "2026-01-02"))
    assert rows == [
        ["番号", "日付", "金額", "電話", "メモ"],
        ["007", first, 1200, "03-1234-5678", "=1+1"],
        ["012", second, -3.5, "+8131234", "2026-99-01"],
        [None, None, None, None, 5],
    ]
    assert any("leading zeros or very long numbers: A, D" in one.en for one in said)
    assert openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]["E2"].data_type == "s", "no text becomes a formula"
    documents.check(tmp_path / "b.xlsx")


def test_a_table_without_titles_is_a_sheet_without_titles(documents, tmp_path):
    (tmp_path / "a.csv").write_text("1,2\n3,4\n")
    documents.convert(tmp_path / "a.csv", tmp_path / "b.xlsx")
    assert list(values(tmp_path / "b.xlsx").values()) == [[[1, 2], [3, 4]]]


def workbook(path):
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Sales"
    sheet["B2"], sheet["C2"] = "a|b\nc", datetime.date(2026, 11, 1)
    sheet["B3"], sheet["C3"] = "=1+1", 2.5
    book.create_sheet("Empty")
    book.create_sheet("Other")["A1"] = True
    book.save(path)
    return path


def test_a_workbook_becomes_a_csv_with_the_same_addresses(documents, tmp_path):
    said = documents.convert(workbook(tmp_path / "a.xlsx"), tmp_path / "b.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "b.csv").read_bytes().decode("utf-8-sig"))))
    assert rows == [[], ["", "a|b\nc", "2026-11-01"], ["", "", "2.5"]]
    told = " ".join(one.en for one in said)
    assert "one sheet, 'Sales'. Left out: 'Other'" in told
    assert "never computed are empty: Sales!B3" in told
    assert "Only values" in told


def test_a_workbook_becomes_markdown_html_and_plain_text_with_all_sheets(documents, tmp_path):
    path = workbook(tmp_path / "a.xlsx")
    documents.convert(path, tmp_path / "b.md")
    text = (tmp_path / "b.md").read_text()
    assert "## Sales" in text
    assert "|  | a\\|b<br>c | 2026-11-01 |" in text
    assert [table.rows[0][-1] for table in documents.tables(tmp_path / "b.md")] == ["2026-11-01", "TRUE"]
    documents.convert(path, tmp_path / "b.html")
    assert documents.tables(tmp_path / "b.html")[0].rows[0][1:] == ("a|b c", "2026-11-01")
    documents.convert(path, tmp_path / "b.txt")
    assert "\ta|b c\t2026-11-01" in (tmp_path / "b.txt").read_text()
    for suffix in (".xlsx", ".gif"):
        with pytest.raises(InvalidArgumentsError):
            documents.convert(path, tmp_path / f"c{suffix}")


def open_document(path):
    """The smallest .ods that readers take: two sheets, one with a name that no .xlsx may have."""
    name = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
    spaces = " ".join(f'xmlns:{one}="{name.format(one)}"' for one in ("table", "text", "office"))
    cell = '<table:table-cell office:value-type="float" office:value="{0}"><text:p>{0}</text:p></table:table-cell>'
    sheet = '<table:table table:name="{}"><table:table-row>{}</table:table-row></table:table>'
    sheets = sheet.format("売上/2026", cell.format(5)) + sheet.format("B", cell.format(6))
    body = f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
    content = f"<office:document-content {spaces}>{body}</office:document-content>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return path


def test_an_open_document_is_read_with_blanks_between_its_cells_and_without_its_kind(documents, tmp_path):
    with zipfile.ZipFile(open_document(tmp_path / "a.ods")) as plain, zipfile.ZipFile(tmp_path / "b.ods", "w") as odd:
        odd.writestr("content.xml", plain.read("content.xml").decode().replace("><", ">\n  <"))
    assert [table.rows for table in documents.tables(tmp_path / "b.ods")] == [((5,),), ((6,),)]


def test_an_old_workbook_becomes_an_xlsx_and_it_is_told_what_is_not_in_it(documents, tmp_path):
    said = documents.convert(open_document(tmp_path / "a.ods"), tmp_path / "b.xlsx")
    assert values(tmp_path / "b.xlsx") == {"売上_2026": [[5]], "B": [[6]]}
    told = " ".join(one.en for one in said)
    assert "'売上/2026' -> '売上_2026'" in told
    assert "formulas, formats, charts" in told


def test_every_workbook_of_other_programs_becomes_a_csv_that_says_the_same(documents, tmp_path, real_files):
    done = 0
    for path in [one for one in real_files if one.suffix == ".xlsx"][:25]:
        try:
            tables = [one for one in documents.tables(path) if any(v not in (None, "") for r in one.rows for v in r)]
            documents.convert(path, tmp_path / "b.csv")
        except ToolError:  # broken, encrypted or empty on purpose
            continue
        rows = list(csv.reader(io.StringIO((tmp_path / "b.csv").read_bytes().decode("utf-8-sig"), newline="")))
        assert len(rows) == tables[0].first - 1 + len(tables[0].rows), path.name
        done += 1
    assert done >= 15


def test_lists_in_json_and_tables_in_markdown_become_sheets(documents, tmp_path):
    (tmp_path / "a.json").write_text('{"people": [{"name": "a", "id": "01"}], "v": [{"n": 1}]}')
    documents.convert(tmp_path / "a.json", tmp_path / "b.xlsx")
    assert values(tmp_path / "b.xlsx") == {"people": [["name", "id"], ["a", "01"]], "v": [["n"], [1]]}
    (tmp_path / "a.md").write_text("# T\n\n| A | B |\n|---|---|\n| 01 | 2 |\n")
    documents.convert(tmp_path / "a.md", tmp_path / "c.xlsx")
    assert list(values(tmp_path / "c.xlsx").values()) == [[["A", "B"], ["01", 2]]]
    (tmp_path / "b.md").write_text("# T\n")
    with pytest.raises(InvalidArgumentsError, match="no table in it"):
        documents.convert(tmp_path / "b.md", tmp_path / "d.csv")


def test_markdown_becomes_a_word_document_or_a_page_without_scripts(documents, tmp_path):
    (tmp_path / "a.md").write_text("# 見出し\n\n**bold** <script>alert(1)</script>\n\n| A |\n|---|\n| 1 |\n")
    documents.convert(tmp_path / "a.md", tmp_path / "b.docx")
    assert documents.read(tmp_path / "b.docx").passages[0].text == "見出し"
    documents.convert(tmp_path / "a.md", tmp_path / "b.html")
    page = (tmp_path / "b.html").read_text()
    assert "<h1>見出し</h1>" in page
    assert "<script>" not in page
    documents.convert(tmp_path / "b.html", tmp_path / "c.txt")
    assert "bold <script>" in (tmp_path / "c.txt").read_text()


def test_what_a_csv_and_a_page_are_called_is_not_the_name_of_a_private_copy(documents, tmp_path):
    (tmp_path / "0a1b2c.csv").write_text("Code\n007\n")
    documents.convert(tmp_path / "0a1b2c.csv", tmp_path / "b.xlsx")
    assert openpyxl.load_workbook(tmp_path / "b.xlsx").sheetnames == ["Sheet1"]
    (tmp_path / "0a1b2c.md").write_text("\n## **Sales**\n\nwords\n")
    documents.convert(tmp_path / "0a1b2c.md", tmp_path / "c.html")
    assert "<title>Sales</title>" in (tmp_path / "c.html").read_text()


def test_the_oldest_kind_of_password_is_asked_for(documents, tmp_path):
    """XOR obfuscation (MS-XLS 2.2.10): the code page behind it is no number that anybody knows."""
    begin, locked = pack("<8H", 0x809, 16, 0x600, 5, 0, 0, 0, 0) + bytes(4), pack("<5H", 0x2F, 6, 0, 7, 9)
    stream = begin + locked + pack("<5H", 0x42, 2, 0xD7CC, 0x0A, 0)
    (tmp_path / "a.xls").write_bytes(ole_file({"Workbook": stream}))
    with pytest.raises(UnreadableError) as told:
        documents.read(tmp_path / "a.xls")
    assert told.value.code == "encrypted"
