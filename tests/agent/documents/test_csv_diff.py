"""Two versions of a table in text: columns that came or went are one difference each."""

from agent.core.documents import Difference


def lines(path, *rows):
    path.write_text("".join(",".join(map(str, row)) + "\n" for row in rows))
    return path


def test_an_inserted_column_is_one_difference_and_not_a_thousand(documents, tmp_path):
    old = lines(tmp_path / "a.csv", ("name", "amount"), *((f"n{at}", at) for at in range(1000)))
    new = lines(
        tmp_path / "b.csv", ("name", "tax", "amount"), *((f"n{at}", 0, at if at != 7 else 99) for at in range(1000))
    )
    told = " | ".join(["tax", *["0"] * 19]) + " and 981 more"
    assert documents.diff(old, new) == (Difference("B:B", "", told, "added"), Difference("C9", "7", "99"))
    assert documents.diff(new, old) == (Difference("B:B", told, "", "removed"), Difference("B9", "99", "7"))


def test_a_new_title_alone_is_a_cell(documents, tmp_path):
    old = lines(tmp_path / "a.csv", ("name", "amount"), ("a", 1))
    new = lines(tmp_path / "b.csv", ("name", "total"), ("a", 1))
    assert documents.diff(old, new) == (Difference("B1", "amount", "total"),)


def test_tables_without_titles_are_compared_cell_by_cell(documents, tmp_path):
    old = lines(tmp_path / "a.csv", ("", "x"), ("a", 1))
    new = lines(tmp_path / "b.csv", ("", "x", ""), ("a", 1, 5))
    assert documents.diff(old, new) == (Difference("C2", "", "5"),)
