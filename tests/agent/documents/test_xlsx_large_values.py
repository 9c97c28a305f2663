"""Values of a large sheet change in the same call as its rows: what was not seen of it counts for results, too."""

import pytest
import xlsxwriter

from agent.core.documents import Op
from agent.documents.xlsx import workbook as xlsx
from tests.agent.documents.large_workbook import long_words
from tests.agent.documents.packages import replacing, rewritten

SHEET = "xl/worksheets/sheet1.xml"
LAST = 300
ALL = LAST * (LAST + 1) // 2
IN_SIGHT: Op = {"op": "set_cells", "sheet": "Data", "cells": {"E1": 1}}
FAR: Op = {"op": "set_cells", "sheet": "Data", "cells": {"A72": 5_000}}


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large")
    with xlsxwriter.Workbook(folder / "seed.xlsx") as book:
        data, other = book.add_worksheet("Data"), book.add_worksheet("Other")
        data.write_column("A1", range(1, LAST + 1))
        data.write_formula("H1", "=INDEX(A:A,155)", None, 155)
        data.write_formula("I1", "=SUM(A:A)", None, ALL)
        other.write_formula("A1", "=INDEX(Data!A:A,155)", None, 155)
        other.write_formula("B1", "=SUM(Data!A:A)", None, ALL)
        other.write_formula("C1", "=B1*2", None, ALL * 2)
    return rewritten(folder / "seed.xlsx", folder / "large.xlsx", SHEET, long_words)


@pytest.mark.parametrize(
    ("ops", "position", "total"),
    [
        ([{"op": "move_rows", "rows": "154-156", "before": 100}], 152, ALL),
        ([{"op": "insert_rows", "at": 150}, {"op": "delete_rows", "rows": "160"}], 154, ALL - 159),
        ([{"op": "insert_rows", "at": 250}, FAR, {"op": "move_rows", "rows": "280", "before": 270}], 155, ALL + 4_928),
        ([FAR, {"op": "insert_rows", "at": 60}, {"op": "delete_rows", "rows": "20"}], 155, ALL + 4_928 - 20),
    ],
    ids=["moved", "inserted and deleted", "written between", "written before"],
)
def test_results_follow_values_that_came_and_went_unseen(large, tmp_path, ops, position, total):
    named = [{**op, "sheet": "Data"} for op in ops]
    xlsx.edit(large, [IN_SIGHT, *named], tmp_path / "out.xlsx")
    assert next(iter(xlsx.tables(tmp_path / "out.xlsx", "Other"))).rows == ((position, total, total * 2),)
    assert next(iter(xlsx.tables(tmp_path / "out.xlsx", "Data!H1:I1"))).rows == ((position, total),)


def test_results_follow_values_that_were_written_before_a_sheet_got_another_name(large, tmp_path):
    names: list[Op] = [{"op": "rename_sheet", "sheet": old, "name": new} for old, new in (("Other", "X"), ("X", "Y"))]
    xlsx.edit(large, [IN_SIGHT, names[0], FAR, names[1]], tmp_path / "out.xlsx")
    assert next(iter(xlsx.tables(tmp_path / "out.xlsx", "Y"))).rows == ((155, ALL + 4_928, (ALL + 4_928) * 2),)


def test_old_results_that_stay_are_told_by_every_reader(documents, large, tmp_path):
    """The new total reads more columns of a large sheet than are read at once, so that nothing is computed."""
    known, target = tmp_path / "known.xlsx", tmp_path / "out.xlsx"
    rewritten(large, known, "xl/workbook.xml", replacing(b' fullCalcOnLoad="1"', b""))
    wide: Op = {"op": "set_cells", "sheet": "Other", "cells": {"A9": "=SUM(Data!A:AZ)"}}
    said = documents.edit(known, [FAR, wide], target)
    assert any("may be out of date" in one.en for one in said)
    for source, old in ((known, False), (target, True)):
        assert [table.out_of_date for table in documents.tables(source, part="Other")] == [old]
        facts = documents.read(source, part="Other").facts
        problems = documents.problems(source)
        assert [one.code for one in problems if one.code == "out_of_date"] == ["out_of_date"] * old
        assert any("may be out of date" in one.en for one in facts) == old
    said = documents.convert(target, tmp_path / "data.csv")
    assert any("may be out of date" in one.en for one in said)
