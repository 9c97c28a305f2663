"""The module `deskhand` in the small interpreter: the same as natively, by document workers, in the Room only."""

import pytest

from agent.core.running import Bounds, RunEnd
from agent.sandbox.inside import deskhand
from agent.sandbox.parts import UnsupportedError
from agent.sandbox.small.functions import NAMES
from agent.sandbox.small.places import Places, parts_of


def test_a_workbook_is_made_read_changed_and_harvested(world, tmp_path):
    world.put("in.csv", "name,sum\nA,1\nB,2\n")
    ran = world.run(
        "import deskhand\n"
        "rows = deskhand.tables('in.csv')[0]['rows']\n"
        "deskhand.create('out/book.xlsx', {'sheets': [{'name': 'S', 'rows': [[r[0], 1] for r in rows]}]})\n"
        "print(deskhand.edit('out/book.xlsx', [{'op': 'set_cells', 'sheet': 'S', 'cells': {'B2': 77}}]))\n"
        "deskhand.convert('out/book.xlsx', 'out/book.csv')\n"
        "deskhand.tables('/room/out/book.xlsx')[0]['rows'], deskhand.problems('out/book.xlsx')\n"
    )
    assert ran.trouble == ""
    assert ran.value == "([['name', 1], ['A', 77], ['B', 1]], [])"
    assert ran.printed == "['Set 1 cell of S: B2.']\n"
    made = world.made(tmp_path)
    assert set(made) == {"out/book.xlsx", "out/book.csv"}
    assert b"A,77" in made["out/book.csv"][1]


def test_passages_words_and_differences(shared):
    shared.put("a.md", "# Title\n\nfirst words\n")
    text = (
        "import deskhand\ndeskhand.create('b.md', {'text': '# Title\\n\\nother words'})\n"
        "[p['kind'] for p in deskhand.read('a.md')], deskhand.text('a.md', part=''), len(deskhand.diff('a.md', 'b.md'))"
    )
    ran = shared.run(text)
    assert ran.trouble == ""
    assert "first words" in ran.value
    assert not ran.value.endswith(" 0)")
    assert "set_cells" in shared.run("list(deskhand.operations('a.xlsx'))").value


@pytest.mark.parametrize("name", NAMES)
def test_every_function_is_one_of_the_native_module(name):
    assert name in deskhand.__all__


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("read('../secret.txt')", "use relative names"),
        ("read('/etc/passwd')", "use relative names"),
        ("read('a/../../x')", "use relative names"),
        ("read('nothing.docx')", "there is no file 'nothing.docx'"),
        ("read(5)", "a path must be a text"),
        ("read('in.csv', part=5)", "part must be str"),
        ("create('in.xlsx', [])", "content must be a dict"),
        ("edit('in.csv', 'x')", "ops must be a list of dicts"),
        ("create('../out.csv', {'rows': [[1]]})", "use relative names"),
        ("convert('in.csv', '/room/../out.xlsx')", "use relative names"),
        ("create('o.docx', {'nonsense': 1})", "has no 'nonsense'"),
    ],
)
def test_a_wrong_call_is_told_as_an_error_of_the_code(shared, call, said):
    shared.put("in.csv", "a\n1\n")
    ran = shared.run(f"import deskhand\ndeskhand.{call}\n")
    assert ran.end is RunEnd.RAISED
    assert said in ran.trouble
    assert ran.trouble.splitlines()[-1].startswith(("ValueError: ", "TypeError: "))
    assert f"code.py, line 2\n    deskhand.{call}" in ran.trouble


def test_code_can_catch_what_a_function_says(shared):
    ran = shared.run(
        "import deskhand\ntry:\n    deskhand.read('no')\nexcept ValueError as error:\n    print('no', error)\n"
    )
    assert ran.end is RunEnd.DONE
    assert ran.printed.startswith("no there is no file")


def test_a_table_that_is_too_large_is_left_to_native_python(shared):
    shared.put("big.csv", "\n".join(",".join("1" * 40) for _ in range(8_000)))
    with pytest.raises(UnsupportedError, match="pandas"):
        shared.run("import deskhand\ndeskhand.tables('big.csv')", bounds=Bounds(seconds=60))


@pytest.mark.parametrize(
    "name", ["", ".", "..", "/", "/etc/passwd", "a/../b", "a\0b", "a\\b", "/room", "/rooms/a", b"a", None]
)
def test_no_other_name_is_a_place_in_the_room(name):
    with pytest.raises(ValueError, match=r"path|name|file"):
        parts_of(name)


def test_links_and_names_of_elsewhere_are_not_read_and_not_written_through(tmp_path):
    work, private, secret = tmp_path / "work", tmp_path / "private", tmp_path / "secret"
    for folder in (work, private, secret):
        folder.mkdir()
    (secret / "s.txt").write_text("secret")
    (work / "link.txt").symlink_to(secret / "s.txt")
    (work / "folder").symlink_to(secret)
    (work / "hard.txt").hardlink_to(secret / "s.txt")
    places = Places(work, private)
    for name in ("link.txt", "folder/s.txt", "hard.txt"):
        with pytest.raises(ValueError, match=r"no plain file|no file"), places.copy(name):
            pass
    for name in ("folder/new.txt", "folder/s.txt"):
        with places.fresh(name) as fresh:
            fresh.write_text("x")
            with pytest.raises(ValueError, match="no file"):
                places.put(fresh, name)
    with places.fresh("link.txt") as fresh:
        fresh.write_text("mine")
        places.put(fresh, "link.txt")
    assert [one.name for one in secret.iterdir()] == ["s.txt"]
    assert (secret / "s.txt").read_text() == "secret"
    assert (work / "link.txt").read_text() == "mine"
    assert list(private.iterdir()) == []
