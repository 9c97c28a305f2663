"""Decks as other programs write them: the Strict dialect, other prefixes, UTF-16, templates, packages without "
"defaults."""

import zipfile
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.util import Cm

from agent.documents.pool import WorkerDocuments
from tests.agent.documents.decks import flaws

STRICT = (
    (b"schemas.openxmlformats.org/officeDocument/2006/", b"purl.oclc.org/ooxml/officeDocument/"),
    (b"schemas.openxmlformats.org/presentationml/2006/main", b"purl.oclc.org/ooxml/presentationml/main"),
    (b"schemas.openxmlformats.org/drawingml/2006/", b"purl.oclc.org/ooxml/drawingml/"),
)
OTHER_PREFIXES = (
    (b"<p:", b"<"), (b"</p:", b"</"), (b"xmlns:p=", b"xmlns="),
    (b"<a:", b"<d:"), (b"</a:", b"</d:"), (b"xmlns:a=", b"xmlns:d="),
)  # fmt: skip
TEMPLATE = ((b"presentation.main+xml", b"template.main+xml"),)


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A title with points, a table, a picture."""
    Image.new("RGB", (40, 20), "navy").save(tmp_path / "x.png")
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "Title"
    slide.placeholders[1].text_frame.text = "Points of the year"
    table = slide.shapes.add_table(2, 2, 0, Cm(12), Cm(9), Cm(2)).table
    table.cell(0, 0).text = "Item"
    slide.shapes.add_picture(str(tmp_path / "x.png"), Cm(12), Cm(12))
    made.slides.add_slide(made.slide_layouts[5]).shapes.title.text = "Second"
    made.save(str(tmp_path / "plain.pptx"))
    return tmp_path / "plain.pptx"


def dialect(source: Path, target: Path, changes, *, wide: bool = False) -> Path:
    with zipfile.ZipFile(source) as whole, zipfile.ZipFile(target, "w") as made:
        for name in whole.namelist():
            part = whole.read(name)
            if name.endswith((".xml", ".rels")):
                for old, new in changes:
                    part = part.replace(old, new) if "/media/" not in name else part
            if wide and name == "ppt/slides/slide1.xml":
                text = part.decode().replace("UTF-8", "UTF-16")
                part = text.encode("utf-16")
            made.writestr(name, part)
    return target


def all_ops(photo: Path) -> list[dict[str, object]]:
    at = {"left": 1, "top": 1, "width": 5, "height": 4}
    series = [{"name": "s", "values": [1, 2]}]
    return [
        {"op": "replace", "find": "year", "with": "年"},
        {"op": "set_format", "slide": 1, "shape": 2, "find": "Points", "bold": True, "color": "#112233"},
        {"op": "set_link", "slide": 1, "shape": 2, "find": "年", "url": "https://example.com"},
        {"op": "set_link", "slide": 1, "shape": 4, "to_slide": 2},
        {"op": "insert_row", "slide": 1, "table": 1, "cells": ["Pen", "3"]},
        {"op": "insert_column", "slide": 1, "table": 1, "after": 1, "cells": ["x"]},
        {"op": "move_shape", "slide": 1, "shape": 2, "at": {"height": 5}},
        {"op": "insert_table", "slide": 2, "rows": [["a", "b"], ["c", "d"]]},
        {"op": "insert_chart", "slide": 1, "categories": ["東", "西"], "series": series, "at": at},
        {"op": "insert_picture", "slide": 1, "picture": photo, "at": at},
        {"op": "set_bullets", "slide": 2, "shape": 1, "items": ["one", "  two"], "kind": "number"},
        {"op": "set_notes", "slide": 2, "text": "話す"},
        {"op": "add_comment", "slide": 2, "text": "確認"},
        {"op": "add_slide", "title": "Third", "body": ["a " * 600], "notes": "n"},
        {"op": "duplicate_slide", "slide": 1},
        {"op": "hide_slide", "slide": "new2"},
        {"op": "move_slide", "slide": 2, "after": 0},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "suffix", "wide"),
    [((), ".pptx", False), (STRICT, ".pptx", False), (OTHER_PREFIXES, ".pptx", False), (TEMPLATE, ".potx", False),
     ((), ".pptx", True), ((*STRICT, *OTHER_PREFIXES), ".pptx", True)],
    ids=["plain", "strict", "prefixes", "template", "utf-16", "all"],
)  # fmt: skip
def test_every_op_works_and_says_the_same_in_every_dialect(
    documents: WorkerDocuments, plain, tmp_path, changes, suffix, wide
):
    other = dialect(plain, tmp_path / f"other{suffix}", changes, wide=wide)
    target, expected = tmp_path / f"out{suffix}", tmp_path / "expected.pptx"
    documents.edit(other, all_ops(tmp_path / "x.png"), target)
    documents.edit(plain, all_ops(tmp_path / "x.png"), expected)
    documents.check(target)
    assert flaws(target) == []
    assert documents.read(target).passages == documents.read(expected).passages
    assert documents.tables(target)[0].rows == (("a", "b"), ("c", "d"))
    assert foreign(target, strict=STRICT[0] in changes) == set()


def foreign(path: Path, *, strict: bool) -> set[str]:
    """Namespaces and types of the other dialect."""
    wrong = b"openxmlformats.org/presentationml/2006/main" if strict else b"purl.oclc.org"
    wrongs = (
        wrong,
        b"openxmlformats.org/drawingml/2006/main",
        b"openxmlformats.org/officeDocument/2006/relationships/",
    )
    with zipfile.ZipFile(path) as package:
        names = [one for one in package.namelist() if one.startswith("ppt/") and one.endswith((".xml", ".rels"))]
        return {
            name
            for name in names
            for one in (wrongs if strict else wrongs[:1])
            if one in etree.tostring(etree.fromstring(package.read(name)))
        }


def test_shares_are_written_as_the_dialect_wants_them(documents, plain, tmp_path):
    other = dialect(plain, tmp_path / "strict.pptx", STRICT)
    op = {"op": "insert_text_box", "slide": 2, "text": "x"}
    chart = {"op": "insert_chart", "slide": 2, "categories": ["a"], "series": [{"values": [1]}]}
    documents.edit(other, [op, {"op": "delete_shape", "slide": 2, "shape": 2}, chart], tmp_path / "out.pptx")
    with zipfile.ZipFile(tmp_path / "out.pptx") as package:
        assert b'<a:lumMod val="65%"/>' in package.read("ppt/charts/chart1.xml")


def test_a_deck_that_tells_the_type_of_every_part_gets_new_ones_told_too(documents, plain, tmp_path):
    with zipfile.ZipFile(plain) as whole, zipfile.ZipFile(tmp_path / "odd.pptx", "w") as made:
        for name in whole.namelist():
            part = whole.read(name)
            if name == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-package.relationships+xml"
                told = "".join(
                    f'<Override PartName="/{one}" ContentType="{kind}"/>'
                    for one in whole.namelist()
                    if one.endswith("rels")
                )
                part = part.replace(f'<Default Extension="rels" ContentType="{kind}"/>'.encode(), told.encode())
                assert b'Extension="rels"' not in part
            made.writestr(name, part)
    documents.edit(tmp_path / "odd.pptx", all_ops(tmp_path / "x.png"), tmp_path / "out.pptx")
    assert [one for one in flaws(tmp_path / "out.pptx") if "rels" in one] == []


def test_a_drawn_shape_gets_words_for_the_first_time(documents, plain, tmp_path):
    made = Presentation(str(plain))
    shape = made.slides[1].shapes.add_shape(1, 0, Cm(5), Cm(5), Cm(2))
    shape._element.remove(shape._element.txBody)
    made.save(str(plain))
    documents.edit(plain, [{"op": "set_text", "slide": 2, "shape": 2, "text": "words"}], tmp_path / "out.pptx")
    assert Presentation(str(tmp_path / "out.pptx")).slides[1].shapes[1].text_frame.text == "words"
