"""Pictures, links, footnotes, tables of contents and properties put into Word documents."""

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from agent.core.errors import InvalidArgumentsError
from tests.agent.documents.packages import rewritten

BODY = "word/document.xml"


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "a.png"
    Image.new("RGB", (400, 200), "navy").save(path, dpi=(100, 100))
    return path


@pytest.fixture
def source(tmp_path):
    document = Document()
    document.add_heading("Report", 1)
    document.add_paragraph("See the site and the site map.")
    document.add_heading("第二章", 2)
    document.add_paragraph("The end.")
    document.save(str(tmp_path / "source.docx"))
    return tmp_path / "source.docx"


@pytest.fixture
def edited(documents, source):
    def run(*ops: dict[str, object], before=source):
        target = before.with_name("edited.docx")
        documents.edit(before, ops, target)
        documents.check(target)
        return target

    return run


def test_a_picture_comes_in_at_the_width_that_is_wanted(edited, documents, source, picture):
    op = {"op": "insert_image", "after": "P2", "picture": picture, "width_cm": 5, "alt": "A blue <field>"}
    result = edited(op, {**op, "after": "P4", "width_cm": 2})
    shapes = Document(str(result)).inline_shapes
    assert [(round(one.width.cm, 2), round(one.height.cm, 2)) for one in shapes] == [(5, 2.5), (2, 1)]
    assert [one._inline.docPr.get("descr") for one in shapes] == ["A blue <field>"] * 2
    assert len({one._inline.docPr.get("id") for one in shapes}) == 2
    assert documents.parts(source, result).added == ("word/media/image1.png", "word/media/image2.png")
    assert ("P3 picture", "A blue <field>") in {(one.anchor, one.text) for one in documents.read(result).passages}


def test_a_picture_has_its_own_size_and_never_more_than_the_text(edited, picture, tmp_path):
    wide = tmp_path / "wide.jpg"
    Image.new("RGB", (4000, 1000), "navy").save(wide)
    result = edited(
        {"op": "insert_image", "after": "P2", "picture": picture},
        {"op": "insert_image", "after": "P2", "picture": wide},
    )
    first, second = Document(str(result)).inline_shapes
    assert {round(first.width.inches, 1), round(second.width.inches, 1)} == {4, 6}


def test_a_photo_that_lies_on_its_side_stands_upright(edited, tmp_path):
    turned = tmp_path / "turned.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (400, 200), "navy").save(turned, exif=exif)
    result = edited({"op": "insert_image", "after": "P2", "picture": turned, "width_cm": 2})
    assert round(Document(str(result)).inline_shapes[0].height.cm) == 4


def test_a_picture_is_exchanged_in_its_frame(edited, documents, picture, tmp_path):
    first = edited({"op": "insert_image", "after": "P2", "picture": picture, "width_cm": 5, "alt": "old"})
    before = first.rename(tmp_path / "before.docx")
    square = tmp_path / "b.png"
    Image.new("RGB", (50, 50), "red").save(square)
    op = {"op": "replace_image", "at": "P3 picture", "picture": square, "alt": 'new "one"'}
    document = Document(str(edited(op, before=before)))
    shape = document.inline_shapes[0]
    assert (round(shape.width.cm, 2), round(shape.height.cm, 2)) == (5, 5)
    assert shape._inline.docPr.get("descr") == 'new "one"'
    part = document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed]
    assert part.blob == square.read_bytes()
    with pytest.raises(InvalidArgumentsError, match="holds no picture"):
        edited({**op, "at": "P1"}, before=before)


def test_what_is_no_picture_is_refused(edited, source):
    with pytest.raises(InvalidArgumentsError, match="is a picture"):
        edited({"op": "insert_image", "after": "P2", "picture": source})


def test_words_become_a_link(edited, documents):
    op = {"op": "insert_link", "at": "P2", "find": "site map", "url": "https://example.com/?a=1&b=2"}
    result = edited(op, {"op": "insert_link", "at": "P4", "find": "end", "url": "#top"})
    link = Document(str(result)).paragraphs[1].hyperlinks[0]
    assert (link.text, link.address) == ("site map", "https://example.com/?a=1&b=2")
    assert link._hyperlink.xpath("w:r/w:rPr/w:rStyle/@w:val") == ["Hyperlink"]
    assert Document(str(result)).paragraphs[1].text == "See the site and the site map."
    assert Document(str(result)).paragraphs[3].hyperlinks[0].fragment == "top"
    with pytest.raises(InvalidArgumentsError, match="there 2 times"):
        edited({**op, "find": "site"})
    with pytest.raises(InvalidArgumentsError, match="begins with one of"):
        edited({**op, "url": "javascript:alert(1)"})


def test_a_footnote_stands_behind_its_words_and_is_read_back(edited, documents, source):
    result = edited(
        {"op": "insert_footnote", "at": "P2", "find": "the site", "text": "出典: A & B"} | {"find": "See the site"},
        {"op": "insert_footnote", "at": "P4", "text": "second"},
    )
    found = {one.anchor: one.text for one in documents.read(result).passages}
    assert found["P2"] == "See the site[footnote 1] and the site map."
    assert found["P4"] == "The end.[footnote 2]"
    assert found["footnote 1 P1"].strip() == "出典: A & B"
    assert documents.parts(source, result).added == ("word/footnotes.xml",)
    again = edited({"op": "insert_footnote", "at": "P4", "text": "third"}, before=result.rename(source))
    assert documents.read(again, part="footnote 3").passages[0].text.strip() == "third"


def test_a_table_of_contents_lists_the_headings_and_word_is_asked_for_the_pages(edited, documents):
    result = edited({"op": "insert_toc", "after": "start", "title": "目次"})
    texts = [one.text for one in documents.read(result).passages]
    assert texts[:4] == ["目次", "Report", "第二章", "Report"]
    document = Document(str(result))
    assert [one._p.xpath("w:pPr/w:pStyle/@w:val") for one in document.paragraphs[1:3]] == [["Toc1"], ["Toc2"]]
    assert document.element.xpath("//w:fldChar/@w:fldCharType") == ["begin", "separate", "end"]
    assert document.settings.element.find(qn("w:updateFields")) is not None


def test_properties_are_set_and_their_part_is_made(edited, documents, source, tmp_path):
    ops = {"op": "set_properties", "title": "四半期 & 報告", "author": "Sato"}
    result = edited(ops)
    core = Document(str(result)).core_properties
    assert (core.title, core.author) == ("四半期 & 報告", "Sato")
    assert documents.parts(source, result).changed == ("docProps/core.xml",)
    bare = rewritten(source, tmp_path / "bare.docx", "_rels/.rels", lambda part: part.replace(b"core-prop", b"no-prop"))
    made = edited(ops, before=bare)
    assert documents.parts(bare, made).added == ("docProps/core1.xml",)
    assert Document(str(made)).core_properties.title == "四半期 & 報告"
    with pytest.raises(InvalidArgumentsError, match="at least one of title"):
        edited({"op": "set_properties"})
