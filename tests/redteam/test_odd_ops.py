"""Ops that no sensible model writes end in a sentence for the model, never in "broken" or a crash."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from PIL import Image
from pptx import Presentation

from agent.core.errors import InvalidArgumentsError
from agent.documents.pool import WorkerDocuments
from tests.agent.documents.packages import rewritten
from tests.agent.documents.pdfs import pdf
from tests.agent.documents.sound import unsound
from tests.redteam.odd_ops import deep


@pytest.fixture(scope="module")
def documents() -> Iterator[WorkerDocuments]:
    pool = WorkerDocuments()
    yield pool
    pool.close()


@pytest.fixture
def files(documents: WorkerDocuments, tmp_path: Path) -> Path:
    """A folder with a document of each kind and a picture."""
    Image.new("RGB", (30, 20), "navy").save(tmp_path / "a.png")
    letter = Document()
    letter.add_paragraph("words")
    letter.add_table(2, 2)
    letter.save(str(tmp_path / "a.docx"))
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[0])
    deck.save(str(tmp_path / "a.pptx"))
    rows = [["City", "Amount"], ["Tokyo", 1], ["Osaka", 2]]
    documents.create({"sheets": [{"name": "S", "rows": rows}, {"name": "T", "rows": rows}]}, tmp_path / "a.xlsx")
    pdf(tmp_path / "a.pdf", "one", "two")
    (tmp_path / "a.json").write_text('{"a": [1]}')
    (tmp_path / "a.csv").write_text("Name,Amount\nSato,3\n")
    return tmp_path


def refused(documents: WorkerDocuments, source: Path, op: dict[str, object]) -> str:
    """The sentence with which an op is refused; nothing is written."""
    target = source.with_name(f"new{source.suffix}")
    with pytest.raises(InvalidArgumentsError) as caught:
        documents.edit(source, [op], target)
    assert not target.exists()
    return caught.value.words.en


BOX = {"left": 1, "top": 1, "width": 5, "height": 4}
PIE = {"kind": "pie", "categories": ["{}"], "series": [{"name": "{}", "values": [1]}]}
LINE = {"op": "append_rows", "sheet": "S", "rows": [[1]]}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (float("nan"), "no number"),
        (float("inf"), "no number"),
        (10**400, "308 digits"),
        (deep(), "100 deep"),
        (deep(5_000), "100 deep"),
        ({"$file": "/etc/passwd"}, "no field"),
    ],
)
def test_what_no_document_can_hold_is_refused_before_a_worker_is_asked(documents, files, value, words):
    assert words in refused(documents, files / "a.xlsx", LINE | {"rows": [[value]]})


@pytest.mark.parametrize(
    ("file", "op"),
    [
        ("a.xlsx", {"op": "protect", "sheet": "S", "allow": [[1]]}),
        ("a.pptx", {"op": "set_text", "slide": 1, "shape": {}, "text": "x"}),
        ("a.pptx", {"op": "set_format", "slide": 1, "shape": "title", "align": []}),
        ("a.pptx", {"op": "insert_text_box", "slide": 1, "text": "x", "at": BOX | {"top": 1e308}}),
        ("a.json", {"op": "delete", "path": ""}),
        ("a.json", {"op": "write", "text": "[" * 5_000}),
        ("a.csv", {"op": "replace", "find": "(" * 5_000, "with": "x", "regex": True}),
        ("a.csv", {"op": "set_cells", "cells": {"A2": "a\x00"}}),
        ("a.pdf", {"op": "flatten", "what": []}),
        ("a.pdf", {"op": "encrypt", "password": "x", "allow": [{}]}),
    ],
)
def test_a_value_of_another_kind_is_refused_with_a_sentence(documents, files, file, op):
    assert refused(documents, files / file, op)


def test_a_chart_is_named_by_a_number_or_a_name(documents, files):
    chart = {"op": "add_chart", "sheet": "S", "at": "F2", "type": "column", "range": "A1:B3"}
    documents.edit(files / "a.xlsx", [chart], files / "b.xlsx")
    assert refused(documents, files / "b.xlsx", {"op": "delete_object", "sheet": "S", "kind": "chart", "object": []})


@pytest.mark.parametrize("op", [{"op": "take", "source": []}, {"op": "insert_pages", "source": {}, "pages": "1"}])
def test_a_source_of_pages_is_a_number(documents, files, op):
    with pytest.raises(InvalidArgumentsError):
        documents.pages([files / "a.pdf"], [op], files / "new.pdf")


@pytest.mark.parametrize(
    ("file", "op"),
    [
        ("a.docx", {"op": "insert_image", "after": "P1", "picture": "{}"}),
        ("a.pptx", {"op": "insert_picture", "slide": 1, "picture": "{}", "at": BOX}),
        ("a.xlsx", {"op": "add_image", "sheet": "S", "at": "F2", "picture": "{}"}),
    ],
)
def test_only_a_file_that_the_host_copied_is_opened_never_a_path_of_the_model(documents, files, file, op):
    assert "is a file" in refused(documents, files / file, op | {"picture": str(files / "a.png")})
    documents.edit(files / file, [op | {"picture": files / "a.png"}], files / f"new{file[1:]}")


@pytest.mark.parametrize("file", ["a.docx", "a.pptx"])
def test_a_template_is_a_file_that_the_host_copied_never_a_path_of_the_model(documents, files, file):
    content = {"title": "T"} | ({"markdown": "x"} if file == "a.docx" else {})
    with pytest.raises(InvalidArgumentsError, match="is a file"):
        documents.create(content | {"template": str(files / file)}, files / f"new{file[1:]}")
    documents.create(content | {"template": files / file}, files / f"new{file[1:]}")


@pytest.mark.parametrize(
    ("file", "op"),
    [
        ("a.docx", {"op": "set_table_cell", "table": 1, "row": 1, "column": 1, "text": "a\x00b"}),
        ("a.docx", {"op": "set_paragraph", "at": "P1", "text": "a\x01b", "track": True, "author": "\x00S"}),
        ("a.docx", {"op": "insert_link", "at": "P1", "find": "words", "url": "https://example.com/\x00<\"'>"}),
        ("a.docx", {"op": "reply_comment", "id": 0, "text": "y\ufffe", "author": "\x0b<&>"}),
        ("a.pptx", {"op": "set_text", "slide": 1, "shape": "title", "text": "a\x00\ufffe<b>"}),
    ],
)
def test_characters_that_xml_cannot_hold_are_left_out(documents, files, file, op):
    source, target = files / file, files / f"new{file[1:]}"
    before = [{"op": "add_comment", "at": "P1", "text": "x"}] if op["op"] == "reply_comment" else []
    documents.edit(source, [*before, op], target)
    documents.check(target)
    assert not unsound(target) - unsound(source)


def test_a_refusal_does_not_give_back_what_it_was_given(documents, files):
    said = refused(documents, files / "a.docx", {"op": "delete", "at": "x" * 500_000})
    assert said.startswith("There is nothing at 'xxx")
    assert len(said) < 2_100


def test_a_copied_sheet_has_one_content_type(documents, files):
    documents.edit(files / "a.xlsx", [{"op": "copy_sheet", "sheet": "S", "name": "U"}], files / "new.xlsx")
    assert unsound(files / "new.xlsx") == set()


def test_a_cell_with_a_number_beyond_all_others_is_filtered(documents, files):
    def far(part: bytes) -> bytes:
        return part.replace(b"<v>2</v>", b"<v>1e999</v>")

    rewritten(files / "a.xlsx", files / "far.xlsx", "xl/worksheets/sheet1.xml", far)
    op = {"op": "set_filter", "sheet": "S", "range": "A1:B3", "column": "Amount", "values": ["1"]}
    documents.edit(files / "far.xlsx", [op], files / "new.xlsx")
    documents.check(files / "new.xlsx")


@pytest.mark.parametrize("odd", ["a\x00b\x01", "a\ud800", "a\ufffe", "<&>\"'{0}--"])
@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("new.docx", {"title": "{}", "markdown": "# {}\n\n| {} |\n|---|"}),
        ("new.pptx", {"title": "{}", "slides": [{"title": "{}", "chart": PIE, "notes": "{}"}]}),
        ("new.xlsx", {"title": "{}", "author": "{}", "sheets": [{"name": "{} b", "title": "{}", "rows": [["{}"]]}]}),
    ],
)
def test_a_new_document_opens_whatever_its_words_are(documents, tmp_path, file, content, odd):
    documents.create(filled(content, odd), tmp_path / file)
    documents.check(tmp_path / file)
    assert unsound(tmp_path / file) == set()


def filled(value, odd):
    """The same with `odd` in its texts."""
    if isinstance(value, str):
        return value.replace("{}", odd)
    if isinstance(value, dict):
        return {key: filled(one, odd) for key, one in value.items()}
    return [filled(one, odd) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("file", "op"),
    [
        ("a.csv", {"op": "set_cells", "cells": {"A2": "\ud800"}}),
        ("a.pdf", {"op": "set_metadata", "properties": {"title": "\ud800"}}),
        ("a.xlsx", {"op": "set_cells", "sheet": "S", "cells": {"A2": ["\ud800"]}}),
    ],
)
def test_half_a_character_is_refused_where_it_is_not_left_out(documents, files, file, op):
    assert "half of a character" in refused(documents, files / file, op)


def test_more_places_than_there_are_words_are_all_places(documents, files):
    op = {"op": "replace", "find": "S(.)", "with": "s\\1", "regex": True, "count": 10**30}
    documents.edit(files / "a.csv", [op], files / "new.csv")
    assert (files / "new.csv").read_text() == "Name,Amount\nsato,3\n"


def test_a_black_box_ends_at_the_edge_of_the_page(documents, files):
    boxes = [{"page": 1, "box": [-1e308, 10, 1e308, 1e308]}, {"page": 2, "box": [10, 10, 1e9, 1e9]}]
    with pytest.raises(InvalidArgumentsError, match="beside it"):
        documents.edit(files / "a.pdf", [{"op": "redact", "boxes": boxes}], files / "new.pdf")
    documents.edit(files / "a.pdf", [{"op": "redact", "boxes": boxes[1:]}], files / "new.pdf")
    assert [one.text for one in documents.read(files / "new.pdf").passages] == ["one"]


@pytest.mark.parametrize("file", ["new.txt", "new.csv"])
def test_a_new_text_holds_no_nul(documents, tmp_path, file):
    with pytest.raises(InvalidArgumentsError, match="NUL"):
        documents.create({"text": "a\x00"} if file == "new.txt" else {"rows": [["a\x00"]]}, tmp_path / file)
    assert not (tmp_path / file).exists()
