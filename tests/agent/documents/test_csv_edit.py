"""Rows and columns of tables as text: what an op does not name keeps its bytes."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.documents.texts.csv_records import raw_field, raw_fields

TABLE = 'Name;Amount;"Note"\r\n"Sato";1,5;"a ""b"""\r\nAbe;10;\r\n"Ito";;"two\r\nlines"\r\nOno;2;x'


def edited(documents, tmp_path, ops, before=TABLE, encoding="utf-8", name="a.csv"):
    (tmp_path / name).write_bytes(before.encode(encoding))
    documents.check(tmp_path / name)
    said = documents.edit(tmp_path / name, ops, tmp_path / f"out-{name}")
    assert len(said) == len(ops)
    return (tmp_path / f"out-{name}").read_bytes().decode(encoding), [one.en for one in said]


@pytest.mark.parametrize(
    ("op", "before", "after"),
    [
        ({"op": "set_cells", "cells": {"B2": 7}}, '"Sato";1,5;', '"Sato";7;'),
        ({"op": "set_cells", "cells": {"A2": 'S "x"'}}, '"Sato";', '"S ""x""";'),
        ({"op": "set_cells", "cells": {"C3": "a;b"}}, "Abe;10;\r\n", 'Abe;10;"a;b"\r\n'),
        ({"op": "set_cells", "cells": {"E3": "z"}}, "Abe;10;\r\n", "Abe;10;;;z\r\n"),
        ({"op": "set_values", "where": {"Name": "Ito"}, "values": {"Amount": 4}}, '"Ito";;', '"Ito";4;'),
        ({"op": "delete_rows", "where": {"Amount": 10}}, "Abe;10;\r\n", ""),
        ({"op": "delete_rows", "rows": "5"}, "\r\nOno;2;x", ""),
        ({"op": "delete_rows", "rows": [3, 5]}, 'Abe;10;\r\n"Ito";;"two\r\nlines"\r\nOno;2;x', '"Ito";;"two\r\nlines"'),
        ({"op": "insert_rows", "before": 3, "rows": [["Kon", 3, "n"]]}, "Abe", "Kon;3;n\r\nAbe"),
        ({"op": "insert_rows", "before": 3, "rows": [{"Note": "n", "Name": "K"}]}, "Abe", "K;;n\r\nAbe"),
        ({"op": "append_rows", "rows": [["Kon", 3]]}, "Ono;2;x", "Ono;2;x\r\nKon;3"),
        ({"op": "rename_column", "column": "Note", "title": "Remark"}, '"Note"', '"Remark"'),
        ({"op": "rename_column", "column": "b", "title": "Yen"}, "Amount", "Yen"),
    ],
)
def test_an_op_changes_what_it_names_and_no_other_byte(documents, tmp_path, op, before, after):
    assert TABLE.count(before) == 1
    text, _ = edited(documents, tmp_path, [op])
    assert text == TABLE.replace(before, after)


def test_columns_come_and_go_in_every_row_with_its_own_quotation_marks(documents, tmp_path):
    text, said = edited(documents, tmp_path, [{"op": "delete_column", "column": "Amount"}])
    assert text == 'Name;"Note"\r\n"Sato";"a ""b"""\r\nAbe;\r\n"Ito";"two\r\nlines"\r\nOno;x'
    assert said == ["Deleted the column Amount (4 values)."]
    ops = [{"op": "insert_column", "before": "Amount", "title": "Id", "values": [1, 2, 3, 4]}]
    text, _ = edited(documents, tmp_path, ops)
    assert text.split("\r\n")[:3] == ['Name;Id;Amount;"Note"', '"Sato";"1";1,5;"a ""b"""', "Abe;2;10;"]
    text, _ = edited(documents, tmp_path, [{"op": "insert_column", "title": "End"}])
    assert text.startswith('Name;Amount;"Note";"End"\r\n"Sato";1,5;"a ""b""";""\r\nAbe;10;;\r\n')


def test_rows_are_sorted_by_amount_and_by_text_with_empty_ones_last(documents, tmp_path):
    before = 'Name,Amount\nb,10\nA,\nc,9\na,"1,000"\nB,¥20\n'
    text, _ = edited(documents, tmp_path, [{"op": "sort", "by": "Amount desc"}], before)
    assert text == 'Name,Amount\na,"1,000"\nB,¥20\nb,10\nc,9\nA,\n'
    text, _ = edited(documents, tmp_path, [{"op": "sort", "by": ["name", "Amount"]}], before.replace("Name", "name"))
    assert [line[0] for line in text.splitlines()[1:]] == ["a", "A", "b", "B", "c"]
    text, _ = edited(documents, tmp_path, [{"op": "sort", "by": ["A"], "header": False}], "3\n20\n1\n")
    assert text == "1\n3\n20\n"


def test_two_ops_see_each_other(documents, tmp_path):
    ops = [
        {"op": "insert_column", "before": "Amount", "title": "Tax", "value": 0},
        {"op": "set_values", "rows": "2-3", "values": {"Tax": 8}},
        {"op": "delete_rows", "rows": "4-5"},
    ]
    text, _ = edited(documents, tmp_path, ops)
    assert text == 'Name;Tax;Amount;"Note"\r\n"Sato";"8";1,5;"a ""b"""\r\nAbe;8;10;'


def test_a_text_that_would_be_computed_is_told_and_guarded_when_asked(documents, tmp_path):
    rows = [["=1+1", "-5", "+81 3 1234"], ["@x", "\tx", "+1.5%"]]
    text, said = edited(documents, tmp_path, [{"op": "append_rows", "rows": rows}], "a,b,c\n")
    assert text == "a,b,c\n=1+1,-5,+81 3 1234\n@x,\tx,+1.5%\n"
    assert "compute A2, C2, A3, B3" in said[0]
    text, said = edited(documents, tmp_path, [{"op": "append_rows", "rows": rows, "guard": True}], "a,b,c\n")
    assert text == "a,b,c\n'=1+1,-5,'+81 3 1234\n'@x,'\tx,+1.5%\n"
    assert "apostrophe stands before A2, C2, A3, B3" in said[0]
    said = documents.create({"rows": [["=1+1"]], "guard": True}, tmp_path / "new.csv")
    assert (tmp_path / "new.csv").read_bytes().decode("utf-8-sig") == "'=1+1\r\n"
    assert "apostrophe" in said[0].en


@pytest.mark.parametrize(
    "op",
    [
        {"op": "set_cells", "cells": {"A9": 1}},
        {"op": "set_cells", "cells": {}},
        {"op": "set_values", "values": {"Amount": 1}},
        {"op": "set_values", "rows": "2", "where": {"Name": "Abe"}, "values": {"Amount": 1}},
        {"op": "set_values", "where": {"Name": "Nobody"}, "values": {"Amount": 1}},
        {"op": "set_values", "where": {"Name": "Abe"}, "values": {"Colour": 1}},
        {"op": "insert_rows", "before": 9, "rows": [[1]]},
        {"op": "delete_rows", "rows": "0"},
        {"op": "delete_rows", "rows": "2-99"},
        {"op": "sort", "by": []},
        {"op": "sort", "by": ["Colour"]},
        {"op": "insert_column", "title": "x", "values": [1]},
        {"op": "delete_column", "column": "D"},
        {"op": "append_rows", "rows": ["Sato"]},
        {"op": "append_rows", "rows": [[1]], "guard": "yes"},
    ],
)
def test_an_op_that_does_not_fit_a_table_is_refused(documents, tmp_path, op):
    (tmp_path / "a.csv").write_bytes(TABLE.encode())
    with pytest.raises(InvalidArgumentsError):
        documents.edit(tmp_path / "a.csv", [op], tmp_path / "b.csv")
    assert not (tmp_path / "b.csv").exists()


def test_columns_of_one_title_are_named_by_letters(documents, tmp_path):
    with pytest.raises(InvalidArgumentsError, match="letters, A, C"):
        edited(documents, tmp_path, [{"op": "delete_column", "column": "x"}], "x,y,x\n1,2,3\n")
    text, _ = edited(documents, tmp_path, [{"op": "delete_column", "column": "C"}], "x,y,x\n1,2,3\n")
    assert text == "x,y\n1,2\n"


def test_nothing_is_edited_while_it_is_unclear_what_a_row_is(documents, tmp_path):
    (tmp_path / "a.csv").write_text('A,B\n1,"x\n2,y\n')
    with pytest.raises(UnreadableError) as refused:
        documents.edit(tmp_path / "a.csv", [{"op": "append_rows", "rows": [[1]]}], tmp_path / "b.csv")
    assert refused.value.code == "open_quote"
    assert documents.problems(tmp_path / "a.csv")[0].anchor == "L2"


def test_the_second_code_of_a_character_is_kept_beside_a_changed_field(documents, tmp_path):
    before = "名,値,注\r\n".encode("cp932") + b"\x87\x90,1,\x81\xe0\r\n\x87\x90,2,\x87\x90\r\n"
    (tmp_path / "a.csv").write_bytes(before)
    documents.edit(tmp_path / "a.csv", [{"op": "set_cells", "cells": {"B2": 5}}], tmp_path / "b.csv")
    assert (tmp_path / "b.csv").read_bytes() == before.replace(b"\x87\x90,1", b"\x87\x90,5")


def test_the_first_line_may_tell_the_sign_between_cells(documents, tmp_path):
    text, _ = edited(documents, tmp_path, [{"op": "set_cells", "cells": {"B2": "3,5"}}], "sep=;\na,b\nc,d\n")
    assert text == "sep=;\na,b;3,5\nc,d\n"


def test_problems_of_a_table_are_ragged_rows_and_computed_texts(documents, tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n3\n4,=1+1\n5,-6\n\n")
    found = [(one.anchor, one.code, one.grave) for one in documents.problems(tmp_path / "a.csv")]
    assert found == [("A3:A3", "invalid", True), ("B4", "invalid", False)]


def test_every_op_of_a_table_is_told_with_its_form(documents):
    told = documents.operations("a.csv")
    assert {"set_cells", "sort", "insert_column", "replace"} <= set(told)
    assert all(form.startswith(f'{{"op":"{name}"') for name, form in told.items())


def test_many_rows_are_edited_at_once(documents, tmp_path):
    rows = "".join(f"{n},山田 {n % 97},{n * 7 % 1000}\n" for n in range(40_000))
    (tmp_path / "a.csv").write_bytes(("id,name,n\n" + rows).encode("cp932"))
    ops = [
        {"op": "set_values", "where": {"name": "山田 5"}, "values": {"n": 1}},
        {"op": "sort", "by": ["n", "id desc"]},
    ]
    said = documents.edit(tmp_path / "a.csv", ops, tmp_path / "b.csv")
    assert said[1].en == "Sorted 40000 rows by n, id desc."


fields = st.text(st.sampled_from('a";,\t |\n\r山\0='), max_size=8)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(fields, min_size=1, max_size=5), st.sampled_from(",;\t|"), st.sampled_from(["", "\n", "\r\n", "\r"]))
def test_fields_are_divided_where_other_readers_divide_them(values, delimiter, end):
    """Raw lines with quotation marks at odd places too."""
    raw = delimiter.join(values).replace("\n", "").replace("\r", "")
    parsed = next(csv.reader([raw], delimiter=delimiter), [])
    found, rest = raw_fields(raw + end, delimiter)
    open_quote = raw.count('"') and '"' in found[-1]
    assert rest == end or open_quote
    assert len(found) == max(1, len(parsed))
    for one, value in zip(found, parsed, strict=False):
        assert (next(csv.reader([one], delimiter=delimiter), []) or [""]) == [value] or open_quote


@settings(max_examples=200, deadline=None)
@given(st.lists(fields, min_size=2, max_size=5), st.sampled_from(",;\t|"))
def test_what_is_written_is_read_back_by_other_readers(values, delimiter):
    line = delimiter.join(raw_field(value, "", delimiter) for value in values)
    assert list(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter)) == [values]
