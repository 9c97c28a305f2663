"""A large sheet is read and written as a stream, and becomes what it would become as a whole."""

import datetime
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.core.errors import UnreadableError
from agent.documents.xlsx.patch import number_cell, patched
from agent.documents.xlsx.sheet import Sheet
from agent.documents.xlsx.stream import LARGE, spliced
from agent.documents.xlsx.window import windowed
from tests.agent.documents.large_workbook import large_workbook
from tests.agent.documents.packages import rewritten

ROWS = 12_000
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    source = large_workbook(tmp_path_factory.mktemp("large") / "large.xlsx", ROWS)
    with zipfile.ZipFile(source) as archive:
        assert archive.getinfo(SHEET).file_size > LARGE
    return source


def part(path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return archive.read(SHEET)


def test_one_cell_of_a_large_sheet_is_changed_and_no_other_byte(documents, large, tmp_path):
    target = tmp_path / "out.xlsx"
    documents.edit(large, [{"op": "set_cells", "cells": {"A9000": 5, "T11": None}}], target)
    before, after = part(large), part(target)
    assert after == before.replace(b'<c r="A9000"><v>180000</v></c>', b'<c r="A9000"><v>5</v></c>').replace(
        *(lambda cell: (cell, b'<c r="T11"/>'))(
            before[before.index(b'<c r="T11"') : before.index(b'</row><row r="12"')]
        )
    )
    assert documents.parts(large, target).changed == (SHEET,)


def test_formulas_of_a_large_sheet_are_computed(documents, large, tmp_path):
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    documents.edit(large, [{"op": "set_cells", "cells": {"W1": f"=SUM(A1:A{ROWS})", "W2": "=W1*2"}}], first)
    total = sum(row * 20 for row in range(1, ROWS + 1))
    assert documents.tables(first, part="W1:W2")[0].rows == ((total,), (total * 2,))
    said = documents.edit(first, [{"op": "set_cells", "cells": {"A1": 120}}], second)
    assert documents.tables(second, part="W1:W2")[0].rows == ((total + 100,), (total * 2 + 200,))
    assert said[1].en == "2 results of formulas computed anew."


def test_ops_on_a_large_sheet_follow_each_other(documents, large, tmp_path):
    target = tmp_path / "out.xlsx"
    ops = [
        {"op": "set_cells", "cells": {"A5": 1}},
        {"op": "append_rows", "rows": [[7, "2026-11-26"]]},
        {"op": "append_rows", "rows": [[8]]},
        {"op": "set_cells", "cells": {"A6": 2, "A12001": 9}},
    ]
    documents.edit(large, ops, target)
    documents.check(target)
    rows = documents.tables(target, part="A5:B6")[0].rows + documents.tables(target, part="A12000:B12003")[0].rows
    assert [row[0] for row in rows] == [1, 2, ROWS * 20, 9, 8]
    assert str(rows[3][1])[:10] == "2026-11-26"


ROW_NUMBERS = st.lists(st.integers(1, 30), unique=True, max_size=20).map(sorted)


def sheet_of(rows, prefix, told, mark) -> bytes:
    """A sheet with these rows, in one of the forms that XML can have."""
    p = f"{prefix}:" if prefix else ""
    cells = "".join(
        f'<{p}row r="{row}"/>' if row % 7 == 0 else
        f'<{p}row{f" r={chr(34)}{row}{chr(34)}" if told else ""} x="é">'
        f'<{p}c r="B{row}"><{p}v>{row}</{p}v></{p}c></{p}row>\n'
        for row in rows
    )  # fmt: skip
    space = f"xmlns{':' + prefix if prefix else ''}"
    text = f'<{p}worksheet {space}="m"><{p}dimension ref="B1:B2"/><{p}sheetData>{cells}</{p}sheetData></{p}worksheet>'
    return (b"\xef\xbb\xbf" if mark else b"") + text.encode()


@settings(max_examples=150, deadline=None)
@given(
    ROW_NUMBERS, st.sets(st.integers(1, 40), min_size=1, max_size=6), st.integers(1, 200),
    st.sampled_from(["", "x"]), st.booleans(),
)  # fmt: skip
def test_a_window_changes_what_the_whole_would_change(rows, wanted, size, prefix, mark):
    whole = sheet_of(rows, prefix, True, mark)
    cells = {(row, column): number_cell(row + column) for row in wanted for column in (1, 2, 3)}
    window = windowed((whole[at : at + size] for at in range(0, len(whole), size)), wanted)
    if not rows:
        assert window is not None
    assert window is not None
    new = patched(window.sheet, cells)
    changed = b"".join(spliced((whole[at : at + size] for at in range(0, len(whole), size)), window.splices(new)))
    expected = patched(Sheet(whole.decode("utf-8-sig")), cells)
    assert changed.decode("utf-8-sig") == expected
    assert changed.startswith(b"\xef\xbb\xbf") == mark


@pytest.mark.parametrize("odd", [b"<!-- c --><row", b"<![CDATA[x]]><row"])
def test_what_patterns_could_misread_is_read_as_a_whole(odd):
    whole = sheet_of([1, 2, 3], "", True, False).replace(b"<row", odd, 1)
    assert windowed([whole], [1]) is None
    assert windowed([whole.decode().encode("utf-16")], [1]) is None


def test_a_sheet_that_is_cut_off_is_broken():
    with pytest.raises(UnreadableError):
        windowed([sheet_of([1, 2, 3], "", True, False)[:-60]], [1])


ODD_ROWS = [
    ('<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"><v>40000</v></c></row>', [1, "2009-07-06"]),
    ('<row r="12"><c r="A12" s="12"><v>1</v></c><c r="B12"><v>2.50</v></c></row>', [1, 2.5]),
    ('<row r="3"><c r="A3"/><c r="B3" s="1"/><c r="D3"><v>-7</v></c><c r="E3" s="1"/></row>', [None, None, None, -7]),
    ('<row r="4"><c r="B4"><f>A1*2</f><v>2</v></c><c r="C4" t="str"><f t="shared" si="0"/><v>a&amp;b</v></c></row>',
     [None, 2, "a&b"]),
    ('<row r="5"><c r="A5"><v></v></c><c r="B5"><v>5</v></c></row>', [None, 5]),
    ('<row r="6"><c r="A6" t="b"><v>1</v></c><c r="B6" t="e"><v>#N/A</v></c><c r="C6" t="n"><v>1E3</v></c></row>',
     [True, "#N/A", 1000.0]),
    ('<row r="7">\n<c r="A7"><v>1</v></c>\n<c r="B7"><v>2</v></c>\n</row>', [1, 2]),
    ('<row r="8"><c><v>1</v></c><c t="inlineStr"><is><t>x</t></is></c></row>', [1, "x"]),
    ('<row r="9"><c r="A9"><v>1</v></c><c r="B9"><v xml:space="preserve">2</v></c><c r="C9"><v>3</v></c></row>',
     [1, 2, 3]),
    ('<row r="10"><c r="B10"><v>2</v></c><c r="A10"><v>1</v></c></row>', [1, 2]),
    ('<row r="11"><c r="A11" t="s"><v>99999</v></c><c r="B11"><v>12345678901234567890</v></c></row>',
     [None, 12345678901234567890.0]),
    ('<row r="13"><c r="A13"><f>NOW()</f></c><c r="B13"><v>1</v></c></row>', [None, 1]),
]  # fmt: skip


@pytest.mark.parametrize(("row", "values"), ODD_ROWS)
def test_values_are_the_same_in_whatever_form_a_row_is_written(documents, tmp_path, row, values):
    source = large_workbook(tmp_path / "odd.xlsx", 1)
    name = f"<sheetData>{row}</sheetData>".encode()
    odd = rewritten(
        source, tmp_path / "out.xlsx", SHEET, lambda old: re.sub(b"<sheetData>.*</sheetData>", lambda _: name, old)
    )
    (table,) = documents.tables(odd)
    found = [value.isoformat()[:10] if isinstance(value, datetime.date) else value for value in table.rows[0]]
    assert found == values
    assert [type(value) for value in table.rows[0]][-1] in {type(values[-1]), datetime.datetime, datetime.date}
    assert table.unsolved == (("A13",) if "NOW" in row else ())


def test_a_large_sheet_whose_rows_do_not_tell_their_numbers_is_read_and_written_as_a_whole(documents, large, tmp_path):
    bare = rewritten(large, tmp_path / "bare.xlsx", SHEET, lambda old: re.sub(rb'<row r="\d+"', b"<row", old))
    assert documents.tables(bare, part="A9000:C9001")[0].rows == documents.tables(large, part="A9000:C9001")[0].rows
    target = tmp_path / "out.xlsx"
    documents.edit(bare, [{"op": "set_cells", "cells": {"A9000": 5}}], target)
    assert part(target) == part(bare).replace(b'<c r="A9000"><v>180000</v>', b'<c r="A9000"><v>5</v>')


def test_wanted_rows_at_the_edges_of_what_is_read_at_once_are_found(documents, large, tmp_path):
    """Whole blocks are passed over, but for those with a wanted row, a row that is not there yet, or a formula."""
    target, rows = tmp_path / "out.xlsx", [*range(1, ROWS + 1, 331), 5077]
    thin = rewritten(
        large, tmp_path / "thin.xlsx", SHEET, lambda old: re.sub(rb'<row r="\d*77"[^>]*>.*?</row>', b"", old)
    )
    documents.edit(thin, [{"op": "set_cells", "cells": {f"D{row}": row for row in rows}}], target)
    (table,) = documents.tables(target, part=f"D1:D{ROWS}")
    assert [table.rows[row - 1][0] for row in rows] == list(rows)
    documents.check(target)
    numbers = [int(one) for one in re.findall(rb'<row r="(\d+)"', part(target))]
    assert numbers == sorted(set(numbers))
