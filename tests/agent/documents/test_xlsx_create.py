"""New workbooks: what was meant is in the cells, and they look made by a person."""

import datetime
import zipfile

import openpyxl
import pytest

from agent.core.errors import InvalidArgumentsError

moment = datetime.datetime.fromisoformat

DAY = datetime.date(2026, 11, 1)
SHEET = {
    "name": "売上",
    "title": "11月の売上",
    "columns": [{"title": "日付"}, {"title": "取引先", "width": 30}, {"title": "金額", "format": "yen"}, "率", "メモ"],
    "rows": [
        [DAY, "株式会社山田商店と長い名前の会社", 1200, 0.25, "=1+1"],
        [moment("2026-11-02T09:30"), {"link": "https://example.com", "text": "佐藤"}, 900, 0.5, "@SUM(A1)"],
        ["2026-11-03", "both", {"formula": "=SUM(C4:C5)", "value": 2100}, None, {"text": "+81"}],
    ],
    "notes": {"C4": "請求書 12 から"},
    "marks": {"C5": "warn"},
    "total_row": {"label": "計", "金額": "sum", "D": "average"},
    "chart": {"type": "bar", "x": "B", "y": ["C"]},
}


def created(documents, tmp_path, *sheets):
    documents.create({"title": "t", "sheets": list(sheets)}, tmp_path / "a.xlsx")
    documents.check(tmp_path / "a.xlsx")
    return openpyxl.load_workbook(tmp_path / "a.xlsx")


def test_a_sheet_holds_what_was_meant(documents, tmp_path):
    sheet = created(documents, tmp_path, SHEET)["売上"]
    assert [one.value for one in sheet[3]] == ["日付", "取引先", "金額", "率", "メモ"]
    assert [one.value for one in sheet["A"][3:6]] == [
        moment("2026-11-01"), moment("2026-11-02T09:30"), moment("2026-11-03"),
    ]  # fmt: skip
    assert sheet["B5"].hyperlink.target == "https://example.com"
    assert sheet["C6"].value == "=SUM(C4:C5)"
    assert [one.value for one in sheet[7]] == ["計", None, "=SUBTOTAL(109,C4:C6)", "=SUBTOTAL(101,D4:D6)", None]
    assert sheet["C4"].comment.text == "請求書 12 から"
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert "xl/charts/chart1.xml" in archive.namelist()


def test_texts_that_look_like_formulas_stay_texts(documents, tmp_path):
    sheet = created(documents, tmp_path, SHEET)["売上"]
    assert [(one.value, one.data_type) for one in sheet["E"][3:6]] == [("=1+1", "s"), ("@SUM(A1)", "s"), ("+81", "s")]


def test_a_sheet_looks_made_by_a_person(documents, tmp_path):
    sheet = created(documents, tmp_path, SHEET)["売上"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A4", "A3:E6")
    assert sheet["A3"].font.bold
    assert sheet["C4"].number_format == "¥#,##0"
    assert sheet["A4"].number_format == "yyyy-mm-dd"
    assert sheet["C5"].fill.fgColor.rgb == "FFFFF2CC"
    assert sheet.column_dimensions["B"].width == pytest.approx(30, abs=1)
    assert sheet.column_dimensions["A"].width > 9
    assert sheet.page_setup.fitToHeight == 0


def test_a_known_sum_is_shown_without_a_program_that_computes(documents, tmp_path):
    created(documents, tmp_path, {"columns": ["a", "b"], "rows": [["x", 1], ["y", 2.5]], "total_row": True})
    (table,) = documents.tables(tmp_path / "a.xlsx")
    assert table.rows == (("a", "b"), ("x", 1), ("y", 2.5), ("Total", 3.5))


def test_wide_characters_get_wide_columns(documents, tmp_path):
    sheet = created(documents, tmp_path, {"columns": ["a", "b"], "rows": [["あ" * 15, "a" * 15]]}).worksheets[0]
    assert sheet.column_dimensions["A"].width > 1.8 * sheet.column_dimensions["B"].width


def test_a_column_of_codes_is_not_made_of_dates(documents, tmp_path):
    sheet = created(documents, tmp_path, {"columns": ["a"], "rows": [["2026-11-03"], ["x"], ["y"]]}).worksheets[0]
    assert sheet["A2"].value == "2026-11-03"


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"sheets": []},
        {"sheets": [1]},
        {"sheets": [{"rows": [1]}]},
        {"sheets": [{"rows": [[1]], "color": "red"}]},
        {"sheets": [{"name": "a"}, {"name": "A"}]},
        {"sheets": [{"name": "a/b"}]},
        {"sheets": [{"rows": [[{"x": 1}]]}]},
        {"sheets": [{"rows": [["x" * 32_768]]}]},
        {"sheets": [{"rows": [[float("nan")]]}]},
        {"sheets": [{"rows": [[{"formula": '=WEBSERVICE("http://example.com")'}]]}]},
        {"sheets": [{"rows": [[{"link": "file:///etc/passwd"}]]}]},
        {"sheets": [{"rows": [[1]], "marks": {"A1": "purple"}}]},
        {"sheets": [{"rows": [[1]], "notes": {"nowhere": "x"}}]},
        {"sheets": [{"rows": [[1]], "chart": {"type": "radar"}}]},
        {"sheets": [{"rows": [[1]], "chart": {"y": ["ZZ"]}}]},
        {"sheets": [{"rows": [[1]], "columns": [{"title": "a", "width": 999}]}]},
        {"sheets": [{"rows": [[1]], "columns": ["a"], "total_row": {"a": "median"}}]},
    ],
)
def test_a_content_that_does_not_fit_is_refused(documents, tmp_path, content):
    with pytest.raises(InvalidArgumentsError):
        documents.create(content, tmp_path / "a.xlsx")


def test_a_workbook_with_macros_is_not_created(documents, tmp_path):
    with pytest.raises(InvalidArgumentsError):
        documents.create({"sheets": [SHEET]}, tmp_path / "a.xlsm")


def test_a_formula_written_as_a_text_is_told(documents, tmp_path):
    rows = [["2026-11-01", 3, "00017"], ["soon", "4,120円", "00018"], ["", "=SUM(B2:B3)", "'00019"]]
    said = documents.create({"sheets": [{"name": "S", "columns": ["a", "b", "c"], "rows": rows}]}, tmp_path / "a.xlsx")
    assert said[0].en == (
        "Wrote S: 3 rows, 3 columns. Texts that look like numbers, dates or formulas, not counted by formulas: B3, B4."
    )
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["S"]["C4"].value == "00019"


def test_days_are_dates_in_a_format_of_days_and_their_column_is_wide_enough(documents, tmp_path):
    sheet = {"name": "売上", "columns": [{"title": "日付", "format": "wareki"}, "額"], "rows": [["2026-11-26", 1]]}
    documents.create({"sheets": [sheet]}, tmp_path / "new.xlsx")
    made = openpyxl.load_workbook(tmp_path / "new.xlsx")["売上"]
    assert made["A2"].is_date
    assert made["A2"].number_format == '[$-411]ggge"年"m"月"d"日"'
    assert made.column_dimensions["A"].width > len("令和8年11月26日") + 4, "wide characters count twice"
    assert made["A2"].font.name == "Yu Gothic"


def test_a_chart_shows_its_values_as_the_column_does(documents, tmp_path):
    sheet = {"columns": ["Client", {"title": "Amount", "format": "yen"}], "rows": [["a", 1200], ["b", 900]],
             "chart": {"type": "bar", "title": "Amounts", "x": "A", "y": ["B"]}}  # fmt: skip
    documents.create({"sheets": [sheet]}, tmp_path / "new.xlsx")
    made = openpyxl.load_workbook(tmp_path / "new.xlsx").worksheets[0]
    with zipfile.ZipFile(tmp_path / "new.xlsx") as package:
        chart = package.read("xl/charts/chart1.xml").decode()
    assert '<c:numFmt formatCode="¥#,##0" sourceLinked="0"/>' in chart.partition("<c:valAx>")[2]
    assert "<c:legend>" not in chart, "one series needs no legend"
    assert made.page_setup.orientation == "landscape"


def test_a_row_of_totals_speaks_the_language_of_the_titles_and_sums_no_percentages(documents, tmp_path):
    columns = ["月", "金額", {"title": "率", "format": "percent"}]
    sheet = created(documents, tmp_path, {"columns": columns, "rows": [["9月", 1, 0.5]], "total_row": True}).active
    assert [one.value for one in sheet[3]] == ["合計", "=SUBTOTAL(109,B2:B2)", None]


def test_formulas_have_results_before_a_program_computes_them(documents, tmp_path):
    rows = [[2, {"formula": "=A2*10"}], [3, {"formula": "=A3*10"}]]
    tax = {"name": "税", "columns": ["a"], "rows": [[{"formula": "=S!B4*0.1"}], [{"formula": "=TODAY()"}]]}
    created(documents, tmp_path, {"name": "S", "columns": ["n", "t"], "rows": rows, "total_row": True}, tax)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)
    assert [one.value for one in book["S"]["B"]] == ["t", 20, 30, 50]
    assert book["税"]["A2"].value == 5


def test_words_keep_apart_from_numbers_and_days_stand_in_the_middle(documents, tmp_path):
    row = ["2026-11-03", "Sato", 12.5, "in time", True]
    sheet = created(documents, tmp_path, {"columns": ["Day", "Who", "Sum", "Remark", "Paid"], "rows": [row]}).active
    titles, cells = ([one.alignment.horizontal for one in sheet[number]] for number in (1, 2))
    assert titles == ["center", "left", "right", "left", "center"]
    assert (cells[0], cells[3], cells[4]) == ("center", "left", "center")
    assert [one.alignment.indent for one in sheet[2]] == [0, 0, 0, 1, 0]
    assert sheet["E2"].number_format == '"TRUE";"TRUE";"FALSE"', "LibreOffice would show 1"


def test_rows_are_as_high_as_their_words(documents, tmp_path):
    rows = [["short", 1], ["word " * 30, 2], ["a\nb", 3]]
    sheet = created(documents, tmp_path, {"columns": ["a", "b"], "rows": rows}).active
    assert [sheet.row_dimensions[row].height for row in (2, 3, 4)] == [None, 60, 30]
    japanese = created(documents, tmp_path, {"columns": ["名前"], "rows": [["山田"], ["長い文" * 20]]}).active
    assert (japanese.sheet_format.defaultRowHeight, japanese.row_dimensions[3].height) == (18.75, 56.25)


def test_what_is_no_quantity_is_not_summed_by_itself(documents, tmp_path):
    columns = ["Item", "Unit price", "Amount", "単価", "年間売上", "Rate"]
    sheet = created(documents, tmp_path, {"columns": columns, "rows": [["a", 1, 2, 3, 4, 5]], "total_row": True}).active
    assert [one.value for one in sheet[3]] == [
        "合計",
        None,
        "=SUBTOTAL(109,C2:C2)",
        None,
        "=SUBTOTAL(109,E2:E2)",
        None,
    ]


def test_empty_cells_of_a_wide_sheet_are_not_written_one_by_one(documents, tmp_path):
    rows = [[None] * 300 + [at] + [None] * 300 for at in range(400)]
    documents.create({"sheets": [{"name": "A", "rows": rows}]}, tmp_path / "a.xlsx")
    assert zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet1.xml").count(b"<c ") == 400


def test_results_that_were_computed_are_not_doubted_and_others_are(documents, tmp_path):
    asked = {"formula": "=A2*2", "value": 7}
    for name, formula, doubted in (("computed", "=A2*2", False), ("given", asked, True)):
        cell = formula if isinstance(formula, dict) else {"formula": formula}
        documents.create({"sheets": [{"columns": ["a", "b"], "rows": [[1, cell]]}]}, tmp_path / f"{name}.xlsx")
        assert documents.tables(tmp_path / f"{name}.xlsx")[0].out_of_date is doubted
