"""JSON is edited by paths; blanks, order of keys and spelling of numbers stay."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.core.errors import InvalidArgumentsError, UnreadableError

SETTINGS = '{\r\n    "b" : 1.10,\r\n    "a/b": [1e3, 2],\r\n    "é": {"x":null},\r\n    "list": [\r\n        {"n": 1},\r\n        {"n": 2}\r\n    ]\r\n}\r\n'  # noqa: E501


def edited(documents, tmp_path, before, *ops):
    (tmp_path / "a.json").write_bytes(before.encode())
    documents.edit(tmp_path / "a.json", list(ops), tmp_path / "b.json")
    return (tmp_path / "b.json").read_bytes().decode()


@pytest.mark.parametrize(
    ("op", "before", "after"),
    [
        ({"op": "set", "path": "/b", "value": 2}, "1.10", "2"),
        ({"op": "set", "path": "/a~1b/1", "value": "日本"}, "1e3, 2", '1e3, "日本"'),
        ({"op": "set", "path": "/é/y", "value": True}, '"x":null', '"x":null, "y": true'),
        (
            {"op": "set", "path": "/new", "value": [1, 2]},
            "\r\n    ]\r\n}",
            '\r\n    ],\r\n    "new": [\r\n        1,\r\n        2\r\n    ]\r\n}',
        ),
        ({"op": "append", "path": "/list", "value": 3}, '{"n": 2}', '{"n": 2},\r\n        3'),
        ({"op": "append", "path": "/a~1b", "value": 3}, "1e3, 2", "1e3, 2, 3"),
        ({"op": "insert", "path": "/list/0", "value": 0}, '{"n": 1}', '0,\r\n        {"n": 1}'),
        ({"op": "delete", "path": "/b"}, '"b" : 1.10,\r\n    ', ""),
        ({"op": "delete", "path": "/list/1"}, ',\r\n        {"n": 2}', ""),
        ({"op": "delete", "path": "/é/x"}, '"x":null', ""),
        ({"op": "rename", "path": "/b", "key": "c"}, '"b" :', '"c" :'),
    ],
)  # fmt: skip
def test_an_op_changes_the_characters_of_its_value_only(documents, tmp_path, op, before, after):
    assert SETTINGS.count(before) == 1
    assert edited(documents, tmp_path, SETTINGS, op) == SETTINGS.replace(before, after)


def test_json_without_lines_stays_without_lines(documents, tmp_path):
    ops = [{"op": "set", "path": "/b", "value": {"x": [1, 2]}}, {"op": "append", "path": "/a", "value": {}}]
    assert edited(documents, tmp_path, '{"a":[],"c":1}', *ops) == '{"a":[{}],"c":1,"b":{"x":[1,2]}}'
    assert edited(documents, tmp_path, '{"a": [1, 2]}', ops[0]) == '{"a": [1, 2], "b": {"x": [1, 2]}}'
    assert (
        edited(documents, tmp_path, r'{"a": "\u3042"}', {"op": "set", "path": "/a", "value": "い"})
        == r'{"a": "\u3044"}'
    )
    assert edited(documents, tmp_path, "{\n  }\n", {"op": "set", "path": "", "value": 1}) == "1\n"


@pytest.mark.parametrize(
    ("op", "why"),
    [
        ({"op": "set", "path": "/x/y", "value": 1}, "no 'x'. It has 'b', 'a/b'"),
        ({"op": "set", "path": "b", "value": 1}, "Write for example"),
        ({"op": "set", "path": "/list/9", "value": 1}, "no '9'"),
        ({"op": "set", "path": "/b"}, "needs a 'value'"),
        ({"op": "set", "path": "/b", "value": float("nan")}, "no number"),
        ({"op": "append", "path": "/b", "value": 1}, "is no list"),
        ({"op": "insert", "path": "/list/2", "value": 1}, "index below 2"),
        ({"op": "rename", "path": "/list/0", "key": "x"}, "item of a list"),
        ({"op": "rename", "path": "/b", "key": "list"}, "is there already"),
        ({"op": "delete", "path": "/zz"}, "no 'zz'"),
    ],
)
def test_an_op_that_does_not_fit_is_refused_with_what_there_is(documents, tmp_path, op, why):
    with pytest.raises(InvalidArgumentsError, match=why):
        edited(documents, tmp_path, SETTINGS, op)


def test_a_key_that_is_there_twice_is_not_guessed(documents, tmp_path):
    with pytest.raises(InvalidArgumentsError, match="2 values called 'a'"):
        edited(documents, tmp_path, '{"a":1,"a":2}', {"op": "set", "path": "/a", "value": 3})


def test_a_text_that_is_no_json_is_edited_as_a_text_only(documents, tmp_path):
    with pytest.raises(UnreadableError, match="Line 2"):
        edited(documents, tmp_path, '{"a": 1,\n// note\n}', {"op": "set", "path": "/a", "value": 3})
    assert edited(documents, tmp_path, '{"a": 1,\n//x\n}', {"op": "delete_lines", "from": 2}) == '{"a": 1,\n}'


def test_json_is_read_by_paths_and_lists_of_objects_are_tables(documents, tmp_path):
    (tmp_path / "a.json").write_text('{"all": {"people": [{"name": "佐藤", "n": 1}, {"n": 2, "tags": ["x"]}]}, "v": 3}')
    assert [(one.anchor, one.text) for one in documents.read(tmp_path / "a.json", part="/").passages][1] == ("/v", "3")
    people = documents.read(tmp_path / "a.json", part="/all/people")
    assert people.passages[1].anchor == "/all/people/1"
    (table,) = documents.tables(tmp_path / "a.json")
    assert (table.name, table.anchor) == ("people", "/all/people")
    assert table.rows == (("name", "n", "tags"), ("佐藤", 1, None), (None, 2, '["x"]'))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.text(max_size=3), values, min_size=1, max_size=4),
    values,
    st.sampled_from([None, 1, "\t"]),
    st.data(),
)
def test_any_value_is_set_and_deleted_as_a_program_would(documents, tmp_path, whole, value, indent, data):
    key = data.draw(st.sampled_from(sorted(whole)))
    path = "/" + key.replace("~", "~0").replace("/", "~1")
    before = json.dumps(whole, indent=indent, ensure_ascii=data.draw(st.booleans()))
    after = edited(documents, tmp_path, before, {"op": "set", "path": path, "value": value})
    assert json.loads(after) == {**whole, key: value}
    after = edited(documents, tmp_path, before, {"op": "delete", "path": path})
    assert json.loads(after) == {name: one for name, one in whole.items() if name != key}
    after = edited(documents, tmp_path, before, {"op": "set", "path": "/new~0", "value": value})
    assert json.loads(after) == {**whole, "new~": value}
