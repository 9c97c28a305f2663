"""Every value of a table tells where it stands, so that a number in a new file can point there."""

import pytest

from agent.core.errors import ToolError


def test_a_value_of_a_csv_of_a_workbook_and_of_a_text_has_an_address(documents, tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    (table,) = documents.tables(tmp_path / "a.csv")
    assert table.address(1, 1) == "B2"
    (table,) = documents.tables(tmp_path / "a.csv", part="B2:C9")
    assert table.address(0, 0) == "B2"
    sheet = {"name": "My sheet", "rows": [[None, None], [None, *range(30)]]}
    documents.create({"sheets": [sheet]}, tmp_path / "a.xlsx")
    (table,) = documents.tables(tmp_path / "a.xlsx")
    assert table.rows[0][27] == 26
    assert table.address(0, 27) == "'My sheet'!AB2"
    documents.create({"blocks": [{"table": [["A", "B"], ["x", "y"]]}]}, tmp_path / "a.docx")
    (table,) = documents.tables(tmp_path / "a.docx")
    assert table.address(1, 1) == "T1 R2 C2"


def test_every_address_in_real_workbooks_leads_back_to_its_value(documents, real_files):
    asked = 0
    for path in [one for one in real_files if one.suffix in {".xlsx", ".xlsm"}][:20]:
        try:
            tables = documents.tables(path)
        except ToolError:
            continue
        for table in tables[:2]:
            places = [(r, c) for r, row in enumerate(table.rows) for c, v in enumerate(row) if v not in (None, "")]
            for row, column in places[:1] + places[-1:]:
                (found,) = documents.tables(path, part=table.address(row, column))
                assert found.rows[0][0] == pytest.approx(table.rows[row][column]), (path.name, row, column)
                asked += 1
    assert asked > 15
