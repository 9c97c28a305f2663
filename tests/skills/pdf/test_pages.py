import pytest
from pypdf import PdfReader

from agent.core.changes import Modify
from agent.core.errors import InvalidArgumentsError, NotFoundError
from skills.pdf.ranges import page_groups
from tests.skills.office import changes, made, only_made, pdf


def texts(path):
    return [page.extract_text().strip() for page in PdfReader(path).pages]


@pytest.fixture
def five(office):
    office.put("five.pdf", pdf(["one", "two", "three", "four", "five"]))
    return office


def test_pdfs_are_merged_in_the_order_given(office):
    office.put("a.pdf", pdf(["a1", "a2"]))
    office.put("sub/b.pdf", pdf(["b1"]))
    result = office.run("pdf:pages", files="sub/b.pdf\na.pdf", name="all")
    assert list(made(result)) == ["sub/all.pdf"]
    assert texts(only_made(result)) == ["b1", "a1", "a2"]
    assert "3 pages" in result.for_user


def test_all_pdfs_of_a_folder_are_merged_in_natural_order_under_a_free_name(office):
    office.language = "ja"
    for name in ("10.pdf", "9.pdf", "結合.pdf"):
        office.put(name, pdf([name]))
    result = office.run("pdf:pages")
    assert list(made(result)) == ["結合 (2).pdf"]
    # An earlier result is not merged into the next one.
    assert texts(only_made(result)) == ["9.pdf", "10.pdf"]
    assert "以前の結果" in result.for_user


def test_what_cannot_be_read_is_left_out_and_told(office):
    office.put("a.pdf", pdf(["a"]))
    office.put("b.pdf", pdf(["b"]))
    office.put("broken.pdf", b"%PDF-1.7 nothing")
    office.put("empty.pdf", b"")
    office.put("locked.pdf", pdf(["x"], password="secret"))
    result = office.run("pdf:pages")
    assert texts(only_made(result)) == ["a", "b"]
    assert "Left out: 3" in result.for_user


def test_a_split_makes_every_page_a_file(five):
    result = five.run("pdf:pages", action="split", files="five.pdf")
    assert list(made(result)) == [f"five pages/five p{n}.pdf" for n in range(1, 6)]
    assert [texts(path) for path in made(result).values()] == [["one"], ["two"], ["three"], ["four"], ["five"]]


def test_a_split_by_numbers_and_by_ranges(five):
    by_two = five.run("pdf:pages", action="split", files="five.pdf", every="2")
    assert [len(texts(path)) for path in made(by_two).values()] == [2, 2, 1]
    ranges = five.run("pdf:pages", action="split", files="five.pdf", pages="1-2, 4-")
    assert [texts(path) for path in made(ranges).values()] == [["one", "two"], ["four", "five"]]


def test_pages_are_taken_out_in_the_order_said(five):
    result = five.run("pdf:pages", action="extract", files="five.pdf", pages="5,1-2")
    assert list(made(result)) == ["five p5,1,2.pdf"]
    assert texts(only_made(result)) == ["five", "one", "two"]


def test_reordering_keeps_every_page(five):
    result = five.run("pdf:pages", action="reorder", files="five.pdf", pages="3,1")
    assert texts(only_made(result)) == ["three", "one", "two", "four", "five"]


def test_turning_in_place_expects_what_was_read(five):
    result = five.run("pdf:pages", action="rotate", files="five.pdf", angle="270", pages="2", replace="true")
    (change,) = changes(result)
    assert isinstance(change, Modify)
    assert change.expects == five.workspace.sha256(change.place)
    assert [page.rotation for page in PdfReader(only_made(result)).pages] == [0, 270, 0, 0, 0]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"action": "extract", "files": "five.pdf"}, InvalidArgumentsError),
        ({"action": "extract", "files": "five.pdf", "pages": "9"}, InvalidArgumentsError),
        ({"action": "extract", "files": "five.pdf", "pages": "x"}, InvalidArgumentsError),
        ({"action": "merge", "files": "five.pdf"}, InvalidArgumentsError),
        ({"action": "merge", "files": "gone.pdf"}, NotFoundError),
    ],
)
def test_what_does_not_fit_is_refused(five, values, error):
    with pytest.raises(error):
        five.run("pdf:pages", **values)


def test_a_page_that_one_of_many_has_not_leaves_that_one_out(five):
    five.put("short.pdf", pdf(["s"]))
    result = five.run("pdf:pages", action="extract", pages="3")
    assert list(made(result)) == ["five p3.pdf"]
    assert "short.pdf" in result.for_user


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("1-3,5", [[1, 2, 3], [5]]),
        ("２〜４、最後", [[2, 3, 4], [9]]),
        ("p2, pages 4-5 and last", [[2], [4, 5], [9]]),
        ("8-", [[8, 9]]),
        ("-2", [[1, 2]]),
        ("3-1", [[3, 2, 1]]),
        ("3ページから5ページ", [[3, 4, 5]]),
        ("", []),
    ],
)
def test_pages_as_people_write_them(text, groups):
    assert page_groups(text, 9) == groups
