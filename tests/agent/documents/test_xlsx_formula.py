"""Formulas are taken apart without loss, and their references follow what happens to rows and columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.errors import InvalidArgumentsError
from agent.documents.xlsx.cell_names import area_of
from agent.documents.xlsx.formula import moved, renamed
from agent.documents.xlsx.formula_shift import Following
from agent.documents.xlsx.formula_tokens import REFERENCES, joined_ranges, tokens_of
from agent.documents.xlsx.shift import BlockMove, Deletion, Insertion, LineMove, Shift

SHEETS = ("data", "my sheet", "売上", "last")


def after(shift: Shift, formula: str, *, home: str = "Data", sheet: str = "Data") -> str:
    return Following(shift, sheet, SHEETS).formula(formula, home)


PIECES = st.sampled_from([
    "A1", "$B$2", "C3:D40", "$C3:D$40", "A:B", "$2:5", "Data!A3", "'My sheet'!B2:C3", "売上!A1:A9", "A1#", "@A2",
    '"A1 ""B2"" [x]"', "Table1[[#Headers],[a']b]]", "Table1[@[C3]]", "[1]Data!A1", "'[b.xlsx]Data'!A1", "LOG10(5)",
    "R1C1", "#REF!", "#REF!A1", "#N/A", "TRUE", "1.5E+3", "20%", "XFE1", "A1048577", "売上高", "Ａ１", "_a1", "x.A1",
    "A1_b", '{1,2;"a",#N/A}', "Data!A1:Data!B7", "SUM(A1,B2 B3)", "\u3000", " ", "\n", "+", "-", ",", ";", "(", ")",
    ":", "!", "'", "[",
])  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=6), max_size=8).map("".join))
def test_tokens_joined_are_the_formula(formula):
    assert "".join(token.text for token in tokens_of(formula)) == formula
    assert "".join(token.text for token in joined_ranges(tokens_of(formula))) == formula


@given(
    st.lists(PIECES, max_size=6).map("+".join),
    st.builds(Insertion, st.booleans(), st.integers(1, 60), st.integers(1, 30)),
)
def test_what_is_inserted_and_deleted_again_leaves_the_formula_as_it_was(formula, shift):
    back = Deletion(shift.rows, shift.at, shift.at + shift.count - 1)
    assert after(back, after(shift, formula)) == formula


@given(st.lists(PIECES, max_size=6).map("+".join), st.integers(1, 30), st.integers(0, 9), st.integers(1, 9))
def test_rows_that_are_moved_and_moved_back_leave_references_to_single_cells_as_they_were(formula, first, more, by):
    last = first + more
    there, back = LineMove(True, first, last, last + 1 + by), LineMove(True, first + by, last + by, first)
    kinds = {token.kind for token in joined_ranges(tokens_of(formula))}
    if not kinds & {"area", "rows"}:
        assert after(back, after(there, formula)) == formula


@pytest.mark.parametrize(
    ("formula", "references"),
    [
        ("LOG10(A1)+R1C1+ABC9999999+XFE1", ["A1"]),
        ("Table1[[#This Row],[B2]]*A1", ["A1"]),
        ("\"A1\"&B1&'C1'!D1", ["B1", "D1"]),
        ("Ａ１+A1１+a1", ["a1"]),
        ("#REF!A1+#REF!+A2", ["A2"]),
        ("A1:B2:C3+SUM(1:3,$A:$C)", ["A1:B2", "C3", "1:3", "$A:$C"]),
        ("A1:INDEX(B:B,2)", ["A1", "B:B"]),
        ("2:2+1E5+A1.5", ["2:2"]),
    ],
)
def test_only_references_are_taken_for_references(formula, references):
    assert [token.text for token in tokens_of(formula) if token.kind in REFERENCES] == references


@pytest.mark.parametrize(
    ("formula", "inserted", "deleted"),
    [
        ("A2+$A$3+A4+A5", "A2+$A$5+A6+A7", "A2+#REF!+#REF!+A3"),
        ("SUM(A1:A2,A2:A3,A3:A4,A4:A9)", "SUM(A1:A2,A2:A5,A5:A6,A6:A11)", "SUM(A1:A2,A2:A2,#REF!,A3:A7)"),
        ("SUM(A:A,3:4,5:1048576)", "SUM(A:A,5:6,7:1048576)", "SUM(A:A,#REF!,3:1048574)"),
        ("Data!A3:Data!A9", "Data!A5:Data!A11", "Data!A3:Data!A7"),
        ("'data'!A5#", "'data'!A7#", "'data'!A3#"),
        ("last!A5+[1]Data!A5+Last:売上!A9", "last!A5+[1]Data!A5+Last:売上!A9", "last!A5+[1]Data!A5+Last:売上!A9"),
        ("$A$9:$B5", "$A7:$B$11", "$A3:$B$7"),
    ],
)
def test_references_follow_inserted_and_deleted_rows(formula, inserted, deleted):
    assert after(Insertion(True, 3, 2), formula) == inserted
    assert after(Deletion(True, 3, 4), formula) == deleted


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("B1+C1+D1+E1", "D1+B1+C1+E1"),
        ("SUM(B1:D1)", "SUM(B1:D1)"),
        ("SUM(A1:B1)", "SUM(A1:A1)"),
        ("SUM(C1:E1)", "SUM(B1:E1)"),
        ("B:B", "D:D"),
        ("5:5", "5:5"),
    ],
)
def test_references_follow_a_moved_column(formula, expected):
    assert after(LineMove(False, 2, 2, 5), formula) == expected


def test_references_follow_a_moved_block_when_all_of_it_is_moved():
    move = BlockMove(area_of("A1:B2"), 10, 3)
    assert after(move, "A1+$B$2+C1+SUM(A1:B2)+SUM(A1:A3)") == "D11+$E$12+C1+SUM(D11:E12)+SUM(A1:A3)"


def test_references_of_other_sheets_follow_when_they_name_the_sheet():
    shift = Insertion(True, 1, 1)
    assert after(shift, "A1+Data!A1+'Data'!A1+last!A1", home="last") == "A1+Data!A2+'Data'!A2+last!A1"
    assert after(shift, "'My sheet'!A1+A1", home="Data", sheet="My sheet") == "'My sheet'!A2+A1"


def test_a_reference_through_several_sheets_is_refused_when_it_would_change():
    assert after(Insertion(True, 9, 1), "SUM(Data:last!A5)", home="last") == "SUM(Data:last!A5)"
    with pytest.raises(InvalidArgumentsError, match="through several sheets"):
        after(Insertion(True, 5, 1), "SUM(Data:last!A5)", home="last")
    with pytest.raises(InvalidArgumentsError, match="through several sheets"):
        after(Insertion(True, 5, 1), "SUM('Data:last'!A5)", home="last", sheet="売上")


def test_names_follow_by_their_fixed_edges_only():
    following = Following(Insertion(True, 1, 2), "Data", SHEETS)
    assert following.name("Data!$A$1+Data!A1+Data!$A1+Data!A$1", "") == "Data!$A$3+Data!A1+Data!$A1+Data!A$3"


def test_a_copied_formula_moves_by_its_relative_edges_only():
    assert moved("A1+$A1+A$1+LOG10(A1)+売上!B2", 2, 1) == "B3+$A3+B$1+LOG10(B3)+売上!C4"


def test_a_renamed_sheet_is_renamed_in_every_form():
    assert renamed("Data!A1+'data'!B1+Data:last!C1+[1]Data!A1", "data", "新 1") == (
        "'新 1'!A1+'新 1'!B1+'新 1:last'!C1+[1]Data!A1"
    )
