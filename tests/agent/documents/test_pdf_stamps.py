"""Stamps, page numbers and watermarks: where they are seen, and in fonts that come along."""

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from agent.core.errors import InvalidArgumentsError
from agent.documents.pdf.objects import dictionary, dictionary_at
from tests.agent.documents.pdfs import darkest, grows, needs_japanese_font, pdf, texts


def ink(documents, path, page: int, box):
    """The darkest level in a box of a drawn page, at a pixel a point."""
    target = path.with_suffix(f".{page}.png")
    width = round(float(PdfReader(path).pages[page - 1].mediabox.width))
    if PdfReader(path).pages[page - 1].rotation in {90, 270}:
        width = round(float(PdfReader(path).pages[page - 1].mediabox.height))
    documents.render(path, page, target, width=width)
    return darkest(target, box)


def test_pages_are_numbered_behind_the_untouched_bytes(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "One", "Two", "Three")
    said = documents.edit(source, [{"op": "stamp", "text": "{page} / {pages}"}], tmp_path / "out.pdf")
    assert "3 pages" in said[0].en
    assert texts(documents, tmp_path / "out.pdf") == ["One", "1 / 3", "Two", "2 / 3", "Three", "3 / 3"]
    assert grows(source, tmp_path / "out.pdf")


def test_numbers_can_begin_later_and_elsewhere(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "Cover", "Two", "Three")
    op = {"op": "stamp", "text": "- {page} -", "pages": "2-", "first": 10, "at": "top right"}
    documents.edit(source, [op], tmp_path / "out.pdf")
    found = texts(documents, tmp_path / "out.pdf")
    assert "- 10 -" in found
    assert "- 11 -" in found
    assert ink(documents, tmp_path / "out.pdf", 2, (500, 20, 590, 50)) < 100
    assert ink(documents, tmp_path / "out.pdf", 1, (500, 20, 590, 50)) == 255


@needs_japanese_font
def test_a_japanese_stamp_has_only_the_glyphs_that_it_uses(documents, tmp_path):
    op = {"op": "stamp", "text": "写し 原本に相違ありません"}
    documents.edit(pdf(tmp_path / "a.pdf", "One"), [op], tmp_path / "out.pdf")
    assert "写し 原本に相違ありません" in texts(documents, tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").stat().st_size < 60_000
    fonts = dictionary_at(PdfReader(tmp_path / "out.pdf").pages[0], "/Resources", "/Font")
    assert fonts is not None
    kinds = [one.get("/Subtype") for one in map(dictionary, fonts.values()) if one is not None]
    assert "/Type0" in kinds


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_stamp_is_seen_upright_where_it_was_put_on_a_turned_page(documents, tmp_path, degrees):
    ops = [{"op": "rotate", "degrees": degrees}, {"op": "stamp", "text": "WWWW", "at": [300, 40], "size": 20}]
    documents.edit(pdf(tmp_path / "a.pdf", ""), ops, tmp_path / "out.pdf")
    assert ink(documents, tmp_path / "out.pdf", 1, (300, 40, 370, 60)) < 60
    assert ink(documents, tmp_path / "out.pdf", 1, (0, 0, 298, 500)) == 255
    assert ink(documents, tmp_path / "out.pdf", 1, (300, 70, 590, 500)) == 255


@needs_japanese_font
def test_a_watermark_lies_across_the_page_and_lets_the_text_through(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "One")
    documents.edit(source, [{"op": "watermark", "text": "社外秘"}], tmp_path / "out.pdf")
    level = ink(documents, tmp_path / "out.pdf", 1, (200, 300, 400, 540))
    assert 180 < level < 250


def test_a_picture_is_put_on_pages_with_its_transparency(documents, tmp_path):
    logo = Image.new("RGBA", (100, 50), (0, 0, 0, 0))
    logo.paste((200, 0, 0, 255), (50, 0, 100, 50))
    logo.save(tmp_path / "logo.png")
    sources = [pdf(tmp_path / "a.pdf", "One", "Two"), tmp_path / "logo.png"]
    op = {"op": "watermark", "source": 1, "width": 100, "at": "top left", "opacity": 1, "pages": "2"}
    documents.pages(sources, [op], tmp_path / "out.pdf")
    assert len(PdfReader(tmp_path / "out.pdf").pages) == 2
    assert ink(documents, tmp_path / "out.pdf", 2, (82, 32, 124, 74)) < 90
    assert ink(documents, tmp_path / "out.pdf", 2, (30, 32, 74, 74)) == 255
    assert ink(documents, tmp_path / "out.pdf", 1, (30, 32, 124, 74)) == 255


@pytest.mark.parametrize(
    "op",
    [{"op": "stamp", "text": "x", "at": "middle"}, {"op": "stamp", "text": "x", "size": 1}, {"op": "stamp"},
     {"op": "stamp", "text": "x", "colour": "nice"}, {"op": "watermark"}, {"op": "watermark", "source": 0},
     {"op": "stamp", "text": "\U0010ff00"}],
)  # fmt: skip
def test_a_stamp_that_does_not_fit_is_refused(documents, tmp_path, op):
    with pytest.raises(InvalidArgumentsError):
        documents.edit(pdf(tmp_path / "a.pdf", "One"), [op], tmp_path / "out.pdf")


def test_what_a_page_leaves_open_does_not_move_a_stamp(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "One")
    # A program that closes less than it opens: its scale would hold for what follows.
    writer = PdfWriter(clone_from=source)
    stream = DecodedStreamObject()
    stream.set_data(b"q 0.1 0 0 0.1 0 0 cm q")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    writer.write(source)
    documents.edit(source, [{"op": "stamp", "text": "WWWW", "at": [300, 40], "size": 20}], tmp_path / "out.pdf")
    assert ink(documents, tmp_path / "out.pdf", 1, (300, 40, 370, 60)) < 60
