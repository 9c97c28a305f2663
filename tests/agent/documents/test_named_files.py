"""Files that ops and contents name: only a Path, which the host puts there, is opened; words of a model never are."""

import json
from pathlib import Path
from typing import cast

import pytest
from docx import Document
from openpyxl import Workbook
from PIL import Image
from pptx import Presentation

from agent.core.errors import InvalidArgumentsError
from agent.tools.copies import with_copies

KINDS = (".xlsx", ".docx", ".pptx", ".pdf", ".zip", ".csv", ".txt", ".json", ".png")
KNOWN = {(".xlsx", "add_image"), (".docx", "insert_image"), (".docx", "replace_image"), (".zip", "add"),
         (".pptx", "insert_picture"), (".pptx", "replace_picture")}  # fmt: skip
TEMPLATES = {".docx": {"markdown": "x"}, ".dotx": {"markdown": "x"}, ".pptx": {"title": "x"}, ".potx": {"title": "x"}}


def forms(documents):
    """Every op whose form names a file, as its form tells it."""
    for kind in KINDS:
        for name, form in documents.operations(f"any{kind}").items():
            if '"file"' in form:
                op, _ = json.JSONDecoder().raw_decode(form)
                yield kind, name, op


@pytest.fixture
def picture(tmp_path):
    Image.new("RGB", (40, 20), "blue").save(tmp_path / "a.png", dpi=(96, 96))
    return tmp_path / "a.png"


@pytest.fixture
def samples(documents, tmp_path, picture):
    """A document of each kind, with a picture where an op exchanges one."""
    book, letter, deck = Workbook(), Document(), Presentation()
    book.save(tmp_path / "plain.xlsx")
    for text in ("one", "two"):
        letter.add_paragraph(text)
    letter.add_paragraph().add_run().add_picture(str(picture))
    letter.save(str(tmp_path / "plain.docx"))
    for _ in range(3):
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        slide.shapes.add_picture(str(picture), 0, 0)
        slide.shapes.add_picture(str(picture), 0, 99)
    deck.save(str(tmp_path / "plain.pptx"))
    documents.create({"files": {"old.png": picture}}, tmp_path / "plain.zip")
    return {kind: tmp_path / f"plain{kind}" for kind in (".xlsx", ".docx", ".pptx", ".zip")}


def fitting(kind, op):
    """The op for a sample: the forms name a sheet that it lacks."""
    return {**op, "sheet": ""} if kind == ".xlsx" else op


def test_the_forms_tell_of_all_ops_that_take_a_file(documents):
    assert {(kind, name) for kind, name, _ in forms(documents)} == KNOWN


def test_a_text_that_names_an_existing_file_is_no_file_for_any_op(documents, samples, picture):
    for kind, name, op in forms(documents):
        target = picture.with_name(f"new-{name}{kind}")
        with pytest.raises(InvalidArgumentsError, match="file"):
            documents.edit(
                samples[kind], [with_copies(fitting(kind, op), lambda _: cast("Path", str(picture)))], target
            )
        assert not target.exists(), name


def test_the_private_copy_of_a_file_is_taken_by_every_op(documents, samples, picture):
    for kind, name, op in forms(documents):
        target = picture.with_name(f"new-{name}{kind}")
        documents.edit(samples[kind], [with_copies(fitting(kind, op), lambda _: picture)], target)
        documents.check(target)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (".pptx", {"slides": [{"title": "x", "picture": {"file": "a.png"}}]}),
        (".eml", {"subject": "x", "body": "y", "attachments": {"a.png": {"file": "a.png"}}}),
        (".zip", {"files": {"a.png": {"file": "a.png"}}}),
        *((kind, {**content, "template": {"file": f"template{kind}"}}) for kind, content in TEMPLATES.items()),
    ],
)
def test_a_new_document_takes_files_and_no_names_of_files(documents, picture, tmp_path, kind, content):
    if kind in TEMPLATES:
        documents.create(TEMPLATES[kind], tmp_path / f"template{kind}")
    target = tmp_path / f"new{kind}"
    with pytest.raises(InvalidArgumentsError, match="file"):
        documents.create(with_copies(content, lambda name: cast("Path", str(tmp_path / name))), target)
    assert not target.exists()
    documents.create(with_copies(content, lambda name: Path(tmp_path, name)), target)
    documents.check(target)
