"""Notes, marks and links on the pages of PDFs."""

import pytest
from PIL import Image

from agent.core.errors import InvalidArgumentsError
from agent.documents.pdf.objects import numbers_of
from tests.agent.documents.pdfs import annotations, darkest, grows, pdf, unpacked


def test_a_note_is_added_behind_the_untouched_bytes_and_read_back(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "One", "Two")
    op = {"op": "add_note", "page": 2, "at": [100, 50], "text": "確認してください", "author": "山田"}
    documents.edit(source, [op], tmp_path / "out.pdf")
    assert grows(source, tmp_path / "out.pdf")
    (note,) = annotations(tmp_path / "out.pdf", 2)
    assert [round(side) for side in numbers_of(note["/Rect"])] == [100, 772, 120, 792]
    assert str(note["/T"]) == "山田"
    assert any(one.text == "確認してください" for one in documents.read(tmp_path / "out.pdf").passages)


def test_words_are_highlighted_where_they_stand(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "The total is 300 yen", "no such thing", "Total: 12")
    said = documents.edit(source, [{"op": "highlight", "find": "total", "text": "Check"}], tmp_path / "out.pdf")
    assert "2 places on pages 1, 3" in said[0].en
    assert annotations(tmp_path / "out.pdf", 2) == []
    documents.render(tmp_path / "out.pdf", 1, tmp_path / "out.png", width=595)
    with Image.open(tmp_path / "out.png") as drawn:
        found = drawn.convert("RGB").getpixel((105, 124))
        beside = drawn.convert("RGB").getpixel((250, 124))
    assert isinstance(found, tuple)
    assert found[2] < 140 < found[0]
    assert beside == (255, 255, 255)
    assert darkest(tmp_path / "out.png", (94, 112, 116, 124)) < 120


def test_marks_of_one_author_are_removed_for_good(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "The total is 300 yen")
    ops = [
        {"op": "highlight", "find": "total", "style": "strikeout", "text": "Too much", "author": "Sato"},
        {"op": "add_note", "page": 1, "text": "Keep me", "author": "Tanaka"},
        {"op": "add_link", "page": 1, "box": [72, 100, 100, 30], "url": "https://example.com/"},
    ]
    documents.edit(source, ops, tmp_path / "noted.pdf")
    documents.edit(tmp_path / "noted.pdf", [{"op": "remove_notes", "author": "Sato"}], tmp_path / "out.pdf")
    assert [str(note["/Subtype"]) for note in annotations(tmp_path / "out.pdf")] == ["/Text", "/Link"]
    assert b"Too much" not in unpacked(tmp_path / "out.pdf")
    assert b"Keep me" in unpacked(tmp_path / "out.pdf")


def test_a_link_leads_where_it_should(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "One", "Two")
    ops = [
        {"op": "add_link", "page": 1, "box": [72, 100, 100, 30], "url": "https://example.com/x"},
        {"op": "add_link", "page": 1, "box": [72, 140, 100, 30], "to": 2},
    ]
    documents.edit(source, ops, tmp_path / "out.pdf")
    assert "https://example.com/x" in {one.address for one in documents.reaches(tmp_path / "out.pdf")}
    outward, inward = annotations(tmp_path / "out.pdf")
    assert "/Dest" in inward
    assert [round(side) for side in numbers_of(outward["/Rect"])] == [72, 712, 172, 742]


@pytest.mark.parametrize(
    "op",
    [{"op": "add_note", "page": 3, "text": "x"}, {"op": "add_note", "page": 1, "text": "x", "at": [900, 1]},
     {"op": "highlight", "find": "nowhere"}, {"op": "highlight", "find": "One", "style": "blink"},
     {"op": "add_link", "page": 1, "box": [0, 0, 9, 9], "url": "file:///etc/passwd"},
     {"op": "add_link", "page": 1, "box": [0, 0, 9, 9]}, {"op": "remove_notes"}],
)  # fmt: skip
def test_a_mark_that_does_not_fit_is_refused(documents, tmp_path, op):
    with pytest.raises(InvalidArgumentsError):
        documents.edit(pdf(tmp_path / "a.pdf", "One"), [op], tmp_path / "out.pdf")
