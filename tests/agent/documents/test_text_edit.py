"""Lines, sections and patterns of texts; rules of JSON, XML, TOML and YAML that an edit must not break."""

import pytest

from agent.core.errors import InvalidArgumentsError
from agent.documents.texts.markdown_parts import headings_of

NOTES = "---\ntitle: x\n---\n# Report\r\n\r\nintro\r\n\r\n## Sales ##\r\n\r\nold\r\n\r\n### East\r\n\r\n```\r\n## no heading\r\n```\r\n\r\nCosts\r\n-----\r\n\r\nlow\r\n"  # noqa: E501


def edited(documents, tmp_path, name, before, *ops):
    (tmp_path / name).write_bytes(before.encode())
    documents.edit(tmp_path / name, list(ops), tmp_path / f"out-{name}")
    return (tmp_path / f"out-{name}").read_bytes().decode()


def test_lines_are_replaced_and_deleted_by_their_numbers(documents, tmp_path):
    ops = [{"op": "replace_lines", "from": 2, "to": 3, "text": "x\ny\nz"}, {"op": "delete_lines", "from": 1}]
    assert edited(documents, tmp_path, "a.txt", "1\r\n2\r\n3\r\n4", *ops) == "x\r\ny\r\nz\r\n4"
    assert edited(documents, tmp_path, "a.txt", "1\n2", {"op": "replace_lines", "from": 2, "text": "x"}) == "1\nx"
    for op in ({"op": "delete_lines", "from": 3}, {"op": "delete_lines", "from": 2, "to": 1}):
        with pytest.raises(InvalidArgumentsError, match="lines from 1 to 2"):
            edited(documents, tmp_path, "b.txt", "1\n2\n", op)


def test_a_pattern_is_replaced_with_its_groups_and_line_ends_stay(documents, tmp_path):
    op = {"op": "replace", "find": r"^(\d+)円$", "with": r"\1 yen", "regex": True}
    assert edited(documents, tmp_path, "a.txt", "5円\r\n7円x\r\n8円\r\n", op) == "5 yen\r\n7円x\r\n8 yen\r\n"
    assert edited(documents, tmp_path, "a.txt", "5円\n8円\n", {**op, "count": 1}) == "5 yen\n8円\n"
    for wrong, why in (("(", "no pattern"), ("z*", "where nothing stands"), ("zz", "matches nowhere")):
        with pytest.raises(InvalidArgumentsError, match=why):
            edited(documents, tmp_path, "a.txt", "5円\n", {**op, "find": wrong, "with": ""})
    with pytest.raises(InvalidArgumentsError, match="no pattern"):
        edited(documents, tmp_path, "a.txt", "5円\n", {**op, "with": r"\7"})


def test_a_section_of_markdown_is_replaced_with_all_below_it(documents, tmp_path):
    text = edited(
        documents, tmp_path, "a.md", NOTES, {"op": "replace_section", "heading": "Sales", "text": "new\nlines"}
    )
    assert text == NOTES.replace("old\r\n\r\n### East\r\n\r\n```\r\n## no heading\r\n```\r\n", "new\r\nlines\r\n")
    text = edited(documents, tmp_path, "a.md", NOTES, {"op": "delete_section", "heading": "L8"})
    assert text.endswith("intro\r\n\r\nCosts\r\n-----\r\n\r\nlow\r\n")
    with pytest.raises(InvalidArgumentsError, match="L8 'Sales', L12 'East', L18 'Costs'"):
        edited(documents, tmp_path, "a.md", NOTES, {"op": "delete_section", "heading": "no heading"})
    with pytest.raises(InvalidArgumentsError, match="2 headings are 'A'"):
        edited(documents, tmp_path, "a.md", "# A\n# A\n", {"op": "delete_section", "heading": "A"})
    with pytest.raises(InvalidArgumentsError, match="Only Markdown"):
        edited(documents, tmp_path, "a.txt", "# A\n", {"op": "delete_section", "heading": "A"})


def test_headings_are_told_as_readers_of_markdown_see_them():
    told = [(one.first, one.level, one.title) for one in headings_of(NOTES.splitlines(keepends=True))]
    assert told == [(4, 1, "Report"), (8, 2, "Sales"), (12, 3, "East"), (18, 2, "Costs")]
    assert headings_of(["#no\n", "    # code\n", "- a\n", "---\n", "~~~\n", "# x\n"]) == ()


def test_tables_of_markdown_and_html_have_their_values(documents, tmp_path):
    (tmp_path / "a.md").write_text(
        "x | y\nno table\n\n| A | B \\| C |\n|---|:-:|\n| 1 | 2 |\n3|\n\n```\na|b\n-|-\n```\n"
    )
    (table,) = documents.tables(tmp_path / "a.md")
    assert (table.anchor, table.rows) == ("L4", (("A", "B | C"), ("1", "2"), ("3",)))
    (tmp_path / "a.html").write_text("<table><tr><th>A</th></tr><tr><td>1</td></tr></table>")
    assert documents.tables(tmp_path / "a.html")[0].rows == (("A",), ("1",))
    (tmp_path / "a.txt").write_text("a|b\n-|-\n")
    with pytest.raises(InvalidArgumentsError):
        documents.tables(tmp_path / "a.txt")
    with pytest.raises(InvalidArgumentsError, match="There are: L4"):
        documents.tables(tmp_path / "a.md", part="L9")


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.json", '{"a": 1,\n "b": }', 2),
        ("a.jsonl", '{"a": 1}\n\n{"a" 1}\n', 3),
        ("a.xml", "<a>\n<b>\n</a>", 3),
        ("a.toml", 'a = 1\nb = "\n', 2),
        ("a.yaml", "a: 1\nb: [\n", 3),
    ],
)
def test_the_place_is_told_where_a_text_breaks_the_rules_of_its_kind(documents, tmp_path, name, text, line):
    (tmp_path / name).write_text(text)
    (problem,) = documents.problems(tmp_path / name)
    assert (problem.anchor, problem.code, problem.grave) == (f"L{line}", "invalid", True)
    assert name.partition(".")[2].upper() in problem.words.en


@pytest.mark.parametrize(
    ("name", "good", "cut"),
    [("a.json", '{"a": [1]}', "]"), ("a.xml", '<?xml version="1.0" encoding="utf-8"?><a>é</a>', "</a>"),
     ("a.toml", 'a = "1"\n', '"1'), ("a.yaml", "a: [1]\n", "]"), ("a.jsonl", '{"a":1}\n{"b":2}\n', "2}")],
)  # fmt: skip
def test_an_edit_that_breaks_the_rules_of_a_kind_is_refused(documents, tmp_path, name, good, cut):
    op = {"op": "replace", "find": cut, "with": ""}
    with pytest.raises(InvalidArgumentsError, match="no valid"):
        edited(documents, tmp_path, name, good, op)
    broken = good.replace(cut, "", 1)
    assert documents.problems(tmp_path / name) == ()
    assert edited(documents, tmp_path, name, broken, {"op": "insert_after", "line": 0, "text": cut}), "it was broken"
