"""What a workbook has beside its cells is told in words: shortly in every reading, wholly when a part asks for it."""

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from agent.core.errors import UnreadableError
from tests.agent.documents.told import told


@pytest.fixture
def rich(tmp_path):
    """A sheet with about everything that lies on sheets."""
    book = xlsxwriter.Workbook(str(tmp_path / "rich.xlsx"))
    sheet = book.add_worksheet("My data")
    for row in range(12):
        sheet.write_row(row, 0, ["k", row, row * 2] if row else ["Key", "A", "B"])
    sheet.add_table("A1:C12", {"name": "T", "columns": [{"header": one} for one in ("Key", "A", "B")]})
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    chart.add_series(
        {"name": "='My data'!$B$1", "values": "='My data'!$B$2:$B$9", "categories": "='My data'!$A$2:$A$9"}
    )
    chart.set_title({"name": "売上"})
    sheet.insert_chart("F2", chart)
    sheet.data_validation("E2", {"validate": "list", "source": ["Yes", "No"], "input_message": "choose"})
    look = book.add_format({"bg_color": "#FCE4E4", "bold": True})
    for row in range(20):
        sheet.conditional_format(row, 1, row, 1, {"type": "cell", "criteria": ">", "value": row, "format": look})
    sheet.add_sparkline("D2", {"range": "B2:C2"})
    sheet.freeze_panes(1, 0)
    sheet.set_column("H:I", None, None, {"hidden": True})
    sheet.write_url("E9", "https://example.com", string="x")
    sheet.set_landscape()
    sheet.print_area("A1:C12")
    sheet.protect()
    book.close()
    return tmp_path / "rich.xlsx"


def texts(documents, source, part=""):
    return {(one.anchor, one.text) for one in documents.read(source, part=part, count=4000).passages}


def test_every_reading_tells_charts_and_rules(documents, rich):
    found = texts(documents, rich)
    assert (
        "'My data' chart 1",
        "stacked bar chart '売上': 'A' 'My data'!$B$2:$B$9 by 'My data'!$A$2:$A$9 at F2",
    ) in {(anchor, text) for anchor, text in found}
    assert ("'My data'!E2", 'only list "Yes,No"') in found
    assert ("'My data'!B1", "> 0: fill #FCE4E4, bold") in found
    heading = documents.read(rich).passages[0].text
    assert "frozen at A2" in heading
    assert "hidden columns H:I" in heading


def test_many_things_are_counted_and_their_part_is_told(documents, rich):
    found = texts(documents, rich)
    assert ("'My data'!rules", "12 more rules: read the part ''My data'!rules'") in found
    assert len(texts(documents, rich, part="'My data'!rules")) == 20


def test_a_part_names_one_kind_of_things_or_all(documents, rich):
    assert {text for _, text in texts(documents, rich, part="tables")} == {"table T: Key, A, B (TableStyleMedium9)"}
    everything = texts(documents, rich, part="objects")
    for anchor, text in (
        ("'My data'!D2", "sparkline (line) of 'My data'!B2:C2"),
        ("'My data'!E9", "link to https://example.com"),
        ("'My data'!H:I", "hidden columns"),
        ("'My data'", "protected"),
        ("'My data'", "print area 'My data'!$A$1:$C$12"),
    ):
        assert (anchor, text) in everything
    assert any(text.startswith("landscape") for _, text in everything)


def test_words_that_people_do_not_see_are_labelled_in_a_view_too(documents, rich):
    found = documents.read(rich, part="validations").passages
    assert [(one.text, one.hidden) for one in found] == [('only list "Yes,No"', ""), ("choose", "input message")]


def test_who_wrote_a_note_is_told_once(documents, tmp_path):
    book = openpyxl.Workbook()
    book["Sheet"]["A1"].comment = Comment("確認済み", "佐藤")
    book["Sheet"]["A2"].comment = Comment("田中:\n確認済み", "田中")
    book.save(tmp_path / "notes.xlsx")
    found = [one.text for one in documents.read(tmp_path / "notes.xlsx").passages if one.kind == "comment"]
    assert found == ["佐藤: 確認済み", "田中:\n確認済み"]


def test_who_answers_in_a_thread_and_what_is_resolved_is_told(documents, tmp_path):
    book = openpyxl.Workbook()
    book.save(tmp_path / "plain.xlsx")
    ops = [
        {"op": "add_comment", "cell": "B2", "text": "正しい?", "author": "佐藤"},
        {"op": "reply_comment", "cell": "B2", "text": "はい", "author": "田中"},
        {"op": "resolve_comment", "cell": "B2"},
    ]
    documents.edit(tmp_path / "plain.xlsx", ops, tmp_path / "thread.xlsx")
    found = [one.text for one in documents.read(tmp_path / "thread.xlsx").passages if one.kind == "comment"]
    assert found == ["佐藤: 正しい? [resolved]", "田中 answers: はい"]


@pytest.mark.parametrize(
    ("name", "part", "said"),
    [
        ("closedxml-inputfile-99cb35", "pivots", "rows Sex; filters IPAddress; values average of Age"),
        ("closedxml-Style_data_cells", "pivots", "rows Name; columns Flavor; values sum of Price, max of Price"),
        ("oxsdk-FilterColumn", "filters", "filter: K shows 10, 11"),
        ("closedxml-UsingPhonetics", "furigana", "is read"),
        ("oxsdk-Spreadsheet-", "charts", "column chart: Sheet1!$A$2:$C$2 by Sheet1!$A$1:$C$1"),
    ],
)
def test_things_of_other_programs_are_told(documents, real_files, name, part, said):
    (source,) = [one for one in real_files if one.name.startswith(name)]
    assert said in "\n".join(text for _, text in texts(documents, source, part=part))


def test_every_real_workbook_tells_its_things(documents, real_files):
    for source in real_files:
        if source.suffix not in {".xlsx", ".xlsm"}:
            continue
        try:
            documents.read(source, count=1)
        except UnreadableError:
            continue
        assert told(documents.read(source, part="objects", count=5000))
